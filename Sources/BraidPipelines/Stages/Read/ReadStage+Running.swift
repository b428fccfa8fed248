import BraidCorpora
import BraidFiles
import BraidText

extension ReadStage {
  /// What reading a part gave.
  typealias PartResult = (name: String, kept: Int, dropped: Int, ledger: Ledger)

  func run(in context: StageContext) throws -> StageResult? {
    // Read once now: what is wrong with the files is known before anything is built on them.
    result(try readAll(in: context), in: context)
  }

  /// What the stage leaves when its parts have been read.
  private func result(_ parts: [PartResult], in context: StageContext) -> StageResult {
    let summary = parts.map { part in
      context.tell(.ledger(part: part.name, ledger: part.ledger))
      return "\(part.name) \(part.kept)" + (part.dropped > 0 ? " (\(part.dropped) with other labels dropped)" : "")
    }
    let noun = parts.count == 1 ? parts[0].kept.noun("document") : "documents"
    return StageResult(summary: "\(summary.joined(separator: ", ")) \(noun)")
  }

  func pass(in context: StageContext) throws -> StagePass? {
    var options = options
    options.meter = context.progress.meter
    let (readOptions, counts) = (options, PartCounts())
    return StagePass(
      documents: parts.map { part, paths in
        let bytes = FileList.bytes(CorpusReader.files(paths, options: readOptions))
        return (
          part,
          DocumentFlow(bytes: bytes) {
            let reader = try CorpusReader(paths, options: readOptions)
            counts.begin(part, reader)
            return { try reader.next() }
          }
        )
      },
      change: {
        guard !labels.isEmpty else { return { _ in 0 } }
        return { document in
          guard let kept = renamed(document) else { return 1 }
          document = kept
          return 0
        }
      },
      changes: !labels.isEmpty, take: { _, _, code in counts.add(isKept: code == 0) }, looks: false,
      finish: { result(counts.results, in: context) })
  }

  /// What a pass has read of each part.
  private final class PartCounts {
    private var parts: [(name: String, reader: CorpusReader, kept: Int, dropped: Int)] = []

    func begin(_ part: String, _ reader: CorpusReader) { parts.append((part, reader, 0, 0)) }

    func add(isKept: Bool) {
      if isKept { parts[parts.count - 1].kept += 1 } else { parts[parts.count - 1].dropped += 1 }
    }

    var results: [PartResult] { parts.map { ($0.name, $0.kept, $0.dropped, $0.reader.ledger) } }
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
      flows[part] = DocumentFlow(bytes: bytes, keptColumns: options.format.keptColumns) { layout in
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
