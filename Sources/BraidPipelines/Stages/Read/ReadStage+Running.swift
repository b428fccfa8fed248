import BraidCorpora
import BraidFiles
import BraidText

extension ReadStage {
  /// What reading a part gave.
  typealias PartResult = (name: String, kept: Int, dropped: Int, ledger: Ledger)

  func run(in context: StageContext) throws -> StageResult? {
    // Read once now: what is wrong with the files is known before anything is built on them.
    let summary = try readAll(in: context).map { part in
      context.tell(.ledger(part: part.name, ledger: part.ledger))
      return "\(part.name) \(part.kept)" + (part.dropped > 0 ? " (\(part.dropped) with other labels dropped)" : "")
    }
    return StageResult(summary: summary.joined(separator: ", ") + " documents")
  }

  /// Reads all documents of each part.
  func readAll(in context: StageContext) throws -> [PartResult] {
    var results: [PartResult] = []
    var options = options
    options.meter = context.progress.meter
    context.expect(bytes: FileList.bytes(inputFiles))
    var read = 0
    for (part, paths) in parts {
      let reader = try CorpusReader(paths, options: options)
      var count = 0
      var dropped = 0
      while let document = try reader.next() {
        if renamed(document) == nil { dropped += 1 } else { count += 1 }
        read += 1
        try context.advance(to: read)
      }
      results.append((part, count, dropped, reader.ledger))
    }
    return results
  }

  func documents(in context: StageContext) -> [String: DocumentFlow] {
    var options = options
    options.meter = context.progress.meter
    let readOptions = options
    var flows: [String: DocumentFlow] = [:]
    for (part, paths) in parts {
      let bytes = FileList.bytes(CorpusReader.files(paths, options: options))
      flows[part] = DocumentFlow(bytes: bytes, isTable: options.format.isTable) { layout in
        var options = readOptions
        options.layout = layout
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
