import BraidCorpora

extension PipelineStage {
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
