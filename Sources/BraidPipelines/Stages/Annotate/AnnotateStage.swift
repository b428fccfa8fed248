import BraidFiles
import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidText

/// Annotates files with a model.
struct AnnotateStage: Stage {
  static let verb = "annotate"
  static let about = "annotates files with a model"
  static let output = StageOutputKind.files

  var model = ""
  var folder: String?
  var input: [String] = []
  var format = CorpusFormat.text
  private var to: CorpusFormat?
  var output = ""
  var deadLetters: String?
  var options = AnnotationOptions()
  private var reading = ReadOptions()
  private var writing = WriteOptions()

  /// The vectors that its train stage is given.
  private var inputsAbove: [String] = []
  /// The layers that the tasks of its train stage write.
  private var predictedLayersAbove: [(task: String, layers: [AnnotationLayer])] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("model", &model, required: false, "the train stage")
    try visitor.field(
      "folder", &folder,
      "a model, in place of a train stage: a folder, a file of `braid model pack`, or the name of one that is installed"
    )
    try visitor.field("input", &input, required: true, "files, folders or patterns")
    try visitor.choice("format", &format, "format of the input")
    try visitor.choice("to", &to, among: CorpusFormat.writable, WriteStage.formatAbout)
    try visitor.field("output", &output, required: true, "the file that is written")
    try visitor.field("deadLetters", &deadLetters, "file for rejected records (default: OUTPUT.dead-letters.jsonl)")
    try visitor.object("reading", &reading, "how the input is read")
    try visitor.object("writing", &writing, "how the output is written")
    try options.fields(&visitor)
  }

  /// How the input is read.
  var readOptions: ReadOptions {
    var options = reading
    options.format = format
    return options
  }

  /// How the output is written.
  var writeOptions: WriteOptions {
    var options = writing
    options.format = .output(output, given: to)
    return options
  }

  var references: [StageReference] {
    folder != nil || model.isEmpty ? [] : [StageReference(option: "model", name: model, kind: .model)]
  }
  var inputFiles: [String] {
    (folder.map { [(try? JointModel.located($0)) ?? $0] } ?? []) + ((try? files) ?? input) + inputs
  }
  /// The files of vectors that the model is given.
  private var inputs: [String] { options.inputs.isEmpty ? inputsAbove : options.inputs }
  var outputFiles: [String] { writeOptions.files(output) }

  /// The job, for some files.
  func job(input: [String]) -> AnnotationJob {
    var job = AnnotationJob(input: input, reading: readOptions, output: output, form: .documents(writeOptions))
    job.deadLetters = deadLetters
    job.options = options
    job.options.inputs = inputs
    return job
  }

  /// The files that are annotated.
  var files: [String] {
    get throws(AnnotationError) { try InputFiles.expand(input, format: format) }
  }

  mutating func placed(below stages: [PipelineStage]) {
    inputsAbove = folder == nil ? stages.trainStage(model)?.encoder.inputs ?? [] : []
    predictedLayersAbove = stages.last { $0.name == model }?.options.predictedLayers ?? []
  }

  func check(name: String, place: SourceLocation) throws(PipelineError) {
    try WriteStage.check(writeOptions.format, key: "to", path: output, place: place)
    let known = predictedLayersAbove.map(\.task)
    for task in options.tasks where !known.isEmpty && !known.contains(task) {
      throw .badValue(
        place, key: "tasks", found: "`\(task)`", expected: "tasks of `\(model)`: \(known.joined(separator: ", "))",
        nearest: SpellingSuggestion.name(for: task, among: known))
    }
    let asked = predictedLayersAbove.filter { options.tasks.isEmpty || options.tasks.contains($0.task) }
    if let shared = job(input: []).sharedLayer(asked) {
      throw .badValue(
        place, key: "tasks",
        found: "`\(shared.first)` and `\(shared.second)`, which both write \(shared.layer.description)",
        expected: "one of them, or `to: jsonl`, which holds both")
    }
    guard model.isEmpty, folder == nil else { return }
    throw .missingKey(
      place, key: "model", inside: "stage `\(name)`", expected: "a train stage, or a model `folder`")
  }
}
