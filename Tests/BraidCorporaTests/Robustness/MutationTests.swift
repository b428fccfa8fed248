import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Seeded mutations of every format's sample: a reader gives documents that hold together, or an error; it never crashes
/// and always ends.
struct MutationTests {
  static let rounds = 250
  static let pieces = [
    "\t", "\n", "\r\n", " ", "(", ")", "*", "_", "-", "#", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1",
    "9999999999",
    "1-2", "1.1", "# text = ", "\u{0}", "\u{301}", "\u{FEFF}", "😀", "B-", "I-X", "msgid \"",
    "# global.columns = ID FORM",
    "__label__", "null", "\\ud800", "\\u0000", "-DOCSTART-", "#begin document (x); part 000",
  ]

  @Test(arguments: Sample.all)
  func `mutated input gives sound documents or an error`(sample: Sample) throws {
    var random = SplitMix64(seed: UInt64(sample.text.utf8.count))
    let scratch = try Scratch()
    var outcomes = (read: 0, refused: 0)
    for round in 0..<Self.rounds {
      var bytes = Array(sample.text.utf8)
      for _ in 0...random.below(3) { Self.mutate(&bytes, &random) }
      var options = sample.options
      if round % 3 == 0 { options.replaceInvalid = true }
      if round % 5 == 0 { options.documents = .marker }
      options.pretokenized = round % 7 == 0
      options.dropUnused()
      if try isRead(Data(bytes), options, scratch) { outcomes.read += 1 } else { outcomes.refused += 1 }
    }
    #expect(outcomes.read + outcomes.refused == Self.rounds)
    #expect(outcomes.read > 0)
  }

  /// Whether a reader takes the input; its documents must hold together and survive JSONL then.
  private func isRead(_ input: Data, _ options: ReadOptions, _ scratch: Scratch) throws -> Bool {
    let path = try scratch.file("input", input)
    do {
      let documents = try read([path], options).documents
      let shown = Comment(rawValue: String(decoding: input, as: UTF8.self))
      for document in documents { #expect(document.isConsistent, shown) }
      let writer = try CorpusWriter(scratch.path("output"), options: WriteOptions(format: .jsonl))
      for document in documents { try writer.write(document) }
      try writer.close()
      #expect(try read([scratch.path("output")], ReadOptions(format: .jsonl)).documents == documents, shown)
      return true
    } catch let error as CorpusError {
      #expect(error.errorDescription?.isEmpty == false)
      return false
    }
  }

  /// One change: a byte flipped, a piece put in, a stretch taken out, doubled or moved, or the end cut off.
  private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    guard bytes.count > 1 else {
      bytes.append(UInt8(truncatingIfNeeded: random.next()))
      return
    }
    let position = random.below(bytes.count)
    let end = min(bytes.count, position + 1 + random.below(12))
    switch random.below(7) {
    case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
    case 1, 2: bytes.insert(contentsOf: Array(pieces[random.below(pieces.count)].utf8), at: position)
    case 3: bytes.removeSubrange(position..<end)
    case 4: bytes.insert(contentsOf: Array(bytes[position..<end]), at: position)
    case 5:
      let moved = Array(bytes[position..<end])
      bytes.removeSubrange(position..<end)
      bytes.insert(contentsOf: moved, at: random.below(bytes.count + 1))
    default: bytes.removeLast(bytes.count - position)
    }
  }
}
