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
  private let spans: SpanDecoder

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    spans = SpanDecoder(options)
    blocks = BlockReader(
      try LineSource(file, options: options), separator: options.separator.map { .byte($0.byte) } ?? .blanks,
      comments: Self.comments(options), hasDocumentStarts: true)
    for (name, column) in options.columns {
      guard case .number(let number) = column, number > 0 else {
        throw .badOption(name: "columns", found: "\(name)", expected: "column numbers from 1")
      }
    }
  }

  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence? {
    guard try blocks.advance(into: &ledger) else { return nil }
    if roles.isEmpty {
      width = blocks.width
      roles = try ColumnRole.roles(options: options, width: width, place: blocks.place(0))
    }
    guard blocks.width == width else {
      throw .raggedColumns(blocks.place(0), found: blocks.width, expected: width)
    }
    return SourceSentence(document: try document(into: &ledger), startsDocument: blocks.startsDocument)
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
    document.language = options.language
    for (column, role) in roles.enumerated() {
      switch role {
      case .ignore, .form: break
      case .tags(let layer):
        let tags = blocks.column(column, missing: .underscore)
        if tags.contains(where: { $0 != nil }) { document.tags[layer] = tags }
      case .spans(let layer):
        // A column of nothing but `_` says nothing.
        if blocks.isAll(.underscore, column: column) { continue }
        var tags = blocks.column(column, missing: .underscore)
        document.spans[layer] = try spans.spans(&tags, layer: layer, into: &ledger) { blocks.place($0, column) }
        document.tags[layer] = tags
      }
    }
    return document
  }

  func skip(into ledger: inout Ledger) -> String? { blocks.lines.skipBlock(into: &ledger) }
}
