import BraidFiles
import BraidCorpora
import BraidText

/// Writes documents to a file.
struct WriteStage: Stage {
  static let verb = "write"
  static let about = "writes documents to a file"
  static let output = StageOutputKind.files
  static let sharesPasses = true

  var of = ""
  var part = "train"
  var path = ""
  var deadLetters: String?
  private var format: CorpusFormat?
  private var writing = WriteOptions()

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("of", &of, required: true, "the stage whose documents are written")
    try visitor.choice("part", &part, of: ["train", "dev", "test"], "the part that is written")
    try visitor.choice("format", &format, among: CorpusFormat.writable, Self.formatAbout)
    try visitor.field("path", &path, required: true, "the file that is written")
    try visitor.field(
      "deadLetters", &deadLetters,
      "file for documents that the format cannot hold, as JSONL with the reason (default: none, they are an error)")
    try writing.fields(&visitor)
  }

  var references: [StageReference] { [StageReference("of", name: of, kind: .documents)] }
  var neededParts: [(stage: String, part: String)] { [(of, part)] }
  var outputFiles: [String] { options.files(path) }
  var writtenFiles: [WrittenFile] {
    outputFiles.map { WrittenFile($0, .corpus(options.format)) }
      + (deadLetters.map { [WrittenFile($0, .deadLetters)] } ?? [])
  }

  /// The writer's options.
  var options: WriteOptions {
    var options = writing
    options.format = .output(path, given: format)
    return options
  }

  static let formatAbout = "format of the file (default: from the file extension, else jsonl)"

  func check(in stage: PipelineStage, mistakes: inout [PipelineError]) {
    stage.check(deadLetters: deadLetters, outputs: outputFiles, mistakes: &mistakes)
    // What a format takes is not asked of one that can't be written.
    if let mistake = Self.mistake(
      options.format, key: "format", path: path, place: stage.place(of: format == nil ? "path" : "format"))
    {
      mistakes.append(mistake)
    } else {
      stage.check(writing: options, mistakes: &mistakes)
    }
  }

  /// That the format of a file can't be written; nil where it can.
  static func mistake(
    _ format: CorpusFormat, key: String, path: String, place: SourceLocation
  ) -> PipelineError? {
    guard !CorpusFormat.writable.contains(format) else { return nil }
    return .badValue(
      place, key: key, found: "\(format.rawValue), from the extension of `\(path)`",
      expected: "a format that can be written: \(CorpusFormat.writable.map(\.rawValue).joined(separator: ", "))")
  }
}
