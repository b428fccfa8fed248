public import BraidFiles
public import BraidTasks
import BraidText

/// How documents are annotated in batch.
public struct AnnotationOptions: Configurable, Sendable, Equatable {
  /// Names of the tasks to run; empty for all of the model's.
  public var tasks: [String] = []
  /// BCP 47 locale of the rules that split raw text; nil for the model's own.
  public var locale: String? { didSet { locale = locale.map(TextLocale.canonical) } }
  /// Files of vectors of tokens of other software, for a model that is given such; see `InputVectors`.
  public var inputs: [String] = []
  /// What is output besides the predicted labels.
  public var predictions = PredictionOptions()
  /// Whether a record that can't be read ends the run, instead of going to the rejected records.
  public var strict = false
  /// Seconds between syncs of the output to disk.
  public var syncSeconds = 2.0
  /// Threads; 0 for one a core.
  public var threads = 0
  /// Bytes of text that are annotated in one go, for each thread; four times as many are on their way at once, apart from a
  /// single larger document.
  public var chunkBytes = 128 << 10

  /// All tasks, the model's rules, a thread a core.
  public init() {}

  /// A model with the vectors that it is given.
  ///
  /// - Throws: `TaskError` when it needs some and there are none, or they are not for it.
  package func prepare(_ model: JointModel) throws(TaskError) -> JointModel {
    var model = model
    if !inputs.isEmpty { try model.setInputs(InputVectors(inputs)) }
    try model.checkInputs()
    return model
  }

  /// Checks that a task can give each thing that is asked for.
  ///
  /// - Parameter kinds: those of the tasks that are run.
  /// - Throws: `AnnotationError.idleOption`.
  package func check(_ kinds: [any TaskKind]) throws(AnnotationError) {
    let given = kinds.reduce(into: Set<PredictionOptions.Extra>()) { $0.formUnion($1.extras) }
    for extra in PredictionOptions.Extra.allCases where !given.contains(extra) {
      guard let found = predictions.asked(extra) else { continue }
      throw .idleOption(extra.rawValue, found: found, expected: extra.about)
    }
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? { TextLocale.problem("locale", locale) }

  /// Every option but threads and chunks, which change no result.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("tasks", &tasks, required: false, "tasks to run (default: all)")
    try visitor.field("locale", &locale, "BCP 47 locale of raw text (default: that of the training texts)")
    try visitor.field("inputs", &inputs, required: false, InputVectors.about)
    try predictions.fields(&visitor)
    try visitor.field("strict", &strict, "stop at the first record that cannot be read")
    try visitor.field("syncSeconds", &syncSeconds, 0...86_400, "seconds between syncs of the output to disk")
  }
}
