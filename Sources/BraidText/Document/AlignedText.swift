import BraidFiles

/// A text aligned with a document's own: its translation, lemma sequence or transliteration, or the second text of a pair.
public struct AlignedText: Hashable, Sendable {
  /// The text.
  public var text: String
  /// Byte ranges of `text`; empty until tokenized.
  public var tokens: [Token]
  /// Log-probability in nats, when a model gave the text.
  public var score: Double?
  /// The next best translations, best first, without `text` itself.
  public var alternatives: [AlternativeText]
  /// One row a token of `text`: how much of it came from each token of the document, adding up to 1; empty if not
  /// asked.
  public var attention: [[Float]]

  /// A text aligned with a document's own.
  public init(_ text: String, tokens: [Token] = [], score: Double? = nil) {
    self.text = text
    self.tokens = tokens
    self.score = score
    alternatives = []
    attention = []
  }

  /// Whether both are the same, texts by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.text.isExactly(second.text) && first.tokens == second.tokens && first.score == second.score
      && first.alternatives == second.alternatives && first.attention == second.attention
  }
}

extension AlignedText {
  /// The texts of the tokens; before tokenization, what stands between spaces.
  public var words: [String] {
    if tokens.isEmpty { return text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map(String.init) }
    let utf8 = text.utf8
    return tokens.map { token in
      let start = utf8.index(utf8.startIndex, offsetBy: token.range.lowerBound)
      return String(text[start..<utf8.index(start, offsetBy: token.range.count)])
    }
  }

  /// The byte ranges of the tokens; before tokenization, of what stands between spaces.
  package var tokensOrWords: [Token] {
    if !tokens.isEmpty { return tokens }
    var words: [Token] = []
    var start: Int?
    var end = 0
    for (index, byte) in text.utf8.enumerated() {
      let isSpace = byte == 32 || (9...13).contains(byte)
      if isSpace, let first = start {
        words.append(Token(first..<index))
        start = nil
      } else if !isSpace, start == nil {
        start = index
      }
      end = index + 1
    }
    if let first = start { words.append(Token(first..<end)) }
    return words
  }
}

/// Another text that a model might have written.
public struct AlternativeText: Hashable, Sendable {
  /// The text.
  public var text: String
  /// Log-probability in nats.
  public var score: Double

  /// A text of log-probability `score`, in nats.
  public init(_ text: String, score: Double) {
    self.text = text
    self.score = score
  }

  /// Whether both are the same, texts by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.text.isExactly(second.text) && first.score == second.score
  }
}
