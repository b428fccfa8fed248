import BraidVocabularies
import Testing

@Suite struct CoverageTests {
  @Test func `known words fall into bands, unknown ones are counted and the most frequent named`() throws {
    let vocabulary = Vocabulary(words: ["the", "cat", "sat", "mat"], counts: [120, 9, 3, 1])
    var counter = WordCounter()
    for (word, count) in [("the", 10), ("cat", 2), ("mat", 1), ("dog", 4), ("ox", 5), ("yak", 1)] {
      try counter.add(word, count: count)
    }
    let coverage = try Coverage(of: counter, name: "dev", vocabulary: vocabulary, samples: 2)
    #expect(coverage.tokens == 23)
    #expect(coverage.types == 6)
    #expect(coverage.unknownTokens == 10)
    #expect(coverage.unknownTypes == 3)
    #expect(coverage.unknownTypeShare == 0.5)
    #expect(coverage.bands.map(\.tokens) == [1, 0, 2, 0, 10])
    #expect(coverage.bands.map(\.types) == [1, 0, 1, 0, 1])
    #expect(coverage.unknown.map(\.word) == ["ox", "dog"])
    #expect(coverage.unknown.map(\.count) == [5, 4])
  }

  @Test func `an empty corpus has nothing unknown`() throws {
    let coverage = try Coverage(of: WordCounter(), name: "", vocabulary: Vocabulary(words: ["a"]))
    #expect(coverage.unknownTokenShare == 0)
    #expect(coverage.unknownTypeShare == 0)
  }
}
