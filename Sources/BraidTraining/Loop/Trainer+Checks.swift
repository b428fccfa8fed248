import BraidTasks

extension Trainer {
  /// Everything about a training that can be known before its first batch.
  static func check(
    model: JointModel, corpora: [TrainingCorpus], options: TrainingOptions
  ) throws(TrainingError) {
    let tasks = model.heads.map(\.name)
    let names = corpora.map(\.name)
    for corpus in corpora where corpus.examples.isEmpty { throw .emptyCorpus(corpus.name) }
    for (index, task) in tasks.enumerated() where !corpora.contains(where: { $0.tasks.contains(index) }) {
      throw .taskWithoutCorpus(task)
    }
    func known(_ task: String, _ option: String) throws(TrainingError) {
      guard tasks.contains(task) else { throw .unknownTask(task, option: option, known: tasks) }
    }
    func knownCorpus(_ corpus: String, _ option: String) throws(TrainingError) {
      guard names.contains(corpus) else { throw .unknownCorpus(corpus, option: option, known: names) }
    }
    switch options.weights {
    case .geometric(let lambda, let order):
      for task in order { try known(task, "weights.order") }
      guard lambda >= 0 else { throw .outOfRange(option: "weights.lambda", found: lambda, allowed: "0 or more") }
    case .fixed(let weights): for task in weights.keys.sorted() { try known(task, "weights") }
    case .dynamicAverage(let temperature):
      guard temperature > 0 else {
        throw .outOfRange(option: "weights.temperature", found: temperature, allowed: "more than 0")
      }
    case .gradNorm: try needsJoint("weights gradNorm", options)
    case .uncertainty: break
    }
    switch options.schedule {
    case .probabilities(let probabilities):
      for corpus in probabilities.keys.sorted() { try knownCorpus(corpus, "schedule.probabilities") }
    case .sequential(let phases):
      for corpus in phases.flatMap(\.corpora) { try knownCorpus(corpus, "schedule.phases") }
    default: break
    }
    if options.conflict.kind != .none { try needsJoint("conflict \(options.conflict.kind.rawValue)", options) }
    for task in options.earlyStopping.aggregate.keys.sorted() { try known(task, "earlyStopping.aggregate") }
    let positive: [(String, Double)] = [
      ("epochs", Double(options.epochs)), ("batchSentences", Double(options.batchSentences)),
      ("batchTokens", Double(options.batchTokens)), ("shards", Double(options.shards)),
      ("learningRate.peak", options.learningRate.peak),
    ]
    for (option, value) in positive where value <= 0 {
      throw .outOfRange(option: option, found: value, allowed: "more than 0")
    }
  }

  private static func needsJoint(_ rule: String, _ options: TrainingOptions) throws(TrainingError) {
    guard options.schedule == .joint else { throw .needsJointSchedule(rule: rule) }
  }
}
