import BraidCorpora
import BraidText

/// Documents whose texts are tokens with single spaces.
enum TokenizedText {
  /// A document so written; plain lines get a document a sentence.
  static func documents(_ document: Document, _ format: CorpusFormat) -> [Document] {
    var utf8 = document.text
    let sentences =
      document.tags["form"] == nil
      ? utf8.withUTF8 { bytes in document.sentences.map { joined(document.tokens[$0.tokens], bytes) } }
      : document.sentences.map { $0.tokens.map(document.form).joined(separator: " ") }
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

  private static func joined(_ tokens: ArraySlice<Token>, _ text: UnsafeBufferPointer<UInt8>) -> String {
    var bytes: [UInt8] = []
    for token in tokens {
      if !bytes.isEmpty { bytes.append(32) }
      bytes.append(contentsOf: text[token.range])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
