import BraidCorpora
import BraidText

extension WriteStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let flow = try runner.part(part, of: of, for: name)
    let writer = try CorpusWriter(path, options: options)
    runner.expect(bytes: flow.bytes)
    var count = 0
    try flow.forEach { document in
      try writer.write(document)
      count += 1
      try runner.progress(name, documents: count)
    }
    try writer.close()
    return StageResult(summary: "\(count) documents in \(path)", files: outputFiles)
  }
}
