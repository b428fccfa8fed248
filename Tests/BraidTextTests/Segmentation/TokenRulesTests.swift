import BraidText
import Testing

/// Tokens by the rules of a language, beyond ICU's word boundaries.
@Suite struct TokenRulesTests {
  private func tokens(_ text: String, _ rules: TokenRules, locale: String = "en") throws -> String {
    let segmenter = try TextSegmenter(SegmenterOptions(locale: locale, rules: rules))
    var document = Document(text: text)
    try segmenter.segment(&document)
    #expect(document.isConsistent)
    return document.words(document.tokens.indices).joined(separator: "|")
  }

  @Test(arguments: [
    ("I don't, can't and won\u{2019}t.", "I|do|n't|,|ca|n't|and|wo|n\u{2019}t|."),
    ("It's Ann's; we've, I'd, you'll, they're, I'm.", "It|'s|Ann|'s|;|we|'ve|,|I|'d|,|you|'ll|,|they|'re|,|I|'m|."),
    ("Cannot, gonna, wanna.", "Can|not|,|gon|na|,|wan|na|."), ("DON'T", "DO|N'T"),
    ("Dr. Smith of Acme Inc. met J. Doe.", "Dr.|Smith|of|Acme|Inc.|met|J.|Doe|."),
    ("The U.S. army, e.g. here", "The|U.S.|army|,|e.g.|here"), ("So am I. You too.", "So|am|I|.|You|too|."),
    ("Well... no!! Really?! -- yes", "Well|...|no|!!|Really|?!|--|yes"),
    ("Good :) bad :-( (c)", "Good|:)|bad|:-(|(|c|)"),
    ("On 08/16/2000 at 5:00 call 303-832-8160", "On|08/16/2000|at|5:00|call|303-832-8160"),
    ("An e-mail on well-known O'Brien", "An|e-mail|on|well|-|known|O'Brien"), ("'quoted' dogs'", "'|quoted|'|dogs|'"),
  ])
  func `English clitics, abbreviations and runs of punctuation`(text: String, words: String) throws {
    #expect(try tokens(text, .english) == words)
  }

  @Test(arguments: [
    ("L'ami qu'il a jusqu\u{2019}ici", "L'|ami|qu'|il|a|jusqu\u{2019}|ici"),
    ("Aujourd'hui quelqu'un s'est tu.", "Aujourd'hui|quelqu'un|s'|est|tu|."),
    ("Dit-il, a-t-elle, est-ce, donne-moi", "Dit|-il|,|a|-t-elle|,|est|-ce|,|donne|-moi"),
    ("Un après-midi, Jean-Claude, celui-ci, rendez-vous", "Un|après-midi|,|Jean-Claude|,|celui-ci|,|rendez-vous"),
    ("50 000 euros, 1\u{A0}234,5 et 2005 12", "50 000|euros|,|1\u{A0}234,5|et|2005|12"),
    ("M. Dupont, 20 °C...", "M.|Dupont|,|20|°C|..."), ("qu'est-ce", "qu'|est|-ce"),
  ])
  func `French elisions, pronouns behind hyphens and groups of digits`(text: String, words: String) throws {
    #expect(try tokens(text, .french, locale: "fr") == words)
  }

  @Test(arguments: [
    ("L'arte dell'uomo c'è, un po'.", "L'|arte|dell'|uomo|c'|è|,|un|po'|."), ("Quest'anno...", "Quest'|anno|..."),
  ])
  func `Italian elisions`(text: String, words: String) throws {
    #expect(try tokens(text, .italian, locale: "it") == words)
  }

  @Test func `patterns and kept words come on top`() throws {
    let options = SegmenterOptions(rules: .english, patterns: [.url], keptWords: ["don't"])
    let segmenter = try TextSegmenter(options)
    var document = Document(text: "I don't see https://example.org/a...")
    try segmenter.segment(&document)
    #expect(document.words(document.tokens.indices) == ["I", "don't", "see", "https://example.org/a", "..."])
  }

  @Test func `text that is not of the language, or no words at all, stays in tokens that are in order`() throws {
    var state = UInt64(7)
    let pieces = Array("ab'’.-:/ 0\u{A0}é!?(°\nn't").map(String.init)
    for rules in TokenRules.allCases {
      let segmenter = try TextSegmenter(SegmenterOptions(rules: rules))
      for _ in 0..<400 {
        var text = ""
        for _ in 0..<24 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          text += pieces[Int(state >> 33) % pieces.count]
        }
        var document = Document(text: text)
        try segmenter.segment(&document)
        #expect(document.isConsistent, "\(rules): \(text)")
        // Every character that ICU has in a token is in one.
        var plain = Document(text: text)
        try TextSegmenter().segment(&plain)
        let covered = Set(document.tokens.flatMap(\.range))
        #expect(plain.tokens.flatMap(\.range).allSatisfy(covered.contains))
      }
    }
  }

  @Test func `rules are words' rules, and a model knows them`() throws {
    var preparation = TextPreparation()
    preparation.rules = .english
    #expect(preparation.problem == nil)
    #expect(try TextRules(preparation).segmentation != TextRules(TextPreparation()).segmentation)
    preparation.unit = .character
    #expect(preparation.problem != nil)
  }
}
