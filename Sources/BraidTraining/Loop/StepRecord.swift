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
  /// What each task really added to the loss: its loss times its weight, and times what the rule against conflicting
  /// gradients makes of its gradient; in nats.
  public var contributions: [String: Double]
  /// Source tokens of the step.
  public var tokens: Int
  /// Source tokens of the documents that each task had a label for.
  public var taskTokens: [String: Int]
  /// Seconds that the step took.
  public var stepSeconds: Double
  /// `stepSeconds` by task, in proportion to the time that the tasks' heads took forward.
  public var taskSeconds: [String: Double]
  /// Seconds of training so far, those before a resume included.
  public var seconds: Double
  /// The cosine between the gradients of each pair of tasks, `first/second`, when it was asked for.
  public var cosines: [String: Double]?
  /// Norm of each task's weighted gradient in the shared encoder, when gradients were taken task by task.
  public var gradientNorms: [String: Double]?
  /// Bytes that process 0 sent to others in the step, when several train together.
  public var sentBytes: Int?
}
