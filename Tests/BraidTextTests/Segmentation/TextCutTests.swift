import BraidFiles
import BraidText
import Testing

/// A text cut where `lastCut` says has the tokens and sentences of the whole.
struct TextCutTests {
  static let rules = [
    SegmenterOptions(), SegmenterOptions(locale: "de", sentences: .newline),
    SegmenterOptions(
      abbreviations: ["Dr.", "z. B."], patterns: Set(TokenPattern.allCases), keptWords: ["C++", "New York"]),
    SegmenterOptions(fastPath: false),
  ]

  /// Cuts `text` again and again, each part as long as `size` at least, as a reader does.
  private func parts(_ text: [UInt8], _ segmenter: TextSegmenter, size: Int) -> [(bytes: [UInt8], cut: TextCut?)] {
    var parts: [(bytes: [UInt8], cut: TextCut?)] = []
    var rest = text[...]
    while rest.count > size {
      var end = rest.startIndex + size
      while rest[end] & 0xC0 == 0x80 { end -= 1 }
      let cut = Array(rest[..<end]).withUnsafeBufferPointer { segmenter.lastCut(in: $0, window: 0) }
      parts.append((Array(rest.prefix(cut.position)), cut))
      rest = rest.dropFirst(cut.position)
    }
    return parts + [(Array(rest), nil)]
  }

  @Test(arguments: rules)
  func `parts put together are the whole text with the same tokens and sentences`(options: SegmenterOptions) throws {
    let sentences = [
      "Dr. Smith went to New York.", "“Is 3.5% enough?”", "See https://a.org/x?y now!\n", "Ää öö üü… z. B. so.",
      "C++ isn't #dead.", "我爱北京。", "\r\n\n", "สวัสดีชาวโลก", "No end",
    ]
    let segmenter = try TextSegmenter(options)
    var random = SplitMix64(seed: 31)
    for round in 0..<20 {
      let text = (0..<1000).map { _ in sentences[Int.random(in: sentences.indices, using: &random)] }.joined(
        separator: " ")
      var whole = Document(text: text)
      try segmenter.segment(&whole)
      var tokens: [Token] = []
      var ends: [Int] = []
      var offset = 0
      let parts = parts(Array(text.utf8), segmenter, size: 5000 + 100 * round)
      #expect(parts.count > 2)
      for (bytes, cut) in parts {
        #expect(cut == nil || cut?.boundary == .sentence)
        var part = Document(text: String(decoding: bytes, as: UTF8.self))
        try segmenter.segment(&part)
        for sentence in part.sentences { ends.append(tokens.count + sentence.tokens.upperBound) }
        tokens += part.tokens.map {
          Token($0.range.lowerBound + offset..<$0.range.upperBound + offset, kind: $0.kind)
        }
        offset += bytes.count
      }
      #expect(offset == text.utf8.count)
      #expect(tokens == whole.tokens)
      #expect(ends == whole.sentences.map(\.tokens.upperBound))
    }
  }

  @Test(arguments: [("a", TextCut.Boundary.character), ("ä", .character), ("ก", .word), ("😀", .word), ("a ", .word)])
  func `a text without any end is cut between words, else between characters`(
    unit: String, boundary: TextCut.Boundary
  ) throws {
    let text = Array(String(repeating: unit, count: 9000).utf8)
    let parts = parts(text, try TextSegmenter(), size: 8192)
    #expect(parts.flatMap(\.bytes) == text)
    for (bytes, cut) in parts {
      #expect(String(validating: bytes, as: UTF8.self) != nil)
      #expect(cut == nil || cut?.boundary == boundary || unit == "ก")
    }
  }

  @Test func `random text never stops it`() throws {
    let segmenter = try TextSegmenter()
    var random = SplitMix64(seed: 37)
    for _ in 0..<200 {
      let text = Array(("12345678" + random.text(upTo: 600)).utf8)
      let cut = text.withUnsafeBufferPointer { segmenter.lastCut(in: $0) }
      #expect(cut.position > 0 && cut.position < text.count)
      #expect(text[cut.position] & 0xC0 != 0x80)
    }
  }
}
