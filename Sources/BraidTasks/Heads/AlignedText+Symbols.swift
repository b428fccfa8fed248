package import BraidText

extension AlignedText {
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

  /// The text in lower case with its tokens where they are there.
  func lowercased() -> AlignedText {
    var spaced = SpacedTokens(text, tokens: tokensOrWords)
    spaced.words = spaced.words.map { $0.lowercased() }
    var lowered = AlignedText(spaced.text, score: score)
    var position = 0
    for (gap, word) in zip(spaced.gaps, spaced.words) {
      position += gap.utf8.count
      lowered.tokens.append(Token(position..<position + word.utf8.count))
      position += word.utf8.count
    }
    return lowered
  }
}
