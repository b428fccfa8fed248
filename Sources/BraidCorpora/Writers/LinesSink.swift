import BraidText

/// One document a line: its text, line breaks turned into spaces.
struct LinesSink: DocumentSink {
  private let file: AtomicFile

  init(_ file: AtomicFile) { self.file = file }

  mutating func write(_ document: Document) throws(CorpusError) {
    try file.append(document.text.utf8.lazy.map { $0 == 10 || $0 == 13 ? 32 : $0 })
    try file.append(CollectionOfOne(10))
  }

  mutating func close() throws(CorpusError) { try file.commit() }
}
