import BraidText

/// Braid's own JSONL: one document a line with every layer.
///
/// The article <doc:JSONL> describes its members.
struct JSONLSink: StreamedSink {
  let file: CorpusFile
  private let offsets: OffsetUnit
  private var output: JSONOutput

  init(_ file: CorpusFile, offsets: OffsetUnit) {
    self.file = file
    self.offsets = offsets
    output = JSONOutput(file.buffer)
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    output.appendLine(document, offsets: offsets)
    try file.flushIfFull()
  }

  mutating func write(encoded bytes: Bytes) throws(CorpusError) { try file.append(bytes) }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }
}
