import BraidText
import Testing

struct UserRulesTests {
  @Test(arguments: [
    (TokenPattern.url, "See https://a.org/x?y=1&z=(2). Or", ["See", "https://a.org/x?y=1&z=(2)", ".", "Or"]),
    (.url, "(www.example.org/Fußball)", ["(", "www.example.org/Fußball", ")"]),
    (.url, "http://例え", ["http", ":", "/", "/", "例", "え"]),
    (.url, "ratio 1://2 www. x://", ["ratio", "1", ":", "/", "/", "2", "www", ".", "x", ":", "/", "/"]),
    (.email, "to jo.do+x@mail.example.org.", ["to", "jo.do+x@mail.example.org", "."]),
    (.email, "a@b c@d.e1 @x.org", ["a@b", "c@d.e1", "@x.org"]),
    (.mention, "@anna, hi @b_1's", ["@anna", ",", "hi", "@b_1", "'", "s"]),
    (.hashtag, "#größe #1 a#b &#x;", ["#größe", "#", "1", "a", "#", "b", "&", "#", "x", ";"]),
    (.quantity, "20% of $3.50, 5€ -3.5°C", ["20%", "of", "$3.50", ",", "5€", "-3.5°C"]),
    (
      .quantity, "120km/h, 10,000 m², 24/7 3-4",
      ["120km/h", ",", "10,000", "m", "²", ",", "24", "/", "7", "3", "-", "4"]
    ),
  ])
  func `a pattern stays one token`(pattern: TokenPattern, text: String, words: [String]) throws {
    var document = Document(text: text)
    try TextSegmenter(SegmenterOptions(sentences: .none, patterns: [pattern])).segment(&document)
    #expect(document.words(0..<document.tokens.count) == words)
  }

  @Test func `kept words stay one token between word boundaries only`() throws {
    var document = Document(text: "C++, C++11 and .NET in ABC++")
    try TextSegmenter(SegmenterOptions(keptWords: ["C++", ".NET"])).segment(&document)
    #expect(
      document.words(0..<document.tokens.count)
        == ["C++", ",", "C++", "11", "and", ".NET", "in", "ABC", "+", "+"])
  }

  @Test(arguments: [
    ("en", "Dr. Smith met Mr. Jones. They left.", ["Dr.", "Mr."], 2),
    ("en", "Dr. Smith met Mr. Jones. They left.", [], 4),
    ("de", "Er mag z. B. Birnen. Sie nicht.", ["z. B."], 2),
    ("en", "XDr. Smith came.", ["Dr."], 2),
    ("en", "It was Dr.\nThe end.", ["Dr."], 2),
    ("en", "vs. Madrid. Vs. Rome.", ["vs."], 2),
  ])
  func `an abbreviation ends no sentence`(locale: String, text: String, abbreviations: [String], count: Int) throws {
    var document = Document(text: text)
    try TextSegmenter(SegmenterOptions(locale: locale, abbreviations: abbreviations)).segment(&document)
    #expect(document.sentences.count == count)
  }

  @Test(arguments: [
    ("en-GB", "Dr. Adams met Mrs. Brown, i.e. Anna. She left.", 2), ("de", "Er mag z. B. Prof. Maier. Sie nicht.", 2),
    ("de", "Das war 300 v. Chr. Rom stand schon. Ja.", 2), ("fr", "M. Dupont aime Paris. Oui.", 2),
    ("fi", "Dr. Adams. Ei.", 3),
  ])
  func `there are lists for some languages`(locale: String, text: String, count: Int) throws {
    var document = Document(text: text)
    let abbreviations = Abbreviations.common(locale)
    try TextSegmenter(SegmenterOptions(locale: locale, abbreviations: abbreviations)).segment(&document)
    #expect(document.sentences.count == count)
  }

  @Test func `every list is made of valid rules`() throws {
    for language in Abbreviations.languages {
      #expect(!Abbreviations.common(language).isEmpty)
      _ = try TextSegmenter(SegmenterOptions(locale: language, abbreviations: Abbreviations.common(language)))
    }
  }

  @Test func `a sentence never ends inside a kept pattern`() throws {
    var document = Document(text: "Go to http://a.org/?Yes now. Fine.")
    try TextSegmenter(SegmenterOptions(patterns: [.url])).segment(&document)
    #expect(document.sentences.count == 2)
  }

  @Test func `rules that cannot match are refused`() {
    #expect(throws: TextError.invalidRule("Dr", reason: "an abbreviation ends with a full stop")) {
      try TextSegmenter(SegmenterOptions(abbreviations: ["Dr"]))
    }
    #expect(throws: TextError.invalidRule(" x", reason: "a kept word has characters at both ends")) {
      try TextSegmenter(SegmenterOptions(keptWords: [" x"]))
    }
  }
}
