/// What of a token is counted.
public enum CountedUnit: String, Sendable, CaseIterable {
  /// The whole token.
  case words
  /// Its Unicode scalars.
  case characters
  /// The whole token with BPE's marker of a word boundary, as `BPE` learns from; tokens that hold a marker themselves are
  /// left out.
  case subwords
}
