public import BraidFiles
public import BraidTraining

/// How it is measured which tasks help each other.
public struct AffinityRequest: Configurable {
  /// Steps between measurements.
  public var interval = 10
  /// Passes over the training data; nil for those of the pipeline.
  public var epochs: Int?
  /// Whether the losses of all sets of tasks are estimated from gradients at the joint model, too.
  public var linearized = false
  /// What the groups follow from; `linearized` asks for these estimates.
  public var groupBy = AffinityMeasure.lookahead
  /// Most models that tasks are grouped into; nil for as many as there are tasks.
  public var models: Int?
  /// Whether the groups are trained, too, and compared with the tasks alone and all together.
  public var verify = false

  /// A measurement at every tenth step of the whole training.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("interval", &interval, 1...Int.max, "steps between measurements")
    try visitor.field("epochs", &epochs, 1...Int.max, "passes over the training data (default: the pipeline's)")
    try visitor.field("linearized", &linearized, "whether to estimate the losses of every set of tasks as well")
    try visitor.choice("groupBy", &groupBy, "measure that groups follow from")
    try visitor.field("models", &models, 1...Int.max, "maximum number of models (default: one a task)")
    try visitor.field("verify", &verify, "whether to train the groups and each task alone, and compare")
  }
}

/// What is known about the tasks of a training.
public struct AffinityResult: Sendable, Codable {
  /// What was measured, and the groups that follow.
  public var report: AffinityReport
  /// The groups for the number of models asked for; nil when there are none.
  public var grouping: TaskGrouping?
  /// All tasks in one model, beside each alone; nil if not asked for.
  public var together: [BaselineComparison]?
  /// The groups, beside each task alone; nil if not asked for.
  public var grouped: [BaselineComparison]?
}
