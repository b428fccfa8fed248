import BraidFiles

/// A label with the score of the model that gave it; gold labels have no score.
public struct Label: Hashable, Sendable {
  /// The label's name.
  public var name: String
  /// Probability in 0...1, when a model gave the label.
  public var score: Double?
  /// Of a number that a model predicts, its standard deviation, in the number's unit.
  public var deviation: Double?

  /// A label, gold when `score` is nil.
  public init(_ name: String, score: Double? = nil) {
    self.name = name
    self.score = score
  }

  /// Whether both are the same, names by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.name.isExactly(second.name) && first.score == second.score && first.deviation == second.deviation
  }
}

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

  /// Whether both are the same, labels by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.tokens == second.tokens && first.label.isExactly(second.label) && first.score == second.score
  }
}

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

  /// Whether both are the same, tags by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.tokens == second.tokens && first.tags.isExactly(second.tags) && first.score == second.score
  }
}
