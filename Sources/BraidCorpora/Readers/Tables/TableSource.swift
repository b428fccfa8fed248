import BraidFiles
import BraidText

/// One document a row of a table: TSV without quotes, CSV with them, unless the options say otherwise.
struct TableSource: DocumentSource {
  private var rows: RowReader
  private let options: ReadOptions
  private var columns: TableColumns
  private var width = 0
  /// What stands between columns, where it was found out and is not what the format's name says.
  private var separator: ColumnSeparator?
  /// The first rows; nil before they are looked at.
  private var head: TableHead?
  /// Where the table begins, and how many rows it has had.
  private var start = SourceLocation(file: "")
  private var count = 0
  /// The names of its columns, until it has had a row.
  private var onlyHeader: String?
  /// What stands around its rows.
  private var frame = TableFrame()

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    rows = RowReader(
      try LineSource(file, options: options), separator: ColumnSeparator.byte(options.separator, options.format),
      quote: options.quoteByte)
    columns = TableColumns()
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    if head == nil { try look(into: &ledger) }
    while try rows.advance(into: &ledger) {
      if rows.isBlank, width != 1 { continue }
      if width == 0 {
        frame.hasMark = frame.hasMark || rows.hasMark
        if takesSeparator() { continue }
        width = rows.count
        frame.hasCarriageReturns = rows.hasCarriageReturn
        start = rows.place()
        let cells = (0..<width).map { rows.string($0) }
        let isNamed = options.columns.values.contains { if case .name = $0 { true } else { false } }
        let hasHeader = options.header ?? (isNamed || TableColumns.isHeader(cells, options, head))
        if !hasHeader, let names = TableColumns.unknownHeader(cells, options, head) {
          throw .badOption(
            name: "header", found: "\(rows.place()): a first row that looks like names of columns: \(names)",
            expected: "true, with a map of the columns such as label=1 and text=2, or false where the row is data")
        }
        if !hasHeader, options.header == nil, options.columns.isEmpty, let name = TableColumns.repeatedName(cells) {
          throw .badOption(
            name: "header", found: "\(rows.place()): names of columns, of which `\(name)` is there twice",
            expected: "true, with a map of the columns by number such as label=1 and text=2, or names that differ")
        }
        columns = try TableColumns(
          options: options, header: hasHeader ? cells : nil, cells: cells, place: rows.place(), head: head)
        noteLayout(cells, hasHeader: hasHeader)
        if hasHeader {
          onlyHeader = cells.prefix(8).map { "`\($0)`" }.joined(separator: ", ") + (cells.count > 8 ? ", …" : "")
          continue
        }
      }
      guard rows.count == width else {
        throw .raggedColumns(rows.place(), found: rows.count, expected: width, looksQuoted: looksQuoted)
      }
      count += 1
      return columns.document(rows, options: options)
    }
    noteDefaults(into: &ledger)
    return nil
  }

  /// Whether a row that is not as wide as the first may have cells in quotes, which the options don't name.
  private var looksQuoted: Bool {
    guard options.quoteByte == nil else { return false }
    return head?.looksQuoted == true || TableHead(rows: [(0..<rows.count).map { rows.string($0) }]).looksQuoted
  }

  var line: Int { rows.place().line }

  /// Looks at the first rows, for the separator of CSV where none is named.
  ///
  /// - Throws: What reading throws, and `badOption` when the first line names the quotes as the separator.
  private mutating func look(into ledger: inout Ledger) throws(CorpusError) {
    let (bytes, isWhole) = try rows.ahead(into: &ledger)
    let isCSV = options.format == .csv
    if isCSV, options.separator == nil, Self.namesSeparator(bytes) {
      let line = bytes.prefix { $0 != .lineFeed && $0 != .carriageReturn }
      if line.count == 5, let problem = TableQuote.problem(options.quote, separator: line[4]) {
        throw .badOption(name: problem.key, found: problem.found ?? "", expected: problem.expected)
      }
    } else if isCSV, options.separator == nil {
      let found = TableHead.separator(bytes, isWhole: isWhole, quote: options.quoteByte)
      if found != .comma { (separator, rows.separator) = (found, found.byte) }
    }
    let (between, quote) = (rows.separator, options.quoteByte)
    let head =
      rows.isLatin1
      ? TableHead(Self.utf8(ofLatin1: bytes), isWhole: isWhole, separator: between, quote: quote)
      : TableHead(bytes, isWhole: isWhole, separator: between, quote: quote)
    let treebank = head.hasTreebankColumns
    if treebank.words, treebank.comments || options.columns.isEmpty && options.header == nil {
      throw .badOption(
        name: "format",
        found: "\(options.format.rawValue) for \(rows.place().file), which has the ten columns of CoNLL-U",
        expected: "conllu")
    }
    self.head = head
  }

  /// Bytes of ISO-8859-1 in UTF-8, in which cells of the first rows are names.
  private static func utf8(ofLatin1 bytes: Bytes) -> [UInt8] {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: bytes.lazy.map { UnicodeScalar($0) })
    return Array(String(scalars).utf8)
  }

  /// Tells the writer of a table with the same columns what they are.
  private func noteLayout(_ cells: [String], hasHeader: Bool) {
    options.layout?.note(
      TableLayout.Table(
        columns: columns.layout(cells, hasHeader: hasHeader), hasHeader: hasHeader, format: options.format,
        separator: rows.separator, quote: options.quoteByte, labelSeparator: options.labelSeparator,
        frame: frame))
  }

  /// Counts what the options have not said.
  private mutating func noteDefaults(into ledger: inout Ledger) {
    if let onlyHeader, count == 0 {
      ledger.note(.recognized, .lines, "header of a table without rows: \(onlyHeader)", at: start)
    }
    onlyHeader = nil
    if let separator {
      ledger.note(
        .recognized, .documents,
        "columns separated by \(separator == .tab ? "tabs" : separator == .pipe ? "pipes" : "semicolons")", at: start,
        count: count)
    }
    if let guessed = columns.guessed { ledger.note(.recognized, .documents, guessed, at: start, count: count) }
    if let (names, width) = columns.leftOut {
      ledger.note(.ignored, .values, "columns that the map leaves out: \(names)", at: start, count: count * width)
    }
    count = 0
  }

  /// Takes the separator that a first line such as `sep=;` names, as spreadsheets write it.
  private mutating func takesSeparator() -> Bool {
    guard options.format == .csv, options.separator == nil, !rows.hasQuotes else { return false }
    var name = Array(rows.string(0).utf8)
    switch rows.count {
    case 1: break
    // The comma of `sep=,` has cut the line in two.
    case 2 where name.count == 4 && rows.string(1).isEmpty: name.append(rows.separator)
    default: return false
    }
    guard name.count == 5, Self.namesSeparator(name) else { return false }
    rows.separator = name[4]
    frame.separatorLine = name
    return true
  }

  /// Whether a first line begins with `sep=`, in any case of letters.
  static func namesSeparator(_ line: some Collection<UInt8>) -> Bool {
    line.prefix(4).map { 65...90 ~= $0 ? $0 | 0x20 : $0 } == Array("sep=".utf8)
  }

  /// A table whose first row is not understood is lost.
  func skip(into ledger: inout Ledger) -> String? { width > 0 ? rows.line : nil }
}
