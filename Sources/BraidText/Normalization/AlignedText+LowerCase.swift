extension AlignedText {
  /// The text in lower case, word by word, with its tokens where they are there.
  package func lowercased(by lower: LowerCasing) -> AlignedText {
    var spaced = SpacedTokens(text, tokens: tokensOrWords)
    spaced.words = spaced.words.map { lower($0) }
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
