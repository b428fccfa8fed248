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
  /// The weighted mean of the scores.
  public var aggregate: Double
  /// Whether the aggregate is the best so far.
  public var isBest: Bool
  /// Seconds since training started or was resumed.
  public var seconds: Double
}
