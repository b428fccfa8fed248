import BraidCorpora
import BraidFiles
import BraidPipelines
import BraidTensors
import BraidText

/// The versions of Braid and of what it stands on.
enum Versions {
  /// Braid's own.
  static let braid = BraidVersion.current

  /// A line each, for `braid --version`.
  static var lines: [String] {
    let path = FastPathProblem.found.map { "off, as \($0.cause)" } ?? "on"
    // The library's own number leaves out patches of the compiler.
    let swift = "\(_SwiftStdlibVersion.current)".split(separator: ".").prefix(2).joined(separator: ".")
    let rows = [
      ("Swift", swift), ("ICU", "\(ICU.version), Unicode \(ICU.unicodeVersion)"),
      ("libxml2", XMLPushParser.libraryVersion), ("zlib", Zlib.version), ("kernels", KernelBuild.current.rawValue),
      ("fast path of segmentation", path), ("Open MPI", (try? OpenMPI.version()) ?? "not found"),
    ]
    return ["braid \(braid)"] + rows.map { "  \($0): \($1)" }
  }
}
