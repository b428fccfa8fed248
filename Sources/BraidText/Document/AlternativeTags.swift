/// Other tags that a model might have given the tokens of a sentence.
public struct AlternativeTags: Hashable, Sendable {
  /// The sentence's tokens.
  public var tokens: Range<Int>
  /// One tag a token; spans are spelled as the model has learned them.
  public var tags: [String]
  /// Probability in 0...1 that exactly these are the sentence's tags.
  public var score: Double

  /// Tags of probability `score` for `tokens`.
  public init(_ tokens: Range<Int>, tags: [String], score: Double) {
    self.tokens = tokens
    self.tags = tags
    self.score = score
  }
}
