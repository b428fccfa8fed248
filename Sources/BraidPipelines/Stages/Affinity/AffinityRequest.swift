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
  /// Most seconds that annotating a million tokens may take with all models together; 0 for no limit.
  public var secondsPerMillionTokens = 0.0
  /// Whether the groups are trained, too, and compared with the tasks alone and all together.
  public var verify = false
  /// Number of seeds that they are trained under, the pipeline's own included.
  public var seeds = 1
  /// All training that verifies: `30m`, or `6000 steps`; nil for as many passes as were measured.
  public var budget: String?

  /// A measurement at every tenth step of the whole training.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("interval", &interval, 1...Int.max, "steps between measurements")
    try visitor.field("epochs", &epochs, 1...Int.max, "passes over the training data (default: the pipeline's)")
    try visitor.field("linearized", &linearized, "whether to estimate the losses of every set of tasks as well")
    try visitor.choice("groupBy", &groupBy, "measure that groups follow from")
    try visitor.field("models", &models, 1...Int.max, "maximum number of models (default: one a task)")
    try visitor.field(
      "secondsPerMillionTokens", &secondsPerMillionTokens, 0...Double.infinity,
      "maximum time to annotate a million tokens with all models; 0 for no limit")
    try visitor.field("verify", &verify, "whether to train the groups and each task alone, and compare")
    try visitor.field("seeds", &seeds, 1...1000, "number of seeds to verify with, starting from the pipeline's")
    try visitor.field(
      "budget", &budget,
      "training in all to verify: time such as 90s, 30m or 2h, or '6000 steps' (default: as many epochs as were measured)"
    )
  }

  /// Groups follow from one limit; seeds and a budget are for what verifies.
  public var problem: OptionProblem? {
    if secondsPerMillionTokens > 0, models != nil {
      return OptionProblem("models", found: "given", expected: "none beside `secondsPerMillionTokens`")
    }
    if let budget, TrainingBudget(budget) == nil {
      return OptionProblem("budget", found: "`\(budget)`", expected: "a time such as 90s, 30m or 2h, or '6000 steps'")
    }
    guard !verify, seeds > 1 || budget != nil else { return nil }
    return OptionProblem(seeds > 1 ? "seeds" : "budget", found: "given", expected: "none without `verify`")
  }
}

/// What is known about the tasks of a training.
public struct AffinityResult: Sendable, Codable {
  /// What was measured, and the groups that follow.
  public var report: AffinityReport
  /// The groups for the number of models asked for, or within the budget; nil when there are none.
  public var grouping: TaskGrouping?
  /// All tasks in one model, beside each alone; nil if not asked for.
  public var together: [BaselineComparison]?
  /// The groups, beside each task alone; nil if not asked for.
  public var grouped: [BaselineComparison]?
  /// How both were trained; nil if not asked for.
  public var verification: AffinityVerification?
}
