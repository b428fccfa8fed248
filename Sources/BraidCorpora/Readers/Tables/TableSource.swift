import BraidText

/// One document a row of a table: TSV without quoting, CSV with it.
struct TableSource: DocumentSource {
  private var rows: RowReader
  private let options: ReadOptions
  private var columns: TableColumns
  private var width = 0
  private var header: [String] = []
  private var started = false

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    let csv = options.format == .csv
    rows = RowReader(
      try LineSource(file, options: options), separator: options.separator ?? (csv ? 0x2C : 0x09), quoting: csv)
    columns = TableColumns()
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while try rows.advance(into: &ledger) {
      if rows.isBlank, width != 1 || !started {
        ledger.note(.dropped, .lines, "empty line", at: rows.place())
        continue
      }
      if !started {
        started = true
        width = rows.count
        let named = options.columns.values.contains { if case .name = $0 { true } else { false } }
        let cells = (0..<width).map { rows[$0].string }
        if options.header ?? (named || TableColumns.isHeader(cells, options)) {
          header = cells
          columns = try TableColumns(options: options, header: header, width: width, place: rows.place())
          continue
        }
        columns = try TableColumns(options: options, header: [], width: width, place: rows.place())
      }
      guard rows.count == width else {
        throw .raggedColumns(rows.place(), found: rows.count, expected: width)
      }
      return columns.document(rows, options: options)
    }
    return nil
  }

  /// A table whose first row is not understood is lost.
  func skip(into ledger: inout Ledger) -> String? { width > 0 ? rows.line : nil }
}
