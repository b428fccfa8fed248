import BraidFiles
import BraidText
import BraidVocabularies
import Testing

@Suite struct WordCounterTests {
  /// Words with a skewed distribution from a small generator of our own.
  static func words(_ count: Int, seed: UInt64) -> [String] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let size = UInt64(1) << (state >> 60)
      return "word\((state >> 30) % (size * 8))-with-a-long-tail"
    }
  }

  @Test func `counts are exact whether or not they go to disk`() throws {
    let words = Self.words(60_000, seed: 1)
    var expected = ExactDictionary<Int>()
    for word in words { expected[word, default: 0] += 1 }
    var large = WordCounter()
    var small = WordCounter(memoryLimit: 0)
    for word in words {
      try large.add(word)
      try small.add(word)
    }
    #expect(large.spills == 0)
    #expect(small.spills > 2)
    #expect(try large.dictionary() == expected)
    #expect(try small.dictionary() == expected)
    #expect(small.total == 60_000)
    let builder = VocabularyBuilder(minimumCount: 2, maximumSize: 500)
    #expect(try builder.build(small).serialized == builder.build(large).serialized)
  }

  @Test(arguments: [1, 2, 3, 5])
  func `any number of merged counters gives the same vocabulary`(_ parts: Int) throws {
    let words = Self.words(30_000, seed: 2)
    var whole = WordCounter()
    for word in words { try whole.add(word) }
    var merged = WordCounter(memoryLimit: 0)
    for part in 0..<parts {
      var counter = WordCounter(memoryLimit: part == 0 ? 0 : 1 << 20)
      for (index, word) in words.enumerated() where index % parts == part { try counter.add(word) }
      try merged.merge(counter)
    }
    #expect(merged.total == whole.total)
    #expect(try merged.dictionary() == whole.dictionary())
    let builder = VocabularyBuilder(maximumSize: 300)
    #expect(try builder.build(merged).serialized == builder.build(whole).serialized)
  }

  @Test func `tokens are counted by their bytes, characters by scalars`() throws {
    let document = Document(words: [["é", "né"], ["New York", "é"]])
    var words = WordCounter()
    try words.add(tokensOf: document)
    #expect(try words.dictionary() == ["é": 2, "né": 1, "New York": 1])
    var characters = WordCounter()
    try characters.add(tokensOf: document, unit: .characters)
    #expect(try characters.dictionary()["é"] == 3)
    #expect(characters.total == 12)
  }

  @Test func `one large text does not outgrow the limit`() throws {
    let document = Document(words: [Self.words(60_000, seed: 5)])
    var small = WordCounter(memoryLimit: 0)
    try small.add(tokensOf: document)
    #expect(small.spills > 1)
    var large = WordCounter()
    try large.add(tokensOf: document)
    #expect(try small.dictionary() == large.dictionary())
  }

  @Test func `words in lower case are added up`() throws {
    var counter = WordCounter()
    for (word, count) in [("The", 2), ("the", 3), ("ÉTÉ", 1)] { try counter.add(word, count: count) }
    #expect(try counter.lowercased().dictionary() == ["the": 5, "été": 1])
    #expect(try counter.lowercased().total == 6)
  }

  @Test func `the selection keeps the most frequent, whatever the size`() throws {
    var counter = WordCounter()
    for (index, word) in ["e", "d", "c", "b", "a"].enumerated() { try counter.add(word, count: 1 + index / 2) }
    // Counts: e 1, d 1, c 2, b 2, a 3.
    let order = ["a", "b", "c", "d", "e"]
    for size in 1...6 {
      let vocabulary = try VocabularyBuilder(maximumSize: size + 1).build(counter)
      #expect(vocabulary.ids.dropFirst().map(vocabulary.word) == Array(order.prefix(size)))
    }
    #expect(throws: VocabularyError.empty(what: "the vocabulary of words")) {
      try VocabularyBuilder(minimumCount: 4).build(counter)
    }
    #expect(throws: VocabularyError.badOption(name: "size", found: "1", expected: "more than the 1 special symbols")) {
      try VocabularyBuilder(maximumSize: 1).build(counter)
    }
  }

  @Test func `a word that looks like a special symbol is that symbol`() throws {
    var counter = WordCounter()
    try counter.add("<unk>", count: 9)
    try counter.add("a")
    let vocabulary = try VocabularyBuilder().build(counter)
    #expect(vocabulary.ids.map(vocabulary.word) == ["<unk>", "a"])
    #expect(vocabulary.options == ["minimum": "1", "seen": "10", "distinct": "2"])
  }
}
