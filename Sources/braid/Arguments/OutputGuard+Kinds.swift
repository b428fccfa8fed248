import ArgumentParser
import BraidPipelines

/// Whether a command may take the place of a file that is there.
struct ReplaceArguments: ParsableArguments {
  @Flag(help: "Replace an output file that is of another kind.") var force = false
}

extension OutputGuard {
  /// Checks that a file which is there is of the kind that takes its place.
  ///
  /// - Parameters:
  ///   - path: the output; nil for none.
  ///   - kind: what is written.
  ///   - force: whether anything may be replaced.
  /// - Throws: `ValidationError` that names the file and says what to do.
  static func check(_ path: String?, replacedBy kind: WrittenFile.Kind, force: Bool) throws {
    guard let path, !force, WrittenFile(path, kind).replacesOther else { return }
    throw ValidationError("\(path): exists and is no \(kind.name): name another file, or give --force to replace it.")
  }
}
