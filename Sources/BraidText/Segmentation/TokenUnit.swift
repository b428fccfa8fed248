/// What a token is.
public enum TokenUnit: String, Sendable, Codable, CaseIterable {
  /// What stands between two word boundaries.
  case word
  /// A character as people see it, a grapheme cluster: what lemmas and transliterations are spelled from. White space is
  /// none.
  case character

  /// The boundaries between such tokens.
  var boundaries: ICUBreaker.Kind { self == .word ? .word : .grapheme }
}
