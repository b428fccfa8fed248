import BraidFiles
import BraidText

/// One JSON object a line: Braid's own layout, or any other by a field map.
struct JSONLParser: LineParser {
  private let options: ReadOptions
  /// How objects that Braid did not write are read; nil for its own.
  private let map: JSONFieldMap?

  init(options: ReadOptions) throws(CorpusError) {
    self.options = options
    map = options.fields.isEmpty ? nil : try JSONFieldMap(options: options)
  }

  func document(_ lines: LineSource, into ledger: inout Ledger) throws(CorpusError) -> Document {
    var cursor = JSONCursor(lines, replacesSurrogates: options.replaceInvalid)
    var document: Document
    if let map {
      document = try map.document(try cursor.readValue(), at: lines.place(), into: &ledger)
    } else {
      var reader = JSONDocumentReader(cursor, options: options)
      document = try reader.read()
      cursor = reader.cursor
    }
    try cursor.finish()
    if document.language == nil { document.language = options.language }
    ledger.note(
      .repaired, .characters, "half a surrogate pair, replaced by U+FFFD", at: lines.place(), count: cursor.replaced)
    return document
  }
}
