import BraidFiles
import BraidText
import BraidVocabularies
import Testing

/// What a vocabulary is built of, one rule for pipelines, the command line and Swift.
@Suite struct VocabularyOptionsTests {
  private func entries(_ set: (inout VocabularyOptions) -> Void) throws -> [String] {
    var document = Document(words: [["Die", "Kuh", "die", "lacht"]])
    document.tags["pos"] = ["DET", "NOUN", "PRON", nil]
    document.labels["label"] = [Label("good"), Label("short")]
    // One aligned text has no tokens: its words stand between spaces.
    document.translations["en"] = AlignedText("the cow  laughs")
    var options = VocabularyOptions()
    set(&options)
    #expect(options.problem == nil)
    var counter = WordCounter()
    for _ in 0..<2 { try options.count(document, into: &counter) }
    let vocabulary = try #require(try options.build(counter).words)
    return (0..<vocabulary.count).map { vocabulary.word(Int32($0)) }
  }

  @Test(arguments: [
    ("el", "ΣΑΣ", ["α": 1, "ς": 1, "σ": 1]), ("tr", "IŞIK", ["ı": 2, "k": 1, "ş": 1]),
    ("en", "İ", ["i": 1, "\u{307}": 1]),
  ])
  func `whole words become lower case before they are cut into characters`(
    locale: String, word: String, counts: [String: Int]
  ) throws {
    var document = Document(words: [[word]])
    document.translations["target"] = AlignedText(word)
    document.second = AlignedText(word)
    var options = VocabularyOptions()
    (options.kind, options.lowercase) = (.characters, true)
    for (side, times) in [("source", 2), ("target", 1)] {
      options.side = side
      var counter = WordCounter()
      try options.count(document, into: &counter, locale: locale)
      let vocabulary = try #require(try options.build(counter, locale: locale).words)
      for (character, count) in counts {
        let id = try #require(vocabulary.id(character), "\(side) \(character)")
        #expect(vocabulary.counts[Int(id)] == count * times)
      }
      #expect(vocabulary.count == vocabulary.specials + counts.count)
    }
  }

  @Test func `words, characters and labels are entries, after the special symbols of their side`() throws {
    #expect(try entries { _ in } == ["<unk>", "Die", "Kuh", "die", "lacht"])
    #expect(try entries { $0.lowercase = true } == ["<unk>", "die", "kuh", "lacht"])
    #expect(try entries { $0.size = 3 } == ["<unk>", "Die", "Kuh"])
    #expect(
      try entries {
        $0.minimumCount = 2; $0.specials = ["[U]", "[P]"]
      }.prefix(3) == ["[U]", "[P]", "Die"])
    #expect(try entries { $0.side = "en" } == ["<unk>", "<s>", "</s>", "cow", "laughs", "the"])
    #expect(try entries { $0.kind = .characters }.contains("K"))
    #expect(try !entries { $0.kind = .characters }.contains(" "))
    // What a decoder writes has spaces.
    #expect(
      try entries {
        $0.kind = .characters; $0.side = "en"
      }.contains(" "))
    #expect(try entries { $0.kind = .labels } == ["good", "short"])
    #expect(
      try entries {
        $0.kind = .labels; $0.layer = "pos"
      } == ["DET", "NOUN", "PRON"])
  }

  @Test func `a size that is not given is 30,000 for words, 8,000 for pieces and without limit for labels`() throws {
    func size(_ kind: VocabularyOptions.Kind) throws -> Int {
      var options = VocabularyOptions()
      options.kind = kind
      var counter = WordCounter()
      for number in 0..<31_000 { try counter.add("\(number)", count: kind == .bpe ? 1 : 2) }
      return try options.build(counter).count
    }
    #expect(try size(.words) == 30_000)
    #expect(try size(.labels) == 31_000)
    #expect(try size(.bpe) <= 8_000)
  }

  @Test func `options of one kind are refused for another`() {
    var options = VocabularyOptions()
    options.byteFallback = true
    #expect(options.problem?.key == "byteFallback")
    options.kind = .bpe
    #expect(options.problem == nil)
    options.vectors = "vectors.txt"
    #expect(options.problem?.key == "vectors")
  }
}
