import BraidFiles
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidText
import BraidTraining
import Foundation
import Testing

@Suite struct CheckpointTests {
  /// A training with every kind of state: an early stop, a plateau, a mean of weights, several evaluations an epoch.
  static func toy(_ schedule: ScheduleOptions = .proportional, _ weights: LossWeightOptions = .uncertainty)
    -> ToyTraining
  {
    var toy = ToyTraining()
    toy.training = Array(toy.training.prefix(160))
    toy.development = Array(toy.development.prefix(20))
    toy.options.epochs = 3
    toy.options.schedule = schedule
    toy.options.weights = weights
    toy.options.learningRate.decay = .plateau
    toy.options.earlyStopping.patience = 3
    toy.options.evaluationsPerEpoch = 2
    toy.options.average = 0.9
    toy.options.checkpointSteps = 2
    return toy
  }

  static let kinds: [(ScheduleOptions, LossWeightOptions)] = [
    (.proportional, .uncertainty), (.temperature(2), .fixed(["roles": 2])), (.joint, .gradNorm(alpha: 1.5)),
    (.annealed, .dynamicAverage(temperature: 2)),
    (.dynamic(DynamicSampling(by: .gap, targets: ["de": 60])), .fixed([:])),
    (.dynamic(DynamicSampling(by: .progress)), LossWeightOptions(FadingWeights())),
  ]

  @Test(arguments: kinds)
  func `a training that is stopped and resumed ends in the same bits as one that is not`(
    schedule: ScheduleOptions, weights: LossWeightOptions
  ) throws {
    var toy = Self.toy(schedule, weights)
    toy.options.batches = ["second": CorpusBatchOptions(sentences: 8, accumulate: 2)]
    let whole = try toy.run()
    let scratch = try Scratch()
    let file = CheckpointFile(path: scratch.path("checkpoint.safetensors"))
    // Before the first step, in the middle, and right after an evaluation at the end of an epoch.
    for stop in [0, 1, 5, 3, 4, 2] { #expect(try toy.run(file, stopAfter: stop).interrupted) }
    let resumed = try toy.run(file)
    #expect(!resumed.interrupted)
    #expect(resumed.weights == whole.weights)
    #expect(resumed.bestByTask == whole.bestByTask)
    #expect(resumed.scores == whole.scores)
    #expect((resumed.steps, resumed.bestStep) == (whole.steps, whole.bestStep))
    #expect(try scratch.names == ["checkpoint.safetensors", "checkpoint.safetensors.lock"])

    // A training that is done is done: nothing is trained again.
    var steps = 0
    let again = try toy.run(file) { event in if case .step = event { steps += 1 } }
    #expect(steps == 0 && again.weights == whole.weights && again.scores == whole.scores)
  }

  @Test func `a training killed at any moment and resumed ends in the same bits as one that is not`() async throws {
    let toy = Self.toy()
    let start = ContinuousClock.now
    let whole = try toy.run()
    let took = (ContinuousClock.now - start) / .milliseconds(1)
    let scratch = try Scratch()
    let path = scratch.path("checkpoint.safetensors")
    var moments = Random(seed: UInt64(Date().timeIntervalSince1970)).stream("kills")
    for _ in 0..<10 {
      let milliseconds = Int(moments.uniform() * took / 3)
      await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, milliseconds = milliseconds as Int] in
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { kill(getpid(), SIGKILL) }
        _ = try CheckpointTests.toy().run(CheckpointFile(path: path))
        sleep(60)
      }
    }
    let resumed = try toy.run(CheckpointFile(path: path))
    #expect(resumed.weights == whole.weights)
    #expect(resumed.bestByTask == whole.bestByTask)
    #expect(resumed.scores == whole.scores)
    #expect(resumed.steps == whole.steps)
    // What the killed processes were writing is gone.
    #expect(try scratch.names == ["checkpoint.safetensors", "checkpoint.safetensors.lock"])
  }

  @Test func `a checkpoint of another training is refused, and says what differs`() throws {
    let scratch = try Scratch()
    let path = scratch.path("checkpoint.safetensors")
    var toy = Self.toy()
    _ = try toy.run(CheckpointFile(path: path), stopAfter: 2)
    func mismatch(_ change: (inout ToyTraining) -> Void) -> String {
      var other = toy
      change(&other)
      do {
        _ = try other.run(CheckpointFile(path: path))
      } catch TrainingError.checkpointMismatch(let found, let what) {
        return found == path ? what : found
      } catch { return "\(error)" }
      return "nothing"
    }
    #expect(mismatch { $0.options.learningRate.peak = 0.25 } == "option `learningRate.peak` is 0.25, was 0.01")
    #expect(mismatch { $0.options.seed = 2 } == "option `seed` is 2, was 1")
    let data = "its training or development documents differ"
    #expect(mismatch { $0.training[3].labels["label"] = [Label("bad")] } == data)
    #expect(mismatch { $0.training.removeLast() } == "its documents, vocabularies or labels differ")
    // They decide which weights are kept, and when training ends.
    let label = toy.development[3].labels["label"]?.first?.name == "bad" ? "good" : "bad"
    #expect(mismatch { $0.development[3].labels["label"] = [Label(label)] } == data)
    #expect(mismatch { $0.development[3].text += " " } == data)
    // Threads and the times of checkpoints have no part in the bits.
    toy.options.threads = 1
    toy.options.checkpointSteps = 7
    toy.options.checkpointSeconds = 0
    var first = -1
    _ = try toy.run(CheckpointFile(path: path), stopAfter: 1) { event in
      if case .started(let plan) = event { first = plan.firstStep }
    }
    #expect(first == 2)
    // Starting over is a choice.
    toy.options.seed = 2
    _ = try toy.run(CheckpointFile(path: path, start: .fresh), stopAfter: 1) { event in
      if case .started(let plan) = event { first = plan.firstStep }
    }
    #expect(first == 0)
  }

  @Test func `a checkpoint of another program is resumed from only when that is asked for`() throws {
    let scratch = try Scratch()
    let path = scratch.path("checkpoint.safetensors")
    let toy = Self.toy()
    let whole = try toy.run()
    _ = try toy.run(CheckpointFile(path: path, program: "one"), stopAfter: 2)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(throws: TrainingError.checkpointOfOtherProgram(path: path)) {
      try toy.run(CheckpointFile(path: path, program: "two"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    // What differs in other ways is refused all the same.
    var other = toy
    other.options.seed = 2
    #expect(throws: TrainingError.checkpointMismatch(path: path, what: "option `seed` is 2, was 1")) {
      try other.run(CheckpointFile(path: path, start: .resume, program: "two"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    _ = try toy.run(CheckpointFile(path: path, start: .resume, program: "two"), stopAfter: 1)
    // It is that program's checkpoint now.
    #expect(try toy.run(CheckpointFile(path: path, program: "two")).weights == whole.weights)
  }

  @Test func `a damaged checkpoint is noticed`() throws {
    let scratch = try Scratch()
    let file = CheckpointFile(path: scratch.path("checkpoint.safetensors"))
    let toy = Self.toy()
    _ = try toy.run(file, stopAfter: 2)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
    func error(_ data: Data) throws -> String {
      try data.write(to: URL(fileURLWithPath: file.path))
      do {
        _ = try toy.run(file)
      } catch let error as TrainingError { return error.errorDescription ?? "" }
      return "none"
    }
    var flipped = whole
    flipped[whole.count - 5] ^= 4
    #expect(try error(flipped) == "\(file.path): is damaged: its checksum is not that of its contents")
    #expect(try error(whole.prefix(whole.count / 2)).contains("expected"))
    #expect(try error(Data("no checkpoint".utf8)).contains("expected"))
    #expect(try error(whole) == "none")
  }

  @Test func `resuming needs a checkpoint, and one training at a time`() throws {
    let scratch = try Scratch()
    let path = scratch.path("checkpoint.safetensors")
    let toy = Self.toy()
    #expect(throws: TrainingError.nothingToResume(path: path)) {
      try toy.run(CheckpointFile(path: path, start: .resume))
    }
    var refused: TrainingError?
    _ = try toy.run(CheckpointFile(path: path), stopAfter: 1) { event in
      guard case .step = event else { return }
      do { _ = try toy.run(CheckpointFile(path: path)) } catch { refused = error as? TrainingError }
    }
    #expect(refused == .alreadyTraining(path: path))
    #expect(throws: TrainingError.self) { try toy.run(CheckpointFile(path: "/dev/null/checkpoint.safetensors")) }
  }

  @Test func `what a killed training left is deleted, what others left stays`() throws {
    let scratch = try Scratch()
    let path = scratch.path("checkpoint.safetensors")
    for name in [".checkpoint.safetensors.braid-temporary", ".other.braid-temporary"] {
      #expect(FileManager.default.createFile(atPath: scratch.path(name), contents: Data()))
    }
    _ = try Self.toy().run(CheckpointFile(path: path), stopAfter: 0)
    #expect(try scratch.names == [".other.braid-temporary", "checkpoint.safetensors", "checkpoint.safetensors.lock"])
  }
}
