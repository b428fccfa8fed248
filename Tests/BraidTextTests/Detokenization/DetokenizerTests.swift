import BraidFiles
import BraidText
import Testing

struct DetokenizerTests {
  @Test(arguments: ["", "  Two  words\t\n", "“Ça va?”  — oui… 東京", "\r\n\u{FEFF}a\u{301}b"])
  func `spaced tokens restore the text exactly`(text: String) throws {
    var document = Document(text: text)
    try TextSegmenter().segment(&document)
    let spaced = SpacedTokens(document)
    #expect(spaced.gaps.count == spaced.words.count + 1)
    #expect(Array(spaced.text.utf8) == Array(text.utf8))
  }

  @Test func `random text is restored exactly`() throws {
    let segmenter = try TextSegmenter(SegmenterOptions(patterns: Set(TokenPattern.allCases)))
    var random = SplitMix64(seed: 23)
    for _ in 0..<1000 {
      var document = Document(text: random.text(upTo: 60))
      try segmenter.segment(&document)
      #expect(Array(SpacedTokens(document).text.utf8) == Array(document.text.utf8))
    }
  }

  @Test func `other words take over the spacing`() throws {
    var document = Document(text: "I  love (Paris).")
    try TextSegmenter().segment(&document)
    var spaced = SpacedTokens(document)
    spaced.words[3] = "Berlin"
    #expect(spaced.text == "I  love (Berlin).")
  }

  @Test(arguments: [
    (
      "en", ["He", "said", ":", "\"", "It", "'s", "$", "5", ",", "not", "10", "%", "!", "\""],
      "He said: \"It's $5, not 10%!\""
    ),
    ("en", ["a", "well", "-", "known", "“", "man", "”", "(", "old", ")"], "a well-known “man” (old)"),
    ("de", ["Er", "sagt", ":", "„", "Ja", "“", ",", "5", "€", "."], "Er sagt: „Ja“, 5 €."),
    ("de", ["»", "Nein", "«", "–", "so", "?"], "»Nein« – so?"),
    ("zh", ["我", "爱", "北京", "。"], "我爱北京。"), ("en", [], ""),
  ])
  func `words without a text are written as people do`(language: String, words: [String], text: String) {
    #expect(Detokenizer(language: language).join(words) == text)
  }
}
