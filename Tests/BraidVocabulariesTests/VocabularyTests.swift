import BraidVocabularies
import Testing

@Suite struct VocabularyTests {
  let vocabulary = Vocabulary(
    specials: [Vocabulary.unknown, Vocabulary.start, Vocabulary.end],
    counts: ["the": 7, "cat": 2, "a": 2, "dog": 1, "<s>": 9], minimumCount: 2)

  @Test func `special symbols come first, then entries by count and bytes`() {
    #expect(vocabulary.ids.map(vocabulary.word) == ["<unk>", "<s>", "</s>", "the", "a", "cat"])
    #expect(vocabulary.counts == [0, 0, 0, 7, 2, 2])
    #expect(vocabulary.specials == 3)
    #expect(vocabulary.unknownID == 0)
  }

  @Test func `every entry is found by string, substring and bytes, others are not`() {
    for id in vocabulary.ids {
      #expect(vocabulary.id(vocabulary.word(id)) == id)
      #expect(vocabulary.id(vocabulary.word(id).dropFirst(0)) == id)
      #expect(Array(vocabulary.word(id).utf8).withUnsafeBufferPointer(vocabulary.id(ofBytes:)) == id)
    }
    for absent in ["dog", "", "th", "thee", "The"] { #expect(vocabulary.id(absent) == nil) }
  }

  @Test func `composed and decomposed letters are two entries`() throws {
    let words = Vocabulary(words: ["\u{E9}", "e\u{301}"], specials: [])
    #expect(words.count == 2)
    #expect(words.id("\u{E9}") == 0)
    #expect(words.id("e\u{301}") == 1)
    #expect(words.unknownID == nil)
    #expect(try Vocabulary(serialized: words.serialized) == words)
  }

  @Test func `a repeated entry keeps its first id`() {
    let words = Vocabulary(words: ["b", "a", "b", "<unk>", "c"], counts: [5, 4, 3, 2, 1])
    #expect(words.ids.map(words.word) == ["<unk>", "b", "a", "c"])
    #expect(words.counts == [0, 5, 4, 1])
  }

  @Test func `the size counts the special symbols`() {
    let words = Vocabulary(counts: ["a": 1, "b": 2, "c": 3], maximumSize: 3)
    #expect(words.ids.map(words.word) == ["<unk>", "c", "b"])
  }

  @Test func `text reads back, entries with tabs, line ends and backslashes too`() throws {
    let odd = Vocabulary(
      words: ["a\tb", "c\\n", "line\nfeed", "", "\r", "\r\n", "New York", "# x"], counts: [8, 7, 6, 5, 4, 3, 2, 1],
      options: ["note": "with a space \\ and\ttab"])
    let text = odd.serialized
    #expect(text.utf8.filter { $0 == 10 }.count == 10)
    #expect(try Vocabulary(serialized: text) == odd)
    let carriage = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    #expect(try Vocabulary(serialized: carriage) == odd)
  }

  @Test func `the file is one header line and one entry a line with its count`() {
    let words = Vocabulary(words: ["the", "cat"], counts: [7, 2], options: ["minimum": "2"])
    #expect(words.serialized == "# braid vocabulary kind=words specials=1 minimum=2\n<unk>\t0\nthe\t7\ncat\t2\n")
  }

  @Test func `the fingerprint follows entries, order, kind and special symbols, not counts`() {
    let base = Vocabulary(words: ["a", "b"])
    #expect(base.fingerprint == Vocabulary(words: ["a", "b"], counts: [2, 1]).fingerprint)
    let others = [
      Vocabulary(words: ["b", "a"]), Vocabulary(words: ["ab"]), Vocabulary(words: ["a", "b", ""]),
      Vocabulary(words: ["a", "b"], kind: "labels"), Vocabulary(words: ["<unk>", "a", "b"], specials: []),
    ]
    #expect(Set(others.map(\.fingerprint) + [base.fingerprint]).count == 6)
    // Stays as it is, so that models of today load tomorrow.
    #expect(base.fingerprint == Self.expected)
  }

  static let expected: UInt64 = 9_581_734_771_282_130_395

  @Test(arguments: [
    ("", 1), ("words\n", 1), ("# braid vocabulary kind=words\n", 1), ("# braid vocabulary kind specials=0\n", 1),
    ("# braid vocabulary kind=words specials=2\n<unk>\t0\n", 1),
    ("# braid vocabulary kind=words specials=0\na\t1\nb\n", 3),
    ("# braid vocabulary kind=words specials=0\na\tx\n", 2),
    ("# braid vocabulary kind=words specials=0\na\t-1\n", 2),
    ("# braid vocabulary kind=words specials=0\na\\q\t1\n", 2),
    ("# braid vocabulary kind=words specials=0\na\\\t1\n", 2),
    ("# braid vocabulary kind=words specials=0\na\t1\nb\t1\na\t1\n", 4),
  ])
  func `a bad file names the line`(_ text: String, _ line: Int) throws {
    let error = #expect(throws: VocabularyError.self) { try Vocabulary(serialized: text, path: "v.txt") }
    let description = try #require(error?.errorDescription)
    #expect(description.hasPrefix("v.txt:\(line):"), "\(description)")
    #expect(error?.recoverySuggestion?.isEmpty == false)
  }

  @Test func `a large vocabulary finds all its entries`() {
    let words = Vocabulary(words: (0..<20_000).map { "w\($0)" })
    for index in stride(from: 0, to: 20_000, by: 7) { #expect(words.id("w\(index)") == Int32(index + 1)) }
    #expect(words.id("w20000") == nil)
  }
}
