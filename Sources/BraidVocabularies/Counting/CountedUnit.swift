/// What of a token is counted.
public enum CountedUnit: String, Sendable, CaseIterable {
  /// The whole token.
  case words
  /// Its Unicode scalars.
  case characters
}
