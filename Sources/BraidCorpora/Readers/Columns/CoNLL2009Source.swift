import BraidFiles
import BraidText

/// CoNLL-2009 dependencies with semantic roles, and CoNLL-2008's. What is read as CoNLL-2009 may be either: their width and
/// number of predicates tell them apart.
///
/// 2009: ID FORM LEMMA PLEMMA POS PPOS FEAT PFEAT HEAD PHEAD DEPREL PDEPREL FILLPRED PRED, a column a predicate.
/// Heads outside of their sentence, of the word itself or in a circle are dropped, or an error where tags are strict.
///
/// 2008: ID FORM LEMMA GPOS PPOS SPLIT_FORM SPLIT_LEMMA PPOSS HEAD DEPREL PRED, a column a predicate.
struct CoNLL2009Source: SentenceSource {
  static let layers2009 = [
    "lemma", "plemma", "pos", "ppos", "feats", "pfeats", "head", "phead", "deprel", "pdeprel",
  ]
  static let layers2008 = [
    "lemma", "gpos", "pos", "splitform", "splitlemma", "splitpos", "head", "deprel",
  ]

  private let blocks: BlockReader
  private let options: ReadOptions

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    blocks = BlockReader(try LineSource(file, options: options), separator: .byte(.tab), comments: .markers)
  }

  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence? {
    guard try blocks.advance(into: &ledger) else { return nil }
    let predicateColumn: Int
    let is2008 = options.format == .conll2008
    if !is2008, isLayout(13) {
      predicateColumn = 13
    } else if isLayout(10) {
      predicateColumn = 10
    } else {
      let column = is2008 ? 10 : 13
      let expected = column + 1 + (blocks.width > column ? predicates(column).count : 0)
      throw .raggedColumns(blocks.place(0), found: blocks.width, expected: expected)
    }
    for row in 0..<blocks.count {
      guard blocks[row, 0].number == row + 1 else {
        throw .unexpected(blocks.place(row, 0), found: "token ID \(blocks[row, 0].string)", expected: "\(row + 1)")
      }
    }
    var document = blocks.words(1)
    document.language = options.language
    for (index, layer) in (predicateColumn == 13 ? Self.layers2009 : Self.layers2008).enumerated()
    where !blocks.isAll(.underscore, column: index + 2) {
      document.tags[layer] = blocks.column(index + 2, missing: .underscore)
      if layer == "head" { try checkHeads(&document, into: &ledger) }
    }
    var frames: [Frame] = []
    for (number, row) in predicates(predicateColumn).enumerated() {
      var frame = Frame(predicate: row, sense: blocks[row, predicateColumn].string)
      for argument in 0..<blocks.count {
        let cell = blocks[argument, predicateColumn + 1 + number]
        guard !cell.isOnly(.underscore) else { continue }
        frame.arguments.append(Argument(role: cell.string, tokens: argument..<argument + 1))
      }
      frames.append(frame)
    }
    document.frames = frames
    return SourceSentence(document: document, startsDocument: false)
  }

  /// Takes out heads that are of no tree; these treebanks may have several roots in a sentence.
  private func checkHeads(_ document: inout Document, into ledger: inout Ledger) throws(CorpusError) {
    for (word, cell, fault) in document.takeHeadFaults(allowsRoots: true) {
      guard !options.strictTags else {
        throw .unexpected(
          blocks.place(word), found: "head `\(cell)` of word \(word + 1)", expected: fault.expected(blocks.count))
      }
      ledger.note(.dropped, .tags, fault.rawValue, at: blocks.place(word))
    }
  }

  private func predicates(_ column: Int) -> [Int] {
    (0..<blocks.count).filter { !blocks[$0, column].isOnly(.underscore) }
  }

  private func isLayout(_ predicateColumn: Int) -> Bool {
    blocks.width > predicateColumn && blocks.width == predicateColumn + 1 + predicates(predicateColumn).count
  }

  var line: Int { blocks.lines.number }

  func skip(into ledger: inout Ledger) -> String? { blocks.lines.skipBlock(into: &ledger) }
}
