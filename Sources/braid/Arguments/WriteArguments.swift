import ArgumentParser
import BraidCorpora
import BraidText

/// How documents are written, beside the format.
struct WriteArguments: ParsableArguments {
  @Option(
    name: .customLong("write-column"),
    help: ArgumentHelp("A layer to write as a column, in order; otherwise the format's usual ones.", valueName: "layer")
  )
  var columns: [String] = []

  @Flag(name: .customLong("write-header"), help: "Name the columns of a table in its first line.")
  var header = false

  @Option(name: .customLong("spans"), help: ArgumentHelp("How spans are spelled as tags.", valueName: "encoding"))
  var spanEncoding: SpanEncoding = .iob2

  /// The options for writing what is read with `reading`.
  func options(_ format: CorpusFormat, _ reading: ReadOptions) -> WriteOptions {
    var options = WriteOptions(format: format)
    options.columns = columns
    options.header = header
    if columns.isEmpty, format == reading.format, [.tsv, .csv, .parallelTSV].contains(format) {
      // The columns that were read, in their order.
      let named = reading.columns.sorted { Self.position($0.value) < Self.position($1.value) }
      options.columns = named.map(\.key)
      let byName = reading.columns.values.contains { if case .name = $0 { true } else { false } }
      options.header = header || (reading.header ?? byName)
    }
    options.spanEncoding = spanEncoding
    options.labelLayer = reading.labelLayer
    options.language = reading.language
    options.targetLanguage = reading.targetLanguage
    return options
  }

  private static func position(_ column: ColumnRef) -> (Int, String) {
    switch column {
    case .number(let number): (number, "")
    case .name(let name): (.max, name)
    }
  }
}
