public import BraidFiles
import BraidTasks
public import BraidTensors

/// How a joint model is trained.
public struct TrainingOptions: Configurable, Sendable, Equatable {
  /// Passes over the training data, at most.
  public var epochs = 10
  /// Sentences in a batch, at most.
  public var batchSentences = 32
  /// Tokens in a batch, at most, counted on the side that has more of them: the text, or what is written and read for
  /// it (target words, a sentence once for each predicate). A longer document is a batch of its own.
  public var batchTokens = 4096
  /// Batches of corpora, by name, that differ from those of other corpora.
  public var batches: [String: CorpusBatchOptions] = [:]
  /// The update rule.
  public var optimizer = OptimizerOptions()
  /// The learning rate over time.
  public var learningRate = LearningRateOptions()
  /// Largest norm of the whole gradient; a larger one is scaled down to it. 0 for no limit.
  public var clip = 5.0
  /// How the tasks' losses are weighed against each other.
  public var weights = LossWeightOptions.geometric(lambda: 1, order: [])
  /// Which corpus the next batch is taken from.
  public var schedule = ScheduleOptions.proportional
  /// What is done when the gradients of two tasks point against each other.
  public var conflict = ConflictOptions()
  /// Parts of the model that are not trained, `encoder` or tasks: they keep their bits.
  public var freeze: [String] = []
  /// Epochs after which a frozen part is trained after all; one that is not named never is.
  public var unfreeze: [String: Double] = [:]
  /// What the learning rate is multiplied by for a part of the model, `encoder` or a task; 1 for those not named.
  public var rates: [String: Double] = [:]
  /// How much teachers count, where there are any.
  public var distillation = DistillationOptions()
  /// When training ends early.
  public var earlyStopping = EarlyStoppingOptions()
  /// Evaluations of the development data in an epoch.
  public var evaluationsPerEpoch = 1
  /// Steps between checkpoints; 0 writes one after each evaluation only.
  public var checkpointSteps = 0
  /// Seconds after which a checkpoint is written though none is due; 0 for never.
  public var checkpointSeconds = 300.0
  /// Decay of the mean of weights over the steps that scores and models are made of, 0..<1, such as 0.999; 0 for the
  /// weights of the last step (Polyak & Juditsky 1992; the mean starts fast, with `(1 + step) / (10 + step)`).
  public var average = 0.0
  /// Parts that each batch is cut into; fixed, so that the bits don't depend on the number of threads.
  public var shards = 4
  /// Threads; 0 for one a core.
  public var threads = 0
  /// Decides everything random.
  public var seed: UInt64 = 1

  /// Ten epochs of Adam at 0.001 in batches of 32 sentences, corpora in proportion to their size.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("epochs", &epochs, 1...100_000, "maximum number of passes over the data")
    try visitor.field("batchSentences", &batchSentences, 1...100_000, "maximum number of documents in a batch")
    try visitor.field(
      "batchTokens", &batchTokens, 1...10_000_000, "maximum number of tokens in a batch; text or target")
    var named = batches.sorted { $0.key < $1.key }.map { Named(name: $0.key, value: $0.value) }
    try visitor.objects(
      "batches", &named, required: false, "batches by corpus, and so for the tasks that learn from it")
    batches = Dictionary(named.map { ($0.name, $0.value) }) { _, last in last }
    try visitor.field("clip", &clip, 0...Double.infinity, "maximum norm of the gradient; 0 for no limit")
    try visitor.field("shards", &shards, 1...64, "shards of a batch; results depend on it in the last bits")
    try visitor.field("evaluationsPerEpoch", &evaluationsPerEpoch, 1...1000, "evaluations in an epoch")
    try visitor.field("checkpointSteps", &checkpointSteps, 0...Int.max, "steps between checkpoints; 0 for none")
    try visitor.field(
      "checkpointSeconds", &checkpointSeconds, 0...Double.infinity,
      "seconds between checkpoints; 0 for no limit")
    try visitor.field("average", &average, 0...0.99999, "decay of the moving average of weights; 0 for none")
    try visitor.field("freeze", &freeze, required: false, "parts that are not trained: `encoder`, or tasks")
    try visitor.field("unfreeze", &unfreeze, "epochs after which a frozen part is trained")
    try visitor.field("rates", &rates, "factor of the learning rate by part: `encoder`, or a task")
    try visitor.object("weights", &weights, "weighting of the losses")
    try visitor.object("schedule", &schedule, "which corpus the next batch is taken from")
    try visitor.object("optimizer", &optimizer, "update rule")
    try visitor.object("learningRate", &learningRate, "learning rate over time")
    try visitor.object("earlyStopping", &earlyStopping, "early stopping")
    try visitor.object("conflict", &conflict, "handling of conflicting gradients")
    try visitor.object("distillation", &distillation, "how much teachers count")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    guard let rule = ruleOfAllTasks, schedule != .joint else { return nil }
    return OptionProblem(
      "schedule", found: "a schedule that does not take every task in every step, as \(rule) needs",
      expected: "`schedule: {kind: joint}`")
  }

  /// The parts that are not trained in an epoch, counted from 0.
  package func frozen(inEpoch epoch: Int) -> [String] {
    freeze.filter { part in unfreeze[part].map { Double(epoch) < $0 } ?? true }
  }

  /// Whether a part is never trained.
  package func isFrozen(_ part: String) -> Bool { freeze.contains(part) && unfreeze[part] == nil }

  /// The most sentences of a corpus in a step.
  package func sentencesPerStep(of corpus: String) -> Int {
    (batches[corpus]?.sentences ?? batchSentences) * (batches[corpus]?.accumulate ?? 1)
  }

  /// The rule that needs every task in every step; nil when there is none.
  var ruleOfAllTasks: String? {
    if conflict.rule.needsTaskGradients { return "conflict \(type(of: conflict.rule).name)" }
    switch weights.rule.needs {
    case .gradientNorms, .lossesOfAllBeforeAndAfter: return "weights \(type(of: weights.rule).name)"
    case .nothing, .losses: return nil
    }
  }

  /// The options for a model that has only these of the tasks, trained on these of the corpora.
  package func limited(to tasks: [String], corpora: [String]) -> TrainingOptions {
    var options = self
    options.weights.rule = weights.rule.limited(to: tasks)
    let isPart = { (name: String) in name == JointModel.encoderPart || tasks.contains(name) }
    options.batches = batches.filter { corpora.contains($0.key) }
    options.freeze = freeze.filter(isPart)
    options.unfreeze = unfreeze.filter { isPart($0.key) }
    options.rates = rates.filter { isPart($0.key) }
    options.earlyStopping.aggregate = earlyStopping.aggregate.filter { tasks.contains($0.key) }
    switch schedule {
    case .probabilities(let probabilities):
      options.schedule = .probabilities(probabilities.filter { corpora.contains($0.key) })
    case .sequential(let phases):
      let left = phases.map { phase in
        var phase = phase
        phase.of = phase.of.filter(corpora.contains)
        return phase
      }.filter { !$0.of.isEmpty }
      options.schedule = left.isEmpty ? .proportional : .sequential(left)
    case .dynamic(var sampling):
      sampling.targets = sampling.targets.filter { tasks.contains($0.key) }
      options.schedule = .dynamic(sampling)
    case .joint, .proportional, .uniform, .roundRobin, .temperature, .annealed: break
    }
    return options
  }
}
