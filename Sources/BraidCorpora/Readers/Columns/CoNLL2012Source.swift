import BraidFiles
import BraidText

/// CoNLL-2011 and 2012 `gold_conll`, and the eight-column variant of the public PropBank releases.
///
/// Shared task: document, part, number, word, part of speech, parse, lemma, frameset, sense, speaker, entities, a column a
/// predicate, coreference. PropBank release: document, sentence, number, word, part of speech, parse, lemma, roleset, a
/// column a predicate. Which one a sentence has follows from its width and its number of predicates.
struct CoNLL2012Source: SentenceSource {
  private let blocks: BlockReader
  private let options: ReadOptions
  private var lastDocument = ""
  private var sentenceNumber = 0

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    blocks = BlockReader(try LineSource(file, options: options), separator: .blanks, comments: .markers)
  }

  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence? {
    guard try blocks.advance(into: &ledger) else { return nil }
    guard blocks.width >= 8 else { throw .raggedColumns(blocks.place(0), found: blocks.width, expected: 8) }
    for row in 0..<blocks.count {
      guard let number = blocks[row, 2].number, number == row else {
        throw .unexpected(blocks.place(row, 2), found: "token number \(blocks[row, 2].string)", expected: "\(row)")
      }
    }
    let predicateRows = (0..<blocks.count).filter { !blocks[$0, 7].isOnly(.hyphen) }
    let sharedTask: Bool
    switch blocks.width - predicateRows.count {
    case 8: sharedTask = false
    case 12: sharedTask = true
    default:
      throw .raggedColumns(blocks.place(0), found: blocks.width, expected: 8 + predicateRows.count)
    }
    var document = blocks.words(3)
    if let language = options.language { document.language = language }
    document.sentences[0].comments.removeAll { $0.hasPrefix("#begin document") || $0.hasPrefix("#end document") }
    var tags = [(layer: "pos", column: 4), (layer: "parse", column: 5)]
    func addTags(_ layer: String, column: Int) {
      if !blocks.isAll(.hyphen, column: column) { tags.append((layer, column)) }
    }
    addTags("lemma", column: 6)
    let predicates = predicateRows.map { row -> (row: Int, sense: String?) in
      let sense = blocks[row, 7].string
      guard sharedTask, !blocks[row, 6].isOnly(.hyphen) else { return (row, sense) }
      return (row, blocks[row, 6].string + "." + sense)
    }
    document.frames = try blocks.starredFrames(predicates, first: sharedTask ? 11 : 8)
    let name = blocks[0, 0].string
    let part = blocks[0, 1].string
    document.fields["document"] = name
    let group = sharedTask ? name + "/" + part : name
    sentenceNumber = group == lastDocument ? sentenceNumber + 1 : 0
    if sharedTask {
      document.id = "\(group)/\(sentenceNumber)"
      document.fields["part"] = part
      addTags("sense", column: 8)
      addTags("speaker", column: 9)
      addTags("coreference", column: blocks.width - 1)
      document.spans["entity"] = try blocks.starredSpans(10).map { LabeledSpan($0.rows, label: $0.label) }
    } else {
      document.fields["sentence"] = part
      document.id = name + "/" + part
    }
    document.setTags(blocks.tagCells(tags, missing: .hyphen))
    defer { lastDocument = group }
    return SourceSentence(document: document, startsDocument: group != lastDocument, documentName: group)
  }

  var line: Int { blocks.lines.number }

  func skip(into ledger: inout Ledger) -> String? { blocks.lines.skipBlock(into: &ledger) }
}
