package import BraidText

/// Builds the text of a document together with its tokens and sentences.
package struct TextBuilder {
  /// The text so far.
  package private(set) var bytes: [UInt8] = []
  /// The tokens so far.
  package private(set) var tokens: [Token] = []
  /// The sentences so far.
  package var sentences: [Sentence] = []

  /// An empty text with space for so many bytes and tokens.
  package init(bytes: Int = 0, tokens: Int = 0) {
    self.bytes.reserveCapacity(bytes)
    self.tokens.reserveCapacity(tokens)
  }

  /// Forgets everything.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    tokens = []
    sentences = []
  }

  /// Appends bytes that are no token.
  package mutating func append(_ text: Bytes) { bytes.append(contentsOf: text) }

  /// Appends one byte that is no token.
  package mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends a token.
  package mutating func appendToken(_ form: Bytes) {
    let start = bytes.count
    bytes.append(contentsOf: form)
    tokens.append(Token(start..<bytes.count, kind: TokenKind(guessedFrom: form)))
  }

  /// Adds a token over bytes that were appended before.
  package mutating func addToken(_ range: Range<Int>, form: Bytes) {
    tokens.append(Token(range, kind: TokenKind(guessedFrom: form)))
  }

  /// Appends tokens separated by single spaces, one sentence.
  package mutating func appendSentence(_ line: Bytes) {
    let first = tokens.count
    var index = 0
    while index < line.count {
      while index < line.count, line[index] == .space || line[index] == .tab { index &+= 1 }
      guard index < line.count else { break }
      let start = index
      while index < line.count, line[index] != .space, line[index] != .tab { index &+= 1 }
      if tokens.count > first { bytes.append(.space) }
      appendToken(line.slice(start..<index))
    }
    sentences.append(Sentence(tokens: first..<tokens.count))
  }

  /// The document of tokens separated by spaces, one sentence.
  package static func sentence(_ line: Bytes, language: String? = nil) -> Document {
    var builder = TextBuilder()
    builder.appendSentence(line)
    return builder.document(language: language)
  }

  /// The document built so far.
  package func document(id: String = "", language: String? = nil) -> Document {
    Document(
      id: id, language: language, text: String(decoding: bytes, as: UTF8.self), tokens: tokens, sentences: sentences)
  }
}

extension ReadOptions {
  /// The document of a text; its words where texts are tokenized already.
  func document(_ text: Bytes) -> Document {
    pretokenized
      ? TextBuilder.sentence(text, language: language) : Document(language: language, text: text.string)
  }
}

extension Document {
  /// Takes the text of another document, with its tokens and sentences.
  mutating func setText(_ other: Document) {
    text = other.text
    tokens = other.tokens
    sentences = other.sentences
  }
}
