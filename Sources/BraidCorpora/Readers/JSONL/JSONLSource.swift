import BraidFiles
import BraidText

/// JSON objects: Braid's own layout, any other by a field map, or that of an annotation tool, recognized by the first object.
struct JSONLSource: DocumentSource {
  /// How objects become documents.
  private enum Reading {
    case own
    case map(JSONFieldMap)
    case tool(ToolReader)
  }

  private let records: JSONRecords
  private let options: ReadOptions
  private var reading: Reading?

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    records = try JSONRecords(file, options: options)
    reading = options.fields.isEmpty ? nil : .map(try JSONFieldMap(options: options))
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    guard try records.advance(into: &ledger) else { return nil }
    if reading == nil { reading = try recognized() }
    let reading = reading ?? .own
    var replaced = 0
    let place = records.place
    let labelLayer = options.labelLayer
    var document = try records.withCursor { cursor throws(CorpusError) in
      var cursor = cursor
      let document: Document
      switch reading {
      case .own:
        var reader = JSONDocumentReader(cursor, labelLayer: labelLayer)
        document = try reader.read()
        cursor = reader.cursor
      case .map(let map): document = try map.document(try cursor.readValue(), at: place, into: &ledger)
      case .tool(let reader): document = try reader.document(try cursor.readValue(), at: place, into: &ledger)
      }
      try cursor.finish()
      replaced = cursor.replaced
      return document
    }
    if document.language == nil { document.language = options.language }
    ledger.note(
      .repaired, .characters, "half a surrogate pair, replaced by U+FFFD", at: place, count: replaced)
    return document
  }

  /// How objects like the current one are read; one that is no JSON shows nothing.
  private func recognized() throws(CorpusError) -> Reading {
    let layout = try records.withCursor { cursor throws(CorpusError) -> ToolLayout? in
      var cursor = cursor
      do { return ToolLayout(try cursor.readValue(), named: options.format) } catch { return nil }
    }
    return layout.map { .tool(ToolReader($0, options: options)) } ?? .own
  }

  func skip(into ledger: inout Ledger) -> String? { records.canContinue ? records.string : nil }
}
