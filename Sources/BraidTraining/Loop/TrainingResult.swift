public import BraidTasks
public import BraidTensors

/// The result of training.
public struct TrainingResult: Sendable {
  /// The weights with the best aggregate score.
  public var weights: Weights
  /// For each task the weights with its own best score.
  public var bestByTask: [String: Weights]
  /// For each half of the development documents the weights with the best aggregate score on that half: those to score on
  /// the other half. Where a half has no documents, the last weights.
  package var bestByFold: [Weights]
  /// The scores of `weights`.
  public var scores: [String: TaskScore]
  /// Steps done.
  public var steps: Int
  /// The step of `weights`.
  public var bestStep: Int
  /// For each task the step at which its development loss began to rise; absent while it has not.
  public var overfittingSteps: [String: Int]
  /// Seconds of training, those before a resume included.
  public var seconds: Double
  /// Source tokens with a label for each task, over all steps.
  public var taskTokens: [String: Int]
  /// Seconds of training by task: those of each step in proportion to the time of the tasks' heads.
  public var taskSeconds: [String: Double]
  /// Seconds that evaluations took.
  public var evaluationSeconds: Double
  /// Whether training ended because it was asked to stop.
  public var interrupted: Bool
}
