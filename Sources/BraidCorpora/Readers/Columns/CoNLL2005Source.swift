import BraidFiles
import BraidText

/// CoNLL-2004 and 2005 semantic roles: `props` columns after whatever columns of words and syntax the file has.
///
/// The columns are: word, entities, part of speech, chunks, clauses, parse, sense, predicate, then one column a predicate;
/// or word, predicate and columns; or the `props` alone, whose words are then `_`.
struct CoNLL2005Source: SentenceSource {
  private let blocks: BlockReader
  private let options: ReadOptions
  private var predicateColumn: Int?

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    blocks = BlockReader(try LineSource(file, options: options), separator: .blanks, comments: .none)
  }

  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence? {
    guard try blocks.advance(into: &ledger) else { return nil }
    let target = try targetColumn()
    let rows = predicates(target)
    var document: Document
    if target > 0 {
      document = blocks.words(0)
    } else {
      document = Document(words: [Array(repeating: "_", count: blocks.count)])
    }
    document.language = options.language
    document.tags["lemma"] = rows.isEmpty ? nil : blocks.column(target, missing: .hyphen)
    if target == 7 {
      document.spans["entity"] = try blocks.starredSpans(1).map { LabeledSpan($0.rows, label: $0.label) }
      document.tags["pos"] = blocks.tags(2, missing: .hyphen)
      document.spans["chunk"] = try blocks.starredSpans(3).map { LabeledSpan($0.rows, label: $0.label) }
      document.tags["clause"] = blocks.tags(4)
      document.tags["parse"] = blocks.tags(5)
    }
    let senses = rows.map { row -> (row: Int, sense: String?) in
      let lemma = blocks[row, target].string
      guard target == 7, !blocks[row, 6].isOnly(.hyphen) else { return (row, lemma) }
      return (row, lemma + "." + blocks[row, 6].string)
    }
    document.frames = try blocks.starredFrames(senses, first: target + 1)
    return SourceSentence(document: document, startsDocument: false)
  }

  private func predicates(_ column: Int) -> [Int] {
    (0..<blocks.count).filter { !blocks[$0, column].isOnly(.hyphen) }
  }

  /// The column that names the predicates: the one with as many columns after it as it has names.
  private mutating func targetColumn() throws(CorpusError) -> Int {
    if let known = predicateColumn {
      let expected = known + 1 + (known < blocks.width ? predicates(known).count : 0)
      guard blocks.width == expected else {
        throw .raggedColumns(blocks.place(0), found: blocks.width, expected: expected)
      }
      return known
    }
    for column in [7, 1, 0] where column < blocks.width && blocks.width == column + 1 + predicates(column).count {
      predicateColumn = column
      return column
    }
    throw .unexpected(
      blocks.place(0), found: blocks.width.counted("column"),
      expected: "a predicate column 8, 2 or 1, then one column a predicate")
  }

  var line: Int { blocks.lines.number }

  func skip(into ledger: inout Ledger) -> String? { blocks.lines.skipBlock(into: &ledger) }
}
