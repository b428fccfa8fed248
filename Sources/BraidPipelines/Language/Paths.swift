import Foundation

/// Parts of paths.
///
/// `NSString.deletingLastPathComponent` of Foundation on Linux ends the process for a path of one letter.
enum Paths {
  /// What stands before the last `/`; empty when there is none, `/` for a file in the root.
  static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands after the last `/`.
  static func name(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The path from the root, without `.` and `..`.
  static func standard(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
