import BraidTasks
import BraidTensors
import Foundation

extension Trainer {
  private static let stateKey = "braid.training"
  private static let identityKey = "braid.identity"

  /// Writes everything that training goes on from into the checkpoint file.
  func write(_ file: CheckpointFile) throws(TrainingError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var tensors = [
      tensor("weights", executor.weights.storage), tensor("best", best.storage),
      tensor("good", lastGood.weights.storage),
    ]
    for (name, weights) in zip(names, bestByTask) { tensors.append(tensor("best.\(name)", weights.storage)) }
    for (name, optimizer) in [("optimizer", optimizer), ("good.optimizer", lastGood.optimizer)] {
      tensors.append(tensor("\(name).first", optimizer.first))
      tensors.append(tensor("\(name).second", optimizer.second))
    }
    do {
      let record = CheckpointRecord(
        state: state, scores: scores, optimizerSteps: optimizer.steps, goodOptimizerSteps: lastGood.optimizer.steps,
        goodStep: lastGood.step, seconds: seconds)
      let text = String(decoding: try encoder.encode(record), as: UTF8.self)
      try SafeTensors(tensors: tensors, metadata: [Self.stateKey: text, Self.identityKey: file.identity])
        .write(to: file.path)
    } catch {
      throw .checkpoint(path: file.path, reason: (error as? TensorFileError)?.errorDescription ?? "\(error)")
    }
  }

  private func tensor(_ name: String, _ values: [Float]) -> NamedTensor {
    NamedTensor(name: name, shape: [values.count], values: values)
  }

  /// Puts training where a checkpoint left it.
  func restore(_ file: CheckpointFile) throws(TrainingError) {
    let contents: SafeTensors
    do {
      contents = try SafeTensors(contentsOf: file.path)
    } catch {
      throw .checkpoint(path: file.path, reason: error.errorDescription ?? "")
    }
    guard contents.metadata[Self.identityKey] == file.identity else {
      throw .checkpointMismatch(path: file.path, what: "its options, data or vocabularies")
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let text = contents.metadata[Self.stateKey],
      let record = try? decoder.decode(CheckpointRecord.self, from: Data(text.utf8)),
      record.state.tasks.count == names.count, record.state.sampler.cursors.count == corpora.count
    else { throw .checkpoint(path: file.path, reason: "holds no state of a training") }
    let count = model.weights.storage.count
    func values(_ name: String, orEmpty: Bool = false) throws(TrainingError) -> [Float] {
      guard let values = contents[name]?.values, values.count == count || orEmpty && values.isEmpty else {
        throw .checkpointMismatch(path: file.path, what: "the size of \(name)")
      }
      return values
    }
    func weights(_ name: String) throws(TrainingError) -> Weights { model.weights.replacing(try values(name)) }
    func moments(_ name: String, steps: Int) throws(TrainingError) -> Optimizer {
      Optimizer(
        options.optimizer, steps: steps, first: try values("\(name).first", orEmpty: true),
        second: try values("\(name).second", orEmpty: true))
    }
    executor.load(try weights("weights"))
    best = try weights("best")
    bestByTask = []
    for name in names { bestByTask.append(try weights("best.\(name)")) }
    optimizer = try moments("optimizer", steps: record.optimizerSteps)
    lastGood = (
      try weights("good"), try moments("good.optimizer", steps: record.goodOptimizerSteps), record.goodStep
    )
    scores = record.scores
    secondsBefore = record.seconds
    state = record.state
    sampler.restore(state.sampler)
  }
}
