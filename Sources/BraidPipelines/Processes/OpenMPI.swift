package import BraidTensors
import CMPI
import Foundation

/// The processes that `mpirun` has started together, by Open MPI, which is loaded when they are.
package final class OpenMPI: Communicator {
  /// Why processes can't work together.
  package enum Problem: Error, Equatable {
    /// Open MPI can't be loaded.
    case notFound(reason: String)
    /// It does not start.
    case notStarted
    /// The processes were started by something else; the variable says so.
    case otherLauncher(variable: String)
  }

  /// What a launcher says of the processes that it has started.
  package enum Launch: Equatable {
    /// This process is alone.
    case alone
    /// Open MPI has started it beside others.
    case openMPI
    /// Something else has started it beside others; the variable says so.
    case other(variable: String)

    /// Reads the environment of a process.
    package init(_ environment: [String: String]) {
      func isMore(_ variable: String) -> Bool { (environment[variable].flatMap(Int.init) ?? 1) > 1 }
      if environment["OMPI_COMM_WORLD_SIZE"] != nil {
        self = isMore("OMPI_COMM_WORLD_SIZE") ? .openMPI : .alone
      } else if environment["PMIX_RANK"] != nil {
        // Slurm's `srun --mpi=pmix` says how many there are in a variable of its own.
        self = environment["SLURM_NTASKS"] == "1" ? .alone : .openMPI
      } else if let variable = ["PMI_SIZE", "MV2_COMM_WORLD_SIZE"].first(where: isMore) {
        self = .other(variable: variable)
      } else {
        self = .alone
      }
    }
  }

  package let rank: Int
  package let count: Int
  /// The name of this host.
  package let host: String
  package private(set) var sentBytes = 0
  private let library: OpaquePointer

  /// Loads Open MPI and joins the other processes.
  ///
  /// - Throws: `Problem` when that can't be done.
  package init() throws(Problem) {
    let library = try Self.load()
    var (rank, count): (Int32, Int32) = (0, 0)
    guard cmpi_start(library, &rank, &count) == 0 else { throw .notStarted }
    self.library = library
    self.rank = Int(rank)
    self.count = Int(count)
    host = Self.text { cmpi_host(library, $0, $1) }
  }

  /// The version of Open MPI on this machine.
  ///
  /// - Throws: `Problem.notFound`.
  package static func version() throws(Problem) -> String {
    // `Open MPI v4.1.4, package: …`
    let text = String(cString: cmpi_version(try load()))
    let first = text.split(separator: ",").first ?? ""
    return String(first.drop { !$0.isNumber })
  }

  private static func load() throws(Problem) -> OpaquePointer {
    var library: OpaquePointer?
    let reason = text { library = cmpi_load($0, $1) }
    guard let library else { throw .notFound(reason: reason) }
    return library
  }

  /// A text that a function of C writes.
  private static func text(_ write: (UnsafeMutablePointer<CChar>, Int) -> Void) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
      buffer.initialize(repeating: 0)
      guard let start = buffer.baseAddress else { return "" }
      write(start, buffer.count)
      return String(cString: start)
    }
  }

  /// Leaves the others, when all do.
  package func finish() { cmpi_finish(library) }

  /// Ends all processes.
  package func abort() { cmpi_abort(library, 1) }

  package func send(_ bytes: UnsafeRawBufferPointer, to rank: Int) -> any Transfer {
    sentBytes += bytes.count
    return Request(library, cmpi_send(library, bytes.baseAddress, bytes.count, Int32(rank)))
  }

  package func receive(_ bytes: UnsafeMutableRawBufferPointer, from rank: Int) -> any Transfer {
    Request(library, cmpi_receive(library, bytes.baseAddress, bytes.count, Int32(rank)))
  }

  package func gather(_ bytes: [UInt8]) -> [[UInt8]] {
    sentBytes += bytes.count + 4
    let all = [Int32](repeating: 4, count: count)
    let sizes = gather(withUnsafeBytes(of: Int32(bytes.count)) { Array($0) }, sizes: all).withUnsafeBytes { bytes in
      (0..<count).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
    }
    let joined = gather(bytes, sizes: sizes)
    var start = 0
    return sizes.map { size in
      defer { start += Int(size) }
      return Array(joined[start..<start + Int(size)])
    }
  }

  private func gather(_ bytes: [UInt8], sizes: [Int32]) -> [UInt8] {
    var offsets: [Int32] = []
    var total: Int32 = 0
    for size in sizes {
      offsets.append(total)
      total += size
    }
    return [UInt8](unsafeUninitializedCapacity: Int(total)) { all, initialized in
      bytes.withUnsafeBytes { bytes in
        sizes.withUnsafeBufferPointer { sizes in
          offsets.withUnsafeBufferPointer { offsets in
            guard let sizes = sizes.baseAddress, let offsets = offsets.baseAddress else { return }
            Request(
              library, cmpi_gather(library, bytes.baseAddress, Int32(bytes.count), all.baseAddress, sizes, offsets)
            ).wait()
          }
        }
      }
      initialized = Int(total)
    }
  }

  /// A transfer that Open MPI works on.
  private final class Request: Transfer {
    private let library: OpaquePointer
    private var request: UnsafeMutableRawPointer?

    init(_ library: OpaquePointer, _ request: UnsafeMutableRawPointer?) {
      self.library = library
      self.request = request
    }

    var isDone: Bool { request == nil || cmpi_is_done(library, &request) != 0 }
  }
}
