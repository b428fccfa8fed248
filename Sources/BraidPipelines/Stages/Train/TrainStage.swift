import BraidFiles
import BraidLayers
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
  /// The model that training starts from: a train stage, a model or a run folder; nil for none.
  var from: String?
  /// The models that teach each task: train stages, models or run folders.
  var teachers: [Named<TeacherConfig>] = []
  /// The model that cuts raw texts: a train stage, a model or a run folder; nil for the one that tokenized the documents,
  /// or rules.
  var segmenter: String?
  var keepTaskModels = false
  var training = TrainingOptions()
  private var kinds = TaskKinds.shipped
  /// How the model's raw texts are prepared: like those of the first corpus that a stage tokenizes, in the order of
  /// tasks, but that a text of words may have several sentences where each training text was one.
  private(set) var preparation = TextPreparation()
  private(set) var localeConflict: LocaleConflict?
  /// Whether a stage tokenizes the texts of a corpus.
  private(set) var tokenizes = false
  /// The stages that read what the tasks learn from.
  private(set) var readStages: [String] = []
  /// The stages among the names of teachers.
  private(set) var teacherStages: Set<String> = []
  /// Whether `from` names a stage.
  private(set) var fromIsStage = false
  /// Whether `segmenter` names a stage.
  private(set) var segmenterIsStage = false
  /// The train stage whose model tokenized the documents of a task; nil for none.
  private var tokenizedBy: String?
  /// Segmentation tasks that learn from a stage whose documents are not characters.
  private(set) var withoutCharacters: [String: String] = [:]
  /// The names of the train stages above.
  private(set) var modelsAbove: [String] = []
  /// Whether `encoder.contextual` names a stage.
  private(set) var contextualIsStage = false
  /// What the tokens of that stage's model are, and whether its encoder is given vectors itself; nil for a model folder.
  private(set) var contextualStage: (tokens: ReadTokens?, isGivenVectors: Bool)?
  /// Whether all stages that its documents come from are known, so that `readTokens` is right.
  private(set) var knowsTokens = true

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    let kinds = kinds
    try visitor.object("encoder", &encoder, "the shared encoder")
    try visitor.objects(
      "tasks", &tasks, new: { TaskConfig(kinds: kinds) }, required: true,
      "the tasks by name, in the order of the loss")
    try visitor.field(
      "from", &from, "model to start from: a train stage, a model or a run folder (default: random weights)")
    try visitor.objects(
      "teachers", &teachers, new: { TeacherConfig() }, required: false,
      "by task, trained models that say what it should predict, beside its gold labels")
    try visitor.field(
      "segmenter", &segmenter,
      "model with a segmentation task that cuts raw texts: a train stage, a model or a run folder (default: the one that "
        + "tokenized the documents, or rules)")
    try visitor.field(
      "keepTaskModels", &keepTaskModels, "whether to keep the best weights of each task as a model of its own")
    try training.fields(&visitor)
  }

  var problem: OptionProblem? { training.problem }

  var references: [StageReference] {
    var references = [StageReference("encoder", "vocabulary", name: encoder.vocabulary, kind: .vocabulary)]
    for task in tasks {
      references += task.value.of.map { StageReference("tasks", task.name, "of", name: $0, kind: .documents) }
      references += task.value.vocabularies.sorted { $0.key < $1.key }.map {
        StageReference("tasks", task.name, "vocabulary", name: $0.value, kind: .vocabulary)
      }
    }
    if let from, fromIsStage { references.append(StageReference("from", name: from, kind: .model)) }
    for teacher in teachers {
      references += teacher.value.of.filter(teacherStages.contains).map {
        StageReference("teachers", teacher.name, "of", name: $0, kind: .model)
      }
    }
    if let name = encoder.contextual, contextualIsStage {
      references.append(StageReference("encoder", "contextual", name: name, kind: .model))
    }
    if let name = segmenterName, segmenterIsStage {
      references.append(StageReference("segmenter", name: name, kind: .model))
    }
    return references
  }

  var neededParts: [(stage: String, part: String)] {
    tasks.flatMap { task in task.value.of.map { (stage: $0, part: "train") } }
  }

  var runNames: [String] { [""] }
  var inputFiles: [String] {
    [encoder.vectors, contextualFolder, sourceFolder, segmenterFolder].compactMap(\.self) + encoder.inputs
      + teachers.flatMap(\.value.of).filter { !teacherStages.contains($0) }.map(Self.folder)
  }

  /// The folder of the model that a path names.
  private static func folder(_ path: String) -> String { (try? JointModel.located(path)) ?? path }

  /// The teachers of each task.
  ///
  /// - Throws: `TaskError` when there is no such model.
  func teacherModels(in context: StageContext) throws -> [String: [JointModel]] {
    var models: [String: [JointModel]] = [:]
    for teacher in teachers {
      models[teacher.name] = try teacher.value.of.map { name in
        teacherStages.contains(name)
          ? try context.results.model(name) : try JointModel(contentsOf: name, kinds: context.kinds)
      }
    }
    return models
  }

  /// The stage or path of the model that cuts raw texts; nil for none.
  var segmenterName: String? { segmenter ?? tokenizedBy }

  /// The folder of the model that cuts raw texts; nil where there is none, or it is that of a stage.
  private var segmenterFolder: String? {
    guard let name = segmenterName, !segmenterIsStage else { return nil }
    return (try? JointModel.located(name)) ?? name
  }

  /// The model that cuts raw texts; nil for rules.
  ///
  /// - Throws: `TaskError` when there is no model, `PipelineError` when it does not segment texts.
  func segmenterModel(in context: StageContext) throws -> JointModel? {
    guard let name = segmenterName else { return nil }
    let model =
      segmenterIsStage ? try context.results.model(name) : try JointModel(contentsOf: name, kinds: context.kinds)
    guard var segmenter = model.segmentsText ? model : model.segmenter else {
      throw PipelineError.stage(
        name: context.stage, reason: "the model of `segmenter`, `\(name)`, has no segmentation task",
        advice: "Name a model with a task of the kind `segmentation`.")
    }
    segmenter.segmenter = nil
    return segmenter
  }

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
    try source.check(encoder.options, contextual: try contextualModel(in: context), inputs: try inputVectors())
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
    contextualIsStage = stages.contains { $0.name == encoder.contextual }
    contextualStage = encoder.contextual.flatMap(stages.trainStage).map {
      ($0.knowsTokens ? $0.readTokens : nil, $0.encoder.isGivenVectors)
    }
    knowsTokens = sources.allSatisfy(stages[...].isKnown)
    teacherStages = Set(teachers.flatMap(\.value.of)).intersection(stages.map(\.name))
    placeSegmenter(below: stages)
    modelsAbove = stages.filter { type(of: $0.options).output == .model }.map(\.name)
    // A stage may name itself or one below it, which is an error that is found later: only what is above counts.
    func reading(_ source: String, above: ArraySlice<PipelineStage>) -> [String] {
      guard let index = above.lastIndex(where: { $0.name == source }) else { return [] }
      let options = above[index].options
      return options is ReadStage ? [source] : options.references.flatMap { reading($0.name, above: above[..<index]) }
    }
    readStages = []
    for name in sources.flatMap({ reading($0, above: stages[...]) }) where !readStages.contains(name) {
      readStages.append(name)
    }
    let locales = sources.flatMap { stages[...].locales(of: $0) }
    defer {
      localeConflict = LocaleConflict(
        locales, consequence: "the model cuts raw text by the rules of `\(preparation.locale)`")
    }
    guard let first = sources.lazy.compactMap({ stages[...].first(of: $0) { $0.textPreparation } }).first else {
      preparation = preparation.with(locale: locales.first?.tag)
      return
    }
    preparation = first
    tokenizes = true
    if preparation.unit == .word, preparation.sentences == .none { preparation.sentences = .icu }
  }

  /// Finds out what cuts raw texts, and where segmentation tasks have no characters.
  private mutating func placeSegmenter(below stages: [PipelineStage]) {
    tokenizedBy = sources.lazy.compactMap { stages[...].first(of: $0) { $0.segmenterStage } }.first
    segmenterIsStage = segmenterName.map { name in stages.contains { $0.name == name } } ?? false
    for task in tasks where task.value.kind?.segmentsText == true {
      withoutCharacters[task.name] = task.value.of.first {
        stages[...].isKnown($0) && stages[...].first(of: $0) { type(of: $0).makesWindows ? true : nil } == nil
      }
    }
  }

  /// What the tokens are that its model reads.
  var readTokens: ReadTokens {
    ReadTokens(
      unit: preparation.unit, segmentsText: tasks.contains { $0.value.kind?.segmentsText == true })
  }

  func reasonToRun(_ variants: TrainingVariants) -> RunReason? {
    if variants.start == .fresh { return .startedOver }
    return variants.baselines || variants.seeds > 1 ? .variants : nil
  }
}

/// The teachers of a task as a pipeline has them.
struct TeacherConfig: Configurable {
  /// Train stages, model folders or run folders; the mean of several is what is taught.
  var of: [String] = []

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field(
      "of", &of, required: false, "train stages, model folders or run folders; of several the mean is taught")
  }

  var problem: OptionProblem? {
    of.isEmpty ? OptionProblem("of", found: nil, expected: "a train stage, a model folder or a run folder") : nil
  }
}

/// The shared encoder as a pipeline has it.
struct EncoderConfig: Configurable {
  var vocabulary = ""
  var vectors: String?
  /// The frozen model whose states are features of words: a train stage, a model or a run folder; nil for none.
  var contextual: String?
  /// Files of vectors of tokens of other software; none if empty.
  var inputs: [String] = []
  var options = EncoderOptions()

  /// Whether the encoder is given vectors of tokens beside their words.
  var isGivenVectors: Bool { contextual != nil || !inputs.isEmpty }

  mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("vocabulary", &vocabulary, required: true, "the vocabulary stage of its words")
    try visitor.field("vectors", &vectors, "pretrained vectors in GloVe's text format, plain or gzip")
    try visitor.field(
      "contextual", &contextual,
      "frozen model whose states are features of words: a train stage, a model or a run folder, or a model's name")
    try visitor.field(
      "inputs", &inputs, required: false,
      "safetensors files with vectors of tokens of other software, a tensor for each training and development document"
    )
    if contextual != nil, options.states == nil { options.states = ContextualOptions() }
    try options.fields(&visitor)
  }

  var problem: OptionProblem? {
    guard options.states != nil, contextual == nil else { return nil }
    return OptionProblem("states", found: "given", expected: "none without a model `contextual`")
  }
}
