import BraidText

/// One line a document with its labels in front: fastText's `__label__NAME` words, or TREC's `COARSE:fine`.
struct LabeledLinesSink: StreamedSink {
  let file: CorpusFile
  private let options: WriteOptions

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    self.options = options
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    var line = ""
    if options.format == .trec {
      guard let label = document.labels["fine"]?.first?.name, label.utf8.contains(.colon) else {
        throw .cannotExpress(.trec, document: document.id, what: "a document without a label such as NUM:date in fine")
      }
      let coarse = document.labels["coarse"] ?? []
      let isWhole =
        document.labels["fine"]?.count == 1 && !label.utf8.contains { $0 <= .space }
        && coarse.allSatisfy { label.utf8.starts(with: "\($0.name):".utf8) }
      guard isWhole else {
        throw .cannotExpress(
          .trec, document: document.id,
          what: "several labels in fine, white space in one, or another in coarse: \(label)")
      }
      line = label + " "
    } else {
      for label in document.labels[options.labelLayer] ?? [] {
        guard !label.name.utf8.contains(where: { $0 <= 32 }) else {
          throw .cannotExpress(.fasttext, document: document.id, what: "white space in label \(label.name)")
        }
        line += "__label__" + label.name + " "
      }
    }
    if options.format == .fasttext { try check(document, line) }
    try file.appendLine(line + document.text)
  }

  /// Checks that the text stays one when the line is read.
  private func check(_ document: Document, _ labels: String) throws(CorpusError) {
    var text = document.text
    let (hasWords, hasLabels) = text.withUTF8 { text in
      var (hasWords, hasLabels, isInside) = (false, false, false)
      for (index, byte) in text.enumerated() {
        let isSpace = byte == .space || 9...13 ~= byte
        if !isSpace, !isInside {
          hasWords = true
          hasLabels = hasLabels || byte == .underscore && text[index...].starts(with: "__label__".utf8)
        }
        isInside = !isSpace
      }
      return (hasWords, hasLabels)
    }
    guard !hasLabels else {
      throw .cannotExpress(.fasttext, document: document.id, what: "a word of the text that begins with __label__")
    }
    guard hasWords || !labels.isEmpty else {
      throw .cannotExpress(.fasttext, document: document.id, what: "a document without words and labels")
    }
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }
}
