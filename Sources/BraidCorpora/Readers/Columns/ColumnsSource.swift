import BraidText

/// Column files with one role a column: words, tags, spans as tags.
///
/// CoNLL-2000 and CoNLL-2002/2003 are this with their usual roles.
struct ColumnsSource: SentenceSource {
  private let blocks: BlockReader
  private let options: ReadOptions
  private var roles: [ColumnRole] = []
  private var width = 0
  private var encodings: [String: SpanEncoding] = [:]
  private var startsDocument = true

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    blocks = BlockReader(
      try LineSource(file, options: options), separator: options.separator.map { .byte($0) } ?? .blanks,
      comments: .none)
    for (name, column) in options.columns {
      guard case .number(let number) = column, number > 0 else {
        throw .badOption(name: "columns", found: "\(name)", expected: "column numbers from 1")
      }
    }
  }

  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence? {
    while try blocks.advance(into: &ledger) {
      if blocks[0, 0].starts(with: "-DOCSTART-") {
        startsDocument = true
        if blocks.count == 1 { continue }
        throw .unexpected(blocks.place(1), found: "a row after -DOCSTART-", expected: "a blank line")
      }
      if roles.isEmpty {
        width = blocks.width
        roles = try ColumnRole.roles(options: options, width: width, place: blocks.place(0))
      }
      guard blocks.width == width else {
        throw .raggedColumns(blocks.place(0), found: blocks.width, expected: width)
      }
      let result = SourceSentence(document: try document(into: &ledger), startsDocument: startsDocument)
      startsDocument = false
      return result
    }
    return nil
  }

  private mutating func document(into ledger: inout Ledger) throws(CorpusError) -> Document {
    let form = roles.firstIndex(of: .form) ?? 0
    var document = blocks.words(form)
    document.language = options.language
    for (column, role) in roles.enumerated() {
      switch role {
      case .ignore, .form: break
      case .tags(let layer):
        let tags = blocks.column(column, missing: 0x5F)
        if tags.contains(where: { $0 != nil }) { document.tags[layer] = tags }
      case .spans(let layer):
        // A column of nothing but `_` says nothing.
        if blocks.isAll(0x5F, column: column) { continue }
        let tags = blocks.column(column)
        document.tags[layer] = tags
        document.spans[layer] = try spans(tags, layer: layer, column: column, into: &ledger)
      }
    }
    return document
  }

  private mutating func spans(
    _ tags: [String?], layer: String, column: Int, into ledger: inout Ledger
  ) throws(CorpusError) -> [LabeledSpan] {
    let encoding: SpanEncoding
    if let known = options.spanEncoding ?? encodings[layer] {
      encoding = known
    } else if let detected = SpanEncoding.detected(in: tags) {
      encodings[layer] = detected
      encoding = detected
    } else {
      encoding = .iob2
    }
    let decoded = encoding.spans(of: tags)
    if let row = decoded.broken.first, options.strictTags {
      throw .brokenTags(
        blocks.place(row, column), tag: tags[row] ?? "_", previous: row > 0 ? tags[row - 1] ?? "_" : "the start",
        encoding: encoding)
    }
    for row in decoded.broken {
      ledger.note(
        .repaired, .tags, "\(layer) tag that \(encoding.rawValue) does not allow here", at: blocks.place(row, column))
    }
    return decoded.spans
  }

  func skip(into ledger: inout Ledger) -> String? { blocks.lines.skipBlock(into: &ledger) }
}
