import BraidVocabularies
import Testing

@Suite struct VocabularyTests {
  let vocabulary = Vocabulary(
    counts: ["the": 9, "cat": 3, "bat": 3, "e\u{301}": 2, "\u{e9}": 2, "rare": 1] as KeyValuePairs, minimumCount: 2)

  @Test func `ids go by special symbols, then falling count, then bytes`() {
    #expect((0..<6).map { vocabulary.word($0) } == ["<unk>", "the", "bat", "cat", "e\u{301}", "\u{e9}"])
    #expect(vocabulary.unknownID == 0)
    #expect(vocabulary.id("rare") == nil)
  }

  @Test func `strings are told apart by their bytes`() {
    #expect(vocabulary.id("e\u{301}") == 4)
    #expect(vocabulary.id("\u{e9}") == 5)
  }

  @Test func `a maximum size keeps the most frequent entries`() {
    #expect(Vocabulary(counts: ["a": 1, "b": 2, "c": 3], maximumSize: 2).id("a") == nil)
  }

  @Test func `what is written is read again, whatever bytes are inside`() throws {
    let odd = Vocabulary(specials: ["<unk>", "<s>"], counts: ["a\tb": 3, "c\\n": 2, "line\nfeed": 1, "": 5, "\r": 4])
    #expect(try Vocabulary(serialized: odd.serialized) == odd)
    #expect(try Vocabulary(serialized: vocabulary.serialized).fingerprint == vocabulary.fingerprint)
  }

  @Test(arguments: [
    ("", "v:1: found \"\", expected # braid vocabulary kind=… specials=…"),
    (
      "# braid vocabulary kind=words specials=1\n<unk>\t0\nx\n",
      "v:3: found \"x\", expected an entry, a tab and its count"
    ),
    ("# braid vocabulary kind=words specials=0\nx\t1\nx\t2\n", "v:3: the entry \"x\" occurs a second time"),
    (
      "# braid vocabulary kind=words specials=9\nx\t1\n",
      "v:1: found \"1 entries\", expected at least the 9 special symbols"
    ),
  ])
  func `a broken file is refused with its line`(text: String, message: String) {
    let error = #expect(throws: VocabularyError.self) { try Vocabulary(serialized: text, path: "v") }
    #expect(error?.errorDescription == message)
  }
}
