public import BraidTasks

/// The scores of one evaluation on development data.
public struct EvaluationRecord: Sendable, Codable {
  /// Steps done.
  public var step: Int
  /// Epochs done, with a fraction.
  public var epoch: Double
  /// The scores by task.
  public var scores: [String: TaskScore]
  /// Mean training loss by task since the last evaluation, in nats.
  public var trainingLosses: [String: Double]
  /// Loss on the development data by task, in nats.
  public var developmentLosses: [String: Double]
  /// Development loss minus training loss by task, in nats; training losses have dropout in them.
  public var lossGaps: [String: Double]
  /// For each task the step at which its development loss began to rise while its training loss fell; absent while it
  /// has not.
  public var overfittingSteps: [String: Int]
  /// Share of each task in the loss since the last evaluation, weights and rules applied; they add up to 1.
  public var contributions: [String: Double]
  /// Source tokens with a label for each task since the last evaluation.
  public var taskTokens: [String: Int]
  /// Seconds of training by task since the last evaluation, this evaluation not included.
  public var taskSeconds: [String: Double]
  /// Tasks that are not trained any more.
  public var stoppedEarly: [String]
  /// The weighted mean of the scores.
  public var aggregate: Double
  /// Whether the aggregate is the best so far.
  public var isBest: Bool
  /// Seconds that this evaluation took.
  public var evaluationSeconds: Double
  /// Seconds of training so far, those before a resume included.
  public var seconds: Double
}
