package import BraidText

/// Makes tokens, sentences and words of the characters of a text and what ends with them.
struct SegmentBuilder {
  private let text: String
  /// Whether tokens may have white space in them.
  private let spaces: Bool
  private var tokens: [Token] = []
  private var forms: [Int: String] = [:]
  private var sentences: [Sentence] = []
  private var multiwords: [MultiwordToken] = []
  /// First token of the sentence at hand.
  private var sentence = 0
  /// The token at hand.
  private var open: Range<Int>?

  init(text: String, spaces: Bool) {
    self.text = text
    self.spaces = spaces
  }

  /// Adds a character.
  ///
  /// - Parameters:
  ///   - character: the next one.
  ///   - end: what ends with it; ignored where it is white space.
  ///   - words: the words of the token that ends with it, if it is one of several words; nil where no rule tells.
  mutating func add(_ character: TextCharacter, _ end: SegmentEnd, words: (String) -> [String]?) {
    switch character.kind {
    case .space: if !spaces { closeToken() }
    case .paragraph: endParagraph()
    case .visible:
      open = (open?.lowerBound ?? character.bytes.lowerBound)..<character.bytes.upperBound
      guard end != .inside else { return }
      if end.isMultiword { closeToken(words: words) } else { closeToken() }
      if end.isSentence { closeSentence() }
    }
  }

  /// Ends the token and the sentence at hand.
  mutating func endParagraph() {
    closeToken()
    closeSentence()
  }

  /// Puts what was found into a document of the text.
  func fill(_ document: inout Document) {
    document.tokens = tokens
    document.sentences = sentences
    guard !forms.isEmpty else { return }
    document.tags["form"] = tokens.indices.map { forms[$0] }
  }

  private mutating func closeSentence() {
    guard tokens.count > sentence else { return }
    sentences.append(Sentence(tokens: sentence..<tokens.count, multiwords: multiwords))
    multiwords = []
    sentence = tokens.count
  }

  private mutating func closeToken(words: (String) -> [String]? = { _ in nil }) {
    guard let range = open else { return }
    open = nil
    let form = string(range)
    guard let words = words(form), words.count > 1, !words.contains("") else {
      tokens.append(token(range, form))
      return
    }
    multiwords.append(MultiwordToken(tokens.count..<tokens.count + words.count, form: form))
    if words.joined().utf8.elementsEqual(form.utf8) {
      var start = range.lowerBound
      for word in words {
        tokens.append(token(start..<start + word.utf8.count, word))
        start += word.utf8.count
      }
    } else {
      for word in words {
        forms[tokens.count] = word
        tokens.append(token(range, form))
      }
    }
  }

  private func token(_ range: Range<Int>, _ form: String) -> Token {
    var form = form
    return Token(range, kind: form.withUTF8 { TokenKind(guessedFrom: $0) })
  }

  private func string(_ range: Range<Int>) -> String {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    return String(text[start..<utf8.index(start, offsetBy: range.count)])
  }
}

extension Document {
  /// A text of characters with the tokens, sentences and words that its layers of segments say.
  package var segmented: Document {
    let (ends, words) = (tags[SegmentEnd.layerName], tags[SegmentEnd.wordsLayerName])
    var builder = SegmentBuilder(text: text, spaces: true)
    for index in tokens.indices {
      let end = ends?[index].flatMap { SegmentEnd(rawValue: $0) } ?? .inside
      builder.add(character(index), end) { _ in
        words?[index]?.split(separator: SegmentEnd.wordSeparator).map(String.init)
      }
    }
    builder.endParagraph()
    var document = Document(id: id, language: language, text: text)
    builder.fill(&document)
    return document
  }
}
