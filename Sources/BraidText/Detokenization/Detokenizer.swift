/// Writes a list of words that never had a text, such as a translation, the way people write: punctuation where it
/// belongs, spaces elsewhere.
///
/// Rules for English and German, good for most languages with spaces; ideographs and kana are written without spaces.
/// Words that do come from a text are restored exactly by `SpacedTokens`.
public struct Detokenizer: Hashable, Sendable {
  /// BCP 47 language tag; what stands before the first `-` counts.
  public let language: String

  /// Where spaces may not be.
  private struct Attachment: OptionSet {
    let rawValue: Int
    /// To what stands before.
    static let left = Attachment(rawValue: 1)
    /// To what follows.
    static let right = Attachment(rawValue: 2)
  }

  private static let closing: Set<String> = [
    ".", ",", ";", ":", "!", "?", ")", "]", "}", "%", "‰", "…", "...", "’", "°", "、", "。", "，", "！", "？", "：", "；", "）",
    "」", "』", "》",
  ]
  private static let opening: Set<String> = ["(", "[", "{", "¿", "¡", "„", "‚", "#", "@", "（", "「", "『", "《"]
  private static let joining: Set<String> = ["-", "/", "_", "‑", "·"]
  private static let currencies: Set<String> = ["$", "£", "€", "¥"]
  private static let contractions: Set<String> = [
    "'s", "'re", "'ve", "'ll", "'d", "'m", "n't", "'t", "’s", "’re", "’ve", "’ll", "’d", "’m", "n’t", "’t",
  ]

  /// A detokenizer for a language.
  public init(language: String = "en") { self.language = language }

  /// The words as one line of text.
  ///
  /// - Complexity: O(n) in the bytes of the words.
  public func join(_ words: [String]) -> String {
    var text = ""
    var glued = true
    var open: Set<String> = []
    var wasEastAsian = false
    for (index, word) in words.enumerated() {
      let attachment = attachment(of: word, next: index + 1 < words.count ? words[index + 1] : nil, &open)
      let isEastAsian = Self.isEastAsian(word)
      if !glued && !attachment.contains(.left) && !(isEastAsian && wasEastAsian) { text += " " }
      text += word
      glued = attachment.contains(.right)
      wasEastAsian = isEastAsian
    }
    return text
  }

  private func attachment(of word: String, next: String?, _ open: inout Set<String>) -> Attachment {
    let isGerman = language.prefix { $0 != "-" && $0 != "_" } == "de"
    switch word {
    case "\"", "'":
      // The first one of a pair opens, the second closes.
      if open.remove(word) != nil { return .left }
      open.insert(word)
      return .right
    case "“": return isGerman ? .left : .right
    case "”": return .left
    case "‘": return isGerman ? .left : .right
    case "»": return isGerman ? .right : .left
    case "«": return isGerman ? .left : .right
    default: break
    }
    if Self.joining.contains(word) { return [.left, .right] }
    if Self.closing.contains(word) || Self.contractions.contains(word.lowercased()) { return .left }
    if Self.opening.contains(word) { return .right }
    if Self.currencies.contains(word), !isGerman, next?.utf8.first?.isASCIIDigit == true { return .right }
    return []
  }

  /// Whether a word begins with an ideograph, kana or full-width punctuation, between which no spaces stand.
  package static func isEastAsian(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first?.value else { return false }
    return (0x2E80...0x312F).contains(first) || (0x3400...0x9FFF).contains(first) || (0xF900...0xFAFF).contains(first)
      || (0xFF00...0xFF9F).contains(first) || (0x20000...0x3FFFF).contains(first)
  }
}
