/// One argument of a predicate.
public struct Argument: Hashable, Sendable {
  /// The role, such as `ARG0` or `ARGM-TMP`.
  public var role: String
  /// Indices into the document's tokens.
  public var tokens: Range<Int>
  /// Probability in 0...1, when a model gave the argument.
  public var score: Double?

  /// An argument with `role` over `tokens`, gold when `score` is nil.
  public init(role: String, tokens: Range<Int>, score: Double? = nil) {
    self.role = role
    self.tokens = tokens
    self.score = score
  }
}
