import BraidText

/// Cuts a text at white space, at punctuation and wherever an annotation begins or ends, so that spans given in
/// characters become spans of whole tokens.
enum AspectTokenizer {
  /// Tokens of `text`.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - cuts: Byte offsets where a token must begin or end.
  /// - Returns: The tokens in text order.
  static func tokens(_ text: Bytes, cuts: Set<Int>) -> [Token] {
    var tokens: [Token] = []
    var start: Int?
    func close(_ end: Int) {
      guard let first = start else { return }
      tokens.append(Token(first..<end, kind: TokenKind(guessedFrom: text.slice(first..<end))))
      start = nil
    }
    var index = 0
    while index < text.count {
      if cuts.contains(index) { close(index) }
      let space = text.spaceLength(at: index)
      if space > 0 {
        close(index)
        index += space
        continue
      }
      let byte = text[index]
      if isWord(byte) || joins(text, index, start != nil) {
        if start == nil { start = index }
      } else {
        close(index)
        start = index
        close(index + 1)
      }
      index += 1
    }
    close(text.count)
    return tokens
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  /// An apostrophe, or a point or comma between digits, stays inside its word.
  private static func joins(_ text: Bytes, _ index: Int, _ inWord: Bool) -> Bool {
    guard inWord, index > 0, index + 1 < text.count else { return false }
    let (before, after) = (text[index - 1], text[index + 1])
    switch text[index] {
    case .apostrophe: return isWord(before) && isWord(after)
    case .dot, .comma: return (48...57).contains(before) && (48...57).contains(after)
    default: return false
    }
  }
}
