import BraidCorpora
import BraidText

extension ReadStage {
  /// What reading a part gave.
  typealias PartResult = (name: String, kept: Int, dropped: Int, ledger: Ledger)

  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    // Read once now: what is wrong with the files is known before anything is built on them.
    let summary = try readAll(name, in: runner).map { part in
      runner.onEvent(.ledger(stage: name, part: part.name, part.ledger))
      return "\(part.name) \(part.kept)" + (part.dropped > 0 ? " (\(part.dropped) with other labels left out)" : "")
    }
    return StageResult(summary: summary.joined(separator: ", ") + " documents")
  }

  /// Reads all documents of each part.
  func readAll(_ name: String, in runner: PipelineRunner) throws -> [PartResult] {
    var results: [PartResult] = []
    var options = options
    options.meter = runner.meter
    runner.expect(bytes: FileList.bytes(inputFiles))
    var read = 0
    for (part, paths) in parts {
      let reader = try CorpusReader(paths, options: options)
      var count = 0
      var dropped = 0
      while let document = try reader.next() {
        if renamed(document) == nil { dropped += 1 } else { count += 1 }
        read += 1
        try runner.progress(name, documents: read)
      }
      results.append((part, count, dropped, reader.ledger))
    }
    return results
  }

  func documents(_ name: String, in runner: PipelineRunner) -> [String: DocumentFlow] {
    var options = options
    options.meter = runner.meter
    let readOptions = options
    var flows: [String: DocumentFlow] = [:]
    for (part, paths) in parts {
      let bytes = FileList.bytes(CorpusReader.files(paths, options: options))
      flows[part] = DocumentFlow(bytes: bytes) {
        let reader = try CorpusReader(paths, options: readOptions)
        return {
          while let document = try reader.next() {
            if let document = renamed(document) { return document }
          }
          return nil
        }
      }
    }
    return flows
  }
}
