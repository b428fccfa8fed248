/// The words of a text with what stood between them: enough to restore the text byte for byte.
///
/// ```swift
/// var spaced = SpacedTokens(document)
/// spaced.text == document.text  // always
/// spaced.words[2] = "Berlin"    // other words, same spacing
/// ```
public struct SpacedTokens: Hashable, Sendable {
  /// The texts of the tokens; nothing for one that shares the text of the one before it.
  public var words: [String]
  /// What stands before each word, and behind the last one: `words.count + 1` strings.
  public private(set) var gaps: [String]

  /// The words and gaps of a document.
  ///
  /// - Complexity: O(n) in the bytes of the text.
  public init(_ document: Document) { self.init(document.text, tokens: document.tokens) }

  /// The words and gaps of a text.
  ///
  /// - Precondition: `tokens` are in order, do not overlap and lie inside `text`.
  public init(_ text: String, tokens: [Token]) {
    let utf8 = text.utf8
    words = []
    gaps = []
    var index = utf8.startIndex
    var offset = 0
    for (number, token) in tokens.enumerated() {
      guard !tokens.sharesText(number) else {
        gaps.append("")
        words.append("")
        continue
      }
      let start = utf8.index(index, offsetBy: Int(token.start) - offset)
      let end = utf8.index(start, offsetBy: token.range.count)
      gaps.append(String(text[index..<start]))
      words.append(String(text[start..<end]))
      index = end
      offset = Int(token.end)
    }
    gaps.append(String(text[index...]))
  }

  /// The text: every word after its gap, then the last gap.
  public var text: String {
    var text = ""
    for (gap, word) in zip(gaps, words) {
      text += gap
      text += word
    }
    return text + (gaps.last ?? "")
  }
}
