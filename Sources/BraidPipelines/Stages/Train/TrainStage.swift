import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Foundation

/// Trains one model on several tasks.
struct TrainStage: Stage {
  static let verb = "train"
  static let about = "trains one model on several tasks"
  static let output = StageOutputKind.model

  /// The vocabulary stage of the encoder's words, pretrained vectors, and the encoder itself.
  var encoder = EncoderConfig()
  var tasks: [Named<TaskConfig>] = []
  /// The model that training starts from: a train stage, a model folder or a run folder; nil for none.
  var from: String?
  var keepTaskModels = false
  var training = TrainingOptions()
  private var kinds = TaskKinds.shipped
  /// How the model's raw texts are prepared: like those of the first corpus that a stage tokenizes, in the order of
  /// tasks, but that a text of words may have several sentences where each training text was one.
  private(set) var preparation = TextPreparation()
  /// Whether a stage tokenizes the texts of a corpus.
  private(set) var tokenizes = false
  /// The stages that read what the tasks learn from.
  private(set) var readStages: [String] = []
  /// Whether `from` names a stage.
  private var fromIsStage = false
  /// The names of the train stages above.
  private var modelsAbove: [String] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    let kinds = kinds
    try visitor.object("encoder", &encoder, "the shared encoder")
    try visitor.objects(
      "tasks", &tasks, new: { TaskConfig(kinds: kinds) }, required: true,
      "the tasks by name, in the order of the loss")
    try visitor.field(
      "from", &from, "model to start from: a train stage, a model folder or a run folder (default: random weights)")
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
    if let from, fromIsStage { references.append(StageReference(option: "from", name: from, kind: .model)) }
    return references
  }

  var neededParts: [(stage: String, part: String)] {
    tasks.flatMap { task in task.value.of.map { (stage: $0, part: "train") } }
  }

  var inputFiles: [String] { [encoder.vectors, sourceFolder].compactMap(\.self) }

  /// The folder of the model to start from; nil where there is none, or it is that of a stage. A run folder stands for the
  /// model in it.
  var sourceFolder: String? {
    guard let from, !fromIsStage else { return nil }
    return (try? JointModel.located(from)) ?? from
  }

  /// The model to start from; nil for none.
  ///
  /// - Throws: `TaskError` when there is no model, or it has another encoder than this stage.
  func source(in context: StageContext) throws -> SourceModel? {
    guard let from else { return nil }
    let model =
      fromIsStage ? try context.results.model(from) : try JointModel(contentsOf: from, kinds: context.kinds)
    let source = SourceModel(model)
    try source.check(encoder.options)
    return source
  }
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
    fromIsStage = stages.contains { $0.name == from }
    modelsAbove = stages.filter { type(of: $0.options).output == .model }.map(\.name)
    func found(_ source: String) -> TextPreparation? {
      guard let options = stages.last(where: { $0.name == source })?.options else { return nil }
      return options.textPreparation ?? options.references.first.flatMap { found($0.name) }
    }
    func reading(_ source: String) -> [String] {
      guard let options = stages.last(where: { $0.name == source })?.options else { return [] }
      return options is ReadStage ? [source] : options.references.flatMap { reading($0.name) }
    }
    readStages = []
    for name in sources.flatMap(reading) where !readStages.contains(name) { readStages.append(name) }
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
    for task in tasks {
      do {
        try task.value.options(task.name).checkDirections(encoder.options.lstm)
      } catch {
        guard case .leaks(_, let option, let reading) = error else { return }
        throw .badValue(
          task.place, key: option, found: reading, expected: TaskError.statesWithoutLeak(option))
      }
    }
    let parts = [JointModel.encoderPart] + tasks.map(\.name)
    for (option, names, known) in [
      ("freeze", training.freeze, parts), ("rates", training.rates.keys.sorted(), parts),
      ("unfreeze", training.unfreeze.keys.sorted(), training.freeze),
    ] {
      for part in names where !known.contains(part) {
        throw .badValue(
          place, key: option, found: "`\(part)`",
          expected: option == "unfreeze" ? "parts that `freeze` names" : known.joined(separator: ", "),
          nearest: SpellingSuggestion.name(for: part, among: known))
      }
    }
    guard let from, !fromIsStage, !from.contains("/"), !FileManager.default.fileExists(atPath: from) else { return }
    throw .badValue(
      place, key: "from", found: "`\(from)`",
      expected: "a train stage above" + (modelsAbove.isEmpty ? "" : " (\(modelsAbove.joined(separator: ", ")))")
        + ", or a model or run folder", nearest: SpellingSuggestion.name(for: from, among: modelsAbove))
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
