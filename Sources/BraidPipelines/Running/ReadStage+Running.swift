import BraidCorpora
import BraidText

extension ReadStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    var summary: [String] = []
    for (part, paths) in parts {
      // Read once now: what is wrong with the files is known before anything is built on them.
      let reader = try CorpusReader(paths, options: options)
      var count = 0
      var dropped = 0
      while let document = try reader.next() {
        if renamed(document) == nil { dropped += 1 } else { count += 1 }
        try runner.progress(name, documents: count)
      }
      runner.onEvent(.ledger(stage: name, part: part, reader.ledger))
      summary.append("\(part) \(count)" + (dropped > 0 ? " (\(dropped) with other labels left out)" : ""))
    }
    return StageResult(summary: summary.joined(separator: ", ") + " documents")
  }

  func documents(_ name: String, in runner: PipelineRunner) -> [String: DocumentFlow] {
    let options = options
    var flows: [String: DocumentFlow] = [:]
    for (part, paths) in parts {
      flows[part] = DocumentFlow {
        let reader = try CorpusReader(paths, options: options)
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
