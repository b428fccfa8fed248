/// A token: a byte range of the document's text, and what kind of characters it is made of.
public struct Token: Hashable, Sendable {
  /// First UTF-8 byte.
  public var start: Int32
  /// One past the last UTF-8 byte.
  public var end: Int32
  /// What the token is made of.
  public var kind: TokenKind

  /// A token over the UTF-8 bytes `range` of its document's text.
  public init(_ range: Range<Int>, kind: TokenKind = .word) {
    start = Int32(range.lowerBound)
    end = Int32(range.upperBound)
    self.kind = kind
  }

  /// The token's UTF-8 byte range.
  public var range: Range<Int> { Int(start)..<Int(end) }
}

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

  /// The letter that stands for it in JSONL.
  @inlinable package var letter: UInt8 {
    switch self {
    case .word: UInt8(ascii: "w")
    case .number: UInt8(ascii: "n")
    case .ideographic: UInt8(ascii: "i")
    case .kana: UInt8(ascii: "k")
    case .punctuation: UInt8(ascii: "p")
    case .symbol: UInt8(ascii: "s")
    }
  }

  /// The kind that a letter stands for; nil for any other.
  @inlinable package init?(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "w"): self = .word
    case UInt8(ascii: "n"): self = .number
    case UInt8(ascii: "i"): self = .ideographic
    case UInt8(ascii: "k"): self = .kana
    case UInt8(ascii: "p"): self = .punctuation
    case UInt8(ascii: "s"): self = .symbol
    default: return nil
    }
  }
}
