import BraidFiles
import BraidText

/// One row a document: TSV with tabs and line ends turned into spaces, CSV with RFC 4180 quoting, unless the options say otherwise.
///
/// Columns are named as for reading: `text`, `id`, `language`, `label`, `label:LAYER`, `field:NAME`, `target`,
/// `translation:NAME`; the name of a task is what it predicts, that of a layer or a field the layer or the field, and
/// `predicted_LAYER` what is predicted for a layer. A table that is read and written again keeps its columns, and predictions
/// come behind them. It keeps its byte order mark, the ends of its lines and a first line such as `sep=;`, too.
struct TableSink: StreamedSink {
  let file: CorpusFile
  private let options: WriteOptions
  /// Nil before the first row of a table whose columns are the input's.
  private var columns: [(name: String, cell: TableCell)]?
  private var separator: UInt8
  /// The byte that cells are in where they need it; nil for none.
  private var quote: UInt8?
  private var needsHeader: Bool
  /// What stands around the rows.
  private var frame = TableFrame()
  /// Whether the columns are known and a header, if any, is written.
  private var hasBegun = false
  /// Whether a header was written.
  private var hasHeader = false
  /// Cells in which separators or line ends were written as spaces.
  private(set) var spacedCells = 0
  /// The first rows of a table without a header.
  private var head: [[String]] = []
  private var isAtStart = true

  /// Takes the columns of the options, or the format's usual ones.
  ///
  /// - Throws: `badOption` for a part that no cell can hold.
  init(_ file: CorpusFile, options: WriteOptions) throws(CorpusError) {
    self.file = file
    self.options = options
    quote = TableQuote.byte(options.quote, options.format)
    separator = ColumnSeparator.byte(options.separator, options.format)
    needsHeader = options.header ?? false
    guard !options.keepsColumns else { return }
    columns = try zip(Self.columns(options), Self.parts(options)).map { name, part in
      if let column = options.predicted.first(where: { $0.name == name }) { return (name, .prediction(column)) }
      if let column = options.predicted.first(where: { $0.scoreName == name }) { return (name, .score(column)) }
      return (name, .part(part))
    }
  }

  /// The columns of the options, or the format's usual ones.
  static func columns(_ options: WriteOptions) -> [String] {
    if !options.columns.isEmpty { return options.columns }
    return options.format == .parallelTSV ? ["source", "target"] : ["label", "text"]
  }

  /// What the columns of the options hold; of a table with the input's columns as far as they are known.
  ///
  /// - Throws: `badOption` for a part that no cell can hold.
  static func parts(_ options: WriteOptions) throws(CorpusError) -> [DocumentPart] {
    guard !options.keepsColumns else {
      return TableCell.columns(options).compactMap { if case .part(let part) = $0.cell { part } else { nil } }
    }
    var parts: [DocumentPart] = []
    for column in columns(options) {
      do throws(CorpusError) {
        parts.append(
          try DocumentPart(column: column, labelLayer: options.labelLayer, target: options.targetLanguage))
      } catch {
        guard case .badOption(let name, let found, let expected) = error else { throw error }
        throw .badWriteOption(name: name, found: found, expected: expected)
      }
    }
    return parts
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    var row: [UInt8] = []
    var spaced = 0
    let columns = try begin(&row, &spaced)
    var values: [String] = []
    values.reserveCapacity(columns.count)
    for (name, cell) in columns { values.append(try value(cell, name, document)) }
    row.reserveCapacity(values.reduce(row.count + 3 * values.count) { $0 + $1.utf8.count })
    spaced += try append(values, of: document.id, columns, into: &row)
    if columns.count == 1, case .part(.text) = columns[0].cell, quote == nil, isAtStart, !hasHeader,
      values[0].unlessBlank == nil
    {
      throw .cannotExpress(options.format, document: document.id, what: "an empty first row of one column")
    }
    if !hasHeader, isAtStart || !head.isEmpty && head.count < TableHead.most { head.append(values) }
    isAtStart = false
    try file.append(row)
    // A header stands above the first document that is not refused.
    hasBegun = true
    spacedCells += spaced
  }

  /// Whether a reader that guesses would take the first row for names of columns.
  var beginsLikeHeader: Bool {
    guard options.format.isTable, let first = head.first else { return false }
    let (reading, head) = (ReadOptions(format: options.format), TableHead(rows: head))
    return TableColumns.isHeader(first, reading, head) || TableColumns.unknownHeader(first, reading, head) != nil
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    // Of a table that is empty, or of no documents, nothing is known.
    guard !options.keepsColumns || options.header == true || options.layout?.table != nil else { return [file] }
    var row: [UInt8] = []
    var spaced = 0
    _ = try begin(&row, &spaced)
    spacedCells += spaced
    if !row.isEmpty { try file.append(row) }
    return [file]
  }

  /// The columns; before the first row with the header, and the number of its cells with separators or line ends.
  ///
  /// - Throws: `badWriteOption` for quotes that are the separator, `cannotExpress` for a name that no cell can hold.
  private mutating func begin(
    _ row: inout [UInt8], _ spaced: inout Int
  ) throws(CorpusError) -> [(name: String, cell: TableCell)] {
    let columns = if let known = self.columns { known } else { try inputColumns() }
    if !hasBegun {
      frame = options.frame(separator: separator)
      frame.begin(&row)
      // Columns that were chosen keep the header of the table that they are from.
      if options.header == nil, let table = options.layout?.table, table.format.isTable {
        needsHeader = table.hasHeader
      }
      hasHeader = needsHeader
      if needsHeader { spaced += try append(columns.map(\.name), of: "", columns, into: &row) }
    }
    return columns
  }

  /// The columns of the table that was read, which is known now, and its separator where the format is the same.
  ///
  /// - Throws: `badWriteOption` for quotes that are the separator.
  private mutating func inputColumns() throws(CorpusError) -> [(name: String, cell: TableCell)] {
    let columns = TableCell.columns(options)
    let table = options.layout?.table
    needsHeader = options.header ?? table?.hasHeader ?? true
    if let table, table.format == options.format {
      if options.separator == nil { separator = table.separator }
      if options.quote == nil { quote = table.quote }
    }
    if quote == separator {
      throw .badWriteOption(
        name: "quote", found: "`\(UnicodeScalar(separator))` around cells and between them",
        expected: "another mark than the separator")
    }
    self.columns = columns
    return columns
  }

  private func value(_ cell: TableCell, _ name: String, _ document: Document) throws(CorpusError) -> String {
    switch cell {
    case .part(.text): document.text
    case .part(.id): document.id
    case .part(.language): document.language ?? ""
    case .part(.field(let name)): document.fields[name] ?? ""
    case .part(.translation(let name)): document.translations[name]?.text ?? ""
    case .part(.label(let layer)):
      try takesField(layer, name, document)
        ? document.fields[layer] ?? "" : label(layer, document, isBare: layer == name)
    case .part: ""
    case .prediction(let column): try column.value(document, options.format, between: labelSeparator ?? Self.standard)
    case .score(let column): column.score(document, between: labelSeparator ?? Self.standard)
    }
  }

  /// What stands between predicted labels when nothing is said.
  private static let standard = "|"

  /// What stands between labels; nil for what is usual.
  private var labelSeparator: String? { options.labelSeparator ?? options.layout?.table?.labelSeparator }

  private func labels(_ name: String, _ document: Document) -> [Label]? {
    options.isApart(name) ? document.labels[name] : document.labels(inColumn: name)
  }

  /// Whether the columns are those that somebody asked for, or the input's, which may be called as other layers than labels.
  private var isAsked: Bool { options.keepsColumns || !options.columns.isEmpty }

  /// Whether a column by the bare name of a label layer is a field of that name: there are no such labels. Of labels of the table
  /// that is read a field has no more than the white space of a cell without any.
  private func takesField(_ layer: String, _ column: String, _ document: Document) -> Bool {
    guard isAsked, column == layer, let field = document.fields[layer], labels(layer, document) == nil else {
      return false
    }
    return options.layout?.hasLabels(layer) != true || field.unlessBlank == nil
  }

  /// The labels of a layer; by a bare name what a task of that name predicts, or another layer of that name.
  private func label(_ layer: String, _ document: Document, isBare: Bool) throws(CorpusError) -> String {
    guard let labels = labels(layer, document) else {
      guard isBare else { return "" }
      if !options.isApart(layer), let prediction = document.predictions[layer] {
        guard let first = prediction.layers.first(where: { $0 != .frames }) else { return "" }
        return try PredictedColumn.cell(
          first, prediction.annotation, document, options.format, between: labelSeparator ?? Self.standard)
      }
      guard isAsked else { return "" }
      let layers: [AnnotationLayer] = [.spans(layer), .tags(layer), .translation(layer)]
      guard let layer = layers.first(where: { $0.isPresent(in: document) }) else { return "" }
      return try PredictedColumn.cell(
        layer, document, document, options.format, between: labelSeparator ?? Self.standard)
    }
    // A separator alone says that there is none.
    guard let first = labels.first else { return labelSeparator ?? "" }
    guard labels.count > 1 else { return first.name }
    guard let labelSeparator else {
      throw .cannotExpress(
        options.format, document: document.id,
        what: "\(labels.count) labels of \(layer) in a cell without a `labelSeparator`")
    }
    return try PredictedColumn.cell(labels, document, options.format, between: labelSeparator)
  }

  /// What readers may take for a separator.
  private static let separators = Set(ColumnSeparator.allCases.filter { $0 != .space }.map(\.byte) + [.equals])

  /// Appends a row. Where there are no quotes for them, separators and line ends in cells are written as spaces.
  ///
  /// - Parameters:
  ///   - values: The cells.
  ///   - id: The document's id; empty for the header.
  ///   - columns: Their columns.
  ///   - row: What is appended to.
  /// - Returns: How many cells had any.
  /// - Throws: `cannotExpress` where they are refused, as in CSV, and for a space that stands between columns.
  private func append(
    _ values: [String], of id: String, _ columns: [(name: String, cell: TableCell)], into row: inout [UInt8]
  ) throws(CorpusError) -> Int {
    let separator = separator
    var spaced = 0
    for (number, value) in values.enumerated() {
      if number > 0 { row.append(separator) }
      if let quote {
        append(value, in: quote, isOnly: values.count == 1, into: &row)
        continue
      }
      let start = row.count
      row.append(contentsOf: value.utf8)
      let isBroken = row.putSpaces(from: start) { $0 == separator || $0 == .lineFeed || $0 == .carriageReturn }
      guard isBroken else { continue }
      guard options.format != .csv, options.breaks == .space, separator != .space else {
        let mark =
          separator == .space ? "white space" : separator == .tab ? "a tab" : "`\(UnicodeScalar(separator))`"
        let column = columns[number].name
        throw .cannotExpress(
          options.format, document: id,
          what: "\(mark), which stands between columns, or a line break in the column `\(column)` without quotes")
      }
      spaced += 1
    }
    frame.end(&row)
    return spaced
  }

  private func append(_ value: String, in quote: UInt8, isOnly: Bool, into row: inout [UInt8]) {
    // In one column nothing may look as if it stood between two, and an empty cell is no blank line.
    let (start, separator) = (row.count, separator)
    row.append(contentsOf: value.utf8)
    let isPlain =
      !row.contains(from: start) { $0 == separator || $0 == quote || $0 == .lineFeed || $0 == .carriageReturn }
      && !(isOnly && (value.unlessBlank == nil || value.utf8.contains(where: Self.separators.contains)))
      && !(value.utf8.count == 4 && TableSource.namesSeparator(value.utf8))
    guard !isPlain else { return }
    row.removeSubrange(start...)
    row.append(quote)
    for byte in value.utf8 {
      if byte == quote { row.append(quote) }
      row.append(byte)
    }
    row.append(quote)
  }
}
