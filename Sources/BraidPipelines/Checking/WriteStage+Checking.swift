import BraidCorpora
import BraidText

extension WriteStage {
  /// Documents that are written to see whether the format holds them.
  private static let sample = 200

  func inspect(_ name: String, in runner: PipelineRunner) throws -> [CheckFinding] {
    let next = try runner.part(part, of: of, for: name).start()
    let writer = try CorpusWriter(runner.cache.path(name, "sample"), options: options)
    for _ in 0..<Self.sample {
      guard let document = try next() else { break }
      try writer.write(document)
    }
    try writer.close()
    return []
  }
}
