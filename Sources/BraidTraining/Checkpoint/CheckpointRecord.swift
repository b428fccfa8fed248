import BraidTasks

/// What a checkpoint holds besides tensors.
struct CheckpointRecord: Codable {
  var state: TrainerState
  var scores: [String: TaskScore]
  var optimizerSteps: Int
  var goodOptimizerSteps: Int
  var goodStep: Int
  /// Seconds of training.
  var seconds: Double
  /// For tensors that are the same as another one the name of that one, which alone is stored.
  var same: [String: String]
}
