import BraidFiles
import BraidText

/// CoNLL-U and CoNLL-U Plus: words are tokens, ranges and empty nodes are kept beside them.
///
/// Heads that are no tree are dropped, as a tag that is none is: one outside of the sentence or of the word itself, all that go
/// around in a circle, roots after the first. Strict tags make them an error.
///
/// Of CoNLL-X, whose columns are as many, the last two are projective heads and their relations: a number in the column of DEPS tells.
///
/// Formats: <https://universaldependencies.org/format.html>, <https://universaldependencies.org/ext-format.html>.
struct CoNLLUSource: SentenceSource {
  private let lines: LineSource
  private let options: ReadOptions
  private var splitter = FieldSplitter()
  private var columns: CoNLLUColumns
  private var sentence: CoNLLUSentence
  /// How many columns the lines of the current sentence have.
  private var width = 0
  /// The number of the last line of the sentence.
  private var lastRow = 0
  /// Whether the file names its columns.
  private var isNamed = false

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
    columns = options.format == .conllup ? .propBank : .standard
    sentence = CoNLLUSentence(columns)
  }

  mutating func nextSentence(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence? {
    sentence.removeAll()
    lines.beginRecord()
    while try lines.advance(into: &ledger) {
      let line = lines.bytes
      if line.isEmpty || line[0] <= 32 && line.trimmed.isEmpty {
        if sentence.hasWords { return try finish(into: &ledger) }
        if !sentence.hasLines, sentence.commentCount == 0 { lines.beginRecord() }
        continue
      }
      if line[0] == .hash {
        if sentence.hasWords {
          ledger.note(.repaired, .lines, "comment inside a sentence, moved before it", at: lines.place())
        }
        if options.format == .conllup, line.starts(with: "# global.columns = "), !sentence.hasWords {
          let names = line.slice(19..<line.count).split(separator: .space).map { Bytes(rebasing: $0).string }
          columns = try CoNLLUColumns(names: names, place: lines.place())
          isNamed = true
          if !columns.hasPredicateColumns { options.layout?.note(globalColumns: names) }
          sentence = CoNLLUSentence(columns)
          continue
        }
        sentence.addComment(line)
        continue
      }
      splitter.split(line, at: .tab)
      if !sentence.hasLines {
        width = columns.hasPredicateColumns ? max(columns.width, splitter.count) : columns.width
      }
      guard splitter.count == width else {
        throw .raggedColumns(lines.place(), found: splitter.count, expected: width)
      }
      try sentence.add(splitter, at: lines.place(0))
      lastRow = lines.number
    }
    if sentence.hasWords { return try finish(into: &ledger) }
    if sentence.commentCount > 0 {
      let count = sentence.commentCount
      ledger.note(.dropped, .lines, "comment without a sentence", at: lines.place(), count: count)
    }
    return nil
  }

  var line: Int { lines.number }

  func skip(into ledger: inout Ledger) -> String? { lines.skipBlock(into: &ledger) }

  private mutating func finish(into ledger: inout Ledger) throws(CorpusError) -> SourceSentence {
    if options.format == .conllup, !isNamed {
      ledger.note(
        .recognized, .sentences, "columns of Universal PropBank 1, as no `# global.columns` names others",
        at: lines.place())
    }
    if options.format == .conllu, columns.misc != nil, sentence.hasProjectiveHeads {
      ledger.note(
        .recognized, .sentences, "columns of CoNLL-X, of which the last two are PHEAD and PDEPREL", at: lines.place())
      columns.nameProjectiveHeads()
      sentence.nameProjectiveHeads()
    }
    return SourceSentence(
      document: try sentence.document(options: options, at: lines.place(), last: lastRow, into: &ledger),
      startsDocument: sentence.startsDocument, documentName: sentence.documentName, spaceBefore: sentence.spaceBefore,
      spaceAfter: sentence.spaceAfter)
  }
}
