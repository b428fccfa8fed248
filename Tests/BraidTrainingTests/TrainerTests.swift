import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import Foundation
import Testing

@Suite struct TrainerTests {
  let training = ToyCorpora.documents(600, seed: 1)
  let development = ToyCorpora.documents(60, seed: 2)

  func train(
    _ options: TrainingOptions, checkpoint: CheckpointFile? = nil, stopAfter: Int = .max,
    events: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainingResult {
    let model = try ToyCorpora.model(training)
    let corpora = ToyCorpora.corpora(model, training: training, development: development)
    let trainer = try Trainer(model: model, corpora: corpora, options: options)
    var steps = 0
    return try trainer.run(checkpoint: checkpoint, shouldStop: { steps >= stopAfter }) { event in
      if case .step = event { steps += 1 }
      events(event)
    }
  }

  @Test func `one model learns classification, tagging, spans, roles and translation together`() throws {
    var options = ToyCorpora.options
    options.epochs = 30
    let result = try train(options)
    #expect(result.scores.keys.sorted() == ["de", "people", "pos", "roles", "sentiment"])
    for (task, score) in result.scores { #expect(score.value > 95, "\(task): \(score)") }
    #expect(result.scores["roles"]?.secondary["predicates F1"] == 100)
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

  @Test func `a training that is stopped and resumed ends in the same bits as one that is not`() throws {
    var options = ToyCorpora.options
    options.epochs = 3
    options.checkpointSteps = 5
    options.schedule = .temperature(2)
    options.weights = .uncertainty
    let whole = try train(options)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("braid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = CheckpointFile(path: folder.appendingPathComponent("checkpoint.safetensors").path, identity: "toy")
    for stop in [3, 12, 17] {
      #expect(try train(options, checkpoint: file, stopAfter: stop).interrupted)
    }
    let resumed = try train(options, checkpoint: file)
    #expect(!resumed.interrupted)
    #expect(resumed.weights == whole.weights)
    #expect(resumed.bestByTask == whole.bestByTask)
    #expect(resumed.steps == whole.steps)
  }

  @Test func `a checkpoint of another training is refused`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("braid-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("checkpoint.safetensors").path
    var options = ToyCorpora.options
    options.epochs = 1
    _ = try train(options, checkpoint: CheckpointFile(path: path, identity: "one"), stopAfter: 2)
    #expect(throws: TrainingError.checkpointMismatch(path: path, what: "its options, data or vocabularies")) {
      try train(options, checkpoint: CheckpointFile(path: path, identity: "another"))
    }
  }

  @Test(arguments: [
    LossWeightOptions.geometric(lambda: 0.8, order: ["de", "roles"]), .fixed(["roles": 2]),
    .dynamicAverage(temperature: 2),
    .gradNorm(alpha: 1.5),
  ])
  func `every weighting trains`(weights: LossWeightOptions) throws {
    var options = ToyCorpora.options
    options.epochs = 6
    options.schedule = .joint
    options.weights = weights
    let scores = try train(options).scores
    for task in ["sentiment", "pos", "people"] { #expect(scores[task]?.value ?? 0 > 80) }
  }

  @Test(arguments: ConflictOptions.Kind.allCases)
  func `every rule against conflict trains, and cosines are logged on request`(kind: ConflictOptions.Kind) throws {
    var options = ToyCorpora.options
    options.epochs = 6
    options.schedule = .joint
    options.conflict.kind = kind
    options.conflict.log = true
    var pairs = Set<String>()
    let result = try train(options) { event in
      if case .step(let record) = event { pairs.formUnion((record.cosines ?? [:]).keys) }
    }
    for task in ["sentiment", "pos", "people"] { #expect(result.scores[task]?.value ?? 0 > 80) }
    #expect(pairs.count == 10)
  }

  @Test func `a task that does not get better is retired, and training ends when all are`() throws {
    var options = ToyCorpora.options
    options.epochs = 100
    options.earlyStopping.patience = 2
    var retired: [String] = []
    let result = try train(options) { event in if case .retired(let task, _, _) = event { retired.append(task) } }
    #expect(retired.sorted() == ["de", "people", "pos", "roles", "sentiment"])
    #expect(result.steps < 100 * 38)
  }

  @Test func `a learning rate that blows up is noticed, and training goes back and on`() throws {
    var options = ToyCorpora.options
    options.optimizer.kind = .sgd
    options.learningRate.peak = 1e30
    options.clip = 0
    #expect(throws: TrainingError.self) { try train(options) }
  }

  @Test func `wrong options are refused before the first batch`() throws {
    var options = ToyCorpora.options
    options.weights = .fixed(["rolls": 2])
    let known = ["sentiment", "pos", "people", "roles", "de"]
    #expect(throws: TrainingError.unknownTask("rolls", option: "weights", known: known)) { try train(options) }
    options = ToyCorpora.options
    options.conflict.kind = .pcgrad
    #expect(throws: TrainingError.needsJointSchedule(rule: "conflict pcgrad")) { try train(options) }
    options = ToyCorpora.options
    options.batchTokens = 0
    #expect(throws: TrainingError.outOfRange(option: "batchTokens", found: 0, allowed: "more than 0")) {
      try train(options)
    }
  }

  @Test func `a model read from its folder gives the answers of the one written`() throws {
    var options = ToyCorpora.options
    options.epochs = 1
    var model = try ToyCorpora.model(training)
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
}
