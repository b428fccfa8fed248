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
    ("Acme Corp.'s plan; the Dr.'s, U.S.'s", "Acme|Corp.|'s|plan|;|the|Dr.|'s|,|U.S.|'s"),
    ("The U.S. army, e.g. here", "The|U.S.|army|,|e.g.|here"), ("So am I. You too.", "So|am|I|.|You|too|."),
    ("Well... no!! Really?! -- yes", "Well|...|no|!!|Really|?!|--|yes"),
    ("Good :) bad :-( (c)", "Good|:)|bad|:-(|(|c|)"),
    ("On 08/16/2000 at 5:00 call 303-832-8160", "On|08/16/2000|at|5:00|call|303-832-8160"),
    ("An e-mail on well-known O'Brien", "An|e-mail|on|well|-|known|O'Brien"), ("'quoted' dogs'", "'|quoted|'|dogs|'"),
    ("You shouldn't've; they'd've, cannot've.", "You|should|n't|'ve|;|they|'d|'ve|,|can|not|'ve|."),
    ("I dont know, y'all'd see, d'you?", "I|do|nt|know|,|y'|all|'d|see|,|d'|you|?"),
    ("10km, 3.5kg, 65k, 5pm, at 10:30a.m.", "10|km|,|3.5|kg|,|65|k|,|5|pm|,|at|10:30|a.m."),
    ("the 1980s, 2nd, 4g, A4", "the|1980s|,|2nd|,|4g|,|A4"),
    ("non-profit co-founder's mid-1980s, self-made", "non-profit|co-founder|'s|mid-1980s|,|self|-|made"),
    ("AT&T and PG&E; this&that", "AT&T|and|PG&E|;|this&that"), ("AT & T", "AT|&|T"),
    ("9/11, 1/2, 713/853", "9/11|,|1/2|,|713|/|853"),
    ("No. 5, p. 7, no. I", "No.|5|,|p.|7|,|no|.|I"), ("Ray et al. said", "Ray|et|al.|said"),
    ("See http://a.org/b?c=d, www.x.org or me@y-z.co.uk.", "See|http://a.org/b?c=d|,|www.x.org|or|me@y-z.co.uk|."),
    ("@ann #topic #1", "@ann|#topic|#|1"),
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
    ("Donnez-le-moi, allez-vous-en, vas-y, va-t'en", "Donnez|-le|-moi|,|allez|-vous|-en|,|vas|-y|,|va|-t'|en"),
    ("Y a-t-il quelqu'un ? Semble-t-il.", "Y|a|-t-il|quelqu'un|?|Semble|-t-il|."),
    ("Châlons-sur-Marne, Jean-le-Bon, un rendez-vous", "Châlons-sur-Marne|,|Jean-le-Bon|,|un|rendez-vous"),
    ("l'après-midi, d'Île-de-France, c'est-à-dire", "l'|après-midi|,|d'|Île-de-France|,|c'est-à-dire"),
    ("15h, 10h30, 1/10, 10 h", "15|h|,|10|h|30|,|1/10|,|10|h"),
    ("J.-C. et p. ex. https://a.fr/b.", "J.-C.|et|p.|ex.|https://a.fr/b|."),
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

  private func sentences(_ text: String, _ rules: TokenRules, locale: String) throws -> [String] {
    let segmenter = try TextSegmenter(SegmenterOptions(locale: locale, rules: rules))
    var document = Document(text: text)
    try segmenter.segment(&document)
    return document.sentences.map { document.words($0.tokens).joined(separator: " ") }
  }

  @Test(arguments: [
    (
      TokenRules.english, "en", "Mr. Smith met J. Doe in St. Louis. He left.",
      ["Mr. Smith met J. Doe in St. Louis .", "He left ."]
    ),
    (.english, "en", "On Sept. 5 No. 7 won. No. I did.", ["On Sept. 5 No. 7 won .", "No .", "I did ."]),
    (.english, "en", "So am I. You too.", ["So am I .", "You too ."]),
    (.english, "en", "1. Open it. 2. Close it.", ["1 . Open it .", "2 . Close it ."]),
    (.english, "en", "It began in 1990. It ended.", ["It began in 1990 .", "It ended ."]),
    (.english, "en", "See http://a.org/b?C. It works.", ["See http://a.org/b?C .", "It works ."]),
    (.french, "fr", "M. Dupont et H. Petit. Il dort.", ["M. Dupont et H. Petit .", "Il dort ."]),
    (.italian, "it", "Il dott. Rossi e il sig. Bianchi. Dorme.", ["Il dott. Rossi e il sig. Bianchi .", "Dorme ."]),
    (.icu, "en", "Mr. Smith", ["Mr .", "Smith"]),
  ])
  func `no sentence ends behind abbreviations, initials and numbers of lists`(
    rules: TokenRules, locale: String, text: String, found: [String]
  ) throws {
    #expect(try sentences(text, rules, locale: locale) == found)
  }

  @Test(arguments: [
    ("« Il part. » Elle reste.", ["« Il part . »", "Elle reste ."]),
    ("« Il part ! » dit-elle. Bien.", ["« Il part ! » dit -elle .", "Bien ."]),
    ("« Il part. », dit-elle. Bien.", ["« Il part . » , dit -elle .", "Bien ."]),
    ("« Il part.\u{A0}»\u{A0}Elle reste.", ["« Il part . »", "Elle reste ."]),
    ("« Il part.\u{202F}» Élise reste.", ["« Il part . »", "Élise reste ."]),
    ("« Il part. »", ["« Il part . »"]),
    ("( Il part. ) Elle reste.", ["( Il part . )", "Elle reste ."]),
    ("“ Il part. ” [ Oui. ] Elle reste.", ["“ Il part . ”", "[ Oui . ]", "Elle reste ."]),
    ("« Un. Deux. » Trois.", ["« Un .", "Deux . »", "Trois ."]),
    ("« Un. » « Deux. » Trois.", ["« Un . »", "« Deux . »", "Trois ."]),
    ("« Il part. »\nElle reste.", ["« Il part . »", "Elle reste ."]),
    ("Il part. »Nein« dit-il.", ["Il part .", "» Nein « dit -il ."]),
    ("Il part.\n» Elle reste.", ["Il part .", "» Elle reste ."]),
    ("Il part. \"Non.\" Bien.", ["Il part .", "\" Non . \"", "Bien ."]),
  ])
  func `closing quotes and brackets end the sentence that they close`(text: String, found: [String]) throws {
    #expect(try sentences(text, .french, locale: "fr") == found)
  }

  @Test func `closing marks belong to the next sentence by ICU's rules alone`() throws {
    #expect(
      try sentences("« Il part. » Elle reste.", .icu, locale: "fr") == ["« Il part .", "» Elle reste ."])
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
