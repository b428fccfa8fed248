import BraidFiles
import BraidTasks

extension Trainer {
  /// Everything about a training that can be known before its first batch.
  static func check(
    model: JointModel, corpora: [TrainingCorpus], options: TrainingOptions
  ) throws(TrainingError) {
    let tasks = model.names
    let names = corpora.map(\.name)
    for corpus in corpora
    where corpus.vocabularies != model.features.fingerprints
      || model.features.readsVectors && corpus.examples.first.map({ $0.vectors == nil }) == true
    {
      throw .vocabularyMismatch(corpus: corpus.name)
    }
    for corpus in corpora { try check(corpus, model: model) }
    for (index, task) in tasks.enumerated() where !corpora.contains(where: { $0.tasks.contains(index) }) {
      throw .taskWithoutCorpus(task)
    }
    func known(_ task: String, _ option: String) throws(TrainingError) {
      guard tasks.contains(task) else { throw .unknownTask(task, option: option, known: tasks) }
    }
    func knownCorpus(_ corpus: String, _ option: String) throws(TrainingError) {
      guard names.contains(corpus) else { throw .unknownCorpus(corpus, option: option, known: names) }
    }
    if let unknown = options.weights.rule.unknownTask(among: tasks) {
      throw .unknownTask(unknown.name, option: unknown.option, known: tasks)
    }
    try checkRanges(of: options.weights, "weights")
    try checkRanges(of: options.conflict, "conflict")
    switch options.schedule {
    case .probabilities(let probabilities):
      for (corpus, probability) in probabilities.sorted(by: { $0.key < $1.key }) {
        try knownCorpus(corpus, "schedule.probabilities")
        guard probability >= 0 else {
          throw .outOfRange(option: "schedule.probabilities.\(corpus)", found: probability, allowed: "0 or more")
        }
      }
      for corpus in names where probabilities[corpus] ?? 0 == 0 {
        throw .neverDrawn(corpus: corpus, option: "schedule.probabilities")
      }
    case .sequential(let phases):
      for corpus in phases.flatMap(\.of) { try knownCorpus(corpus, "schedule.phases") }
      for corpus in names where !phases.contains(where: { $0.epochs > 0 && $0.of.contains(corpus) }) {
        throw .neverDrawn(corpus: corpus, option: "schedule.phases")
      }
      let epochs = phases.reduce(0) { $0 + $1.epochs }
      guard options.epochs >= epochs else {
        throw .outOfRange(
          option: "epochs", found: Double(options.epochs), allowed: "\(epochs) or more, as many as the phases have")
      }
    default: break
    }
    if let rule = options.ruleOfAllTasks, options.schedule != .joint { throw .needsJointSchedule(rule: rule) }
    try checkParts(model, options)
    for task in options.earlyStopping.aggregate.keys.sorted() { try known(task, "earlyStopping.aggregate") }
    guard options.average >= 0, options.average < 1 else {
      throw .outOfRange(option: "average", found: options.average, allowed: "0 or more, below 1")
    }
    let positive: [(String, Double)] = [
      ("epochs", Double(options.epochs)), ("batchSentences", Double(options.batchSentences)),
      ("batchTokens", Double(options.batchTokens)), ("shards", Double(options.shards)),
      ("learningRate.peak", options.learningRate.peak),
    ]
    for (option, value) in positive where value <= 0 {
      throw .outOfRange(option: option, found: value, allowed: "more than 0")
    }
  }

  /// Parts that are frozen or slowed are there, and something is trained.
  private static func checkParts(_ model: JointModel, _ options: TrainingOptions) throws(TrainingError) {
    let parts = [JointModel.encoderPart] + model.names
    for (option, names) in [("freeze", options.freeze), ("rates", options.rates.keys.sorted())] {
      for name in names where !parts.contains(name) { throw .unknownPart(name, option: option, known: parts) }
    }
    for (part, epochs) in options.unfreeze.sorted(by: { $0.key < $1.key }) {
      guard options.freeze.contains(part) else { throw .unknownPart(part, option: "unfreeze", known: options.freeze) }
      guard epochs >= 1, epochs == epochs.rounded() else {
        throw .outOfRange(option: "unfreeze.\(part)", found: epochs, allowed: "a whole number from 1")
      }
    }
    for (part, rate) in options.rates.sorted(by: { $0.key < $1.key }) where !(rate > 0 && rate <= 1000) {
      throw .outOfRange(option: "rates.\(part)", found: rate, allowed: "more than 0, at most 1000")
    }
    if parts.allSatisfy(options.isFrozen) { throw .allFrozen }
  }

  /// Holds options that may have been set in Swift to the ranges that files are held to.
  private static func checkRanges<Options: Configurable>(of options: Options, _ name: String) throws(TrainingError) {
    var copy = Options()
    do throws(OptionError) {
      try OptionReader.read(OptionWriter.node(options), into: &copy, inside: name)
    } catch {
      guard case .badValue(_, let key, let found, let expected, _) = error else { return }
      throw .outOfRange(
        option: "\(name).\(key)", found: Double(found.filter { $0 != "`" }) ?? .nan, allowed: expected)
    }
  }

  private static func check(_ corpus: TrainingCorpus, model: JointModel) throws(TrainingError) {
    for task in corpus.tasks where !corpus.examples.contains(where: { $0.targets[task] != nil }) {
      let name = model.tasks[task].name
      let layer = model.tasks[task].options.kind.layersDescription
      guard !corpus.development.contains(where: { model.heads[task].target($0) != nil }) else {
        throw .labelsOnlyInDevelopment(task: name, corpus: corpus.name, layer: layer)
      }
      guard !corpus.examples.isEmpty || corpus.hadDocuments else { throw .emptyCorpus(corpus.name) }
      throw .nothingToLearn(task: name, corpus: corpus.name, layer: layer)
    }
    guard !corpus.examples.isEmpty else { throw .emptyCorpus(corpus.name) }
  }
}
