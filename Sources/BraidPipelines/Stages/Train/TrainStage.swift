import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining

/// Trains one model on several tasks.
struct TrainStage: Stage {
  static let verb = "train"
  static let about = "trains one model on several tasks"
  static let output = StageOutputKind.model

  /// The vocabulary stage of the encoder's words, pretrained vectors, and the encoder itself.
  var encoder = EncoderConfig()
  var tasks: [Named<TaskConfig>] = []
  var keepTaskModels = false
  var training = TrainingOptions()
  private var kinds = TaskKinds.shipped
  /// How the model's raw texts are prepared: like those of the first corpus that a stage tokenizes, in the order of
  /// tasks, but that a text of words may have several sentences where each training text was one.
  private(set) var preparation = TextPreparation()
  /// Whether a stage tokenizes the texts of a corpus.
  private(set) var tokenizes = false

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    let kinds = kinds
    try visitor.object("encoder", &encoder, "the shared encoder")
    try visitor.objects(
      "tasks", &tasks, new: { TaskConfig(kinds: kinds) }, required: true,
      "the tasks by name, in the order of the loss")
    try visitor.field(
      "keepTaskModels", &keepTaskModels, "whether to keep the best weights of each task as a model of its own")
    try training.fields(&visitor)
  }

  var problem: OptionProblem? { training.problem }

  var references: [StageReference] {
    var references = [StageReference(option: "encoder.vocabulary", name: encoder.vocabulary, kind: .vocabulary)]
    for task in tasks {
      references += task.value.of.map { StageReference(option: "tasks.\(task.name).of", name: $0, kind: .documents) }
      references += task.value.vocabularies.sorted { $0.key < $1.key }.map {
        StageReference(option: "tasks.\(task.name).vocabulary", name: $0.value, kind: .vocabulary)
      }
    }
    return references
  }

  var neededParts: [(stage: String, part: String)] {
    tasks.flatMap { task in task.value.of.map { (stage: $0, part: "train") } }
  }

  var inputFiles: [String] { encoder.vectors.map { [$0] } ?? [] }
  var usesSeed: Bool { true }

  /// The stages that the tasks learn from, each once: each is one corpus, whose documents are encoded once for all tasks.
  var sources: [String] {
    var names: [String] = []
    for source in tasks.flatMap(\.value.of) where !names.contains(source) { names.append(source) }
    return names
  }

  var predictedLayers: [(task: String, layers: [AnnotationLayer])] {
    tasks.map { ($0.name, $0.value.kind?.writtenLayers ?? []) }
  }

  mutating func use(_ kinds: TaskKinds) { self.kinds = kinds }

  mutating func placed(below stages: [PipelineStage]) {
    func found(_ source: String) -> TextPreparation? {
      guard let options = stages.last(where: { $0.name == source })?.options else { return nil }
      return options.textPreparation ?? options.references.first.flatMap { found($0.name) }
    }
    guard let first = sources.lazy.compactMap(found).first else { return }
    preparation = first
    tokenizes = true
    if preparation.unit == .word, preparation.sentences == .none { preparation.sentences = .icu }
  }

  func reasonToRun(_ variants: TrainingVariants) -> RunReason? {
    if variants.start == .fresh { return .startedOver }
    return variants.baselines || variants.seeds > 1 ? .variants : nil
  }

  func check(name: String, place: SourceLocation) throws(PipelineError) {
    guard !tasks.isEmpty else {
      throw .missingKey(place, key: "tasks", inside: "stage `\(name)`", expected: "at least one task")
    }
    for task in tasks where !JointModel.isName(task.name) {
      throw .badValue(
        task.place, key: "tasks", found: "a task named `\(task.name)`",
        expected: "a name without `/` and control characters, and not `encoder`")
    }
  }
}

/// The shared encoder as a pipeline has it.
struct EncoderConfig: Configurable {
  var vocabulary = ""
  var vectors: String?
  var options = EncoderOptions()

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("vocabulary", &vocabulary, required: true, "the vocabulary stage of its words")
    try visitor.field("vectors", &vectors, "pretrained vectors in GloVe's text format, plain or gzip")
    try options.fields(&visitor)
  }
}
