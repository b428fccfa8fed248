import BraidFiles
import BraidText

/// The rows of a table as byte fields; quoted fields may hold separators, quotes, doubled, and line ends (RFC 4180).
struct RowReader {
  private let lines: LineSource
  /// The byte between fields.
  var separator: UInt8
  /// The byte that fields may be in; nil for none.
  private let quote: UInt8?
  private var splitter = FieldSplitter()
  /// Fields of a row with quotes, one after the other; the ranges are theirs.
  private var unquoted: [UInt8] = []
  private var ranges: [Range<Int>] = []
  private var isUnquoted = false
  private var firstLine = 0

  init(_ lines: LineSource, separator: UInt8, quote: UInt8?) {
    self.lines = lines
    self.separator = separator
    self.quote = quote
  }

  /// How many fields the row has.
  var count: Int { isUnquoted ? ranges.count : splitter.count }

  /// Whether the row has quotes.
  var hasQuotes: Bool { isUnquoted }

  /// Whether the row is a blank line.
  var isBlank: Bool { !isUnquoted && splitter.count == 1 && splitter[0].trimmed.isEmpty }

  /// Whether the row ends with CR LF.
  var hasCarriageReturn: Bool { lines.ending.utf8CodeUnitCount == 2 }

  /// Whether the file begins with a byte order mark of UTF-8.
  var hasMark: Bool { lines.hasMark }

  /// Calls `body` with the bytes of a field, quotes removed.
  @inline(__always)
  func withField<Result>(_ index: Int, _ body: (Bytes) -> Result) -> Result {
    isUnquoted ? unquoted.withUnsafeBufferPointer { body($0.slice(ranges[index])) } : body(splitter[index])
  }

  /// A field as a string, quotes removed.
  func string(_ index: Int) -> String { withField(index, \.string) }

  /// Where the row starts.
  func place(_ column: Int = 0) -> SourceLocation { SourceLocation(file: lines.file, line: firstLine, column: column) }

  /// The bytes that come next; see `LineSource`.
  func ahead(into ledger: inout Ledger) throws(CorpusError) -> (bytes: Bytes, isWhole: Bool) {
    try lines.ahead(into: &ledger)
  }

  /// Whether the bytes that come next are ISO-8859-1.
  var isLatin1: Bool { lines.isLatin1 }

  /// Goes to the next row.
  mutating func advance(into ledger: inout Ledger) throws(CorpusError) -> Bool {
    lines.beginRecord()
    guard try lines.advance(into: &ledger) else { return false }
    firstLine = lines.number
    isUnquoted = quote.map { lines.bytes.first($0, from: 0) < lines.bytes.count } ?? false
    if isUnquoted, let quote {
      try unquote(quote, into: &ledger)
    } else {
      splitter.split(lines.bytes, at: separator)
    }
    return true
  }

  /// The line that was read last.
  var line: String { lines.string }

  private mutating func unquote(_ quote: UInt8, into ledger: inout Ledger) throws(CorpusError) {
    unquoted.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    var index = 0
    var start = 0
    while true {
      // At the start of a field.
      if index < lines.bytes.count, lines.bytes[index] == quote {
        let opening = SourceLocation(file: lines.file, line: lines.number, column: index + 1)
        index += 1
        while true {
          if index >= lines.bytes.count {
            let ending = lines.ending
            guard try lines.advance(into: &ledger) else { throw .unclosedQuote(opening) }
            ending.withUTF8Buffer { unquoted.append(contentsOf: $0) }
            index = 0
          } else if lines.bytes[index] != quote {
            let end = lines.bytes.first(quote, from: index)
            unquoted.append(contentsOf: lines.bytes.slice(index..<end))
            index = end
          } else if index + 1 < lines.bytes.count, lines.bytes[index + 1] == quote {
            unquoted.append(quote)
            index += 2
          } else {
            index += 1
            break
          }
        }
        if index < lines.bytes.count, lines.bytes[index] != separator {
          throw .unexpected(
            SourceLocation(file: lines.file, line: lines.number, column: index + 1),
            found: "text after a closing quote",
            expected: "a separator or the end of the line")
        }
      } else {
        let end = lines.bytes.first(separator, from: index)
        unquoted.append(contentsOf: lines.bytes.slice(index..<end))
        index = end
      }
      ranges.append(start..<unquoted.count)
      start = unquoted.count
      guard index < lines.bytes.count else { return }
      index += 1
    }
  }
}
