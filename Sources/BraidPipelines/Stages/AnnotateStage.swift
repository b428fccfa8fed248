import BraidAnnotation
import BraidCorpora

/// Annotates files with a model.
struct AnnotateStage: Stage {
  static let verb = "annotate"
  static let about = "annotates files with a model"
  static let output = StageOutputKind.files

  var model = ""
  var folder: String?
  var input: [String] = []
  var format = "text"
  var to = "jsonl"
  var output = ""
  var locale: String?
  var tasks: [String] = []
  var alternatives = 0
  var attention = false

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("model", &model, required: false, "the train stage")
    try visitor.field("folder", &folder, "a model folder, in place of a train stage")
    try visitor.field("input", &input, required: true, "files, folders or patterns")
    try visitor.choice(
      "format", &format, of: CorpusFormat.allCases.map(\.rawValue), required: false, "format of the input")
    try visitor.choice("to", &to, of: CorpusFormat.allCases.map(\.rawValue), required: false, "format of the output")
    try visitor.field("output", &output, required: true, "the file that is written")
    try visitor.field("locale", &locale, "BCP 47 locale of raw text; otherwise that of the training texts")
    try visitor.field("tasks", &tasks, required: false, "the tasks that answer; none named: all")
    try visitor.field(
      "alternatives", &alternatives, 0...64, "most translations and tag sequences that are given beside the best")
    try visitor.field("attention", &attention, "whether translations say where each of their words came from")
  }

  var references: [StageReference] {
    folder != nil || model.isEmpty ? [] : [StageReference(option: "model", name: model, kind: .model)]
  }
  var inputFiles: [String] { (folder.map { [$0] } ?? []) + ((try? files) ?? input) }
  var outputFiles: [String] { [output] }

  /// The files that are annotated.
  var files: [String] {
    get throws(AnnotationError) { try InputFiles.expand(input, format: CorpusFormat(rawValue: format)) }
  }

  func check(name: String, place: Place) throws(PipelineError) {
    guard model.isEmpty, folder == nil else { return }
    throw .missingKey(
      place, key: "model", inside: "stage `\(name)`", expected: "a train stage, or a model `folder`")
  }
}
