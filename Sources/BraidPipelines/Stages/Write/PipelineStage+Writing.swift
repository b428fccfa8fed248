import BraidCorpora
import BraidFiles

extension PipelineStage {
  /// Checks that rejected records go to a file of their own.
  ///
  /// - Parameters:
  ///   - deadLetters: their file; nil when none is named.
  ///   - outputs: the files that the stage writes.
  ///   - mistakes: gets it where it is one of these.
  func check(deadLetters: String?, outputs: [String], mistakes: inout [PipelineError]) {
    guard let deadLetters, outputs.contains(where: { Paths.isSame($0, or: deadLetters) }) else { return }
    mistakes.append(
      .badValue(
        place(of: "deadLetters"), key: "deadLetters", found: "`\(deadLetters)`, which is the output",
        expected: "a file of its own"))
  }

  /// Checks that what is said of the files that a stage writes is right, and decides something about their format.
  ///
  /// - Parameters:
  ///   - options: how they are written.
  ///   - path: the keys that these options stand below.
  ///   - mistakes: gets every option that is not, or does not.
  func check(writing options: WriteOptions, below path: [String] = [], mistakes: inout [PipelineError]) {
    if let problem = options.problem { mistakes.append(badValue(problem, below: path)) }
    for (name, value, formats) in options.idleFields() {
      mistakes.append(
        .badValue(
          place(of: path + [name]), key: name,
          found: "`\(value)` for \(options.format.rawValue), which does not use it",
          expected: "none, or one of the formats \(formats.map(\.rawValue).joined(separator: ", "))"))
    }
  }
}
