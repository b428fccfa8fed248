import BraidText

/// A character of a text as segmentation reads it: a grapheme cluster, or a whole run of white space.
///
/// A boundary between two of them parts no letter from its accent and no carriage return from its line feed.
package struct TextCharacter: Equatable, Sendable {
  /// What it is.
  package enum Kind: Sendable {
    /// What tokens are made of.
    case visible
    /// White space within a paragraph.
    case space
    /// White space with an empty line in it.
    case paragraph
  }

  /// What it is.
  package var kind: Kind
  /// Where it lies, in UTF-8 bytes.
  package var bytes: Range<Int>

  /// The form of white space for the encoder, which has no token of white space otherwise; nil for what is visible.
  var form: String? {
    switch kind {
    case .visible: nil
    case .space: "\u{2423}"
    case .paragraph: "\u{B6}"
    }
  }
}

/// Goes through the characters of a text, one after the other.
///
/// - Complexity: O(n) in the bytes of the text for all of them.
package struct TextCharacters: Sequence, IteratorProtocol {
  private let text: String
  private var index: String.Index
  private var offset = 0

  /// The characters of `text`.
  package init(_ text: String) {
    self.text = text
    index = text.startIndex
  }

  /// The next character; nil after the last.
  package mutating func next() -> TextCharacter? {
    guard index < text.endIndex else { return nil }
    let start = offset
    let first = take()
    guard first.isBlank else { return TextCharacter(kind: .visible, bytes: start..<offset) }
    var breaks = first.lineBreaks
    while index < text.endIndex, text[index].isBlank { breaks += take().lineBreaks }
    return TextCharacter(kind: breaks > 1 ? .paragraph : .space, bytes: start..<offset)
  }

  private mutating func take() -> Character {
    let character = text[index]
    index = text.index(after: index)
    offset += character.utf8.count
    return character
  }
}

extension Character {
  /// Whether it is white space alone; a space that carries an accent is not.
  fileprivate var isBlank: Bool { isWhitespace && unicodeScalars.allSatisfy(\.properties.isWhitespace) }

  /// How many lines end with it.
  fileprivate var lineBreaks: Int { self == "\u{2029}" ? 2 : isNewline ? 1 : 0 }
}

/// What ends with a character.
package enum SegmentEnd: String, CaseIterable, Sendable {
  /// Nothing.
  case inside
  /// A token.
  case token
  /// A token of several words.
  case multiword
  /// A token, and its sentence.
  case sentence
  /// A token of several words, and its sentence.
  case multiwordSentence = "multiword-sentence"

  /// Whether a token of several words ends.
  var isMultiword: Bool { self == .multiword || self == .multiwordSentence }
  /// Whether a sentence ends.
  var isSentence: Bool { self == .sentence || self == .multiwordSentence }

  /// The layer of one end a character.
  package static let layerName = "segments"
  /// The layer of the words of tokens of several words, at their last characters.
  package static let wordsLayerName = "segment-words"
  /// The field of a window that begins within a sentence.
  static let continuedField = "continued"

  /// What stands between words in a value of `wordsLayerName`.
  static let wordSeparator: Character = "\t"
}

extension Document {
  /// A text of a run of characters, each a token of the document, for a segmentation task; paragraphs have marks before and
  /// behind them where asked for.
  ///
  /// - Parameters:
  ///   - characters: one after the other.
  ///   - source: the text that they lie in.
  ///   - opens: whether a paragraph begins with them.
  ///   - closes: whether one ends with them.
  init(characters: some Collection<TextCharacter>, of source: String, opens: Bool = false, closes: Bool = false) {
    let paragraph = "\n\n"
    var text = opens ? paragraph : ""
    var forms: [String?] = opens ? [TextCharacter(kind: .paragraph, bytes: 0..<2).form] : []
    var tokens = opens ? [Token(0..<2)] : []
    if let first = characters.first {
      let utf8 = source.utf8
      let start = utf8.index(utf8.startIndex, offsetBy: first.bytes.lowerBound)
      var end = first.bytes.lowerBound
      for character in characters {
        let range =
          character.bytes.lowerBound - first.bytes.lowerBound..<character.bytes.upperBound - first.bytes.lowerBound
        tokens.append(Token(range.lowerBound + (opens ? 2 : 0)..<range.upperBound + (opens ? 2 : 0)))
        forms.append(character.form)
        end = character.bytes.upperBound
      }
      text += String(source[start..<utf8.index(start, offsetBy: end - first.bytes.lowerBound)])
    }
    if closes {
      let size = text.utf8.count
      text += paragraph
      tokens.append(Token(size..<size + 2))
      forms.append(TextCharacter(kind: .paragraph, bytes: 0..<2).form)
    }
    self.init(text: text, tokens: tokens)
    tags["form"] = forms
  }

  /// The token of a text of characters as a character.
  func character(_ index: Int) -> TextCharacter {
    let form = tags["form"]?[index]
    let kind: TextCharacter.Kind =
      form == nil ? .visible : form == TextCharacter(kind: .paragraph, bytes: 0..<0).form ? .paragraph : .space
    return TextCharacter(kind: kind, bytes: tokens[index].range)
  }
}
