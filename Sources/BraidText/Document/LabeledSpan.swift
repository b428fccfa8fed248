/// A labelled run of tokens: a chunk, an entity, an aspect term.
public struct LabeledSpan: Hashable, Sendable {
  /// Indices into the document's tokens.
  public var tokens: Range<Int>
  /// The span's label.
  public var label: String
  /// Probability in 0...1, when a model gave the span.
  public var score: Double?

  /// A span over `tokens`, gold when `score` is nil.
  public init(_ tokens: Range<Int>, label: String, score: Double? = nil) {
    self.tokens = tokens
    self.label = label
    self.score = score
  }
}
