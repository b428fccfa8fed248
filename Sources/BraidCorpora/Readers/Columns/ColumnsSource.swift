import BraidFiles
import BraidText

/// Column files with one role a column: words, tags, spans as tags.
///
/// CoNLL-2000 and CoNLL-2002/2003 are this with their usual roles.
struct ColumnsSource: SentenceSource {
  private let blocks: BlockReader
  private let options: ReadOptions
  private var roles: [ColumnRole] = []
  private var width = 0
  /// Rows of the columns that the options' map leaves out.
  private var rows = 0
  private let spans: SpanDecoder
  /// The first rows; nil before they are looked at.
  private var head: ColumnsHead?

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    spans = SpanDecoder(options)
    var wordColumn = 0
    for (name, column) in options.columns {
      guard case .number(let number) = column, number > 0 else {
        throw .badOption(name: "columns", found: "\(name)", expected: "column numbers from 1")
      }
      if ColumnRole(name) == .form { wordColumn = number - 1 }
    }
    blocks = BlockReader(
      try LineSource(file, options: options), separator: options.separator.map { .byte($0.byte) } ?? .blanks,
      comments: Self.comments(options), documentStarts: wordColumn)
  }

  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence? {
    if head == nil { try look(into: &ledger) }
    guard try blocks.advance(into: &ledger) else {
      noteLeftOut(into: &ledger)
      return nil
    }
    rows += blocks.count
    if roles.isEmpty {
      width = blocks.width
      if let numbered = numbered(into: &ledger) {
        roles = numbered
      } else {
        roles = try ColumnRole.roles(options: options, width: width, place: blocks.place(0))
        try checkRoles(into: &ledger)
        try refuseNames()
      }
    }
    guard blocks.width == width else {
      throw .raggedColumns(blocks.place(0), found: blocks.width, expected: width)
    }
    return SourceSentence(document: try document(into: &ledger), startsDocument: blocks.startsDocument)
  }

  /// Looks at the first rows, for what stands between columns and for what they hold.
  private mutating func look(into ledger: inout Ledger) throws(CorpusError) {
    let (bytes, isWhole) = try blocks.lines.ahead(into: &ledger)
    let head = ColumnsHead(bytes, isWhole: isWhole, separator: options.separator?.byte)
    self.head = head
    guard options.separator == nil, head.isSeparatedByTabs else { return }
    blocks.separator = .byte(.tab)
    ledger.note(
      .recognized, .sentences, "columns separated by tabs, as some cells hold spaces",
      at: SourceLocation(file: blocks.lines.file))
  }

  /// Holds the roles of a format to what its columns hold: tags of spans are taken for nothing else, and nothing else for
  /// them; says what is taken for what where only the number of columns decides.
  private mutating func checkRoles(into ledger: inout Ledger) throws(CorpusError) {
    guard options.columns.isEmpty, let head else { return }
    func name(_ role: ColumnRole) -> String {
      switch role {
      case .ignore: "nothing"
      case .form: "word"
      case .tags(let layer): layer
      case .spans(let layer): "\(layer):bio"
      }
    }
    func list() -> String { roles.map(name).joined(separator: ", ") }
    let spelled = roles.indices.filter { head.notation(column: $0) != nil }
    if options.format == .columns {
      guard width == 2 else { return }
      let hint = spelled.contains(1) ? "; its tags look like those of spans, which entity:bio=2 reads" : ""
      ledger.note(
        .recognized, .sentences, "columns: word, pos; a map of columns names others\(hint)", at: blocks.place(0))
      return
    }
    let mistaken = roles.indices.filter { if case .tags = roles[$0] { spelled.contains($0) } else { false } }
    guard let first = mistaken.first else { return }
    guard let found = recognized(spelled) else {
      throw .unexpected(
        blocks.place(0, first),
        found: "tags of spans, `\(blocks[0, first].string)`, in the column of \(name(roles[first]))",
        expected: "\(list()); a map of columns names others, such as form=1, chunk:bio=3")
    }
    roles = found
    ledger.note(.recognized, .sentences, "columns: \(list())", at: blocks.place(0))
  }

  /// The roles of columns by which of them have tags of spans: chunks and entities, the part of speech before them; nil where
  /// that does not say it.
  private func recognized(_ spelled: [Int]) -> [ColumnRole]? {
    let layers = options.format == .conll2000 ? ["chunk"] : spelled.count == 1 ? ["entity"] : ["chunk", "entity"]
    guard spelled.count == layers.count, let first = spelled.first, first > 0 else { return nil }
    var found = [ColumnRole](repeating: .ignore, count: width)
    found[0] = .form
    for (column, layer) in zip(spelled, layers) { found[column] = .spans(layer) }
    if first > 1 { found[first - 1] = .tags("pos") }
    if first > 2 { found[1] = .tags("lemma") }
    return found
  }

  /// The roles of columns of which the first numbers the tokens, as GermEval and Universal NER have it: word, entities, nested
  /// entities where the next column has tags; nil when it doesn't.
  private func numbered(into ledger: inout Ledger) -> [ColumnRole]? {
    guard options.format == .conll2003, options.columns.isEmpty, width >= 3, blocks.count > 1,
      (0..<blocks.count).allSatisfy({ blocks[$0, 0].number == $0 + 1 })
    else { return nil }
    func isTags(_ column: Int) -> Bool {
      (0..<blocks.count).allSatisfy { SpanTag(blocks[$0, column].string) != nil }
    }
    guard isTags(2) else { return nil }
    var roles: [ColumnRole] = [.ignore, .form, .spans("entity")]
    if width > 3, isTags(3) { roles.append(.spans("nested")) }
    let names = ["number", "word", "entity", "nested"].prefix(roles.count).joined(separator: ", ")
    roles += [ColumnRole](repeating: .ignore, count: width - roles.count)
    ledger.note(.recognized, .sentences, "columns: \(names)", at: blocks.place(0))
    return roles
  }

  /// What columns of words and of tags are called where a row names them.
  private static let wordNames = ["form", "token", "tokens", "word", "words"]
  private static let tagNames = [
    "chunk", "entity", "label", "labels", "lemma", "ner", "ner_tag", "ner_tags", "pos", "pos_tag", "tag", "tags",
    "upos",
    "xpos",
  ]

  /// Refuses a first row that names the columns: it would be a word with tags.
  private func refuseNames() throws(CorpusError) {
    let names = (0..<width).map { blocks[0, $0].string }
    guard roles.contains(where: { $0 != .form && $0 != .ignore }),
      roles.indices.allSatisfy({ column in
        let name = names[column].lowercased()
        return roles[column] == .ignore
          || (roles[column] == .form ? Self.wordNames : Self.tagNames).contains(name)
      })
    else { return }
    throw .unexpected(
      blocks.place(0), found: "names of columns: \(names.joined(separator: ", "))",
      expected: "rows of words and their tags only")
  }

  /// Counts the cells of columns that the map leaves out; a column called `_` is none of them.
  private mutating func noteLeftOut(into ledger: inout Ledger) {
    defer { rows = 0 }
    guard !options.columns.isEmpty else { return }
    let named = options.columns.values
    let others = roles.indices.filter { roles[$0] == .ignore && !named.contains(.number($0 + 1)) }.map { $0 + 1 }
    let names = others.map(String.init).joined(separator: ", ")
    ledger.note(
      .ignored, .values, "columns that the map leaves out: \(names)", at: SourceLocation(file: blocks.lines.file),
      count: rows * others.count)
  }

  /// CoNLL-2000 has no comments, and `#` is a word there.
  private static func comments(_ options: ReadOptions) -> BlockReader.Comments {
    if let prefix = options.comments { return prefix.isEmpty ? .none : .prefix(prefix) }
    switch options.format {
    case .conll2000: return .none
    case .conll2003: return .unlessRows(tagColumns: [-1])
    default:
      return .unlessRows(
        tagColumns: options.columns.compactMap { name, column in
          guard case .spans = ColumnRole(name), case .number(let number) = column else { return nil }
          return number - 1
        })
    }
  }

  private mutating func document(into ledger: inout Ledger) throws(CorpusError) -> Document {
    let form = roles.firstIndex(of: .form) ?? 0
    var document = blocks.words(form)
    if let language = options.language { document.language = language }
    if blocks.hasDocumentStart, !document.sentences[0].startsDocument {
      document.sentences[0].comments.insert(DocumentStart.comment, at: 0)
    }
    var cells: [(layer: String, column: Int)] = []
    var other: [(layer: String, tags: [String?])] = []
    for (column, role) in roles.enumerated() {
      switch role {
      case .ignore, .form: break
      case .tags(let layer):
        guard !blocks.isAll(.underscore, column: column) else { break }
        cells.removeAll { $0.layer == layer }
        cells.append((layer, column))
      case .spans(let layer):
        // A column of nothing but `_` says nothing.
        if blocks.isAll(.underscore, column: column) { continue }
        if let found = spans.fittingSpans(layer: layer, count: blocks.count, { blocks[$0, column] }) {
          document.spans[layer] = found
          cells.removeAll { $0.layer == layer }
          cells.append((layer, column))
          continue
        }
        var tags = blocks.column(column, missing: .underscore)
        document.spans[layer] = try spans.spans(&tags, layer: layer, into: &ledger) { blocks.place($0, column) }
        other.append((layer, tags))
      }
    }
    let isMixed = !Set(cells.map(\.layer)).isDisjoint(with: other.map(\.layer))
    if !cells.isEmpty, !isMixed { document.setTags(blocks.tagCells(cells, missing: .underscore)) }
    if isMixed { for (layer, column) in cells { document.tags[layer] = blocks.column(column, missing: .underscore) } }
    for (layer, tags) in other { document.tags[layer] = tags }
    return document
  }

  var line: Int { blocks.lines.number }

  func skip(into ledger: inout Ledger) -> String? { blocks.lines.skipBlock(into: &ledger) }
}
