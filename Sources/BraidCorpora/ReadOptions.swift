public import BraidFiles
public import BraidText

/// How a corpus is read: its format, and what the format leaves open.
public struct ReadOptions: Configurable, Sendable, Equatable {
  /// The format of every file.
  public var format: CorpusFormat
  /// Which column holds what, by name of the layer: `text`, `label`, `id`, `source`, `target`, or for column files any
  /// tag layer, `form`, and `LAYER:bio` for a span layer. Of aligned files, which file holds what: `text` or `tokens`,
  /// `tags:LAYER`, `LAYER:bio`, a label layer. Empty: the format's usual columns.
  public var columns: [String: ColumnRef]
  /// Which JSON member holds what, by name of the layer, for JSONL that Braid did not write: `text` or `tokens`, `label`,
  /// a label layer, `field:NAME`, `translation:LANGUAGE`, `tags:LAYER`, `LAYER:bio` for spans as tags, `spans:LAYER` for
  /// spans by characters.
  public var fields: [String: String]
  /// Whether the first line of a table names its columns; nil: it does when a column is asked for by name, when its cells
  /// are the names of the columns asked for, or when they are names, such as `text` and `id`, above other values.
  public var header: Bool?
  /// What stands between columns of a table; nil: the format's own, or in CSV the comma, semicolon, tab or pipe that cuts each of
  /// the first rows into as many cells.
  public var separator: ColumnSeparator?
  /// What cells of a table may be in so that they can hold separators and line breaks: a character, which is doubled within
  /// them, or `none`; nil: `"` in CSV, none in other tables.
  public var quote: String?
  /// What stands between several labels in a cell of a table, such as `;`; nil: a cell is one label.
  public var labelSeparator: String?
  /// How bytes spell characters.
  public var encoding: TextEncoding
  /// Whether bytes that are not UTF-8 are replaced by U+FFFD; otherwise they are an error.
  public var replaceInvalid: Bool
  /// What makes one document of a column file.
  public var documents: DocumentBoundary
  /// Name of the document label layer that `label` columns fill.
  public var labelLayer: String
  /// Whether texts of tables and lines are already tokens separated by single spaces.
  public var pretokenized: Bool
  /// Whether every sub-tree of a bracketed tree is a document of its own.
  public var phrases: Bool
  /// How spans are spelled as tags, with their marks; nil: found out from the tags of each file, which may be labels alone.
  public var spanEncoding: SpanEncoding?
  /// Whether a broken tag sequence is an error, and heads that are no tree; otherwise the one is repaired, the others are
  /// dropped, and both are counted.
  public var strictTags: Bool
  /// What the offsets of spans count, in JSON that Braid did not write; nil: code points, unless the spans' own texts
  /// show that it is another unit.
  public var spanOffsets: OffsetUnit?
  /// Whether tokens are cut where a span begins or ends inside one; otherwise the span takes in the whole of them.
  public var cutTokens: Bool
  /// BCP 47 language of the (source) text, when known.
  public var language: String?
  /// Name under which parallel formats store the translation; nil: the language that the file says, or `target` where it
  /// says none.
  public var targetLanguage: String?
  /// Whether translations that are not confirmed are read: fuzzy entries of PO, targets of XLIFF that are new or need
  /// work, variants of TMX that a model wrote. Otherwise they are missing.
  public var unconfirmed: Bool
  /// What a comment line of a column file starts with; empty: nothing, every line is a row; nil: `#`, before the first row
  /// of a sentence, on a line that is no row.
  public var comments: String?
  /// Largest document of the plain text formats in UTF-8 bytes; longer ones are cut, at the end of a sentence where one
  /// ends.
  /// nil: 1 MiB, and 1 GiB when documents are annotated, each of which is one in and one out.
  public var maximumDocumentBytes: Int?
  /// Largest record of several lines in bytes, such as a quoted field, a sentence of a column file, a tree: a longer one
  /// is an error, so that a quote that is never closed takes no more memory than that.
  package var maximumRecordBytes = 16 << 20
  /// Longest line of JSON in bytes; a longer one is an error.
  package var maximumLineBytes = LineSource.longestLine
  /// The rules of words and sentences by which text that is too long is cut.
  public var segmentation: SegmenterOptions
  /// Highest share, 0...1, of any unit (sentence, token, …) that may be dropped or truncated.
  public var maximumLost: Double
  /// Highest share, 0...1, of any unit that may be repaired.
  public var maximumRepaired: Double
  /// Where the bytes that were read are counted, for progress.
  public var meter: ReadMeter?
  /// The part of the records that is read; nil for all of them.
  package var shard: RecordShard?
  /// Whether what a model gave is read as predictions where a format tells it from what people wrote: Label Studio's predictions,
  /// translations of PO, XLIFF and TMX that are not confirmed, what has a score in HTML and TEI. Otherwise it is left aside and counted,
  /// but in HTML and TEI, where it stands among the other spans.
  package var readsPredictions = false
  /// Whether predictions are counted that stand among what people wrote and are told from it by a score, in the formats of `forLearning`.
  package private(set) var countsPredictions = false
  /// Whether translations of which a file says that they are in another language than `targetLanguage` keep its name.
  package var keepsOtherTargets = false
  /// Where a table's columns are noted, all of which are kept then; nil to read those that are mapped.
  package var layout: TableLayout?

  /// The options for documents that are learned from. What has a score in HTML, TEI, brat and XMI is a model's, and is read as
  /// predictions, which are no gold labels, and counted; `unconfirmed` takes it for what people wrote.
  package var forLearning: ReadOptions {
    guard [.html, .tei, .brat, .xmi].contains(format) else { return self }
    var options = self
    (options.readsPredictions, options.countsPredictions) = (!unconfirmed, !unconfirmed)
    options.unconfirmed = false
    return options
  }

  /// Plain lines.
  public init() { self.init(format: .lines) }

  /// Options for `format` with everything else as is usual for it.
  public init(format: CorpusFormat) {
    self.format = format
    columns = [:]
    fields = [:]
    header = nil
    separator = nil
    quote = nil
    labelSeparator = nil
    encoding = .utf8
    replaceInvalid = false
    documents = .sentence
    labelLayer = "label"
    pretokenized = false
    phrases = false
    spanEncoding = nil
    strictTags = false
    spanOffsets = nil
    cutTokens = false
    language = nil
    targetLanguage = nil
    unconfirmed = false
    comments = nil
    maximumDocumentBytes = nil
    segmentation = SegmenterOptions()
    maximumLost = 1
    maximumRepaired = 1
    meter = nil
  }

  /// The size at which plain text documents are cut when nothing is said.
  package static let standardDocumentBytes = 1 << 20

  /// An encoding that is not known, or a quote character that can be none.
  public var problem: OptionProblem? {
    guard encoding.isKnown else {
      return OptionProblem(
        "encoding", found: "`\(encoding.rawValue)`",
        expected: "an encoding that ICU knows, such as utf-8, windows-1252, shift_jis or koi8-r")
    }
    return TableQuote.problem(quote, separator: ColumnSeparator.byte(separator, format))
  }

  /// The byte that cells of a table may be in; nil for none.
  var quoteByte: UInt8? { TableQuote.byte(quote, format) }

  /// Every option but the format, which each use has its own default of.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    var names = columns.mapValues(\.description)
    try visitor.field(
      "columns", &names,
      "map a layer to a table column, by number from 1 or by name in the header, or to an aligned file")
    columns = names.mapValues { ColumnRef($0) }
    try visitor.field("fields", &fields, "map a layer to a JSON field (for JSONL not written by Braid)")
    try visitor.field("labelLayer", &labelLayer, required: false, "document layer for labels")
    try visitor.field(
      "header", &header,
      "whether the first line of a table names its columns (default: if a column is given by name, or its cells "
        + "are names, such as text, above other values)")
    try visitor.choice(
      "separator", &separator,
      "column separator of a table (default: the format's own; in CSV the comma, semicolon, tab or pipe that its "
        + "first rows have)")
    try visitor.field(
      "quote", &quote,
      "quote character of a table's cells, doubled within them, or none (default: \" in CSV, none in TSV)")
    try visitor.field(
      "labelSeparator", &labelSeparator, "separator of several labels in a cell of a table (default: one label a cell)")
    var name = encoding.rawValue
    try visitor.field("encoding", &name, required: false, "character encoding of the input, by any name that ICU knows")
    if name != encoding.rawValue { encoding = TextEncoding(rawValue: name) }
    try visitor.field("replaceInvalid", &replaceInvalid, "replace bytes that are not UTF-8 by U+FFFD")
    try visitor.field("pretokenized", &pretokenized, "read texts as tokens separated by single spaces")
    try visitor.field("phrases", &phrases, "read every sub-tree of a bracketed tree as a document")
    try visitor.field("language", &language, "BCP 47 language of the (source) text")
    try visitor.field(
      "targetLanguage", &targetLanguage,
      "name of the translation in parallel formats (default: the language that the file names, or target)")
    try visitor.field(
      "unconfirmed", &unconfirmed,
      "read unconfirmed translations of PO, XLIFF and TMX; with --rewrite or --into, keep them")
    try visitor.field(
      "comments", &comments,
      "start of comment lines in column files (default: # before the first row of a sentence; empty: none)")
    try visitor.choice("documents", &documents, "document boundaries in column files")
    try visitor.choice("spanEncoding", &spanEncoding, "tag encoding of spans (default: guessed from the tags)")
    try visitor.field("strictTags", &strictTags, "fail on broken tag sequences and on heads that are no tree")
    try visitor.choice(
      "spanOffsets", &spanOffsets, "unit of span offsets (default: characters, or what the spans' texts show)")
    try visitor.field("cutTokens", &cutTokens, "cut tokens where a span begins or ends inside one")
    try visitor.field(
      "maximumDocumentBytes", &maximumDocumentBytes, 1...(1 << 30),
      "maximum size of a plain text document, in bytes (default: 1 MiB; annotating: 1 GiB)")
    try visitor.field("maximumLost", &maximumLost, 0...1, "maximum share of any unit that may be dropped")
    try visitor.field("maximumRepaired", &maximumRepaired, 0...1, "maximum share of any unit that may be repaired")
  }
}

/// The character between the columns of a table.
public enum ColumnSeparator: String, Sendable, CaseIterable {
  case tab
  case comma
  case semicolon
  case pipe
  case space

  /// Its byte.
  public var byte: UInt8 {
    switch self {
    case .tab: 9
    case .comma: 44
    case .semicolon: 59
    case .pipe: 124
    case .space: 32
    }
  }

  /// The byte that an option names, or, where nothing is said, the format's own.
  static func byte(_ option: ColumnSeparator?, _ format: CorpusFormat) -> UInt8 {
    option?.byte ?? (format == .csv ? comma : tab).byte
  }
}
