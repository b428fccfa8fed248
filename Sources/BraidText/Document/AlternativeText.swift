/// Another text that a model might have written.
public struct AlternativeText: Hashable, Sendable {
  /// The text.
  public var text: String
  /// Log-probability in nats.
  public var score: Double

  /// A text of log-probability `score`, in nats.
  public init(_ text: String, score: Double) {
    self.text = text
    self.score = score
  }
}
