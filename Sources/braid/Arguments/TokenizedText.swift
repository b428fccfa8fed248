import BraidCorpora
import BraidText

/// Documents whose texts are tokens with single spaces.
struct TokenizedText {
  private let format: CorpusFormat
  /// Tokens with white space in them, which look like several.
  private var spacedTokens = 0

  /// Documents for a format.
  init(_ format: CorpusFormat) { self.format = format }

  /// What can't be read back; nil for nothing.
  var note: String? {
    spacedTokens == 0
      ? nil
      : "\(Console.count(spacedTokens, "token")) with white space inside: read back, each is several (jsonl keeps them)"
  }

  /// A document so written; plain lines get a document a sentence.
  mutating func documents(_ document: Document) -> [Document] {
    var utf8 = document.text
    let sentences =
      document.tags["form"] == nil
      ? utf8.withUTF8 { bytes in document.sentences.map { joined(document.tokens[$0.tokens], bytes) } }
      : document.sentences.map { sentence in
        let forms = sentence.tokens.map(document.form)
        spacedTokens += forms.count { $0.utf8.contains(where: Self.isSpace) }
        return forms.joined(separator: " ")
      }
    if format == .lines || format == .text { return sentences.map { Document(text: $0) } }
    var spaced = document
    spaced.text = sentences.joined(separator: " ")
    // Offsets of the original do not fit the new text.
    spaced.tokens = []
    spaced.sentences = []
    spaced.tags = [:]
    spaced.tagScores = [:]
    spaced.tagAlternatives = [:]
    spaced.spans = [:]
    spaced.frames = nil
    spaced.predictions = [:]
    for (name, translation) in document.translations {
      var text = translation.text
      spaced.translations[name] = AlignedText(text.withUTF8 { joined(translation.tokens[...], $0) })
    }
    return [spaced]
  }

  private mutating func joined(_ tokens: ArraySlice<Token>, _ text: UnsafeBufferPointer<UInt8>) -> String {
    var bytes: [UInt8] = []
    for token in tokens {
      if !bytes.isEmpty { bytes.append(32) }
      let word = text[token.range]
      if word.contains(where: Self.isSpace) { spacedTokens += 1 }
      bytes.append(contentsOf: word)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte }
}
