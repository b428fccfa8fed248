import BraidCorpora
import BraidText

/// Writes documents to a file.
struct WriteStage: Stage {
  static let verb = "write"
  static let about = "writes documents to a file"
  static let output = StageOutputKind.files

  var of = ""
  var part = "train"
  var format = "jsonl"
  var path = ""
  var columns: [String] = []
  var header = false
  var label = "label"
  var spans = SpanEncoding.iob2.rawValue
  var source: String?
  var target = "target"

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("of", &of, required: true, "the stage whose documents are written")
    try visitor.choice("part", &part, of: ["train", "dev", "test"], required: false, "the part that is written")
    try visitor.choice(
      "format", &format, of: CorpusFormat.allCases.map(\.rawValue), required: false, "format of the file")
    try visitor.field("path", &path, required: true, "the file that is written")
    try visitor.field(
      "columns", &columns, required: false, "tables and column files: the layers, in order; none named: the usual ones")
    try visitor.field("header", &header, "tables: whether the first line names the columns")
    try visitor.field("label", &label, required: false, "document layer that a `label` column is taken from")
    try visitor.choice(
      "spans", &spans, of: SpanEncoding.allCases.map(\.rawValue), required: false, "how spans are spelled as tags")
    try visitor.field("source", &source, "parallel formats: language of the text")
    try visitor.field("target", &target, required: false, "parallel formats: the aligned text that is written")
  }

  var references: [StageReference] { [StageReference(option: "of", name: of, kind: .documents)] }
  var neededParts: [(stage: String, part: String)] { [(of, part)] }
  var outputFiles: [String] { options.files(path) }

  /// The writer's options.
  var options: WriteOptions {
    var options = WriteOptions(format: CorpusFormat(rawValue: format) ?? .jsonl)
    options.columns = columns
    options.header = header
    options.labelLayer = label
    options.spanEncoding = SpanEncoding(rawValue: spans) ?? .iob2
    options.language = source
    options.targetLanguage = target
    return options
  }
}
