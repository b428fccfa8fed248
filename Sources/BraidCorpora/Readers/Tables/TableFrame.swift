import BraidText

/// What stands around the rows of a table: what spreadsheets put before them, and the ends of lines.
struct TableFrame: Equatable {
  /// Whether the file begins with a byte order mark.
  var hasMark = false
  /// The first line that names the separator, such as `sep=;`, without its end; nil for none.
  var separatorLine: [UInt8]?
  /// Whether lines end with CR LF.
  var hasCarriageReturns = false

  /// Adds what stands before the first row.
  func begin(_ row: inout [UInt8]) {
    if hasMark { row += TextEncoding.utf8Mark }
    guard let separatorLine else { return }
    row += separatorLine
    end(&row)
  }

  /// Ends a row.
  func end(_ row: inout [UInt8]) {
    if hasCarriageReturns { row.append(.carriageReturn) }
    row.append(.lineFeed)
  }
}
