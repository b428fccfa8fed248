import BraidText

extension AlignedText {
  /// Texts one after the other, with spaces between them where their language has any: tokens, attention and scores as
  /// one text's. Nil for none.
  init?(joining texts: [AlignedText]) {
    guard var whole = texts.first else { return nil }
    // Those of a long document are megabytes, which grow by doubling otherwise.
    whole.text.reserveCapacity(texts.reduce(0) { $0 + $1.text.utf8.count + 1 })
    for text in texts.dropFirst() {
      let isGlued =
        Detokenizer.isEastAsian(String(whole.text.suffix(1))) && Detokenizer.isEastAsian(String(text.text.prefix(1)))
      whole.text += isGlued || whole.text.isEmpty || text.text.isEmpty ? "" : " "
      let shift = whole.text.utf8.count
      whole.text += text.text
      whole.tokens += text.tokens.map {
        Token($0.range.lowerBound + shift..<$0.range.upperBound + shift, kind: $0.kind)
      }
      whole.attention += text.attention
      whole.score = whole.score.flatMap { first in text.score.map { (first + $0).rounded6 } }
    }
    self = whole
  }
}
