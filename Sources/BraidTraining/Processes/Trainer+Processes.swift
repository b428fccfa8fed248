import BraidTensors
import Foundation

/// What the leader of a team says before the first step.
private enum TrainingStart: Codable {
  /// It could not begin.
  case failed
  /// The identity of its training, as checkpoints have it, and whether it has resumed from one, which follows.
  case begun(identity: String, resumed: Bool)
}

extension Trainer {
  /// Opens the checkpoint, if there is one, and tells the followers where training begins.
  func begin(_ checkpoint: CheckpointFile?) throws(TrainingError) -> OpenCheckpoint? {
    guard let team else { return try checkpoint.map { file throws(TrainingError) in try open(file) } }
    let file: OpenCheckpoint?
    do throws(TrainingError) {
      let count = team.communicator.count
      guard count <= options.shards else {
        throw TrainingError.moreProcessesThanShards(processes: count, shards: options.shards)
      }
      file = try checkpoint.map { file throws(TrainingError) in try open(file) }
    } catch {
      send(.failed, team)
      team.isTraining = false
      throw error
    }
    let place = checkpoint ?? CheckpointFile(path: "")
    let identity = try text(of: identity(for: place), for: place)
    try tell(team, identity: identity, resumed: file?.resumed ?? false)
    return file
  }

  /// Tells the followers that training begins, at the beginning or at the checkpoint just read.
  private func tell(_ team: TrainingTeam, identity: String, resumed: Bool) throws(TrainingError) {
    let contents = resumed ? try contents(identity: identity, program: nil, path: "") : nil
    send(.begun(identity: identity, resumed: resumed), team)
    try agree(team, difference: nil)
    guard let contents else { return }
    let names = contents.tensors.map { "\($0.values.count) \($0.name)" }.joined(separator: "\n")
    for text in [names, contents.metadata[Self.stateKey] ?? ""] { _ = team.communicator.broadcast(Array(text.utf8)) }
    for tensor in contents.tensors { _ = team.communicator.broadcast(tensor.values.withUnsafeBytes { Array($0) }) }
  }

  /// Makes sure that all processes have the same training.
  private func agree(_ team: TrainingTeam, difference: String?) throws(TrainingError) {
    for (process, difference) in team.all(difference).enumerated() {
      guard let difference else { continue }
      team.isTraining = false
      throw .processDiffers(process: process, what: difference)
    }
  }

  private func send(_ start: TrainingStart, _ team: TrainingTeam) {
    guard let data = try? JSONEncoder().encode(start) else { preconditionFailure("a start that can't be encoded") }
    _ = team.communicator.broadcast(Array(data))
  }

  /// Trains with the leader, which reports and writes checkpoints.
  ///
  /// - Parameter shouldStop: asked before each step; when any process says yes, all stop.
  /// - Returns: the same as the leader gets; nil when its training could not begin.
  /// - Throws: what the leader's training throws as well.
  package func follow(shouldStop: () -> Bool = { false }) throws(TrainingError) -> TrainingResult? {
    guard let team else { preconditionFailure("a follower without a leader") }
    let bytes = team.communicator.broadcast([])
    guard let start = try? JSONDecoder().decode(TrainingStart.self, from: Data(bytes)) else {
      preconditionFailure("a start of \(bytes.count) bytes that can't be read")
    }
    guard case .begun(let identity, let resumed) = start else {
      team.isTraining = false
      return nil
    }
    try agree(team, difference: try self.identity(for: CheckpointFile(path: "")).difference(from: identity))
    if resumed { try takeCheckpoint(team) }
    return try train(checkpoint: nil, shouldStop: shouldStop) { _ in }
  }

  /// Puts training where the leader's checkpoint left it.
  private func takeCheckpoint(_ team: TrainingTeam) throws(TrainingError) {
    let names = String(decoding: team.communicator.broadcast([]), as: UTF8.self)
    let state = String(decoding: team.communicator.broadcast([]), as: UTF8.self)
    let tensors = names.split(separator: "\n").map { line -> NamedTensor in
      let name = line.drop { $0 != " " }.dropFirst()
      let values = team.communicator.broadcast([]).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
      return NamedTensor(name: String(name), shape: [values.count], values: values)
    }
    try restore(SafeTensors(tensors: tensors), state: state, path: "the checkpoint of process 0")
  }
}
