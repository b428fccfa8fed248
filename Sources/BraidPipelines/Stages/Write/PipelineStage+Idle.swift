import BraidCorpora

extension PipelineStage {
  /// Checks that what is said of the files that a stage writes decides something about their format.
  ///
  /// - Parameters:
  ///   - options: how they are written.
  ///   - path: the keys that these options stand below.
  /// - Throws: `PipelineError.badValue` at the place of an option that does not.
  func checkIdle(_ options: WriteOptions, below path: [String] = []) throws(PipelineError) {
    guard let (name, value, formats) = options.idleField() else { return }
    throw .badValue(
      place(of: path + [name]), key: name, found: "`\(value)` for \(options.format.rawValue), which does not use it",
      expected: "none, or one of the formats \(formats.map(\.rawValue).joined(separator: ", "))")
  }
}
