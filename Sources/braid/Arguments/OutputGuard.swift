import ArgumentParser
import BraidFiles

/// Keeps commands from writing over what they read.
enum OutputGuard {
  /// Checks that no output is one of the inputs, or another output; a stream may be read and written.
  ///
  /// - Throws: `ValidationError` that names the file.
  static func check(_ outputs: [String?], inputs: [String]) throws {
    let outputs = outputs.compactMap(\.self)
    if outputs.contains("-"), let input = inputs.first(where: { $0 != "-" && FileSystem.isStandardOutput($0) }) {
      throw ValidationError(
        "Standard output goes to \(input), which is an input: give another output, so that nothing is lost.")
    }
    for (index, output) in outputs.enumerated() {
      if !FileSystem.isStream(output), inputs.contains(where: { $0 != "-" && overlap(output, $0) }) {
        throw ValidationError("\(output) is an input: give another output, so that nothing is lost.")
      }
      if outputs[..<index].contains(where: { isSame($0, output) }) {
        let name = output == "-" ? "Standard output" : output
        throw ValidationError("\(name) would be written twice: give each output a file of its own.")
      }
    }
  }

  /// Whether writing an output changes an input: the same file or folder, or a file in a folder that is written.
  private static func overlap(_ output: String, _ input: String) -> Bool {
    if Paths.isSame(input, or: output) { return true }
    return !FileList.isFolder(input) && Paths.isSame(output, or: input)
  }

  /// Whether two outputs are one file or stream, or the first is in the folder that the second is. What is thrown away may go to one
  /// place.
  private static func isSame(_ first: String, _ second: String) -> Bool {
    let (first, second) = (first == "-" ? "/dev/stdout" : first, second == "-" ? "/dev/stdout" : second)
    return Paths.isSame(first, or: second) && second != "/dev/null"
  }
}
