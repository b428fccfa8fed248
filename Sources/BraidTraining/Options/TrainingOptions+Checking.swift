import BraidTasks

extension TrainingOptions {
  /// Checks what options say of tasks, corpora and parts of the model, and of each other: all that needs no data.
  ///
  /// - Parameters:
  ///   - tasks: the names of the model's tasks.
  ///   - corpora: those of the corpora that they learn from.
  /// - Throws: `TrainingError` that names the option, a path of keys with full stops between.
  package func check(tasks: [String], corpora: [String]) throws(TrainingError) {
    if let unknown = weights.rule.unknownTask(among: tasks) {
      throw .unknownTask(unknown.name, option: unknown.option, known: tasks)
    }
    try checkSchedule(tasks, corpora)
    for corpus in batches.keys.sorted() where !corpora.contains(corpus) {
      throw .unknownCorpus(corpus, option: "batches", known: corpora)
    }
    if let rule = ruleOfAllTasks, schedule != .joint { throw .needsJointSchedule(rule: rule) }
    try checkParts([JointModel.encoderPart] + tasks)
    for (task, weight) in earlyStopping.aggregate.sorted(by: { $0.key < $1.key }) {
      guard tasks.contains(task) else { throw .unknownTask(task, option: "earlyStopping.aggregate", known: tasks) }
      guard weight >= 0, weight.isFinite else {
        throw .outOfRange(option: "earlyStopping.aggregate.\(task)", found: weight, allowed: "0 or more")
      }
    }
    try checkRanges()
  }

  /// Ranges that a file is not held to, or that options set in Swift may have left.
  private func checkRanges() throws(TrainingError) {
    guard average >= 0, average < 1 else {
      throw .outOfRange(option: "average", found: average, allowed: "0 or more, below 1")
    }
    var positive: [(String, Double)] = [
      ("epochs", Double(epochs)), ("batchSentences", Double(batchSentences)), ("batchTokens", Double(batchTokens)),
      ("shards", Double(shards)), ("learningRate.peak", learningRate.peak),
    ]
    for (corpus, own) in batches.sorted(by: { $0.key < $1.key }) {
      let numbers = [("sentences", own.sentences ?? 1), ("tokens", own.tokens ?? 1), ("accumulate", own.accumulate)]
      positive += numbers.map { ("batches.\(corpus).\($0)", Double($1)) }
    }
    for (option, value) in positive where value <= 0 {
      throw .outOfRange(option: option, found: value, allowed: "more than 0")
    }
  }

  private func checkSchedule(_ tasks: [String], _ corpora: [String]) throws(TrainingError) {
    func check(_ corpus: String, _ option: String) throws(TrainingError) {
      guard corpora.contains(corpus) else { throw .unknownCorpus(corpus, option: option, known: corpora) }
    }
    switch schedule {
    case .probabilities(let probabilities):
      for (corpus, probability) in probabilities.sorted(by: { $0.key < $1.key }) {
        try check(corpus, "schedule.probabilities")
        guard probability >= 0 else {
          throw .outOfRange(option: "schedule.probabilities.\(corpus)", found: probability, allowed: "0 or more")
        }
      }
      for corpus in corpora where probabilities[corpus] ?? 0 == 0 {
        throw .neverDrawn(corpus: corpus, option: "schedule.probabilities")
      }
    case .sequential(let phases):
      for phase in phases {
        let option = phase.name.isEmpty ? "schedule.phases" : "schedule.phases.\(phase.name).of"
        for corpus in phase.of { try check(corpus, option) }
      }
      for corpus in corpora where !phases.contains(where: { $0.epochs > 0 && $0.of.contains(corpus) }) {
        throw .neverDrawn(corpus: corpus, option: "schedule.phases")
      }
      let epochs = phases.reduce(0) { $0 + $1.epochs }
      guard self.epochs >= epochs else {
        throw .outOfRange(
          option: "epochs", found: Double(self.epochs), allowed: "\(epochs) or more, as many as the phases have")
      }
    case .dynamic(let sampling):
      for (task, target) in sampling.targets.sorted(by: { $0.key < $1.key }) {
        guard tasks.contains(task) else { throw .unknownTask(task, option: "schedule.targets", known: tasks) }
        guard target > 0, target <= 100 else {
          throw .outOfRange(option: "schedule.targets.\(task)", found: target, allowed: "more than 0, at most 100")
        }
      }
    case .joint, .proportional, .uniform, .roundRobin, .temperature, .annealed: break
    }
  }

  /// Parts that are frozen or slowed are there, and something is trained.
  private func checkParts(_ parts: [String]) throws(TrainingError) {
    for (option, names) in [("freeze", freeze), ("rates", rates.keys.sorted())] {
      for name in names where !parts.contains(name) { throw .unknownPart(name, option: option, known: parts) }
    }
    for (part, epochs) in unfreeze.sorted(by: { $0.key < $1.key }) {
      guard freeze.contains(part) else { throw .unknownPart(part, option: "unfreeze", known: freeze) }
      guard epochs >= 1, epochs == epochs.rounded() else {
        throw .outOfRange(option: "unfreeze.\(part)", found: epochs, allowed: "a whole number from 1")
      }
    }
    for (part, rate) in rates.sorted(by: { $0.key < $1.key }) where !(rate > 0 && rate <= 1000) {
      throw .outOfRange(option: "rates.\(part)", found: rate, allowed: "more than 0, at most 1000")
    }
    if parts.allSatisfy(isFrozen) { throw .allFrozen }
  }
}
