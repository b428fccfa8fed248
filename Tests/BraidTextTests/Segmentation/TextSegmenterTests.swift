import BraidFiles
import BraidText
import Testing

struct TextSegmenterTests {
  static func words(_ text: String, _ options: SegmenterOptions = SegmenterOptions()) throws -> [[String]] {
    var document = Document(text: text)
    try TextSegmenter(options).segment(&document)
    return document.sentences.map { document.words($0.tokens) }
  }

  @Test(arguments: [true, false])
  func `English falls into sentences and tokens`(fast: Bool) throws {
    let words = try Self.words(
      "The café costs $3.50. It's “good”!\nIsn't it? ", SegmenterOptions(fastPath: fast))
    #expect(
      words == [
        ["The", "café", "costs", "$", "3.50", "."], ["It's", "“", "good", "”", "!"], ["Isn't", "it", "?"],
      ])
  }

  @Test(arguments: [
    ("th", "สวัสดีชาวโลก", ["สวัสดี", "ชาว", "โลก"]), ("zh", "我爱北京。", ["我", "爱", "北京", "。"]),
    ("ja", "日本語の文章。", ["日本語", "の", "文章", "。"]), ("ko", "나는 학교에 간다", ["나는", "학교에", "간다"]),
  ])
  func `scripts without spaces are cut by dictionary`(locale: String, text: String, words: [String]) throws {
    #expect(try Self.words(text, SegmenterOptions(locale: locale)) == [words])
  }

  @Test(arguments: [
    ("word", TokenKind.word), ("Übung", .word), ("1st", .word), ("가", .word), ("12", .number), ("3.5", .number),
    ("東京", .ideographic), ("カタカナ", .kana), ("の", .kana), (",", .punctuation), ("@", .punctuation),
    ("__", .punctuation), ("—", .punctuation), ("“", .punctuation), ("+", .symbol), ("€", .symbol), ("😀", .symbol),
    ("🇩🇪", .symbol), ("½", .number), ("\u{301}", .symbol),
  ])
  func `every token knows its kind`(text: String, kind: TokenKind) throws {
    #expect(try TextSegmenter().tokens(of: text) == [Token(0..<text.utf8.count, kind: kind)])
  }

  @Test(arguments: [true, false])
  func `tokens can be characters, each with its kind`(fast: Bool) throws {
    let options = SegmenterOptions(unit: .character, sentences: .none, fastPath: fast)
    #expect(try Self.words("Ab 1! 東の e\u{301}👨‍👩‍👧", options) == [["A", "b", "1", "!", "東", "の", "e\u{301}", "👨‍👩‍👧"]])
    #expect(
      try TextSegmenter(options).tokens(of: "Ab 1! 東の e\u{301}👨‍👩‍👧").map(\.kind) == [
        .word, .word, .number, .punctuation, .ideographic, .kana, .word, .symbol,
      ])
  }

  @Test(arguments: ["", " ", "\n\t \u{A0}\u{3000}\u{2028}", "\u{FEFF}", "\u{200B}\u{0}"])
  func `white space and invisible characters are no tokens`(text: String) throws {
    var document = Document(text: text)
    try TextSegmenter().segment(&document)
    #expect(document.tokens.isEmpty)
    #expect(document.sentences.isEmpty)
  }

  @Test(arguments: [
    (SentenceSplitting.icu, [["One", "."], ["Two", "three"], ["four"]]),
    (.newline, [["One", ".", "Two", "three"], ["four"]]), (.none, [["One", ".", "Two", "three", "four"]]),
  ])
  func `sentences end where the option says`(splitting: SentenceSplitting, words: [[String]]) throws {
    #expect(try Self.words("One. Two three\n\nfour", SegmenterOptions(sentences: splitting)) == words)
  }

  @Test func `pre-tokenized documents keep their tokens, also those with spaces`() throws {
    var document = Document(words: [["New York", "is", "big."], ["Yes"]])
    let before = document
    try TextSegmenter().segment(&document)
    #expect(document == before)
    document.sentences = []
    try TextSegmenter().segment(&document)
    #expect(document == before)
  }

  @Test(arguments: ["", "no such locale", "en_US!", "12345678901", "klingon"])
  func `a locale that is no language tag is refused`(locale: String) {
    #expect(throws: TextError.invalidLocale(locale)) { try TextSegmenter(SegmenterOptions(locale: locale)) }
  }

  @Test func `random text is covered by tokens in order, with and without rules of the user`() throws {
    var random = SplitMix64(seed: 17)
    let segmenters = [
      try TextSegmenter(),
      try TextSegmenter(
        SegmenterOptions(
          locale: "de", abbreviations: ["z. B.", "a."], patterns: Set(TokenPattern.allCases),
          keptWords: ["a@", "-/", "9"])),
      try TextSegmenter(SegmenterOptions(locale: "th", sentences: .newline, fastPath: false)),
    ]
    for _ in 0..<1500 {
      let text = random.text(upTo: 80)
      for segmenter in segmenters {
        var document = Document(text: text)
        try segmenter.segment(&document)
        var last = 0
        for token in document.tokens {
          #expect(token.start >= last && token.end > token.start)
          last = Int(token.end)
        }
        #expect(last <= text.utf8.count)
        #expect(document.sentences.flatMap(\.tokens) == Array(document.tokens.indices))
        // Every token is whole characters.
        #expect(
          document.tokens.allSatisfy {
            !document.string($0.range).unicodeScalars.contains("\u{FFFD}") || text.unicodeScalars.contains("\u{FFFD}")
          })
      }
    }
  }
}
