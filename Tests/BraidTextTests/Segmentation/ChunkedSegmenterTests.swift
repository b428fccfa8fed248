import BraidText
import Testing

struct ChunkedSegmenterTests {
  /// Feeds `bytes` in small parts of varying length.
  static func pieces(
    _ bytes: [UInt8], _ options: SegmenterOptions, pieceBytes: Int, replacesInvalid: Bool = false
  ) throws -> (pieces: [TextPiece], segmenter: ChunkedSegmenter) {
    let segmenter = ChunkedSegmenter(
      try TextSegmenter(options), pieceBytes: pieceBytes, replacesInvalid: replacesInvalid)
    var pieces: [TextPiece] = []
    var random = SplitMix(seed: UInt64(bytes.count))
    var position = 0
    while position < bytes.count {
      let end = min(bytes.count, position + Int.random(in: 1...50, using: &random))
      try bytes[position..<end].withUnsafeBufferPointer { part throws(TextError) in
        try segmenter.append(part) { pieces.append($0) }
      }
      position = end
    }
    try segmenter.finish { pieces.append($0) }
    return (pieces, segmenter)
  }

  @Test(arguments: [
    SegmenterOptions(), SegmenterOptions(locale: "de", sentences: .newline),
    SegmenterOptions(
      abbreviations: ["Dr.", "z. B."], patterns: Set(TokenPattern.allCases), keptWords: ["C++", "New York"]),
    SegmenterOptions(fastPath: false),
  ])
  func `pieces put together are the whole text with the same tokens and sentences`(options: SegmenterOptions) throws {
    let sentences = [
      "Dr. Smith went to New York.", "“Is 3.5% enough?”", "See https://a.org/x?y now!\n", "Ää öö üü… z. B. so.",
      "C++ isn't #dead.", "我爱北京。", "\r\n\n", "สวัสดีชาวโลก", "No end",
    ]
    var random = SplitMix(seed: 31)
    for _ in 0..<40 {
      let text = (0..<40).map { _ in sentences[Int.random(in: sentences.indices, using: &random)] }.joined(
        separator: " ")
      var whole = Document(text: text)
      try TextSegmenter(options).segment(&whole)
      let (pieces, segmenter) = try Self.pieces(Array(text.utf8), options, pieceBytes: 200)
      #expect(pieces.map(\.document.text).joined() == text)
      var tokens: [Token] = []
      var ends: [Int] = []
      for piece in pieces {
        for sentence in piece.document.sentences { ends.append(tokens.count + sentence.tokens.upperBound) }
        tokens += piece.document.tokens.map {
          Token($0.range.lowerBound + piece.offset..<$0.range.upperBound + piece.offset, kind: $0.kind)
        }
      }
      #expect(tokens == whole.tokens)
      if segmenter.cutSentences == 0 { #expect(ends == whole.sentences.map(\.tokens.upperBound)) }
      #expect(segmenter.cutWords == 0)
    }
  }

  @Test(arguments: ["a", "ä", "ก", "😀", "a "])
  func `a text without any end is cut between words, else between characters`(unit: String) throws {
    let text = String(repeating: unit, count: 3000)
    let (pieces, segmenter) = try Self.pieces(Array(text.utf8), SegmenterOptions(), pieceBytes: 256)
    #expect(pieces.map(\.document.text).joined() == text)
    #expect(pieces.allSatisfy { $0.document.text.utf8.count <= 512 })
    #expect((segmenter.cutWords == 0) == (unit == "a " || unit == "😀"))
  }

  @Test func `invalid bytes are refused with their offset, or replaced and counted`() throws {
    var bytes = Array(String(repeating: "word and word. ", count: 50).utf8)
    bytes[400] = 0xFF
    bytes[700] = 0xC3
    #expect(throws: TextError.invalidUTF8(byte: 0xFF, offset: 400)) {
      try Self.pieces(bytes, SegmenterOptions(), pieceBytes: 64)
    }
    let (pieces, segmenter) = try Self.pieces(bytes, SegmenterOptions(), pieceBytes: 64, replacesInvalid: true)
    #expect(segmenter.replaced == 2)
    #expect(pieces.map(\.document.text).joined() == String(decoding: bytes, as: UTF8.self))
  }

  @Test func `random bytes never stop it`() throws {
    var random = SplitMix(seed: 37)
    for _ in 0..<200 {
      let bytes = random.bytes(upTo: 600)
      let (pieces, _) = try Self.pieces(bytes, SegmenterOptions(), pieceBytes: 64, replacesInvalid: true)
      #expect(pieces.map(\.document.text).joined().utf8.elementsEqual(String(decoding: bytes, as: UTF8.self).utf8))
    }
  }
}
