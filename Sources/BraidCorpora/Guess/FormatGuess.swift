import BraidFiles
import BraidText

/// What a data file seems to be, and what that was seen by.
package struct FormatGuess: Equatable {
  /// The format.
  package var format: CorpusFormat
  /// What gave it away, in a few words.
  package var reason: String
  /// For tables and JSONL: what is where.
  package var columns: [String: String] = [:]
  /// Whether a table's first line names its columns, when that is not clear from `columns`.
  package var header: Bool?
  /// What stands between several labels in a cell of a table.
  package var labelSeparator: String?
  /// The quotes that cells of a table are in, where they are not those that its format has anyway.
  package var quote: String?
  /// The names in the header of a table, or of the members of JSON objects; empty where there are none.
  package var names: [String] = []
  /// The names of the columns of a table that has no rows; nil for one that has some.
  package var onlyHeader: String?
  /// What is left aside that may be worth learning from, a sentence each.
  package var warnings: [String] = []

  /// Lines that are looked at.
  static let lines = 400
  /// Objects that are looked at for the layout of a tool.
  private static let objects = 100
  /// Bytes of the longest line that is looked at whole, such as a book in a line of JSON, and of all lines.
  private static let mostBytes = 16 << 20

  /// The guess about a file.
  ///
  /// - Throws: `CorpusError` when it is empty or can't be read.
  package init(_ path: String) throws(CorpusError) {
    if let format = CorpusFormat(path: path), ![.text, .tsv, .csv, .jsonl, .conll2012].contains(format) {
      self.init(format: format, reason: "the file extension")
      return
    }
    let lines = try Self.firstLines(path)
    guard lines.contains(where: { $0.unlessBlank != nil }) else {
      throw .unexpected(SourceLocation(file: path), found: "no text", expected: "lines that show the format")
    }
    if let found = Self.otherFile(lines) {
      throw .unexpected(SourceLocation(file: path), found: found.what, expected: found.expected)
    }
    let byName = CorpusFormat(path: path)
    let guess = Self.guess(lines, byName: byName)
    if let header = guess.onlyHeader {
      throw .unexpected(
        SourceLocation(file: path), found: "a table without rows, only its header \(header)", expected: "rows below it")
    }
    self = guess
  }

  /// A guess.
  package init(format: CorpusFormat, reason: String, columns: [String: String] = [:], header: Bool? = nil) {
    self.format = format
    self.reason = reason
    self.columns = columns
    self.header = header
  }

  private static func firstLines(_ path: String) throws(CorpusError) -> [String] {
    let source = LineSource(
      try ByteSource.opening(path), replaceInvalid: true, limit: mostBytes, cutsLongLines: true,
      refusesCarriageReturns: false)
    var lines: [String] = []
    var ledger = Ledger()
    var bytes = 0
    while lines.count < Self.lines, bytes < mostBytes, try source.advance(into: &ledger) {
      bytes += source.bytes.count
      lines.append(String(decoding: source.bytes, as: UTF8.self))
    }
    return lines
  }

  /// What a file is that begins with `lines` and is no text to learn from, and what was expected; nil for text.
  private static func otherFile(_ lines: [String]) -> (what: String, expected: String)? {
    let start = lines.prefix(4).joined(separator: "\n").utf8.prefix(1 << 16)
    if start.contains(0) {
      let isArchive = Array(start.dropFirst(257).prefix(5)) == Array("ustar".utf8)
      return isArchive
        ? ("a tar archive", "data files: unpack it, and name them or their folder") : ("a binary file", "text")
    }
    // A word and many numbers a line; the first line of word2vec's text format has two.
    let rows = lines.dropFirst().prefix(20).map { $0.utf8.split(separator: UInt8(ascii: " ")) }
    guard rows.count > 2, let width = rows.first?.count, width > 10,
      rows.allSatisfy({ row in
        row.count == width && row.dropFirst().allSatisfy { Double(String(decoding: $0, as: UTF8.self)) != nil }
      })
    else { return nil }
    return ("word vectors", "texts; vectors are named in `encoder: {vectors: FILE}`")
  }

  /// The guess about a file that begins with `lines` and whose name stands for a format.
  package static func guess(_ lines: [String], byName: CorpusFormat?) -> FormatGuess {
    let full = lines.filter { $0.unlessBlank != nil }
    let first = full.first ?? ""
    if first.hasPrefix("<") || first.hasPrefix("\u{FEFF}<") { return xml(full) }
    if first.hasPrefix("#FORMAT=WebAnno TSV 3") {
      return FormatGuess(format: .webanno, reason: "its line `#FORMAT`")
    }
    if let (areElements, values) = JSONRecords.values(in: full, most: Self.lines) {
      let what = areElements ? "an array of JSON" : "JSON over several lines"
      return json(values, what) ?? FormatGuess(format: .jsonl, reason: what)
    }
    if first.hasPrefix("["), byName == .jsonl { return FormatGuess(format: .jsonl, reason: "an array of JSON") }
    if first.hasPrefix("{"), let guess = json(full, "JSON lines") { return guess }
    if first.hasPrefix("{"), byName == .jsonl { return FormatGuess(format: .jsonl, reason: "the file extension") }
    if full.count(where: { $0.contains("__label__") }) * 2 > full.count {
      return FormatGuess(format: .fasttext, reason: "`__label__` in its lines")
    }
    if ["( (", "((", "(TOP ", "(ROOT", "(S1 "].contains(where: first.hasPrefix) {
      return FormatGuess(format: .ptb, reason: "its trees")
    }
    if first.hasPrefix("("), first.hasSuffix(")") {
      return FormatGuess(format: .trees, reason: "its lines are in brackets")
    }
    if full.count == 1, byName == .csv || byName == .tsv || first.contains("\t"),
      let guess = TableGuess.header(first, format: byName == .csv ? .csv : .tsv)
    {
      return guess
    }
    if byName == .csv { return TableGuess.table(full, format: .csv) }
    if let guess = columns(lines) { return guess }
    if byName == .tsv || full.allSatisfy({ $0.contains("\t") }) {
      return TableGuess.table(full, format: .tsv)
    }
    let question = #/^[A-Z]{3,6}:[a-z]+ \S/#
    if full.allSatisfy({ $0.firstMatch(of: question) != nil }) {
      return FormatGuess(format: .trec, reason: "its lines begin with `CLASS:subclass`")
    }
    if byName == .conll2012 { return FormatGuess(format: .conll2012, reason: "the file extension") }
    let isProse = full.count < 4 || lines.contains("")
    return isProse
      ? FormatGuess(format: .text, reason: "plain text")
      : FormatGuess(format: .lines, reason: "plain text without blank lines: a document a line")
  }

  /// The guess about JSON values, which a file has as `what` says; nil where they show nothing.
  private static func json(_ values: [String], _ what: String) -> FormatGuess? {
    guard let layout = ToolLayout(lines: Array(values.prefix(objects))) else {
      return TableGuess.json(values, what)
    }
    // Other members may hold labels, too.
    if case .labelLists(let member) = layout, let guess = TableGuess.json(values, what),
      guess.columns.values.contains(member)
    {
      return guess
    }
    return FormatGuess(format: .jsonl, reason: layout.name)
  }

  /// The guess about XML or HTML that begins with `lines`, by its outermost element, whatever its prefix.
  package static func xml(_ lines: [String]) -> FormatGuess {
    let head = String(decoding: lines.joined(separator: "\n").utf8.prefix(1 << 16), as: UTF8.self)
    let start = head.replacing(/<!--.*?-->/.dotMatchesNewlines(), with: "")
    let match = start.firstMatch(of: /<((?:[\w.-]+:)?([A-Za-z_][\w.-]*))/)
    let (root, name) = match.map { (String($0.1), String($0.2)) } ?? ("", "")
    if name.lowercased() == "html" || start.lowercased().contains("<!doctype html") {
      return FormatGuess(format: .html, reason: "its element `html`")
    }
    let formats: [String: CorpusFormat] = [
      "tmx": .tmx, "xliff": .xliff, "TEI": .tei, "TEI.2": .tei, "teiCorpus": .tei, "corpus": .tiger, "XMI": .xmi,
      "sentences": .semeval, "Reviews": .semeval, "frameset": .propbankFrames,
    ]
    if let format = formats[name] { return FormatGuess(format: format, reason: "its element `\(root)`") }
    // A part of TEI says so itself.
    if start.contains("http://www.tei-c.org/ns/") { return FormatGuess(format: .tei, reason: "its namespace") }
    return FormatGuess(format: .xml, reason: "XML of no known kind")
  }

  /// One token a line, blank lines between sentences.
  private static func columns(_ lines: [String]) -> FormatGuess? {
    let blanks = lines.dropLast().count { $0.unlessBlank == nil }
    // Between blank lines `#` and a tab begin a comment, as in GermEval 2014; in a table they are a cell.
    let rows = lines.filter {
      $0.unlessBlank != nil && !$0.hasPrefix("# ") && $0 != "#" && !(blanks > 0 && $0.hasPrefix("#\t"))
    }
    guard rows.count > blanks, rows.count > 1 else { return nil }
    let tabbed = rows.map { row in
      row.utf8.split(separator: .tab, omittingEmptySubsequences: false).map { Substring($0) }
    }
    if blanks > 0, tabbed.allSatisfy({ $0.count == 10 && $0[0].utf8.first.map { 48...57 ~= $0 } == true }) {
      return FormatGuess(format: .conllu, reason: "ten columns that begin with a number")
    }
    let width = tabbed[0].count
    let isTabbed = width > 1 && tabbed.allSatisfy { $0.count == width }
    let spaced = rows.map { row in row.utf8.split { $0 == .space || $0 == .tab }.map { Substring($0) } }
    let cells = isTabbed ? tabbed : spaced
    if let guess = tagged(cells, isSentences: blanks > 0) { return guess }
    // A file may be one sentence.
    if !isPropBank(spaced), areProps(lines) {
      return FormatGuess(format: .conll2005, reason: "a column of predicates, and one for each with its arguments")
    }
    guard blanks > 0 else { return nil }
    if spaced.allSatisfy({ $0.count >= 11 && Int($0[2]) != nil }) || lines.first?.hasPrefix("#begin document") == true
      || isPropBank(spaced)
    {
      return FormatGuess(format: .conll2012, reason: "columns of CoNLL-2012")
    }
    if areCoNLL2008(tabbed) {
      return FormatGuess(format: .conll2008, reason: "columns of CoNLL-2008")
    }
    if tabbed.allSatisfy({ $0.count >= 14 && Int($0[0]) != nil }) {
      return FormatGuess(format: .conll2009, reason: "columns of CoNLL-2009")
    }
    guard cells.allSatisfy({ $0.count == 2 }) else { return nil }
    return FormatGuess(format: .columns, reason: "two columns: a word and its tag")
  }

  /// The columns of the public PropBank releases: document, sentence, token, word, part of speech, a piece of a tree, and
  /// frames, with a column more for each predicate.
  private static func isPropBank(_ rows: [[Substring]]) -> Bool {
    let isTree = #/^[(A-Z|=+$.,:'`#0-9-]*\*\)*$/#
    return rows.allSatisfy { row in
      row.count >= 8 && Int(row[1]) != nil && Int(row[2]) != nil && row[5].wholeMatch(of: isTree) != nil
    }
  }

  /// Columns of which one has tags of chunks or entities; where there are no blank lines between sentences one has to begin
  /// an entity.
  private static func tagged(_ cells: [[Substring]], isSentences: Bool) -> FormatGuess? {
    let width = cells[0].count
    // A few damaged rows don't hide what the others are; reading tells where they stand.
    let damaged = cells.count { $0.count != width }
    guard width > 1, damaged * 50 <= cells.count else { return nil }
    let cells = cells.filter { $0.count == width }
    func isTags(_ column: Int) -> Bool {
      let tags = cells.map { $0[column] == "_" ? nil : String($0[column]) }
      if let notation = SpanNotation.marked(in: tags) {
        return isSentences || tags.contains { $0.flatMap { SpanTag($0, notation) }?.mark == .begin }
      }
      // Labels alone, in rows of a word each.
      return SpanNotation.areLabels(tags.compactMap { $0 })
        && cells.allSatisfy { $0.dropLast().allSatisfy { !$0.utf8.contains(.space) } }
    }
    if width > 2, isTags(2), cells.allSatisfy({ Int($0[0]) != nil }) {
      return FormatGuess(format: .conll2003, reason: "\(width) columns: numbered words, the third of entity tags")
    }
    guard isTags(width - 1) else { return nil }
    switch width {
    case 3 where areChunks(cells.map { String($0[2]) }):
      return FormatGuess(format: .conll2000, reason: "three columns, the last of chunk tags")
    case 2...5: return FormatGuess(format: .conll2003, reason: "\(width) columns, the last of entity tags")
    default: return nil
    }
  }

  /// Whether the labels of tags are those of chunks, as CoNLL-2000 has them and corpora in other languages.
  private static func areChunks(_ tags: [String]) -> Bool {
    guard let notation = SpanNotation.marked(in: tags) else { return false }
    let chunks: Set = [
      "NP", "VP", "PP", "ADVP", "ADJP", "AP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "VC", "NC", "PC", "MPN",
    ]
    let labels = Set(tags.compactMap { SpanTag($0, notation) }.filter { $0.mark != .outside }.map(\.label))
    return !labels.isDisjoint(with: chunks)
  }
}
