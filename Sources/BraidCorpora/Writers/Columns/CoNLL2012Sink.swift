import BraidText

/// CoNLL-2012 columns, one space apart.
///
/// Documents that were read from the eight columns of a PropBank release (they have a `sentence` field) are written that
/// way; all others as in the shared task, grouped between `#begin document` and `#end document` by the fields `document` and
/// `part`, and sentences of CoNLL-U by their `# newdoc`; any other document is a part of its own, of a document of its id. A frame
/// without a sense gets the frameset `XX`.
struct CoNLL2012Sink: StreamedSink, RevertingSink {
  let file: CorpusFile
  private var group: (name: String, part: String)?
  private var starts = DocumentStarts()
  private var hyphens = LostTags(mark: .hyphen)
  /// Documents with comments whose line breaks are written as spaces.
  private var spacedComments = 0

  init(_ file: CorpusFile) { self.file = file }

  mutating func put(_ document: Document) throws(CorpusError) {
    var out: [UInt8] = []
    out.reserveCapacity(256 + 4 * document.text.utf8.count + 64 * document.tokens.count)
    var isSpaced = false
    let isRelease = document.fields["sentence"] != nil
    let id = document.id.isEmpty ? "document" : document.id
    let isContinued = starts.continues(document)
    let name = document.fields["document"] ?? (isContinued ? group?.name : nil) ?? Self.markedName(document) ?? id
    let part =
      document.fields["part"] ?? (isContinued ? group?.part : nil)
      ?? unusedPart(of: name, isNamed: document.fields["document"] != nil)
    if isRelease {
      endGroup(into: &out)
    } else if group == nil || group?.name != name || group?.part != part {
      endGroup(into: &out)
      let digits = String(repeating: "0", count: max(0, 3 - part.utf8.count)) + part
      out.append(contentsOf: "#begin document (\(name)); part \(digits)\n".utf8)
      group = (name, part)
    }
    let text = Array(document.text.utf8)
    let frames = document.bySentence(document.frames ?? []) { $0.predicate..<$0.predicate + 1 }
    let entities = document.bySentence(document.spans["entity"] ?? []) { $0.tokens }
    for (index, sentence) in document.sentences.enumerated() where !sentence.tokens.isEmpty {
      for comment in sentence.comments where !sentence.onlyStartsDocument {
        if out.append(comment: comment) { isSpaced = true }
      }
      let first: [String]
      if isRelease {
        let number = document.fields["sentence"] ?? "0"
        first = [name, document.sentences.count > 1 ? String(index) : number]
      } else {
        first = [name, part]
      }
      let rows = try self.rows(
        document, sentence, text, first: first, frames: frames[index], entities: isRelease ? [] : entities[index],
        isRelease: isRelease)
      try CellRows.append(rows, separator: .space, .conll2012, of: document, to: &out)
    }
    try file.append(out)
    hyphens.endDocument()
    if isSpaced { spacedComments += 1 }
  }

  var lost: [DocumentContent: Int] {
    var lost = hyphens.counts
    if spacedComments > 0 { lost[.part(.comments)] = spacedComments }
    return lost
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    var out: [UInt8] = []
    endGroup(into: &out)
    try file.append(out)
    return [file]
  }

  /// The name of the document that starts with one that is a sentence of it.
  private static func markedName(_ document: Document) -> String? {
    guard let first = document.sentences.first(where: { !$0.tokens.isEmpty }) else { return nil }
    return document.id.isEmpty || first.isNamed(document.id) ? first.documentName : nil
  }

  /// The number of a part that tells a document from the one before it.
  private func unusedPart(of name: String, isNamed: Bool) -> String {
    guard !isNamed, let group, group.name.utf8.elementsEqual(name.utf8) else { return "0" }
    let number = Int(group.part) ?? 0
    return String(number == .max ? 0 : number + 1)
  }

  private mutating func endGroup(into out: inout [UInt8]) {
    if group != nil { out.append(contentsOf: "#end document\n".utf8) }
    group = nil
  }

  private mutating func rows(
    _ document: Document, _ sentence: Sentence, _ text: [UInt8], first: [String], frames: [Frame],
    entities: [LabeledSpan], isRelease: Bool
  ) throws(CorpusError) -> [[String]] {
    var columns: [[String]] = []
    var heads: [Int: Frame] = [:]
    for frame in try CellRows.ordered(frames, .conll2012, of: document) {
      heads[frame.predicate] = frame
      columns.append(try CellRows.starred(frame, in: sentence, .conll2012, of: document))
    }
    var rows: [[String]] = []
    rows.reserveCapacity(sentence.tokens.count)
    let (forms, parts, parses) = (document.tags(of: "form"), document.partsOfSpeech, document.tags(of: "parse"))
    let (lemmas, senses) = (document.tags(of: "lemma"), document.tags(of: "sense"))
    let (speakers, coreferences) = (document.tags(of: "speaker"), document.tags(of: "coreference"))
    let entityCells =
      isRelease ? [] : try CellRows.starred(entities, in: sentence, "entities", .conll2012, of: document)
    for (number, token) in sentence.tokens.enumerated() {
      var row: [String] = []
      row.reserveCapacity(first.count + columns.count + 10)
      row += first
      row.append(String(number))
      row.append(forms?[token] ?? String(decoding: text[document.tokens[token].range], as: UTF8.self))
      row.append(hyphens.cell(parts?[token], "pos"))
      row.append(hyphens.cell(parses?[token], "parse"))
      row.append(contentsOf: try sense(heads[token], lemma: lemmas?[token], isRelease: isRelease, document))
      if !isRelease {
        row.append(hyphens.cell(senses?[token], "sense"))
        row.append(hyphens.cell(speakers?[token], "speaker"))
        row.append(Self.entity(entityCells[number]))
      }
      for column in columns { row.append(column[number]) }
      if !isRelease { row.append(hyphens.cell(coreferences?[token], "coreference")) }
      rows.append(row)
    }
    return rows
  }

  /// The lemma and frameset columns: `come` and `come.03` in a release, `come` and `03` in the shared task.
  ///
  /// - Throws: `cannotExpress` for cells that say that there is no predicate.
  private mutating func sense(
    _ frame: Frame?, lemma: String?, isRelease: Bool, _ document: Document
  ) throws(CorpusError) -> [String] {
    guard let frame else { return [hyphens.cell(lemma, "lemma"), "-"] }
    guard let sense = frame.sense else {
      let lemma = hyphens.cell(lemma, "lemma")
      return [lemma, isRelease ? lemma + ".XX" : "XX"]
    }
    let dot = sense.utf8.lastIndex(of: .dot)
    let stem = dot.map { String(sense[..<$0]) }
    if isRelease {
      try CellRows.check(predicate: [sense], missing: "-", frame, .conll2012, of: document)
      return [lemma.map { hyphens.cell($0, "lemma") } ?? stem ?? "-", sense]
    }
    guard let dot, let stem, !stem.isEmpty, sense.utf8.index(after: dot) < sense.endIndex else {
      try CellRows.check(predicate: [sense], missing: "-", frame, .conll2012, of: document)
      // What is no sense of a lemma stands alone.
      if lemma != nil { hyphens.add("lemma") }
      return ["-", sense]
    }
    let cells = [stem, String(sense[sense.utf8.index(after: dot)...])]
    try CellRows.check(predicate: cells, missing: "-", frame, .conll2012, of: document)
    // The lemma is that of the sense.
    if let lemma, !lemma.utf8.elementsEqual(stem.utf8) { hyphens.add("lemma") }
    return cells
  }

  /// An entity of one token has no star in this format: `(ORG)`.
  private static func entity(_ cell: String) -> String {
    let isWhole = cell.hasPrefix("(") && cell.hasSuffix("*)") && cell.utf8.count { $0 == .openParenthesis } == 1
    return isWhole ? cell.dropLast(2) + ")" : cell
  }
}
