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
    if reading == nil { reading = recognized(try head(into: &ledger)) }
    guard try records.advance(into: &ledger) else {
      if case .map(let map) = reading { map.noteUnmet(into: &ledger) }
      return nil
    }
    var document: Document
    let replaced: Int
    switch reading {
    case .own, nil:
      var reader = JSONDocumentReader(records.cursor, labelLayer: options.labelLayer)
      document = try reader.read()
      try reader.cursor.finish()
      replaced = reader.cursor.replaced
      ledger.note(renamed: reader.renamed, at: records.place)
    case .map(let map):
      var cursor = records.cursor
      document = try map.document(try cursor.readValue(), at: records.place, into: &ledger)
      try cursor.finish()
      replaced = cursor.replaced
    case .tool(let reader):
      var cursor = records.cursor
      document = try reader.document(try cursor.readValue(), at: records.place, into: &ledger)
      try cursor.finish()
      replaced = cursor.replaced
    }
    if let language = options.language, document.language == nil { document.language = language }
    if replaced > 0 {
      ledger.note(
        .repaired, .characters, "half a surrogate pair, replaced by U+FFFD", at: records.place, count: replaced)
    }
    return document
  }

  /// Values that are looked at for the layout of all.
  private static let head = 100

  /// The values that show the layout: the first one, or more where that shows nothing.
  private func head(into ledger: inout Ledger) throws(CorpusError) -> [JSONValue] {
    let first = try records.head(1, into: &ledger)
    guard let value = first.first, ToolLayout.isOpen(value) else { return first }
    return try records.head(Self.head, into: &ledger)
  }

  /// How objects like the first ones are read; what is no JSON shows nothing.
  private func recognized(_ head: [JSONValue]) -> Reading {
    let layout =
      options.format == .jsonl ? ToolLayout(head: head) : head.first.flatMap { ToolLayout($0, named: options.format) }
    return layout.map { .tool(ToolReader($0, options: options)) } ?? .own
  }

  var line: Int { records.place.line }

  func skip(into ledger: inout Ledger) -> String? { records.canContinue ? records.string : nil }
}
