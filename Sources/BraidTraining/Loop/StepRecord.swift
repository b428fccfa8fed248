/// One training step.
public struct StepRecord: Sendable, Equatable, Codable {
  /// Steps done, this one included.
  public var step: Int
  /// The epoch, from 0.
  public var epoch: Int
  /// Corpora the step took a batch of.
  public var corpora: [String]
  /// Unweighted loss of each task that had a part in the step, in nats.
  public var losses: [String: Double]
  /// The weights of these losses.
  public var weights: [String: Double]
  /// Learning rate.
  public var rate: Double
  /// Norm of the gradient before clipping.
  public var norm: Double
  /// Source tokens of the step.
  public var tokens: Int
  /// Seconds since training started or was resumed.
  public var seconds: Double
  /// The cosine between the gradients of each pair of tasks, `first/second`, when it was asked for.
  public var cosines: [String: Double]?
}
