public import BraidTasks

/// A finished training under one seed.
public struct SeededTraining: Sendable {
  /// The seed.
  public let seed: UInt64
  /// The model as it was before it was trained.
  public let model: JointModel
  /// What became of it.
  public let result: TrainingResult

  /// A training of `model`.
  public init(seed: UInt64, model: JointModel, result: TrainingResult) {
    self.seed = seed
    self.model = model
    self.result = result
  }
}
