package import BraidText

extension AlignedText {
  /// Texts one after the other, with spaces between them where their language has any: tokens, attention and scores as
  /// one text's. Nil for none.
  ///
  /// - Parameters:
  ///   - texts: The texts.
  ///   - breaks: For each the line breaks that stand before it instead, nil for none.
  package init?(joining texts: [AlignedText], breaks: [String?]) {
    guard var whole = texts.first else { return nil }
    // Those of a long document are megabytes, which grow by doubling otherwise.
    whole.text.reserveCapacity(texts.reduce(0) { $0 + $1.text.utf8.count + 1 })
    for (text, lineBreak) in zip(texts, breaks).dropFirst() {
      let isGlued =
        Detokenizer.isEastAsian(String(whole.text.suffix(1))) && Detokenizer.isEastAsian(String(text.text.prefix(1)))
      let isAlone = whole.text.isEmpty || text.text.isEmpty
      whole.text += isAlone ? "" : lineBreak ?? (isGlued ? "" : " ")
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

extension Document {
  /// The white space before a token where it breaks a line, as a translation of the text does there, too; else nil.
  package func lineBreak(before token: Int) -> String? {
    guard token > 0, token < tokens.count else { return nil }
    // Words of a multiword token lie in the same place.
    let end = Int(tokens[token - 1].end)
    let gap = string(end..<max(end, Int(tokens[token].start)))
    // A character may be a space with a mark on it.
    let scalars = gap.unicodeScalars
    return scalars.contains(where: Self.breaksLine) && scalars.allSatisfy(\.properties.isWhitespace) ? gap : nil
  }

  private static func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}
