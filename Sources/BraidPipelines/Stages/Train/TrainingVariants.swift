public import BraidTraining

/// What a train stage does besides its training.
public struct TrainingVariants: Sendable {
  /// What is done with checkpoints that are there.
  public var start = CheckpointFile.Start.resumeIfThere
  /// Whether each task is trained alone, too, and compared with the joint model.
  public var baselines = false
  /// Number of seeds that the model is trained under, the pipeline's own included.
  public var seeds = 1

  /// The training alone, going on from a checkpoint where there is one.
  public init() {}
}
