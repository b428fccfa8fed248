import BraidText

/// Plain text: documents one after the other, each ending its line; as paragraphs, with a blank line between them.
struct TextSink: StreamedSink {
  let file: CorpusFile
  private let byParagraph: Bool
  private var isFirst = true

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    byParagraph = options.format == .paragraphs
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    if byParagraph, !isFirst { try file.append("\n") }
    isFirst = false
    try file.append(document.text)
    if document.text.utf8.last != .lineFeed { try file.append("\n") }
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }
}

/// One document a line: its text, line breaks turned into spaces.
struct LinesSink: StreamedSink {
  let file: CorpusFile

  init(_ file: CorpusFile) { self.file = file }

  mutating func write(_ document: Document) throws(CorpusError) { try file.appendLine(document.text) }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }
}
