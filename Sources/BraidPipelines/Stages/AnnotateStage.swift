import BraidCorpora

/// Annotates files with a model.
struct AnnotateStage: Configurable {
  var model = ""
  var folder: String?
  var input: [String] = []
  var format = "text"
  var to = "jsonl"
  var output = ""
  var locale = "en"
  var tasks: [String] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("model", &model, required: false, "the train stage")
    try visitor.field("folder", &folder, "a model folder, in place of a train stage")
    try visitor.field("input", &input, required: true, "files or patterns")
    try visitor.choice(
      "format", &format, of: CorpusFormat.allCases.map(\.rawValue), required: false, "format of the input")
    try visitor.choice("to", &to, of: CorpusFormat.allCases.map(\.rawValue), required: false, "format of the output")
    try visitor.field("output", &output, required: true, "the file that is written")
    try visitor.field("locale", &locale, required: false, "BCP 47 locale of raw text")
    try visitor.field("tasks", &tasks, required: false, "the tasks that answer; none named: all")
  }
}
