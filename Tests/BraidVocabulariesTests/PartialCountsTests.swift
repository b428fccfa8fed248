import BraidFiles
import BraidTestSupport
import BraidText
import BraidVocabularies
import Foundation
import Testing

/// Counts of parts of a corpus, as files that merge to the vocabulary of one machine.
@Suite struct PartialCountsTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Sentences with words that repeat, some with what must be escaped in a file.
  static let documents: [Document] = WordCounterTests.words(3_000, seed: 4).enumerated().map { index, word in
    Document(words: [[word, "the", index % 5 == 0 ? "Été\t\\" : "été", "▁", "日本"]])
  }

  private func counter(_ options: VocabularyOptions, _ shard: RecordShard? = nil) throws -> WordCounter {
    var counter = WordCounter(memoryLimit: 0)
    for (index, document) in Self.documents.enumerated() where shard?.holds(index) ?? true {
      try options.count(document, into: &counter)
    }
    return counter
  }

  private func part(_ options: VocabularyOptions, _ text: String, input: String = "abc") throws -> String {
    let shard = try #require(RecordShard(text))
    let path = scratch.path("\(shard.number)-of-\(shard.count).counts")
    let origin = PartialCounts.Origin(shard: shard, records: Self.documents.count, input: input)
    try PartialCounts(try counter(options, shard), of: options, reading: "r", origin: origin).write(to: path)
    return path
  }

  private static let kinds: [VocabularyOptions.Kind] = [.words, .characters, .bpe]

  @Test(arguments: kinds, [1, 2, 7, 16])
  func `the merged counts of any number of shards give the vocabulary of one machine, byte for byte`(
    kind: VocabularyOptions.Kind, count: Int
  ) throws {
    var options = VocabularyOptions()
    options.kind = kind
    options.size = 300
    options.minimumCount = 2
    let whole = try options.build(try counter(options)).serialized
    let parts = try (1...count).map { try part(options, "\($0)/\(count)") }
    #expect(try options.build(try PartialCounts.merged(parts.reversed(), of: options)).serialized == whole)
    let small = try PartialCounts.merged(parts, of: options, memoryLimit: 0)
    #expect(try options.build(small).serialized == whole)
    options.lowercase = kind == .words
    #expect(
      try options.build(PartialCounts.merged(parts, of: options)).serialized
        == options.build(try counter(options)).serialized)
  }

  @Test func `labels are counted by their layer`() throws {
    var options = VocabularyOptions()
    options.kind = .labels
    var counter = WordCounter()
    try counter.add("good", count: 2)
    let path = scratch.path("a")
    try PartialCounts(counter, of: options, reading: "", origin: nil).write(to: path)
    #expect(try PartialCounts.merged([path], of: options).dictionary() == ["good": 2])
    options.layer = "topic"
    #expect(
      throws: VocabularyError.shards(file: path, found: "counts with layer label", expected: "layer topic")
    ) { try PartialCounts.merged([path], of: options) }
  }

  @Test func `a part that is missing, there twice, of another input or otherwise read is refused`() throws {
    let options = VocabularyOptions()
    let (one, two) = (try part(options, "1/2"), try part(options, "2/2"))
    func problem(_ files: String..., options: VocabularyOptions = VocabularyOptions()) -> String {
      do {
        _ = try PartialCounts.merged(files, of: options)
        return ""
      } catch {
        return (error.errorDescription ?? "").replacing(scratch.folder.path + "/", with: "")
      }
    }
    #expect(problem(one, two) == "")
    #expect(problem(two) == "2-of-2.counts: found 1 of 2 shards, expected also 1/2")
    #expect(problem(one, two, one) == "1-of-2.counts: found it twice, expected each file once")
    var characters = VocabularyOptions()
    characters.kind = .characters
    #expect(
      problem(one, two, options: characters) == "1-of-2.counts: found counts with kind words, expected kind characters")
    _ = try part(options, "2/2", input: "abd")
    #expect(problem(one, two) == "2-of-2.counts: found another input, expected that of 1-of-2.counts")
    let other = PartialCounts(try counter(options), of: options, reading: "s", origin: nil)
    try other.write(to: two)
    #expect(problem(one, two).hasPrefix("2-of-2.counts: found another way of reading"))
  }

  @Test func `a file that is not whole or was changed is refused with its line`() throws {
    let options = VocabularyOptions()
    let path = scratch.path("a")
    var counter = WordCounter()
    for (word, count) in [("a", 3), ("b", 4)] { try counter.add(word, count: count) }
    try PartialCounts(counter, of: options, reading: "r", origin: nil).write(to: path)
    let text = try scratch.text("a")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(
      lines.dropLast(2) == ["# braid counts kind=words side=source reading=r total=7", "a\t3", "b\t4"])
    for (line, bad) in [
      (1, ""), (1, "# braid counts kind=words"), (1, "# braid counts kind"), (1, text),
      (3, lines[0] + "\na\t3\nb\t-4\n"), (3, lines[0] + "\na\t3\nb\tx\n"), (3, lines[0] + "\na\t3\nb\\x\t4\n"),
      (3, lines[0] + "\na\t3\nb\t2305843009213693952\n"), (3, lines[0] + "\na\t3\n"),
      (4, text.replacing("b\t4", with: "b\t5")), (4, text.replacing("entries=2", with: "entries=3")),
      (4, text + "c\t1\n"), (4, text.replacing("total=7", with: "total=8")),
    ] where bad != text {
      try scratch.file("bad", bad)
      let error = #expect(throws: VocabularyError.self) { try PartialCounts.merged([scratch.path("bad")], of: options) }
      guard case .badLine(_, let found, _, _, _) = error else {
        Issue.record("\(String(describing: error)) for \(bad)")
        continue
      }
      #expect(found == line, "\(bad)")
    }
    try scratch.file("bad", Data("\(lines[0])\n\u{61}\u{9}3\n".utf8) + Data([0xFF, 9, 49, 10]))
    #expect(throws: VocabularyError.self) { try PartialCounts.merged([scratch.path("bad")], of: options) }
  }
}
