import BraidFiles
import BraidTasks
import BraidTensors
import BraidTestSupport
import BraidText
import BraidTraining
import Foundation
import Testing

@Suite struct FreezingTests {
  static func toy(_ change: (inout TrainingOptions) -> Void) -> ToyTraining {
    var toy = ToyTraining()
    toy.training = Array(toy.training.prefix(160))
    toy.development = Array(toy.development.prefix(20))
    toy.options.epochs = 2
    toy.options.earlyStopping.aggregate = [:]
    change(&toy.options)
    return toy
  }

  /// The parts of the model of which a weight has other bits after training.
  static func changedParts(_ toy: ToyTraining) throws -> Set<String> {
    let trainer = try toy.trainer()
    let before = trainer.model
    let after = try toy.run().weights
    var parts: Set<String> = []
    for entry in before.weights.entries {
      let id = try #require(before.weights[entry.name])
      let bits = (before.weights.values(id).map(\.bitPattern), after.values(id).map(\.bitPattern))
      if bits.0 != bits.1 { parts.insert(before.part(ofWeight: entry.name)) }
    }
    return parts
  }

  static let parts = ["encoder", "sentiment", "pos", "people", "roles", "de"]

  @Test(arguments: parts)
  func `a frozen part keeps its bits while the others learn`(part: String) throws {
    let changed = try Self.changedParts(
      Self.toy {
        $0.freeze = [part]
        $0.average = 0.9
        $0.optimizer.kind = .adamw
        $0.optimizer.weightDecay = 0.01
      })
    #expect(changed == Set(Self.parts).subtracting([part]))
  }

  @Test func `old heads of a frozen encoder keep their bits, and their scores, while a new one learns`() throws {
    let old = ["sentiment", "pos", "roles", "de"]
    var scores: [[String: TaskScore]] = []
    let toy = Self.toy { $0.freeze = ["encoder"] + old }
    #expect(try Self.changedParts(toy) == ["people"])
    _ = try toy.run { event in if case .evaluated(let record) = event { scores.append(record.scores) } }
    for task in old { #expect(scores.allSatisfy { $0[task] == scores[0][task] }) }
    var parameters = 0
    let trainer = try toy.trainer()
    _ = try trainer.run(shouldStop: { true }) { event in
      if case .started(let plan) = event { parameters = plan.parameters }
    }
    let expected = trainer.model.weights.entries.filter { $0.name.hasPrefix("people.") }.reduce(0) { $0 + $1.count }
    #expect(parameters == expected && expected > 0)
  }

  @Test func `a frozen part is trained after the epochs that it waits for, resumed or not`() throws {
    let toy = Self.toy {
      $0.epochs = 3
      $0.freeze = ["encoder", "pos"]
      $0.unfreeze = ["encoder": 1]
      $0.checkpointSteps = 2
    }
    #expect(try Self.changedParts(toy) == Set(Self.parts).subtracting(["pos"]))
    var first = toy
    first.options.epochs = 1
    #expect(try Self.changedParts(first) == Set(Self.parts).subtracting(["pos", "encoder"]))
    let whole = try toy.run()
    let scratch = try Scratch()
    let file = CheckpointFile(path: scratch.path("checkpoint.safetensors"))
    for stop in [3, 9, 1, 2] { #expect(try toy.run(file, stopAfter: stop).interrupted) }
    let resumed = try toy.run(file)
    #expect(resumed.weights == whole.weights && resumed.bestByTask == whole.bestByTask)
    var other = toy
    other.options.threads = 3
    #expect(try other.run().weights == whole.weights)
  }

  @Test func `a rate of its own slows a part by its factor, and a factor of 1 changes no bit`() throws {
    func step(_ rates: [String: Double]) throws -> (before: JointModel, after: Weights) {
      let toy = Self.toy {
        $0.epochs = 1
        $0.batchSentences = 1000
        $0.batchTokens = 100_000
        $0.schedule = .joint
        $0.optimizer.kind = .sgd
        $0.clip = 0
        $0.rates = rates
      }
      return (try toy.trainer().model, try toy.run().weights)
    }
    let plain = try step([:])
    #expect(try step(["encoder": 1, "de": 1]).after == plain.after)
    let slow = try step(["encoder": 0.25]).after
    for entry in plain.before.weights.entries {
      let id = try #require(plain.before.weights[entry.name])
      let factor: Float = entry.name.hasPrefix("encoder.") ? 0.25 : 1
      let old = plain.before.weights.values(id)
      for ((old, plain), slow) in zip(zip(old, plain.after.values(id)), slow.values(id)) {
        #expect(abs((slow - old) - factor * (plain - old)) < 1e-6, "\(entry.name)")
      }
    }
  }

  @Test func `parts that are not there, and nothing left to train, are errors`() throws {
    func error(_ change: (inout TrainingOptions) -> Void) throws -> TrainingError? {
      do { _ = try Self.toy(change).trainer() } catch { return error as? TrainingError }
      return nil
    }
    let known = ["encoder"] + ToyCorpora.tasks.map(\.name)
    #expect(try error { $0.freeze = ["encodr"] } == .unknownPart("encodr", option: "freeze", known: known))
    #expect(try error { $0.rates = ["x": 2] } == .unknownPart("x", option: "rates", known: known))
    #expect(try error { $0.unfreeze = ["pos": 2] } == .unknownPart("pos", option: "unfreeze", known: []))
    #expect(
      try error { $0.rates = ["pos": 0] }
        == .outOfRange(option: "rates.pos", found: 0, allowed: "more than 0, at most 1000"))
    #expect(
      try error {
        $0.freeze = ["pos"]
        $0.unfreeze = ["pos": 0.5]
      } == .outOfRange(option: "unfreeze.pos", found: 0.5, allowed: "a whole number from 1"))
    #expect(try error { $0.freeze = known } == .allFrozen)
    #expect(
      try error {
        $0.freeze = known
        $0.unfreeze = ["pos": 1]
      } == nil)
  }
}
