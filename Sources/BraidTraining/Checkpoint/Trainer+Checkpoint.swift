import BraidFiles
import BraidTasks
import BraidTensors
import Foundation

/// What a checkpoint holds besides tensors.
struct CheckpointRecord: Codable {
  var state: TrainerState
  var scores: [String: TaskScore]
  var optimizerSteps: Int
  var goodOptimizerSteps: Int
  var goodStep: Int
  /// Seconds of training.
  var seconds: Double
  /// What the training has cost.
  var spent: TrainingSpending
  /// For tensors that are the same as another one the name of that one, which alone is stored.
  var same: [String: String]
}

/// A checkpoint that a training has for itself.
struct OpenCheckpoint {
  let lock: CheckpointLock
  /// The training's identity as it is written.
  let identity: String
  /// Whether training was resumed from it.
  let resumed: Bool
}

extension Trainer {
  static let stateKey = "braid.training"
  private static let identityKey = "braid.identity"
  private static let programKey = "braid.program"
  private static let checksumKey = "braid.checksum"

  /// Locks a checkpoint, and resumes from it if asked to.
  ///
  /// - Returns: the open checkpoint, to be kept as long as training runs.
  func open(_ file: CheckpointFile) throws(TrainingError) -> OpenCheckpoint {
    let lock = try CheckpointLock(path: file.path)
    AtomicFile.removeLeftover(of: file.path)
    let identity = try identity(for: file)
    let text = try text(of: identity, for: file)
    let exists = file.exists
    switch file.start {
    case .resumeIfPresent: if exists { try restore(file, identity: identity) }
    case .resume:
      guard exists else { throw .nothingToResume(path: file.path) }
      try restore(file, identity: identity)
    case .fresh: unlink(file.path)
    }
    return OpenCheckpoint(lock: lock, identity: text, resumed: exists && file.start != .fresh)
  }

  /// An identity as checkpoints have it.
  func text(of identity: TrainingIdentity, for file: CheckpointFile) throws(TrainingError) -> String {
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      return String(decoding: try encoder.encode(identity), as: UTF8.self)
    } catch {
      throw .checkpoint(path: file.path, reason: "the options can't be written: \(error)")
    }
  }

  /// Whether training can resume from a checkpoint: it is whole, and of this training and program.
  ///
  /// - Throws: `TrainingError.checkpoint` when the system can't read it, so that nobody knows.
  package func canResume(from file: CheckpointFile) throws(TrainingError) -> Bool {
    let identity = try identity(for: file)
    let contents: SafeTensors
    do {
      contents = try SafeTensors(contentsOf: file.path)
    } catch {
      guard case .file = error else { return false }
      throw .checkpoint(path: file.path, reason: error.errorDescription ?? "")
    }
    return (try? check(contents, of: file, identity)) != nil
  }

  func identity(for file: CheckpointFile) throws(TrainingError) -> TrainingIdentity {
    do {
      return try TrainingIdentity(
        model: model, corpora: corpora, options: options, origin: origin, teachers: teachers?.identity ?? [:])
    } catch {
      throw .checkpoint(path: file.path, reason: "the options can't be written: \(error)")
    }
  }

  /// All numbers that training resumes from, by name.
  private var tensors: [(name: String, values: [Float])] {
    var tensors = [("weights", executor.weights.storage), ("best", best.storage), ("good", lastGood.weights.storage)]
    tensors += averageStorage.map { [("average", $0)] } ?? []
    for (name, weights) in zip(names, bestByTask) { tensors.append(("best.\(name)", weights.storage)) }
    for (fold, weights) in bestByFold.enumerated() { tensors.append(("fold.\(fold)", weights.storage)) }
    for (name, optimizer) in [("optimizer", optimizer), ("good.optimizer", lastGood.optimizer)] {
      tensors.append(("\(name).first", optimizer.first))
      tensors.append(("\(name).second", optimizer.second))
    }
    return tensors
  }

  /// Writes everything that training resumes from to the checkpoint file.
  func write(_ file: CheckpointFile, identity: String) throws(TrainingError) {
    let contents = try contents(identity: identity, program: file.program, path: file.path)
    do {
      try contents.write(to: file.path)
    } catch {
      throw .checkpoint(path: file.path, reason: error.errorDescription ?? "\(error)")
    }
  }

  /// Everything that training resumes from.
  func contents(identity: String, program: String?, path: String) throws(TrainingError) -> SafeTensors {
    state.sampler = sampler.state
    var stored: [NamedTensor] = []
    var same: [String: String] = [:]
    for (name, values) in tensors {
      if let other = stored.first(where: { Self.haveSameBits($0.values, values) }) {
        same[name] = other.name
      } else {
        stored.append(NamedTensor(name: name, shape: [values.count], values: values))
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      let record = CheckpointRecord(
        state: state, scores: scores, optimizerSteps: optimizer.steps, goodOptimizerSteps: lastGood.optimizer.steps,
        goodStep: lastGood.step, seconds: seconds, spent: spent,
        same: same)
      let text = String(decoding: try encoder.encode(record), as: UTF8.self)
      var metadata = [
        Self.stateKey: text, Self.identityKey: identity, Self.checksumKey: Self.checksum(stored, text),
      ]
      metadata[Self.programKey] = program
      return SafeTensors(tensors: stored, metadata: metadata)
    } catch {
      throw .checkpoint(path: path, reason: "\(error)")
    }
  }

  /// Not `==`, for which both zeros are one.
  private static func haveSameBits(_ first: [Float], _ second: [Float]) -> Bool {
    first.withUnsafeBytes { first in
      second.withUnsafeBytes { second in
        guard first.count == second.count, let own = first.baseAddress, let other = second.baseAddress else {
          return first.count == second.count
        }
        return own == other || memcmp(own, other, first.count) == 0
      }
    }
  }

  private static func checksum(_ tensors: [NamedTensor], _ text: String) -> String {
    var hash = Fingerprint()
    hash.add(text)
    for tensor in tensors {
      hash.add(tensor.name)
      hash.add(tensor.values)
    }
    return hash.text
  }

  private func contents(of file: CheckpointFile) throws(TrainingError) -> SafeTensors {
    do {
      return try SafeTensors(contentsOf: file.path)
    } catch {
      throw .checkpoint(path: file.path, reason: error.errorDescription ?? "")
    }
  }

  /// The state of training in a checkpoint, as JSON, once it is known to be whole and of this training.
  private func check(
    _ contents: SafeTensors, of file: CheckpointFile, _ identity: TrainingIdentity
  ) throws(TrainingError) -> String {
    guard let text = contents.metadata[Self.stateKey], let stored = contents.metadata[Self.identityKey] else {
      throw .checkpoint(path: file.path, reason: "holds no state of a training")
    }
    guard contents.metadata[Self.checksumKey] == Self.checksum(contents.tensors, text) else {
      throw .checkpoint(path: file.path, reason: "is damaged: its checksum is not that of its contents")
    }
    if let difference = identity.difference(from: stored) {
      throw .checkpointMismatch(path: file.path, what: difference)
    }
    if let program = file.program, program != contents.metadata[Self.programKey], file.start != .resume {
      throw .checkpointOfOtherProgram(path: file.path)
    }
    return text
  }

  /// Puts training where a checkpoint left it.
  ///
  /// - Throws: `TrainingError.checkpointMismatch` for the checkpoint of another training, `.checkpointOfOtherProgram`,
  ///   `.checkpoint` for a file that is none or is damaged; training is as it was then.
  func restore(_ file: CheckpointFile, identity: TrainingIdentity) throws(TrainingError) {
    let contents = try contents(of: file)
    try restore(contents, state: try check(contents, of: file, identity), path: file.path)
  }

  /// Puts training where the contents of a checkpoint left it, whose state is `text`.
  func restore(_ contents: SafeTensors, state text: String, path: String) throws(TrainingError) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let record = try? decoder.decode(CheckpointRecord.self, from: Data(text.utf8)),
      record.state.tasks.count == names.count, record.state.bestByFold.count == bestByFold.count,
      record.state.sampler.cursors.count == corpora.count, record.spent.seconds.count == names.count,
      record.spent.tokens.count == names.count
    else { throw .checkpoint(path: path, reason: "its state is not one that this version writes") }
    let count = model.weights.storage.count
    func values(_ name: String, orEmpty: Bool = false) throws(TrainingError) -> [Float] {
      let values = contents[record.same[name] ?? name]?.values
      guard let values, values.count == count || orEmpty && values.isEmpty else {
        throw .checkpoint(path: path, reason: "\(name) has \(values?.count ?? 0) numbers, the model has \(count)")
      }
      return values
    }
    func weights(_ name: String) throws(TrainingError) -> Weights { model.weights.replacing(try values(name)) }
    func moments(_ name: String, steps: Int) throws(TrainingError) -> Optimizer {
      Optimizer(
        options.optimizer, steps: steps, first: try values("\(name).first", orEmpty: true),
        second: try values("\(name).second", orEmpty: true))
    }
    let present = try weights("weights")
    let (newBest, good) = (try weights("best"), try weights("good"))
    var newBestByTask: [Weights] = []
    for name in names { newBestByTask.append(try weights("best.\(name)")) }
    var newBestByFold: [Weights] = []
    for fold in bestByFold.indices { newBestByFold.append(try weights("fold.\(fold)")) }
    let newOptimizer = try moments("optimizer", steps: record.optimizerSteps)
    let goodOptimizer = try moments("good.optimizer", steps: record.goodOptimizerSteps)
    if averageStorage != nil { averageStorage = try values("average") }
    executor.load(present)
    best = newBest
    bestByTask = newBestByTask
    bestByFold = newBestByFold
    optimizer = newOptimizer
    lastGood = (good, goodOptimizer, record.goodStep)
    scores = record.scores
    secondsBefore = record.seconds
    spent = record.spent
    state = record.state
    sampler.restore(state.sampler)
  }
}
