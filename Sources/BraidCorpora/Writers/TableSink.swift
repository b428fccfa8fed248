import BraidText

/// One row a document: TSV with tabs and line ends turned into spaces, CSV with RFC 4180 quoting.
///
/// Columns are named as for reading: `text`, `id`, `language`, `label`, `label:LAYER`, `field:NAME`, `target`,
/// `translation:NAME`; the name of a task is the label that it predicts.
struct TableSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  private let columns: [String]
  private let parts: [DocumentPart]
  private let separator: UInt8
  private let isCSV: Bool
  private var needsHeader: Bool

  /// Takes the columns of the options, or the format's usual ones.
  ///
  /// - Throws: `badOption` for a part that no cell can hold.
  init(_ file: CorpusFile, options: WriteOptions) throws(CorpusError) {
    self.file = file
    self.options = options
    isCSV = options.format == .csv
    separator = options.separator?.byte ?? (isCSV ? .comma : .tab)
    columns = Self.columns(options)
    needsHeader = options.header
    var parts: [DocumentPart] = []
    for column in columns {
      parts.append(
        try DocumentPart(column: column, labelLayer: options.labelLayer, target: options.targetLanguage))
    }
    self.parts = parts
  }

  /// The columns of the options, or the format's usual ones.
  static func columns(_ options: WriteOptions) -> [String] {
    if !options.columns.isEmpty { return options.columns }
    return options.format == .parallelTSV ? ["source", "target"] : ["label", "text"]
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    var row: [UInt8] = []
    if needsHeader {
      needsHeader = false
      append(columns, into: &row)
    }
    var values: [String] = []
    values.reserveCapacity(parts.count)
    for part in parts { values.append(try value(part, document)) }
    append(values, into: &row)
    try file.append(row)
  }

  mutating func finish() throws(CorpusError) -> [CorpusFile] {
    if needsHeader {
      needsHeader = false
      var row: [UInt8] = []
      append(columns, into: &row)
      try file.append(row)
    }
    return [file]
  }

  private func value(_ part: DocumentPart, _ document: Document) throws(CorpusError) -> String {
    switch part {
    case .text: document.text
    case .id: document.id
    case .language: document.language ?? ""
    case .field(let name): document.fields[name] ?? ""
    case .translation(let name): document.translations[name]?.text ?? ""
    case .label(let layer): try label(layer, document)
    case .tokens, .tags, .spans, .offsets: ""
    }
  }

  private func label(_ layer: String, _ document: Document) throws(CorpusError) -> String {
    guard let labels = document.labels(inColumn: layer), let first = labels.first else { return "" }
    guard labels.count == 1 else {
      throw .cannotExpress(options.format, document: document.id, what: "\(labels.count) labels of \(layer)")
    }
    return first.name
  }

  private func append(_ values: [String], into row: inout [UInt8]) {
    for (number, value) in values.enumerated() {
      if number > 0 { row.append(separator) }
      if isCSV {
        quote(value, into: &row)
      } else {
        row.append(
          contentsOf: value.utf8.lazy.map { $0 == separator || $0 == .lineFeed || $0 == .carriageReturn ? .space : $0 })
      }
    }
    row.append(.lineFeed)
  }

  private func quote(_ value: String, into row: inout [UInt8]) {
    guard value.utf8.contains(where: { $0 == separator || $0 == .quote || $0 == .lineFeed || $0 == .carriageReturn })
    else {
      row.append(contentsOf: value.utf8)
      return
    }
    row.append(.quote)
    for byte in value.utf8 {
      if byte == .quote { row.append(.quote) }
      row.append(byte)
    }
    row.append(.quote)
  }
}
