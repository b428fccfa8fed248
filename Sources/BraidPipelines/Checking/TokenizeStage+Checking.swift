import BraidText

extension TokenizeStage {
  /// Tokenizes all documents once.
  func inspect(_ name: String, in runner: PipelineRunner) throws -> [CheckFinding] {
    let flows = try documents(name, in: runner)
    runner.expect(bytes: flows.values.reduce(0) { $0 + $1.bytes })
    var count = 0
    for flow in flows.values {
      try flow.forEach { _ in
        count += 1
        try runner.progress(name, documents: count)
      }
    }
    return []
  }
}
