import BraidText

/// One row a document: TSV with tabs and line ends turned into spaces, CSV with RFC 4180 quoting.
///
/// Columns are named as for reading: `text`, `id`, `language`, `label`, `label:LAYER`, `field:NAME`, `target`,
/// `translation:NAME`.
struct TableSink: DocumentSink {
  private let file: CorpusFile
  private let options: WriteOptions
  private let columns: [String]
  private let separator: UInt8
  private let isCSV: Bool
  private var needsHeader: Bool

  init(_ file: CorpusFile, options: WriteOptions) {
    self.file = file
    self.options = options
    isCSV = options.format == .csv
    separator = options.separator ?? (isCSV ? 0x2C : 0x09)
    let usual = options.format == .parallelTSV ? ["source", "target"] : ["label", "text"]
    columns = options.columns.isEmpty ? usual : options.columns
    needsHeader = options.header
  }

  mutating func write(_ document: Document) throws(CorpusError) {
    var row: [UInt8] = []
    if needsHeader {
      needsHeader = false
      append(columns, into: &row)
    }
    var values: [String] = []
    values.reserveCapacity(columns.count)
    for column in columns { values.append(try value(column, document)) }
    append(values, into: &row)
    try file.append(row)
  }

  mutating func close() throws(CorpusError) {
    if needsHeader {
      needsHeader = false
      var row: [UInt8] = []
      append(columns, into: &row)
      try file.append(row)
    }
    try file.commit()
  }

  private func value(_ column: String, _ document: Document) throws(CorpusError) -> String {
    switch column {
    case "text", "source": return document.text
    case "id": return document.id
    case "language": return document.language ?? ""
    case "target": return document.translations[options.targetLanguage]?.text ?? ""
    case "label": return try label(options.labelLayer, document)
    default:
      if column.hasPrefix("field:") { return document.fields[String(column.dropFirst(6))] ?? "" }
      if column.hasPrefix("translation:") { return document.translations[String(column.dropFirst(12))]?.text ?? "" }
      return try label(column.hasPrefix("label:") ? String(column.dropFirst(6)) : column, document)
    }
  }

  private func label(_ layer: String, _ document: Document) throws(CorpusError) -> String {
    guard let labels = document.labels[layer], let first = labels.first else { return "" }
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
        row.append(contentsOf: value.utf8.lazy.map { $0 == separator || $0 == 10 || $0 == 13 ? 32 : $0 })
      }
    }
    row.append(10)
  }

  private func quote(_ value: String, into row: inout [UInt8]) {
    guard value.utf8.contains(where: { $0 == separator || $0 == 0x22 || $0 == 10 || $0 == 13 }) else {
      row.append(contentsOf: value.utf8)
      return
    }
    row.append(0x22)
    for byte in value.utf8 {
      if byte == 0x22 { row.append(0x22) }
      row.append(byte)
    }
    row.append(0x22)
  }
}
