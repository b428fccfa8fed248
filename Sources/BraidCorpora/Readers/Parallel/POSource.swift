import BraidFiles
import BraidText

/// gettext PO catalogues: a document a message, its translation beside it.
///
/// The context becomes the id; flags, references and comments become fields; an empty `msgstr` is a missing translation, and
/// so is that of a fuzzy entry unless the options ask for it. A plural message gives two documents: the singular with the
/// form that the catalogue's rule selects for 1, the plural with the one it selects for most numbers; further forms have the
/// names `TARGET[2]` and so on. The header and obsolete entries give no document, and are counted. Blank lines mean nothing.
///
/// Source: GNU gettext manual, chapter "The Format of PO Files", <https://www.gnu.org/software/gettext/manual/>.
struct POSource: DocumentSource {
  private let lines: LineSource
  private var parser: POParser

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    parser = POParser(options: options)
    lines = try LineSource(file, options: options)
    lines.beginRecord()
  }

  var line: Int { parser.line }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while true {
      parser.takeLedger(into: &ledger)
      if let document = parser.next() { return document }
      guard try lines.advance(into: &ledger) else {
        lines.beginRecord()
        try parser.finish()
        parser.takeLedger(into: &ledger)
        return parser.next()
      }
      if try parser.add(lines.bytes, at: lines.place(), offset: 0) { lines.beginRecord() }
    }
  }

  /// Continues after the next blank line.
  mutating func skip(into ledger: inout Ledger) -> String? {
    parser.skipEntry()
    defer { lines.beginRecord() }
    return lines.skipBlock(into: &ledger)
  }
}
