import BraidTasks
import BraidText
import BraidTraining
import Testing

/// What can be known before the first batch is said before the first batch.
@Suite struct CheckTests {
  func error(_ change: (inout ToyTraining) -> Void) -> TrainingError? {
    var toy = ToyTraining()
    toy.training = Array(toy.training.prefix(100))
    change(&toy)
    do {
      _ = try toy.trainer()
    } catch { return error as? TrainingError }
    return nil
  }

  let known = ["sentiment", "pos", "people", "roles", "de"]
  let corpora = ["first", "second"]

  @Test func `options that name no task or corpus, or are out of range`() {
    #expect(
      error { $0.options.weights = .fixed(["rolls": 2]) }
        == .unknownTask("rolls", option: "weights.values", known: known))
    #expect(
      error { $0.options.weights = .geometric(lambda: 1, order: ["rolls"]) }
        == .unknownTask("rolls", option: "weights.order", known: known))
    #expect(
      error { $0.options.earlyStopping.aggregate = ["rolls": 1] }
        == .unknownTask("rolls", option: "earlyStopping.aggregate", known: known))
    #expect(
      error { $0.options.earlyStopping.aggregate = ["pos": -1] }
        == .outOfRange(option: "earlyStopping.aggregate.pos", found: -1, allowed: "0 or more"))
    #expect(
      error { $0.options.schedule = .probabilities(["first": 1, "second": 1, "third": 1]) }
        == .unknownCorpus("third", option: "schedule.probabilities", known: corpora))
    #expect(
      error { $0.options.schedule = .probabilities(["first": 1]) }
        == .neverDrawn(corpus: "second", option: "schedule.probabilities"))
    #expect(
      error { $0.options.schedule = .sequential([SchedulePhase(of: ["second"], epochs: 1)]) }
        == .neverDrawn(corpus: "first", option: "schedule.phases"))
    #expect(
      error {
        $0.options.schedule = .sequential([
          SchedulePhase(of: ["second"], epochs: 5), SchedulePhase(of: ["first"], epochs: 4),
        ])
      } == .outOfRange(option: "epochs", found: 8, allowed: "9 or more, as many as the phases have"))
    #expect(
      error { $0.options.schedule = .dynamic(DynamicSampling(by: .gap, targets: ["rolls": 80])) }
        == .unknownTask("rolls", option: "schedule.targets", known: known))
    #expect(
      error { $0.options.schedule = .dynamic(DynamicSampling(by: .gap, targets: ["roles": 101])) }
        == .outOfRange(option: "schedule.targets.roles", found: 101, allowed: "more than 0, at most 100"))
    #expect(
      error { $0.options.batches = ["third": CorpusBatchOptions()] }
        == .unknownCorpus("third", option: "batches", known: corpora))
    #expect(
      error { $0.options.batches = ["first": CorpusBatchOptions(accumulate: 0)] }
        == .outOfRange(option: "batches.first.accumulate", found: 0, allowed: "more than 0"))
    #expect(error { $0.options.conflict = ConflictOptions(PCGrad()) } == .needsJointSchedule(rule: "conflict pcgrad"))
    #expect(error { $0.options.weights = .gradNorm(alpha: 1) } == .needsJointSchedule(rule: "weights gradnorm"))
    #expect(error { $0.options.average = 1 } == .outOfRange(option: "average", found: 1, allowed: "0 or more, below 1"))
    #expect(
      error { $0.options.batchTokens = 0 } == .outOfRange(option: "batchTokens", found: 0, allowed: "more than 0"))
    #expect(error { _ in } == nil)
  }

  @Test func `draws that follow development scores need some for every task`() {
    func error(_ schedule: ScheduleOptions) -> TrainingError? {
      self.error { toy in
        toy.options.schedule = schedule
        for index in toy.development.indices { toy.development[index].translations = [:] }
      }
    }
    let dynamic = TrainingError.notScored(task: "de", option: "schedule dynamic")
    #expect(error(.dynamic(DynamicSampling())) == dynamic)
    #expect(error(.dynamic(DynamicSampling(by: .progress))) == dynamic)
    #expect(error(.uniform) == nil)
  }

  /// A training of the first two tasks on one corpus, with documents changed after the model was made of them.
  func corpusError(_ change: (inout [Document], inout [Document]) -> Void) throws -> TrainingError? {
    var training = ToyCorpora.documents(40, seed: 1)
    var development = ToyCorpora.documents(5, seed: 2)
    let model = try ToyCorpora.model(training, tasks: Array(ToyCorpora.tasks[..<2]))
    change(&training, &development)
    let corpus = TrainingCorpus(
      name: "toy", tasks: [0, 1], training: training, development: development, model: model)
    do {
      _ = try Trainer(model: model, corpora: [corpus], options: ToyCorpora.options)
    } catch { return error }
    return nil
  }

  @Test func `corpora that are empty, have nothing for a task, or have it in their development part only`() throws {
    #expect(try corpusError { _, _ in } == nil)
    #expect(
      try corpusError { training, _ in training = [] }
        == .labelsOnlyInDevelopment(
          task: "sentiment", corpus: "toy", layer: "labels in the layer `label`"))
    #expect(
      try corpusError { training, development in
        training = []
        development = []
      } == .emptyCorpus("toy"))
    #expect(
      try corpusError { training, _ in for index in training.indices { training[index].tags = [:] } }
        == .labelsOnlyInDevelopment(task: "pos", corpus: "toy", layer: "tags in the layer `pos`"))
    #expect(
      try corpusError { training, development in
        for index in training.indices { training[index].tags = [:] }
        for index in development.indices { development[index].tags = [:] }
      } == .nothingToLearn(task: "pos", corpus: "toy", layer: "tags in the layer `pos`"))
  }

  @Test func `a corpus encoded with other vocabularies than the model's`() throws {
    let training = ToyCorpora.documents(40, seed: 1)
    let model = try ToyCorpora.model(training, tasks: [ToyCorpora.tasks[0]])
    let other = try ToyCorpora.model(
      training + [Document(words: [["zoe"]])], tasks: [ToyCorpora.tasks[0]])
    let corpus = TrainingCorpus(name: "toy", tasks: [0], training: training, development: [], model: other)
    #expect(throws: TrainingError.vocabularyMismatch(corpus: "toy")) {
      try Trainer(model: model, corpora: [corpus], options: ToyCorpora.options)
    }
  }

  @Test func `what is odd but can be done is told before the first step`() throws {
    var toy = ToyTraining()
    toy.training = Array(toy.training.prefix(100))
    toy.options.epochs = 1
    toy.development = Array(toy.development.prefix(5))
    toy.development[2].tags["pos"]?[0] = "X"
    toy.development[3].frames?[0].arguments[0].role = "ARG9"
    for index in toy.development.indices { toy.development[index].translations = [:] }
    var warnings: [TrainingWarning] = []
    var steps = 0
    _ = try toy.run { event in
      if case .step = event { steps += 1 }
      if case .warning(let warning) = event {
        warnings.append(warning)
        #expect(steps == 0)
      }
    }
    #expect(
      warnings == [
        .notScored(task: "de"), .labelsOnlyInDevelopment(task: "pos", corpus: "first", labels: ["X"]),
        .labelsOnlyInDevelopment(task: "roles", corpus: "second", labels: ["ARG9"]),
      ])
  }
}
