import BraidText

/// Plain text: documents one after the other, each ending its line; as paragraphs, with a blank line between them, and none in
/// them.
struct TextSink: StreamedSink {
  let file: CorpusFile
  private let byParagraph: Bool
  private var isFirst = true

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    byParagraph = options.format == .paragraphs
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    if byParagraph { return try write(paragraph: document) }
    try file.append(document.text)
    if document.text.utf8.last != .lineFeed { try file.append("\n") }
  }

  private mutating func write(paragraph document: Document) throws(CorpusError) {
    let lines = document.text.utf8.split(separator: .lineFeed).filter { line in
      !line.allSatisfy { $0 == .space || 9...13 ~= $0 }
    }
    guard !lines.isEmpty else {
      throw .cannotExpress(.paragraphs, document: document.id, what: "a text without characters")
    }
    if !isFirst { try file.append("\n") }
    isFirst = false
    for line in lines {
      try file.append(line)
      try file.append("\n")
    }
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
