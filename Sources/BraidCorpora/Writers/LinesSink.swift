import BraidText

/// One document a line: its text, line breaks turned into spaces.
struct LinesSink: DocumentSink {
  private let file: CorpusFile

  init(_ file: CorpusFile) { self.file = file }

  mutating func write(_ document: Document) throws(CorpusError) { try file.appendLine(document.text) }

  mutating func close() throws(CorpusError) { try file.commit() }
}
