import BraidText

/// CoNLL-2005 columns, a space apart: word, entities, part of speech, chunks, clauses, parse, sense, predicate, and one column
/// a predicate.
///
/// The sense `come.03` is the predicate `come` and the sense `03`; a frame without a sense has its word for a predicate.
struct CoNLL2005Sink: StreamedSink, RevertingSink {
  let file: CorpusFile
  private var stars = LostTags(mark: .star)
  private var hyphens = LostTags(mark: .hyphen)

  init(_ file: CorpusFile) { self.file = file }

  mutating func put(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    let text = Array(document.text.utf8)
    let (forms, parts, lemmas) = (document.tags(of: "form"), document.partsOfSpeech, document.tags(of: "lemma"))
    let starred = ["clause", "parse"].map { (layer: $0, tags: document.tags(of: $0)) }
    let frames = document.bySentence(document.frames ?? []) { $0.predicate..<$0.predicate + 1 }
    let entities = document.bySentence(document.spans["entity"] ?? []) { $0.tokens }
    let chunks = document.bySentence(document.spans["chunk"] ?? []) { $0.tokens }
    for (index, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      let frames = try CellRows.ordered(frames[index], .conll2005, of: document)
      var columns: [[String]] = []
      for frame in frames { columns.append(try CellRows.starred(frame, in: sentence, .conll2005, of: document)) }
      let entityCells = try CellRows.starred(entities[index], in: sentence, "entities", .conll2005, of: document)
      let chunkCells = try CellRows.starred(chunks[index], in: sentence, "chunks", .conll2005, of: document)
      var rows: [[String]] = []
      for (number, token) in sentence.tokens.enumerated() {
        let word = forms?[token] ?? String(decoding: text[document.tokens[token].range], as: UTF8.self)
        var row = [word, entityCells[number], hyphens.cell(parts?[token], "pos"), chunkCells[number]]
        for (layer, tags) in starred { row.append(stars.cell(tags?[token], layer)) }
        row += try Self.predicate(frames.first { $0.predicate == token }, lemmas?[token] ?? word, document)
        for column in columns { row.append(column[number]) }
        rows.append(row)
      }
      try CellRows.append(rows, separator: .space, .conll2005, of: document, to: &out)
    }
    try file.append(out)
    stars.endDocument()
    hyphens.endDocument()
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] { [file] }

  var lost: [DocumentContent: Int] { stars.counts.merging(hyphens.counts, uniquingKeysWith: +) }

  /// The cells of sense and predicate.
  ///
  /// - Throws: `cannotExpress` for cells that say that there is no predicate.
  private static func predicate(
    _ frame: Frame?, _ lemma: String, _ document: Document
  ) throws(CorpusError) -> [String] {
    guard let frame else { return ["-", "-"] }
    var cells = ["-", frame.sense ?? lemma]
    var isSplit = false
    if let sense = frame.sense, let dot = sense.utf8.lastIndex(of: .dot), dot > sense.startIndex {
      let number = String(sense[sense.utf8.index(after: dot)...])
      if !number.isEmpty { (cells, isSplit) = ([number, String(sense[..<dot])], true) }
    }
    // A number `-` would be read as none.
    try CellRows.check(
      predicate: isSplit ? cells : [cells[1]], missing: "-", frame, .conll2005, of: document)
    return cells
  }
}
