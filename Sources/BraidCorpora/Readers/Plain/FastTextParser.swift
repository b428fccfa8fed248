import BraidText

/// fastText: words that start with `__label__` are labels, wherever they stand; the rest of the line is the text.
struct FastTextParser: LineParser {
  private static let prefix: StaticString = "__label__"

  let options: ReadOptions

  func document(_ lines: LineSource, into ledger: inout Ledger) throws(CorpusError) -> Document {
    let line = lines.bytes
    var labels: [Label] = []
    var text: [UInt8] = []
    var index = 0
    while index < line.count {
      let start = index
      while index < line.count, line[index] != .space, line[index] != .tab { index += 1 }
      let word = line.slice(start..<index)
      let blanks = index
      while index < line.count, line[index] == .space || line[index] == .tab { index += 1 }
      if word.starts(with: Self.prefix) {
        labels.append(Label(word.slice(Self.prefix.utf8CodeUnitCount..<word.count).string))
      } else {
        text.append(contentsOf: word)
        text.append(contentsOf: line.slice(blanks..<index))
      }
    }
    // White space before a label that ends the line belongs to the label.
    while !labels.isEmpty, text.last == .space || text.last == .tab { text.removeLast() }
    var document = text.withUnsafeBufferPointer { options.document($0) }
    if !labels.isEmpty { document.labels[options.labelLayer] = labels }
    return document
  }
}
