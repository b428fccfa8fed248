import BraidText

/// Plain text: one document a file or a paragraph, cut at white space where it is larger than a document may be.
struct TextSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions
  private let file: String
  private var number = 0
  private var ended = false
  /// Whether the last line of the text so far ended in a line feed that has not been added yet.
  private var pendingBreak = false

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    self.file = file
    lines = LineSource(
      try ByteSource(file), encoding: options.encoding, invalidUTF8: options.invalidUTF8,
      limit: options.maximumDocumentBytes, cutsLongLines: true)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard !ended else { return nil }
    let byParagraph = options.format == .paragraphs
    var text: [UInt8] = []
    while true {
      guard try lines.advance(into: &ledger) else {
        ended = true
        if text.isEmpty, byParagraph || number > 0 { return nil }
        if pendingBreak, !byParagraph { text.append(10) }
        pendingBreak = false
        break
      }
      if byParagraph, lines.bytes.trimmed.isEmpty, !lines.isCut, !lines.isContinuation {
        pendingBreak = false
        if text.isEmpty { continue }
        break
      }
      if pendingBreak { text.append(10) }
      text.append(contentsOf: lines.bytes)
      pendingBreak = !lines.isCut
      if lines.isCut || text.count >= options.maximumDocumentBytes {
        ledger.note(.repaired, .documents, "longer than a document may be, cut", at: lines.place())
        break
      }
    }
    number += 1
    var document = Document(language: options.language, text: String(decoding: text, as: UTF8.self))
    document.id = byParagraph || number > 1 || !ended ? "\(file)#\(number)" : file
    return document
  }
}
