import ArgumentParser
import BraidCorpora
import BraidPipelines
import BraidText

/// How documents are written, beside the format.
struct WriteArguments: ParsableArguments {
  @Option(name: .customLong("write-column"), help: .declared(WriteOptions.self, "columns", "layer"))
  var columns: [String] = []
  @Flag(
    name: .customLong("write-header"), inversion: .prefixedNo, exclusivity: .exclusive,
    help: .declared(WriteOptions.self, "header"))
  var header: Bool?
  @Option(name: .customLong("write-separator"), help: .declared(WriteOptions.self, "separator"))
  var separator: ColumnSeparator?
  @Option(name: .customLong("write-quote"), help: .declared(WriteOptions.self, "quote", "character"))
  var quote: String?
  @Option(
    name: .customLong("write-label-separator"), help: .declared(WriteOptions.self, "labelSeparator", "text"))
  var labelSeparator: String?
  @Option(name: .customLong("write-breaks"), help: .declared(WriteOptions.self, "breaks"))
  var breaks = WriteOptions().breaks
  @Option(
    name: [.customLong("write-span-encoding"), .customLong("spans")],
    help: .declared(WriteOptions.self, "spanEncoding"))
  var spanEncoding = WriteOptions().spanEncoding

  @Option(
    name: [.customLong("write-offsets"), .customLong("offsets")], help: .declared(WriteOptions.self, "offsets"))
  var offsets = WriteOptions().offsets

  /// The option of the command line that sets a field of the options for writing; nil for what is none.
  static func flag(of field: String) -> String? {
    // What reading names is named for writing, too.
    let isShared = ["labelLayer", "language", "targetLanguage"].contains(field)
    return isShared || field == "format"
      ? ReadArguments.flag(of: field) : WriteOptions().flag(of: field).map { "--write-" + $0 }
  }

  /// Where the columns of a table are noted, all of which are read, or of CoNLL-U Plus, if `format` is one of these.
  func layout(_ format: CorpusFormat) -> TableLayout? { format.keptColumns == nil ? nil : TableLayout() }

  /// The flags of what is said of files that are written, for a command that writes none of a format of its own.
  var given: [String] { own(.jsonl).givenFlags.map { "--write-" + $0 } }

  /// The options as they are given.
  private func own(_ format: CorpusFormat) -> WriteOptions {
    var options = WriteOptions(format: format)
    options.columns = columns
    options.header = header
    options.separator = separator
    options.quote = quote
    options.labelSeparator = labelSeparator
    options.breaks = breaks
    options.spanEncoding = spanEncoding
    options.offsets = offsets
    return options
  }

  /// The options for writing what is read with `reading`.
  ///
  /// - Throws: `ValidationError` for an option that the format does not use.
  func options(_ format: CorpusFormat, _ reading: ReadOptions) throws -> WriteOptions {
    var options = own(format)
    if let kept = format.keptColumns, kept == reading.format.keptColumns {
      options.layout = reading.layout
    } else if columns.isEmpty, format == reading.format, format == .parallelTSV {
      // The columns that were read, in their order.
      let named = reading.columns.sorted { Self.position($0.value) < Self.position($1.value) }
      options.columns = named.map(\.key)
      let byName = reading.columns.values.contains { if case .name = $0 { true } else { false } }
      options.header = header ?? reading.header ?? byName
    } else if columns.isEmpty, format == reading.format, format == .aligned {
      // Files of the names that were read.
      options.columns = reading.columns.sorted { $0.key < $1.key }.map { layer, file in
        if case .name(let name) = file { "\(layer)=\(name)" } else { layer }
      }
    }
    if let (name, _, formats) = options.idleField(), let flag = Self.flag(of: name) {
      throw ValidationError(
        "\(flag): \(format.rawValue) does not use it, only \(formats.map(\.rawValue).joined(separator: ", ")).")
    }
    options.labelLayer = reading.labelLayer
    options.language = reading.language
    options.targetLanguage = reading.targetName
    return options
  }

  private static func position(_ column: ColumnRef) -> (Int, String) {
    switch column {
    case .number(let number): (number, "")
    case .name(let name): (.max, name)
    }
  }
}
