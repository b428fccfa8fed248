public import BraidFiles
public import BraidText

/// How a corpus is read: its format, and what the format leaves open.
public struct ReadOptions: Sendable, Equatable {
  /// The format of every file.
  public var format: CorpusFormat
  /// Which column holds what, by name of the layer: `text`, `label`, `id`, `source`, `target`, or for column files any
  /// tag layer, `form`, and `LAYER:bio` for a span layer. Empty: the format's usual columns.
  public var columns: [String: ColumnRef]
  /// Which JSON member holds what, by name of the layer, for JSONL that Braid did not write.
  public var fields: [String: String]
  /// Whether the first line of a table names its columns; nil: it does when a column is asked for by name, or
  /// when its cells are the names of the columns asked for or, where none are, all names such as `label`, `text` and `id`.
  public var header: Bool?
  /// The byte between columns of a table; nil: the format's own.
  public var separator: UInt8?
  /// How bytes spell characters.
  public var encoding: TextEncoding
  /// What happens to bytes that are not UTF-8.
  public var invalidUTF8: InvalidUTF8Policy
  /// What makes one document of a column file.
  public var documents: DocumentBoundary
  /// Name of the document label layer that `label` columns fill.
  public var labelLayer: String
  /// Whether texts of tables and lines are already tokens separated by single spaces.
  public var pretokenized: Bool
  /// Whether every sub-tree of a bracketed tree is a document of its own.
  public var phrases: Bool
  /// How spans are spelled as tags; nil: found out from the tags of each file.
  public var spanEncoding: SpanEncoding?
  /// Whether a broken tag sequence is an error; otherwise it is repaired and counted.
  public var strictTags: Bool
  /// BCP 47 language of the (source) text, when known.
  public var language: String?
  /// Name under which parallel formats store the translation.
  public var targetLanguage: String
  /// Largest document of the plain text formats in UTF-8 bytes; longer ones are cut, at the end of a sentence where one
  /// ends.
  public var maximumDocumentBytes: Int
  /// The rules of words and sentences by which text that is too long is cut.
  public var segmentation: SegmenterOptions
  /// Highest share, 0...1, of any unit (sentence, token, …) that may be dropped or truncated.
  public var maximumLost: Double
  /// Highest share, 0...1, of any unit that may be repaired.
  public var maximumRepaired: Double
  /// Where the bytes that were read are counted, for progress.
  public var meter: ReadMeter?

  /// Options for `format` with everything else as is usual for it.
  public init(format: CorpusFormat) {
    self.format = format
    columns = [:]
    fields = [:]
    header = nil
    separator = nil
    encoding = .utf8
    invalidUTF8 = .refuse
    documents = .sentence
    labelLayer = "label"
    pretokenized = false
    phrases = false
    spanEncoding = nil
    strictTags = false
    language = nil
    targetLanguage = "target"
    maximumDocumentBytes = 1 << 20
    segmentation = SegmenterOptions()
    maximumLost = 1
    maximumRepaired = 1
    meter = nil
  }
}
