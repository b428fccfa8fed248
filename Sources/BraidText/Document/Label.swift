/// A label with the score of the model that gave it; gold labels have no score.
public struct Label: Hashable, Sendable {
  /// The label's name.
  public var name: String
  /// Probability in 0...1, when a model gave the label.
  public var score: Double?

  /// A label, gold when `score` is nil.
  public init(_ name: String, score: Double? = nil) {
    self.name = name
    self.score = score
  }
}
