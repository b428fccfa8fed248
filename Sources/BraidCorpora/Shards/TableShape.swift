import BraidFiles

/// How a table is written: what its rows are told apart by when shards of it are joined.
package struct TableShape: Codable, Sendable, Equatable {
  /// CSV, TSV or pairs of texts.
  let format: String
  /// Whether the first row names the columns.
  let header: Bool
  /// The byte that cells with line breaks are in; nil where no cell has any.
  let quote: UInt8?
  /// Whether it begins with a byte order mark.
  let mark: Bool
  /// Whether its first line names the separator.
  let separatorLine: Bool

  /// The shape of a table that was written; nil for other formats.
  package init?(_ options: WriteOptions) {
    guard options.format.isTable || options.format == .parallelTSV else { return nil }
    let table = options.layout?.table
    format = options.format.rawValue
    // As `TableSink` decides, whose columns and quotes may be those of the table that is read.
    let isOfInput = options.keepsColumns || table?.format.isTable == true
    header = options.header ?? (isOfInput ? table?.hasHeader ?? true : false)
    let kept = options.keepsColumns && options.quote == nil && table?.format == options.format
    quote = kept ? table?.quote : TableQuote.byte(options.quote, options.format)
    let ofInput = options.keepsColumns && options.separator == nil && table?.format == options.format
    let frame = options.frame(
      separator: ofInput ? table?.separator ?? 0 : ColumnSeparator.byte(options.separator, options.format))
    (mark, separatorLine) = (frame.hasMark, frame.separatorLine != nil)
  }

  /// Lines that stand before the first document.
  var headLines: Int { (separatorLine ? 1 : 0) + (header ? 1 : 0) }
}

extension ByteLines {
  /// Reads a row of a table.
  ///
  /// - Parameter quote: the byte that cells with line breaks are in, doubled within them; nil for none.
  /// - Returns: the next row with its end, which may be several lines; nil after the last.
  /// - Throws: what reading throws.
  mutating func nextRow(quote: UInt8?) throws(FileError) -> ArraySlice<UInt8>? {
    guard let line = try next() else { return nil }
    guard let quote else { return line }
    func isOpen(_ bytes: ArraySlice<UInt8>) -> Bool { !bytes.count { $0 == quote }.isMultiple(of: 2) }
    guard isOpen(line) else { return line }
    var row = Array(line)
    while let more = try next() {
      row += more
      if isOpen(more) { break }
    }
    return row[...]
  }
}
