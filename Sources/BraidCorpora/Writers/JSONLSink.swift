import BraidText

/// Braid's own JSONL: one document a line with every layer.
///
/// Members, in this order, absent when empty or missing: `id`, `language`, `text`, `tokens` (`[start, end]` or
/// `[start, end, kind]`, UTF-8 byte offsets into `text`), `sentences` (`[first, last + 1]` token indices, or an object with
/// `tokens`, `comments`, `multiwords`, `emptyNodes`), `labels`, `probabilities` (of every label a model knows), `tags`,
/// `tagScores`, `tagAlternatives`, `spans`, `frames`, `translations`, `fields`. Spans and arguments have their token indices
/// (`tokens`) and, for programs that do not tokenize, the byte offsets `start` and `end`.
struct JSONLSink: DocumentSink {
  private let file: CorpusFile
  private var output = JSONOutput()

  init(_ file: CorpusFile) { self.file = file }

  mutating func write(_ document: Document) throws(CorpusError) {
    output.removeAll()
    output.append(document)
    output.endLine()
    try file.append(output.bytes)
  }

  mutating func close() throws(CorpusError) { try file.commit() }
}
