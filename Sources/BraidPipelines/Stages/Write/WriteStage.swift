import BraidFiles
import BraidCorpora
import BraidText

/// Writes documents to a file.
struct WriteStage: Stage {
  static let verb = "write"
  static let about = "writes documents to a file"
  static let output = StageOutputKind.files

  var of = ""
  var part = "train"
  var path = ""
  private var format: CorpusFormat = .jsonl
  private var writing = WriteOptions()

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stage whose documents are written")
    try visitor.choice("part", &part, of: ["train", "dev", "test"], "the part that is written")
    try visitor.choice("format", &format, among: CorpusFormat.writable, "format of the file")
    try visitor.field("path", &path, required: true, "the file that is written")
    try writing.fields(&visitor)
  }

  var references: [StageReference] { [StageReference(option: "of", name: of, kind: .documents)] }
  var neededParts: [(stage: String, part: String)] { [(of, part)] }
  var outputFiles: [String] { options.files(path) }

  /// The writer's options.
  var options: WriteOptions {
    var options = writing
    options.format = format
    return options
  }
}
