public import BraidTraining

/// What a train stage does besides its training.
public struct TrainingVariants: Sendable {
  /// What is done with checkpoints that are there.
  public var start = CheckpointFile.Start.resumeIfPresent
  /// Whether a training that came to its end is done again although nothing has changed.
  public var repeatsFinished = false
  /// Whether each task is trained alone, too, and compared with the joint model.
  public var baselines = false
  /// Number of seeds that the model is trained under, the pipeline's own included.
  public var seeds = 1

  /// The training alone, resumed from a checkpoint if there is one.
  public init() {}
}
