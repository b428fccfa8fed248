import BraidCorpora

extension PipelineStage {
  /// Checks that what is said of the files that a stage writes is right, and decides something about their format.
  ///
  /// - Parameters:
  ///   - options: how they are written.
  ///   - path: the keys that these options stand below.
  /// - Throws: `PipelineError.badValue` at the place of an option that is not, or does not.
  func check(writing options: WriteOptions, below path: [String] = []) throws(PipelineError) {
    if let problem = options.problem { throw badValue(problem, below: path) }
    guard let (name, value, formats) = options.idleField() else { return }
    throw .badValue(
      place(of: path + [name]), key: name, found: "`\(value)` for \(options.format.rawValue), which does not use it",
      expected: "none, or one of the formats \(formats.map(\.rawValue).joined(separator: ", "))")
  }
}
