import BraidText

/// Makes a document of one line.
protocol LineParser {
  /// The document of the current line, which is not blank.
  ///
  /// - Throws: What is wrong with the line, and where.
  func document(_ lines: LineSource, into ledger: inout Ledger) throws(CorpusError) -> Document
}

/// A file with one record a line. Blank lines hold nothing and are passed over.
struct LineRecords<Parser: LineParser>: DocumentSource {
  private let lines: LineSource
  private let parser: Parser

  init(_ file: String, options: ReadOptions, parser: Parser) throws(CorpusError) {
    lines = try LineSource(file, options: options)
    self.parser = parser
  }

  func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while try lines.advance(into: &ledger) {
      if !lines.bytes.trimmed.isEmpty { return try parser.document(lines, into: &ledger) }
    }
    return nil
  }

  var line: Int { lines.number }

  func skip(into ledger: inout Ledger) -> String? { lines.string }
}
