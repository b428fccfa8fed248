import BraidText

/// TREC questions: `COARSE:fine token token …`.
///
/// The labels are `coarse` (`COARSE`) and `fine` (`COARSE:fine`, since fine names repeat between coarse classes).
struct TRECSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while try lines.advance(into: &ledger) {
      let line = lines.bytes
      if line.trimmed.isEmpty {
        ledger.note(.dropped, .lines, "empty line", at: lines.place())
        continue
      }
      let end = line.firstIndex(of: 32) ?? line.count
      let label = line.slice(0..<end)
      guard let colon = label.firstIndex(of: 0x3A), colon > 0, colon + 1 < end else {
        throw .unexpected(lines.place(0), found: label.string, expected: "a label such as NUM:date and a question")
      }
      var builder = TextBuilder()
      builder.appendSentence(line.slice(end..<line.count))
      var document = builder.document(language: options.language)
      document.labels["coarse"] = [Label(label.slice(0..<colon).string)]
      document.labels["fine"] = [Label(label.string)]
      return document
    }
    return nil
  }

  func skip(into ledger: inout Ledger) -> String? { lines.string }
}
