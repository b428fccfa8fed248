/// What a stage does: its verb with the verb's options.
enum StageOptions {
  case read(ReadStage)
  case tokenize(TokenizeStage)
  case split(SplitStage)
  case vocabulary(VocabularyStage)
  case train(TrainStage)
  case evaluate(EvaluateStage)
  case annotate(AnnotateStage)
  case write(WriteStage)

  /// The verbs, in the order of the main job.
  static let verbs = ["read", "tokenize", "split", "vocabulary", "train", "evaluate", "annotate", "write"]

  /// Reads the options of `verb`; `verb` is one of `verbs`.
  static func read(_ verb: String, _ node: ConfigNode) throws(PipelineError) -> StageOptions {
    func options<Options: Configurable>(_ type: Options.Type) throws(PipelineError) -> Options {
      var options = Options()
      try ConfigReader.read(node, into: &options, inside: "`\(verb)`")
      return options
    }
    switch verb {
    case "read": return .read(try options(ReadStage.self))
    case "tokenize": return .tokenize(try options(TokenizeStage.self))
    case "split": return .split(try options(SplitStage.self))
    case "vocabulary": return .vocabulary(try options(VocabularyStage.self))
    case "train": return .train(try options(TrainStage.self))
    case "evaluate": return .evaluate(try options(EvaluateStage.self))
    case "annotate": return .annotate(try options(AnnotateStage.self))
    case "write": return .write(try options(WriteStage.self))
    default: preconditionFailure("the verb \(verb)")
    }
  }

  /// The verb.
  var verb: String {
    switch self {
    case .read: "read"
    case .tokenize: "tokenize"
    case .split: "split"
    case .vocabulary: "vocabulary"
    case .train: "train"
    case .evaluate: "evaluate"
    case .annotate: "annotate"
    case .write: "write"
    }
  }

  /// The options, as something that can be written out.
  var configurable: any Configurable {
    switch self {
    case .read(let stage): stage
    case .tokenize(let stage): stage
    case .split(let stage): stage
    case .vocabulary(let stage): stage
    case .train(let stage): stage
    case .evaluate(let stage): stage
    case .annotate(let stage): stage
    case .write(let stage): stage
    }
  }

  /// The schema of each verb's options.
  static func schemas() throws(PipelineError) -> [String: [String: Any]] {
    [
      "read": try SchemaBuilder.schema(of: ReadStage.self),
      "tokenize": try SchemaBuilder.schema(of: TokenizeStage.self),
      "split": try SchemaBuilder.schema(of: SplitStage.self),
      "vocabulary": try SchemaBuilder.schema(of: VocabularyStage.self),
      "train": try SchemaBuilder.schema(of: TrainStage.self),
      "evaluate": try SchemaBuilder.schema(of: EvaluateStage.self),
      "annotate": try SchemaBuilder.schema(of: AnnotateStage.self),
      "write": try SchemaBuilder.schema(of: WriteStage.self),
    ]
  }

  /// What the stage leaves for others.
  var output: StageOutputKind {
    switch self {
    case .read, .tokenize, .split: .documents
    case .vocabulary: .vocabulary
    case .train: .model
    case .evaluate: .scores
    case .annotate, .write: .files
    }
  }

  /// The stages that the stage refers to, the option that does, and what they must give.
  var references: [(option: String, name: String, kind: StageOutputKind)] {
    switch self {
    case .read: []
    case .tokenize(let stage): stage.of.map { ("of", $0, .documents) }
    case .split(let stage): [("of", stage.of, .documents)]
    case .vocabulary(let stage): stage.of.map { ("of", $0, .documents) }
    case .train(let stage):
      [("encoder.vocabulary", stage.encoder.vocabulary, .vocabulary)]
        + stage.tasks.flatMap { task -> [(option: String, name: String, kind: StageOutputKind)] in
          let documents = task.value.of.map {
            (option: "tasks.\(task.name).of", name: $0, kind: StageOutputKind.documents)
          }
          let vocabulary =
            task.value.vocabulary.isEmpty
            ? []
            : [(option: "tasks.\(task.name).vocabulary", name: task.value.vocabulary, kind: StageOutputKind.vocabulary)]
          return documents + vocabulary
        }
    case .evaluate(let stage): [("model", stage.model, .model)] + stage.of.map { ("of", $0, .documents) }
    case .annotate(let stage):
      stage.model.isEmpty ? [] : [("model", stage.model, .model)]
    case .write(let stage): [("of", stage.of, .documents)]
    }
  }
}
