import BraidFiles
import BraidText

/// One document a line; empty lines are documents too, so that line numbers stay meaningful.
struct LinesSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = LineSource(
      try .opening(file, meter: options.meter), encoding: options.encoding, replaceInvalid: options.replaceInvalid,
      limit: options.maximumDocumentBytes ?? ReadOptions.standardDocumentBytes, cutsLongLines: true)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard try lines.advance(into: &ledger) else { return nil }
    if lines.isCut { ledger.note(.repaired, .lines, "longer than the maximum document size, cut", at: lines.place()) }
    return options.document(lines.bytes)
  }

  var line: Int { lines.number }

  func skip(into ledger: inout Ledger) -> String? { lines.string }
}
