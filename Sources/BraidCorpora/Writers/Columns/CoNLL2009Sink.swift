import BraidText

/// CoNLL-2009 or CoNLL-2008 columns, a tab apart: a predicate of one token a frame, and arguments of one token.
///
/// A frame without a sense gets `XX`.
struct CoNLL2009Sink: StreamedSink, RevertingSink {
  let file: CorpusFile
  private let format: CorpusFormat
  private var underscores = LostTags(mark: .underscore)

  init(_ file: CorpusFile, _ format: CorpusFormat) {
    self.file = file
    self.format = format
  }

  mutating func put(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    let text = Array(document.text.utf8)
    let forms = document.tags(of: "form")
    let layers = (format == .conll2009 ? CoNLL2009Source.layers2009 : CoNLL2009Source.layers2008).map {
      (name: $0, tags: $0 == "pos" ? document.partsOfSpeech : document.tags(of: $0))
    }
    let frames = document.bySentence(document.frames ?? []) { $0.predicate..<$0.predicate + 1 }
    for (index, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      let frames = try CellRows.ordered(frames[index], format, of: document)
      var rows: [[String]] = []
      for (number, token) in sentence.tokens.enumerated() {
        var row = [String(number + 1)]
        row.append(forms?[token] ?? String(decoding: text[document.tokens[token].range], as: UTF8.self))
        for (layer, tags) in layers { row.append(underscores.cell(tags?[token], layer)) }
        let frame = frames.first { $0.predicate == token }
        let predicate = frame.map { ["Y", $0.sense ?? "XX"] } ?? ["_", "_"]
        if let frame { try CellRows.check(predicate: predicate, missing: "_", frame, format, of: document) }
        row += format == .conll2009 ? predicate : Array(predicate.dropFirst())
        rows.append(row)
      }
      for frame in frames { try add(frame, of: sentence, document, to: &rows) }
      try CellRows.append(rows, separator: .tab, format, of: document, to: &out)
    }
    try file.append(out)
    underscores.endDocument()
  }

  var lost: [DocumentContent: Int] { underscores.counts }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }

  private func add(
    _ frame: Frame, of sentence: Sentence, _ document: Document, to rows: inout [[String]]
  ) throws(CorpusError) {
    for row in rows.indices { rows[row].append("_") }
    for argument in frame.arguments {
      guard argument.tokens.count == 1, sentence.tokens.contains(argument.tokens.lowerBound) else {
        throw .cannotExpress(
          format, document: document.id, what: "an argument of several tokens, or of another sentence")
      }
      guard !argument.role.utf8.elementsEqual("_".utf8) else {
        throw .cannotExpress(format, document: document.id, what: "the role `_`, which says that there is none")
      }
      let row = argument.tokens.lowerBound - sentence.tokens.lowerBound
      let last = rows[row].count - 1
      guard rows[row][last] == "_" else {
        throw .cannotExpress(format, document: document.id, what: "two roles of one token for one predicate")
      }
      rows[row][last] = argument.role
    }
  }
}
