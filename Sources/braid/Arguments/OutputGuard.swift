import ArgumentParser
import BraidFiles

/// Keeps commands from writing over what they read.
enum OutputGuard {
  /// Checks that no output is one of the inputs, or another output; streams are both at once.
  ///
  /// - Throws: `ValidationError` that names the file.
  static func check(_ outputs: [String?], inputs: [String]) throws {
    let outputs = outputs.compactMap(\.self)
    if outputs.contains("-"), let input = inputs.first(where: { $0 != "-" && FileSystem.isStandardOutput($0) }) {
      throw ValidationError(
        "Standard output goes to \(input), which is an input: give another output, so that nothing is lost.")
    }
    for (index, output) in outputs.enumerated() where !FileSystem.isStream(output) {
      if inputs.contains(where: { $0 != "-" && overlap(output, $0) }) {
        throw ValidationError("\(output) is an input: give another output, so that nothing is lost.")
      }
      if outputs[..<index].contains(where: { Paths.isSame($0, or: output) }) {
        throw ValidationError("\(output) would be written twice: give each output a file of its own.")
      }
    }
  }

  /// Whether writing an output changes an input: the same file or folder, or a file in a folder that is written.
  private static func overlap(_ output: String, _ input: String) -> Bool {
    if Paths.isSame(input, or: output) { return true }
    return !FileList.isFolder(input) && Paths.isSame(output, or: input)
  }
}
