extension VocabularyStage {
  func inspect(_ name: String, in runner: PipelineRunner) throws -> [CheckFinding] {
    var copy = self
    copy.path = nil
    let result = try copy.run(name, in: runner)
    return [CheckFinding(level: .note, stage: name, text: result?.summary ?? "")]
  }
}
