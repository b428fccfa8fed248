public import BraidFiles
public import BraidText

/// What becomes of separators and line breaks in a cell of TSV.
public enum CellBreaks: String, Sendable, CaseIterable {
  /// They are written as spaces, and counted.
  case space
  /// The document is refused.
  case refuse
}

/// How documents are written: the format, and what the format leaves open.
public struct WriteOptions: Configurable, Sendable, Equatable {
  /// The format to write.
  public var format: CorpusFormat
  /// For tables, column files and CoNLL-U Plus: the layers to write, in order; empty: the format's usual columns.
  public var columns: [String]
  /// Whether a table starts with a line of column names; nil: it does when the table that is read does, or when its columns
  /// are the input's own.
  public var header: Bool?
  /// What stands between columns; nil: the format's own.
  public var separator: ColumnSeparator?
  /// What cells of a table are in where they need it: a character, which is doubled within them, or `none`; nil: as in the
  /// table that is read, if it has the same format, else `"` in CSV and none in TSV.
  public var quote: String?
  /// What stands between several labels in a cell of a table; nil: what stands there in the table that is read, `|` between
  /// predicted ones, and several gold labels are refused.
  public var labelSeparator: String?
  /// What becomes of separators and line breaks in a cell of TSV, which has no quotes unless it is given some.
  public var breaks: CellBreaks
  /// How spans are spelled as tags.
  public var spanEncoding: SpanEncoding
  /// What offsets of tokens and spans count in JSONL.
  public var offsets: OffsetUnit
  /// Name of the document label layer that `label` columns are taken from.
  public var labelLayer: String
  /// Name of the language of the source text.
  public var language: String?
  /// Name of the translation to write in parallel formats.
  public var targetLanguage: String
  /// The columns of the table that is read, which a table is written with when `columns` is empty; nil for the format's own.
  package var layout: TableLayout?
  /// Tasks and layers of the model that predicts, which may be named as columns whether or not they predict anything.
  package var tasks: [String] = []
  /// What follows them: the predictions of tasks.
  package var predicted: [PredictedColumn] = []
  /// Whether each prediction has its score behind it.
  package var predictedScores = true

  /// Braid's own JSONL.
  public init() { self.init(format: .jsonl) }

  /// Options for `format` with everything else as is usual for it.
  public init(format: CorpusFormat) {
    self.format = format
    columns = []
    header = nil
    separator = nil
    quote = nil
    labelSeparator = nil
    breaks = .space
    spanEncoding = .iob2
    offsets = .bytes
    labelLayer = "label"
    language = nil
    targetLanguage = ReadOptions.unnamedTarget
  }

  /// A quote character that can be none.
  public var problem: OptionProblem? {
    TableQuote.problem(quote, separator: ColumnSeparator.byte(separator, format))
  }

  /// Every option but the format, which each use has its own default of.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field(
      "columns", &columns, required: false,
      "layers to write as columns, in order (default: those of the table that is read, then the predictions; else "
        + "those of the format)")
    try visitor.field(
      "header", &header,
      "write a header line that names the columns of a table (default: if the table that is read has one)")
    try visitor.choice(
      "separator", &separator,
      "column separator of a table (default: that of the table that is read, else the format's own)")
    try visitor.field(
      "quote", &quote,
      "quote character of cells that need one, or none (default: that of the table that is read, else the format's own)"
    )
    try visitor.field(
      "labelSeparator", &labelSeparator,
      "separator of several labels in a cell of a table (default: that of the table that is read; | between predictions)"
    )
    try visitor.choice("breaks", &breaks, "tabs and line breaks in a cell of TSV, which has no quotes")
    try visitor.choice("spanEncoding", &spanEncoding, "tag encoding of spans")
    try visitor.choice("offsets", &offsets, "unit of the offsets in JSONL")
    try visitor.field("labelLayer", &labelLayer, required: false, "document layer of the label column")
    try visitor.field("language", &language, "language of the source text in parallel formats")
    try visitor.field("targetLanguage", &targetLanguage, required: false, "translation to write in parallel formats")
  }

  /// Whether one translation is written, and nobody has said which.
  package var hasOneTarget: Bool { TargetChoice(self).map { $0.name == nil } ?? false }

  /// Whether a table has the columns of the one that is read, and each prediction a column of its own.
  package var keepsColumns: Bool { format.isTable && columns.isEmpty && layout != nil }

  /// Whether CoNLL-U Plus has the columns of the file that is read.
  var keepsGlobalColumns: Bool { format == .conllup && columns.isEmpty && layout != nil }

  /// The predictions that have a column of their own among those that are asked for; a name of spans may say so.
  var predictedColumns: [PredictedColumn] {
    predicted.filter { columns.contains($0.name) || columns.contains($0.name + ColumnRole.spansEnding) }
  }

  /// Checks that no column has the name of a task that predicts several layers, none of which is called so: it would hold one
  /// of them.
  ///
  /// - Parameter predicted: What tasks predict.
  /// - Throws: `badWriteOption` with the columns that there are.
  package func checkTaskColumns(_ predicted: [PredictedColumn]) throws(CorpusError) {
    guard !columns.isEmpty, !predicted.isEmpty else { return }
    for name in columns {
      let own = predicted.filter { $0.task.utf8.elementsEqual(name.utf8) }
      guard own.count > 1, !own.contains(where: { $0.layer.name.utf8.elementsEqual(name.utf8) }) else { continue }
      throw .badWriteOption(
        name: "columns", found: "\(name), a task that predicts \(own.map { $0.layer.name }.joined(separator: " and "))",
        expected: "a column for each: \(own.map(\.name).joined(separator: ", "))")
    }
  }

  /// Tasks that predict several layers that a column may hold.
  var tasksOfSeveral: Set<String> {
    var counts: [String: Int] = [:]
    for column in predicted { counts[column.task, default: 0] += 1 }
    return Set(counts.filter { $0.value > 1 }.keys)
  }

  /// Whether a column by the bare name of a task holds what the documents have, as its prediction has a column of its own.
  func isApart(_ task: String) -> Bool {
    keepsColumns || predictedColumns.contains { $0.task.utf8.elementsEqual(task.utf8) }
  }

  /// Whether the first document says what the columns are.
  var awaitsPredictions: Bool {
    format.isTable || format.hasColumns && columns.contains { $0.hasPrefix(PredictedColumn.beginning) }
  }

  /// Whether a column of the table that is read is left out, since it holds what an earlier model predicted for a layer that
  /// is predicted now.
  func replaces(_ column: TableLayout.Column) -> Bool {
    guard case .field = column.part else { return false }
    return predicted.contains { $0.isCalled(column.name) }
  }

  /// Columns of the table that is read and that have no names: which of them an earlier model has written is not known.
  var unnamedColumns: [String] {
    guard keepsColumns, !predicted.isEmpty, let table = layout?.table, !table.hasHeader else { return [] }
    return table.columns.compactMap { column in
      guard case .field(let name) = column.part, name.utf8.starts(with: TableLayout.unnamed.utf8) else { return nil }
      return name
    }
  }

  /// The fields of a document that are left out so.
  var replacedFields: [String] {
    guard keepsColumns else { return [] }
    return (layout?.table?.columns ?? []).compactMap { column in
      guard replaces(column), case .field(let name) = column.part else { return nil }
      return name
    }
  }

  /// Whether the output is Braid's JSONL as it is kept everywhere, with offsets in bytes.
  package var isStandardJSONL: Bool { format == .jsonl && offsets == .bytes }

  /// The files that a writer to `path` makes; for brat the folder.
  package func files(_ path: String) -> [String] {
    format == .parallel ? ["\(path).\(language ?? "source")", "\(path).\(targetLanguage)"] : [path]
  }
}

extension WriteOptions {
  /// What stands around the rows of a table: as in the table that is read. The line that names the separator stands only in one of the
  /// same format that has this separator, a byte.
  func frame(separator: UInt8) -> TableFrame {
    guard format.isTable, let table = layout?.table, table.format.isTable else { return TableFrame() }
    var frame = table.frame
    if table.format != format || table.separator != separator { frame.separatorLine = nil }
    return frame
  }
}

/// Options behind one reference: a sink that may take back what it changed is copied with every document.
final class SinkOptions {
  let value: WriteOptions

  init(_ options: WriteOptions) { value = options }
}
