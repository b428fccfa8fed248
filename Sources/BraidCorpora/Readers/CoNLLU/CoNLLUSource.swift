import BraidText

/// CoNLL-U: one document a sentence; words are tokens, ranges and empty nodes are kept beside them.
///
/// Format: <https://universaldependencies.org/format.html>.
struct CoNLLUSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions
  private var splitter = FieldSplitter()
  private var sentence: CoNLLUSentence

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
    sentence = CoNLLUSentence(layers: CoNLLUSentence.standardLayers)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    sentence.removeAll()
    while try lines.advance(into: &ledger) {
      let line = lines.bytes
      if line.isEmpty {
        if sentence.hasWords { return try finish(into: &ledger) }
        continue
      }
      if line[0] == 0x23 {
        if sentence.hasWords {
          ledger.note(.repaired, .lines, "comment inside a sentence, moved before it", at: lines.place())
        }
        sentence.addComment(line)
        continue
      }
      splitter.split(line, at: 9)
      guard splitter.count == sentence.width else {
        throw .raggedColumns(lines.place(), found: splitter.count, expected: sentence.width)
      }
      try sentence.add(splitter, at: lines.place(0))
    }
    if sentence.hasWords { return try finish(into: &ledger) }
    if sentence.hasComments {
      ledger.note(.dropped, .lines, "comments without a sentence", at: lines.place())
    }
    return nil
  }

  private mutating func finish(into ledger: inout Ledger) throws(CorpusError) -> Document {
    try sentence.document(options: options, at: lines.place(), into: &ledger)
  }
}
