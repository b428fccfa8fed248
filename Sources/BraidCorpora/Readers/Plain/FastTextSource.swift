import BraidText

/// fastText: words that start with `__label__` are labels, wherever they stand; the rest of the line is the text.
struct FastTextSource: DocumentSource {
  private static let prefix: StaticString = "__label__"

  private let lines: LineSource
  private let options: ReadOptions

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard try lines.advance(into: &ledger) else { return nil }
    let line = lines.bytes
    var labels: [Label] = []
    var text: [UInt8] = []
    var index = 0
    while index < line.count {
      let start = index
      while index < line.count, line[index] != 32, line[index] != 9 { index += 1 }
      let word = line.slice(start..<index)
      let blanks = index
      while index < line.count, line[index] == 32 || line[index] == 9 { index += 1 }
      if word.starts(with: Self.prefix) {
        labels.append(Label(word.slice(Self.prefix.utf8CodeUnitCount..<word.count).string))
      } else {
        text.append(contentsOf: word)
        text.append(contentsOf: line.slice(blanks..<index))
      }
    }
    // White space before a label that ends the line belongs to the label.
    while !labels.isEmpty, text.last == 32 || text.last == 9 { text.removeLast() }
    var document = text.withUnsafeBufferPointer { text in
      guard options.pretokenized else { return Document(text: text.string) }
      var builder = TextBuilder()
      builder.appendSentence(text)
      return builder.document()
    }
    document.language = options.language
    if !labels.isEmpty { document.labels[options.labelLayer] = labels }
    return document
  }

  func skip(into ledger: inout Ledger) -> String? { lines.string }
}
