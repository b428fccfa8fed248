import Foundation

/// The file descriptors that the process may have, and what connections are left of them.
package enum DescriptorLimit {
  /// Descriptors for what else is opened: the model, the log, event loops.
  package static let reserve = 64
  /// Fewest connections that a service has.
  package static let fewest = 8

  /// Lets the process have as many descriptors as `connections` need, as far as the system allows without asking.
  package static func raise(for connections: Int) {
    guard var limit = current else { return }
    let wanted = rlim_t(connections + reserve + openCount)
    guard limit.rlim_cur < wanted, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    #if canImport(Glibc)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #else
      setrlimit(RLIMIT_NOFILE, &limit)
    #endif
  }

  /// How many connections there can be: as many as are asked for, or what the descriptors leave.
  package static func connections(_ wanted: Int) -> Int {
    guard let limit = current, limit.rlim_cur < rlim_t(Int32.max) else { return wanted }
    return connections(wanted, descriptors: Int(limit.rlim_cur), open: openCount)
  }

  /// How many connections there can be with so many descriptors, of which some are open.
  package static func connections(_ wanted: Int, descriptors: Int, open: Int) -> Int {
    min(wanted, max(fewest, descriptors - open - min(reserve, descriptors / 4)))
  }

  private static var current: rlimit? {
    var limit = rlimit()
    #if canImport(Glibc)
      let result = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #else
      let result = getrlimit(RLIMIT_NOFILE, &limit)
    #endif
    return result == 0 ? limit : nil
  }

  /// Descriptors that are open.
  private static var openCount: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd"))?.count ?? 16
  }
}
