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

  /// Why a stage is run though nothing has changed; nil when it need not be.
  func reason(_ stage: PipelineStage) -> String? {
    guard stage.options is TrainStage else { return nil }
    if start == .afresh { return "it is to be trained afresh" }
    return baselines || seeds > 1 ? "variants of it are asked for" : nil
  }
}
