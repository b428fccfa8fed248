/// What a token is made of, as the segmentation rules saw it.
public enum TokenKind: UInt8, CaseIterable, Sendable {
  /// Letters, possibly with digits and inner punctuation.
  case word
  /// Digits, possibly with separators.
  case number
  /// Han ideographs.
  case ideographic
  /// Hiragana or katakana.
  case kana
  /// Punctuation.
  case punctuation
  /// Any other symbol: currency, mathematics, emoji.
  case symbol
}
