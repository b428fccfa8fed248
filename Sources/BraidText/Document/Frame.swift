import BraidFiles

/// A predicate with its arguments, PropBank style.
///
/// In dependency style an argument covers its head token only.
public struct Frame: Hashable, Sendable {
  /// Index of the predicate among the document's tokens.
  public var predicate: Int
  /// The predicate's tokens where the source says other than `predicate` alone, such as a verb with its particle; empty
  /// when the source marks none.
  public var extent: Range<Int>?
  /// The predicate's sense, such as `say.01`; nil when the source gives none.
  public var sense: String?
  /// Probability in 0...1 of the sense among the model's senses, given the predicate; nil for gold ones.
  public var senseScore: Double?
  /// The predicate's arguments, in the order of the source.
  public var arguments: [Argument]
  /// Probability in 0...1 of the predicate, when a model found it.
  public var score: Double?

  /// A frame of the token `predicate`.
  public init(predicate: Int, sense: String? = nil, arguments: [Argument] = [], score: Double? = nil) {
    self.predicate = predicate
    self.sense = sense
    self.arguments = arguments
    self.score = score
    extent = nil
    senseScore = nil
  }

  /// Whether both are the same, senses by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.predicate == second.predicate && first.extent == second.extent && first.sense.isExactly(second.sense)
      && first.senseScore == second.senseScore && first.arguments == second.arguments && first.score == second.score
  }
}

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

  /// Whether both are the same, roles by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.role.isExactly(second.role) && first.tokens == second.tokens && first.score == second.score
  }
}
