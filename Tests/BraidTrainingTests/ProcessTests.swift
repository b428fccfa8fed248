import BraidFiles
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidTraining
import Foundation
import Testing

/// Several processes, played by threads, train one model together.
@Suite struct ProcessTests {
  /// Trains on some processes; process 0 keeps a checkpoint, and process `stopping` asks for a stop after some steps.
  static func train(
    _ toy: ToyTraining, processes: Int, checkpoint: CheckpointFile? = nil, stopping: Int = 0, after steps: Int = .max
  ) -> [Result<TrainingResult?, any Error>] {
    ThreadCommunicator.run(processes) { communicator in
      let team = TrainingTeam(communicator)
      let trainer = try toy.trainer()
      trainer.team = team
      var asked = 0
      func shouldStop() -> Bool {
        asked += 1
        return communicator.rank == stopping && asked > steps
      }
      guard team.leads else {
        guard case .train("toy", nil) = team.nextOrder() else { return nil }
        return try trainer.follow(shouldStop: shouldStop)
      }
      team.stage = "toy"
      team.begin(nil)
      return try trainer.run(checkpoint: checkpoint, shouldStop: shouldStop) { _ in }
    }
  }

  static func check(_ results: [Result<TrainingResult?, any Error>], equal whole: TrainingResult) throws {
    for result in results {
      let result = try #require(try result.get())
      #expect(result.weights == whole.weights)
      #expect(result.bestByTask == whole.bestByTask && result.bestByFold == whole.bestByFold)
      #expect(result.scores == whole.scores && result.overfittingSteps == whole.overfittingSteps)
      #expect((result.steps, result.bestStep) == (whole.steps, whole.bestStep))
    }
  }

  @Test(arguments: CheckpointTests.kinds)
  func `one, two, three and four processes end in the same bits`(
    schedule: ScheduleOptions, weights: LossWeightOptions
  ) throws {
    var toy = CheckpointTests.toy(schedule, weights)
    toy.options.batches = ["second": CorpusBatchOptions(sentences: 8, accumulate: 2)]
    let whole = try toy.run()
    for (processes, threads) in [(2, 1), (3, 2), (4, 1)] {
      toy.options.threads = threads
      try Self.check(Self.train(toy, processes: processes), equal: whole)
    }
  }

  @Test(arguments: ["pcgrad", "graddrop", "gradvac", "nash-mtl", "mgda"])
  func `rules against conflict see the same gradients in all processes`(name: String) throws {
    var toy = CheckpointTests.toy(.joint, .uncertainty)
    let rule = try #require(GradientRules.all.first { $0.name == name })
    toy.options.conflict = ConflictOptions(rule.init(), log: true)
    toy.options.epochs = 2
    try Self.check(Self.train(toy, processes: 3), equal: toy.run())
  }

  @Test(arguments: 0..<5)
  func `every kind of task alone ends in the same bits, with more shards than processes share evenly`(task: Int) throws
  {
    var toy = CheckpointTests.toy()
    toy.tasks = [ToyCorpora.tasks[task]]
    toy.options.epochs = 1
    toy.options.shards = 7
    func trainer() throws -> Trainer {
      let model = try ToyCorpora.model(toy.training, tasks: toy.tasks)
      let corpus = TrainingCorpus(
        name: "all", tasks: [0], training: toy.training, development: toy.development, model: model)
      return try Trainer(model: model, corpora: [corpus], options: toy.options)
    }
    let whole = try trainer().run { _ in }
    let (documents, development, tasks, options) = (toy.training, toy.development, toy.tasks, toy.options)
    let results = ThreadCommunicator.run(3) { communicator -> TrainingResult? in
      let model = try ToyCorpora.model(documents, tasks: tasks)
      let corpus = TrainingCorpus(
        name: "all", tasks: [0], training: documents, development: development, model: model)
      let trainer = try Trainer(model: model, corpora: [corpus], options: options)
      let team = TrainingTeam(communicator)
      trainer.team = team
      guard team.leads else {
        _ = team.nextOrder()
        return try trainer.follow()
      }
      team.begin(nil)
      return try trainer.run { _ in }
    }
    try Self.check(results, equal: whole)
  }

  @Test func `a training is stopped by any process and resumed by another number of them`() throws {
    let toy = CheckpointTests.toy()
    let whole = try toy.run()
    let scratch = try Scratch()
    let file = CheckpointFile(path: scratch.path("checkpoint.safetensors"))
    for (processes, stopping, steps) in [(2, 1, 3), (3, 2, 5), (1, 0, 4), (4, 0, 1)] {
      if processes == 1 {
        #expect(try toy.run(file, stopAfter: steps).interrupted)
        continue
      }
      let results = Self.train(toy, processes: processes, checkpoint: file, stopping: stopping, after: steps)
      for result in results { #expect(try result.get()?.interrupted == true) }
    }
    try Self.check(Self.train(toy, processes: 3, checkpoint: file), equal: whole)
    #expect(try scratch.names == ["checkpoint.safetensors", "checkpoint.safetensors.lock"])
  }

  @Test func `a loss that blows up fails in all processes alike, with what began it`() throws {
    var toy = CheckpointTests.toy()
    toy.options.optimizer.kind = .sgd
    toy.options.learningRate.peak = 1e30
    toy.options.clip = 0
    let alone = #expect(throws: TrainingError.self) { try toy.run() }
    guard case .diverged(_, _, let cause, _) = try #require(alone) else {
      Issue.record("\(String(describing: alone))")
      return
    }
    for result in Self.train(toy, processes: 2) {
      let error = #expect(throws: TrainingError.self) { try result.get() }
      guard case .diverged(_, _, cause, _) = error else {
        Issue.record("\(String(describing: error)), alone \(String(describing: alone))")
        continue
      }
    }
  }

  @Test func `more processes than shards are refused, and the others end`() throws {
    var toy = CheckpointTests.toy()
    toy.options.shards = 2
    let results = Self.train(toy, processes: 3)
    #expect(throws: TrainingError.moreProcessesThanShards(processes: 3, shards: 2)) { try results[0].get() }
    for result in results.dropFirst() { #expect(try result.get() == nil) }
  }

  @Test func `a process with other data is named, and what differs`() throws {
    let toy = CheckpointTests.toy()
    let results = ThreadCommunicator.run(3) { communicator -> Void in
      var own = toy
      if communicator.rank == 1 { own.options.batchSentences = 17 }
      let trainer = try own.trainer()
      let team = TrainingTeam(communicator)
      trainer.team = team
      if team.leads {
        team.begin(nil)
        _ = try trainer.run { _ in }
      } else {
        _ = team.nextOrder()
        _ = try trainer.follow()
      }
    }
    for result in results {
      let error = #expect(throws: TrainingError.self) { try result.get() }
      #expect(error?.errorDescription?.contains("process 1 has another training than process 0: ") == true)
      #expect(error?.errorDescription?.contains("batchSentences") == true, "\(String(describing: error))")
    }
  }

  @Test func `a step says how much process 0 has sent: about as much as the weights that it has changed`() throws {
    let toy = CheckpointTests.toy()
    let sent = ThreadCommunicator.run(2) { communicator -> [Int] in
      let trainer = try toy.trainer()
      let team = TrainingTeam(communicator)
      trainer.team = team
      var sent: [Int] = []
      if team.leads {
        team.begin(nil)
        _ = try trainer.run { event in if case .step(let step) = event { sent.append(step.sentBytes ?? 0) } }
      } else {
        _ = team.nextOrder()
        _ = try trainer.follow()
      }
      return sent
    }
    let steps = try sent[0].get()
    // Of the table of n-grams only the rows of a batch's texts are sent.
    let entries = try toy.trainer().model.weights.entries.filter { !$0.name.hasSuffix(".ngrams") }
    let weights = 4 * entries.reduce(0) { $0 + $1.count }
    #expect(!steps.isEmpty && steps.allSatisfy { $0 > weights / 10 && $0 < 2 * weights }, "\(steps), \(weights)")
    var sentAlone: [Int?] = []
    _ = try toy.run { event in if case .step(let step) = event { sentAlone.append(step.sentBytes) } }
    #expect(sentAlone == steps.map { _ in nil })
  }
}
