import BraidFiles
import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Foundation
import Testing

@Suite struct TrainerTests {
  let development = ToyCorpora.documents(60, seed: 2)

  func train(_ options: TrainingOptions, events: (TrainingEvent) -> Void = { _ in }) throws -> TrainingResult {
    var toy = ToyTraining()
    toy.options = options
    return try toy.run(events: events)
  }

  @Test func `one model learns classification, tagging, spans, roles and translation together`() throws {
    var options = ToyCorpora.options
    options.epochs = 30
    let result = try train(options)
    #expect(result.scores.keys.sorted() == ["de", "people", "pos", "roles", "sentiment"])
    for (task, score) in result.scores { #expect(score.value > 95, "\(task): \(score)") }
    #expect(result.scores["roles"]?.secondary["predicates F1"] == 100)
  }

  @Test func `where no development score counts, the last weights are kept`() throws {
    var toy = ToyTraining()
    toy.options.epochs = 3
    var all = toy
    for task in ["de", "people", "pos", "roles", "sentiment"] { all.options.earlyStopping.aggregate[task] = 0 }
    let ignored = try all.run()
    #expect(ignored.bestStep == ignored.steps && ignored.steps > 3)
    var without = toy
    without.development = []
    let unscored = try without.run()
    #expect(unscored.bestStep == unscored.steps && unscored.scores.isEmpty)
    // The development documents take no part in training.
    #expect(unscored.weights == ignored.weights)
  }

  @Test func `the same seed gives the same bits for any number of threads`() throws {
    var options = ToyCorpora.options
    options.epochs = 2
    let results = try [1, 2, 3, 8].map { threads in
      options.threads = threads
      return try train(options).weights
    }
    #expect(results.allSatisfy { $0 == results[0] })
  }

  @Test(arguments: [
    (LossWeightOptions.fixed(["roles": 2]), SummedGradients() as any GradientRule),
    (LossWeightOptions(GeometricMeanWeights()), PCGrad()),
  ])
  func `batches whose gradients are added up make the step that one batch of all their sentences makes`(
    weights: LossWeightOptions, rule: any GradientRule
  ) throws {
    let documents = ToyCorpora.documents(48, seed: 1)
    let model = try ToyCorpora.model(documents, dropout: 0)
    func step(_ batches: [String: CorpusBatchOptions], threads: Int = 2) throws -> (StepRecord, Weights) {
      var options = ToyCorpora.options
      (options.epochs, options.batchSentences, options.threads) = (1, 24, threads)
      (options.schedule, options.weights, options.conflict) = (.joint, weights, ConflictOptions(rule))
      (options.optimizer.kind, options.batches) = (.sgd, batches)
      var records: [StepRecord] = []
      let trainer = try Trainer(
        model: model, corpora: ToyCorpora.corpora(model, training: documents, development: []), options: options)
      let result = try trainer.run { event in if case .step(let record) = event { records.append(record) } }
      #expect(records.count == 1)
      return (try #require(records.first), result.weights)
    }
    // 24 sentences of each corpus: in one batch; in 6 batches of 4, and in 2 of 12.
    let parts = [
      "first": CorpusBatchOptions(sentences: 4, accumulate: 6), "second": .init(sentences: 12, accumulate: 2),
    ]
    let (whole, expected) = try step([:])
    let (added, found) = try step(parts)
    #expect(added.tokens == whole.tokens && added.taskTokens == whole.taskTokens && added.corpora == whole.corpora)
    for (task, loss) in whole.losses { #expect(abs((added.losses[task] ?? .nan) - loss) < 1e-4 * loss) }
    #expect(abs(added.norm - whole.norm) < 1e-3 * whole.norm)
    #expect(zip(found.storage, expected.storage).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(found.storage != model.weights.storage)
    #expect(try step(parts, threads: 3).1 == found)
  }

  @Test(arguments: DynamicSampling.Measure.allCases)
  func `draws follow development data, the same for any number of threads`(measure: DynamicSampling.Measure) throws {
    var options = ToyCorpora.options
    options.epochs = 4
    options.schedule = .dynamic(DynamicSampling(by: measure, floor: 0))
    func train(threads: Int) throws -> (weights: Weights, drawn: [Int: [Double]], record: [EvaluationRecord]) {
      options.threads = threads
      var drawn: [Int: [Double]] = [:]
      var records: [EvaluationRecord] = []
      let result = try self.train(options) { event in
        if case .step(let step) = event { drawn[step.epoch, default: []].append(step.corpora == ["first"] ? 1 : 0) }
        if case .evaluated(let record) = event { records.append(record) }
      }
      return (result.weights, drawn, records)
    }
    let one = try train(threads: 1)
    let three = try train(threads: 3)
    #expect(one.weights == three.weights && one.drawn == three.drawn)
    for epoch in 1..<4 {
      func need(_ tasks: [String]) -> Double {
        tasks.reduce(0) { sum, task in
          switch measure {
          case .gap: return sum + 100 - (one.record[epoch - 1].scores[task]?.points ?? .nan)
          case .progress:
            guard epoch > 1, let before = one.record[epoch - 2].developmentLosses[task],
              let now = one.record[epoch - 1].developmentLosses[task]
            else { return sum + 1 }
            return sum + max(0, 1 - now / before)
          }
        } / Double(tasks.count)
      }
      let first = need(["sentiment", "pos", "people"])
      let share = first / (first + need(["roles", "de"]))
      let draws = try #require(one.drawn[epoch])
      // Four standard deviations of a mean of so many draws.
      #expect(abs(draws.reduce(0, +) / Double(draws.count) - share) <= 2 / Double(draws.count).squareRoot())
    }
  }

  @Test(arguments: [
    LossWeightOptions.geometric(lambda: 0.8, order: ["de", "roles"]), .fixed(["roles": 2]), .uncertainty,
    .dynamicAverage(temperature: 2), .gradNorm(alpha: 1.5), LossWeightOptions(RandomWeights()),
    LossWeightOptions(GeometricMeanWeights()), LossWeightOptions(ImpartialLossWeights()),
    LossWeightOptions(FAMOWeights()), LossWeightOptions(SmoothTchebycheffWeights()), LossWeightOptions(FadingWeights()),
  ])
  func `every weighting trains`(weights: LossWeightOptions) throws {
    var options = ToyCorpora.options
    options.epochs = 6
    options.schedule = .joint
    options.weights = weights
    let scores = try train(options).scores
    for task in ["sentiment", "pos", "people"] { #expect(scores[task]?.value ?? 0 > 80) }
  }

  @Test(arguments: GradientRules.all.map { $0.name })
  func `every rule against conflict trains, and cosines are logged on request`(name: String) throws {
    var options = ToyCorpora.options
    options.epochs = 6
    options.schedule = .joint
    let rule = try #require(GradientRules.all.first { $0.name == name })
    options.conflict = ConflictOptions(rule.init(), log: true)
    var pairs = Set<String>()
    let result = try train(options) { event in
      if case .step(let record) = event { pairs.formUnion((record.cosines ?? [:]).keys) }
    }
    for task in ["sentiment", "pos", "people"] { #expect(result.scores[task]?.value ?? 0 > 80) }
    #expect(pairs.count == 10)
  }

  @Test func `a task that does not get better is stopped early, and training ends when all are`() throws {
    var options = ToyCorpora.options
    options.epochs = 100
    options.earlyStopping.patience = 2
    var stopped: [String] = []
    let result = try train(options) { event in if case .stoppedEarly(let task, _, _) = event { stopped.append(task) } }
    #expect(stopped.sorted() == ["de", "people", "pos", "roles", "sentiment"])
    #expect(result.steps < 100 * 38)
  }

  @Test func `a learning rate that blows up is noticed, and training goes back and on`() throws {
    var options = ToyCorpora.options
    options.optimizer.kind = .sgd
    options.learningRate.peak = 1e30
    options.clip = 0
    var recoveries: [(Int, Double)] = []
    var causes: [String] = []
    #expect(throws: TrainingError.self) {
      try train(options) { event in
        if case .recovered(_, let back, let rate, let cause) = event {
          recoveries.append((back, rate))
          if let cause { causes.append(cause) }
        }
      }
    }
    #expect(recoveries.map(\.0) == [0, 0, 0, 0, 0])
    #expect(recoveries.map(\.1) == [0.5, 0.25, 0.125, 0.0625, 0.03125])
    #expect(!causes.isEmpty && causes.allSatisfy { $0.contains("operation") })
  }

  @Test func `steps say what each task added and cost, evaluations what has become of it`() throws {
    var options = ToyCorpora.options
    options.epochs = 2
    options.weights = .fixed(["pos": 0.5, "de": 2])
    var steps: [StepRecord] = []
    var evaluations: [EvaluationRecord] = []
    _ = try train(options) { event in
      if case .step(let record) = event { steps.append(record) }
      if case .evaluated(let record) = event { evaluations.append(record) }
    }
    for step in steps {
      #expect(Set(step.losses.keys) == (step.corpora == ["first"] ? ["sentiment", "pos", "people"] : ["roles", "de"]))
      for (task, loss) in step.losses {
        #expect(step.contributions[task] == loss * (step.weights[task] ?? .nan))
        #expect(step.taskTokens[task] == step.tokens)
        #expect(step.taskSeconds[task] ?? 0 > 0)
      }
      #expect(step.weights["de"] ?? 2 == 2 && step.weights["pos"] ?? 0.5 == 0.5)
      #expect(abs(step.taskSeconds.values.reduce(0, +) - step.stepSeconds) < 1e-9)
    }
    #expect(evaluations.count == 2)
    for evaluation in evaluations {
      #expect(abs(evaluation.contributions.values.reduce(0, +) - 1) < 1e-9)
      #expect(evaluation.evaluationSeconds > 0 && evaluation.evaluationSeconds < evaluation.seconds)
      for (task, gap) in evaluation.lossGaps {
        let losses = (evaluation.developmentLosses[task], evaluation.trainingLosses[task])
        #expect(gap == (losses.0 ?? .nan) - (losses.1 ?? .nan))
      }
      #expect(evaluation.lossGaps.count == 5 && evaluation.taskSeconds.count == 5)
    }
    let half = steps.filter { $0.step <= evaluations[0].step }
    #expect(evaluations[0].taskTokens["pos"] == half.reduce(0) { $0 + ($1.taskTokens["pos"] ?? 0) })
    #expect(
      abs(
        (evaluations[0].trainingLosses["de"] ?? 0) - half.compactMap { $0.losses["de"] }.reduce(0, +)
          / Double(half.count { $0.losses["de"] != nil })) < 1e-9)
  }

  @Test func `under a rule against conflict the contribution is what the rule left of the loss`() throws {
    var options = ToyCorpora.options
    options.epochs = 1
    options.schedule = .joint
    options.conflict = ConflictOptions(CAGrad(radius: 0))
    _ = try train(options) { event in
      guard case .step(let step) = event else { return }
      // With radius 0 the update is the mean gradient: each of the five tasks counts a fifth.
      for (task, loss) in step.losses { #expect(abs((step.contributions[task] ?? 0) - loss / 5) < 1e-9) }
      #expect(step.gradientNorms?.count == 5)
    }
  }

  @Test func `the mean of weights is what is scored and kept`() throws {
    var options = ToyCorpora.options
    options.epochs = 4
    let plain = try train(options)
    options.average = 0.98
    let averaged = try train(options)
    #expect(plain.steps == averaged.steps && plain.weights != averaged.weights)
    for task in ["sentiment", "pos", "people"] { #expect(averaged.scores[task]?.value ?? 0 > 80) }
  }

  @Test func `over-fitting is dated back to the best development loss, and taken back when the loss falls again`()
    throws
  {
    var toy = ToyTraining()
    // Labels by chance: what is learned of them holds for the training documents only.
    var random = Random(seed: 4).stream("chance")
    toy.tasks = [ToyCorpora.tasks[0]]
    toy.training = Array(toy.training.prefix(60))
    for index in toy.training.indices {
      toy.training[index].labels["label"] = [Label(random.index(below: 2) == 0 ? "good" : "bad")]
      toy.training[index].translations = [:]
    }
    toy.training = toy.training + toy.training
    toy.options.epochs = 25
    var opened: [Int] = []
    var ended = 0
    var losses: [Double] = []
    var steps: [Int] = []
    let model = try ToyCorpora.model(toy.training, tasks: toy.tasks)
    let corpus = TrainingCorpus(
      name: "chance", tasks: [0], training: toy.training, development: toy.development, model: model)
    let result = try Trainer(model: model, corpora: [corpus], options: toy.options).run { event in
      if case .overfittingStarted(_, let step, _, _) = event {
        opened.append(step)
        #expect(steps.contains(step) && step < (steps.last ?? 0))
      }
      if case .overfittingEnded = event { ended += 1 }
      if case .evaluated(let record) = event {
        steps.append(record.step)
        losses.append(record.developmentLosses["sentiment"] ?? 0)
      }
    }
    let best = try #require(zip(losses, steps).min { $0.0 < $1.0 })
    #expect(opened.last == best.1 && opened.count == ended + 1)
    #expect(result.overfittingSteps["sentiment"] == best.1)
    #expect((losses.last ?? 0) > 1.02 * best.0)
  }

  @Test func `a model read from its folder gives the predictions of the one written`() throws {
    var options = ToyCorpora.options
    options.epochs = 1
    var model = try ToyTraining().trainer().model
    model.weights = try train(options).weights
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("braid-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try model.write(to: folder)
    let read = try JointModel(contentsOf: folder)
    #expect(read.weights == model.weights)
    let tasks = [0, 1, 2, 3, 4]
    #expect(
      Predictor(read).annotate(development, tasks: tasks) == Predictor(model).annotate(development, tasks: tasks))
  }

  @Test func `two tasks that write the same layer are scored by their own predictions`() throws {
    let training = ToyCorpora.documents(300, seed: 1)
    let development = ToyCorpora.documents(60, seed: 2)
    // The second task learns the opposite of the first.
    func swapped(_ documents: [Document]) -> [Document] {
      documents.map { document in
        var document = document
        document.labels["label"] = document.labels["label"]?.map { Label($0.name == "good" ? "bad" : "good") }
        return document
      }
    }
    let names = Set(training.flatMap { $0.labels["label"]?.map(\.name) ?? [] })
    try #require(names == ["bad", "good"])
    let tasks = ["first", "second"].map { TaskOptions(name: $0, kind: ClassificationOptions()) }
    var model = try ToyCorpora.model(training + swapped(training), tasks: tasks)
    let corpora = [
      TrainingCorpus(name: "one", tasks: [0], training: training, development: development, model: model),
      TrainingCorpus(
        name: "two", tasks: [1], training: swapped(training), development: swapped(development), model: model),
    ]
    let result = try Trainer(model: model, corpora: corpora, options: ToyCorpora.options).run { _ in }
    #expect(result.scores["first"]?.value ?? 0 > 95)
    #expect(result.scores["second"]?.value ?? 0 > 95)
    model.weights = result.weights
    let predictions = Predictor(model).predictions(development, tasks: [0, 1])
    for (index, document) in development.enumerated() {
      let label = document.labels["label"]?.first?.name
      #expect(predictions[0][index].labels["label"]?.first?.name == label)
      #expect(predictions[1][index].labels["label"]?.first?.name != label)
    }
  }
}
