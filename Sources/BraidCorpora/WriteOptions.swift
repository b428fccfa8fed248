public import BraidText

/// How documents are written: the format, and what the format leaves open.
public struct WriteOptions: Sendable, Equatable {
  /// The format to write.
  public var format: CorpusFormat
  /// For tables and column files: the layers to write, in order; empty: the format's usual columns.
  public var columns: [String]
  /// Whether a table starts with a line of column names.
  public var header: Bool
  /// The byte between columns; nil: the format's own.
  public var separator: UInt8?
  /// How spans are spelled as tags.
  public var spanEncoding: SpanEncoding
  /// Name of the document label layer that `label` columns are taken from.
  public var labelLayer: String
  /// Name of the language of the source text.
  public var language: String?
  /// Name of the translation that parallel formats write.
  public var targetLanguage: String

  /// Options for `format` with everything else as is usual for it.
  public init(format: CorpusFormat) {
    self.format = format
    columns = []
    header = false
    separator = nil
    spanEncoding = .iob2
    labelLayer = "label"
    language = nil
    targetLanguage = "target"
  }

  /// The files that a writer to `path` makes; for brat the folder.
  package func files(_ path: String) -> [String] {
    format == .parallel ? ["\(path).\(language ?? "source")", "\(path).\(targetLanguage)"] : [path]
  }
}
