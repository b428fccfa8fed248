import BraidFiles
import BraidText
import BraidVocabularies
import Testing

@Suite struct BPETests {
  static let sentences = [
    ["low", "low", "low", "low", "low"], ["lower", "lower", "newest", "newest"], ["newest", "widest", "widest"],
    ["aaa", "aaaa", "aaaaa", "banana", "bandana"], ["Größe", "größer", "日本", "日本語", "naïve"],
  ]

  static func counter(_ sentences: [[String]] = Self.sentences) throws -> WordCounter {
    var counter = WordCounter()
    try counter.add(tokensOf: Document(words: sentences), unit: .subwords)
    return counter
  }

  static func document(_ text: String, _ ranges: [Range<Int>]) -> Document {
    Document(text: text, tokens: ranges.map { Token($0) })
  }

  /// The plain algorithm: count all pairs anew for each merge.
  static func referencePieces(_ counts: ExactDictionary<Int>, characters: [String], merges: Int) -> [String] {
    var ids: [String: Int] = [:]
    for character in characters { ids[character] = ids.count }
    var words = counts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { word in
      (symbols: word.key.unicodeScalars.map { String($0) }, count: word.value)
    }
    var made: [String] = []
    while made.count < merges {
      var pairs: [[String]: Int] = [:]
      for word in words {
        for (left, right) in zip(word.symbols, word.symbols.dropFirst()) {
          pairs[[left, right], default: 0] += word.count
        }
      }
      let best = pairs.filter { $0.value >= 2 }.min { first, second in
        if first.value != second.value { return first.value > second.value }
        let left = first.key.map { ids[$0] ?? -1 }
        let right = second.key.map { ids[$0] ?? -1 }
        return left.lexicographicallyPrecedes(right)
      }
      guard let best else { break }
      let piece = best.key.joined()
      if ids[piece] == nil {
        ids[piece] = ids.count
        made.append(piece)
      }
      for index in words.indices {
        var symbols: [String] = []
        for symbol in words[index].symbols {
          // A symbol just joined does not join again in the same pass, since its name differs.
          if symbols.last == best.key[0], symbol == best.key[1] {
            symbols[symbols.count - 1] = piece
          } else {
            symbols.append(symbol)
          }
        }
        words[index].symbols = symbols
      }
    }
    return made
  }

  @Test(arguments: [1, 5, 20, 60])
  func `training equals the plain algorithm`(_ merges: Int) throws {
    let counter = try Self.counter()
    let characters = try BPE(training: counter, options: BPEOptions(size: 1000, minimumPairCount: .max)).pieces
    let bpe = try BPE(training: counter, options: BPEOptions(size: characters.count + merges))
    let names = characters.ids.dropFirst(3).map(characters.word)
    let expected = Self.referencePieces(try counter.dictionary(), characters: names, merges: merges)
    #expect(bpe.pieces.ids.dropFirst(characters.count).map(bpe.pieces.word) == expected)
  }

  @Test func `training on many words equals the plain algorithm`() throws {
    let words = WordCounterTests.words(400, seed: 3).map { String($0.dropLast(17)) }
    let counter = try Self.counter([words])
    let characters = try BPE(training: counter, options: BPEOptions(size: 1000, minimumPairCount: .max)).pieces
    let bpe = try BPE(training: counter, options: BPEOptions(size: characters.count + 100))
    let names = characters.ids.dropFirst(3).map(characters.word)
    let expected = Self.referencePieces(try counter.dictionary(), characters: names, merges: 100)
    #expect(bpe.pieces.ids.dropFirst(characters.count).map(bpe.pieces.word) == expected)
  }

  @Test func `pieces cover their tokens byte for byte, markers have no width`() throws {
    let bpe = try BPE(training: Self.counter(), options: BPEOptions(size: 60))
    let document = Self.document("lowest, größer  banana", [0..<6, 6..<7, 8..<16, 18..<24])
    let subwords = bpe.encode(document.text, tokens: document.tokens)
    for (index, token) in document.tokens.enumerated() {
      let ranges = subwords.filter { $0.token == index }.map(\.range)
      #expect(ranges.first?.lowerBound == token.range.lowerBound)
      #expect(ranges.last?.upperBound == token.range.upperBound)
      for (left, right) in zip(ranges, ranges.dropFirst()) { #expect(left.upperBound == right.lowerBound) }
    }
    for subword in subwords where subword.id != bpe.pieces.unknownID {
      let piece = bpe.pieces.word(subword.id)
      #expect(document.string(subword.range) == (piece.hasPrefix(BPE.marker) ? String(piece.dropFirst()) : piece))
    }
    // The comma was never seen.
    #expect(subwords.filter { $0.id == bpe.pieces.unknownID }.map(\.token) == [1])
  }

  @Test func `decoding gives the text, with single spaces`() throws {
    let text = "New York, naïve 日本語 (low-est)!"
    var counter = WordCounter()
    // "New York" is one token with a space in it.
    let document = Self.document(
      text, [0..<8, 8..<9, 10..<16, 17..<26, 27..<28, 28..<31, 31..<32, 32..<35, 35..<36, 36..<37])
    try counter.add(tokensOf: document, unit: .subwords)
    let bpe = try BPE(training: counter, options: BPEOptions(size: 40))
    #expect(bpe.decode(bpe.encode(text, tokens: document.tokens).map(\.id)) == text)
    let pieces = bpe.pieces
    let special = [1, Int32(pieces.count + 5)] + bpe.encode("York", tokens: [Token(0..<4)]).map(\.id) + [2, 0]
    #expect(bpe.decode(special) == "York\u{FFFD}")
  }

  @Test func `bytes spell what the vocabulary lacks`() throws {
    let bpe = try BPE(training: Self.counter(), options: BPEOptions(size: 310, byteFallback: true))
    let text = "low \u{2581}x\u{1F600} z"
    let document = Self.document(text, [0..<3, 4..<12, 13..<14])
    let subwords = bpe.encode(text, tokens: document.tokens)
    #expect(bpe.decode(subwords.map(\.id)) == text)
    #expect(subwords.last?.range == 13..<14)
    #expect(bpe.pieces.word(subwords[subwords.count - 1].id) == "<0x7A>")
    #expect(try BPE(serialized: bpe.serialized) == bpe)
  }

  @Test func `dropout follows its seed; none is plain encoding, all of it gives characters`() throws {
    let bpe = try BPE(training: Self.counter(), options: BPEOptions(size: 60))
    let document = Document(words: [["newest", "widest", "bandana", "low"]])
    let plain = bpe.encode(document.text, tokens: document.tokens)
    func encode(_ rate: Double, seed: UInt64) -> [Subword] {
      var random = SplitMix64(seed: seed)
      return bpe.encode(document.text, tokens: document.tokens, dropout: rate, random: &random)
    }
    #expect(encode(0, seed: 1) == plain)
    // 6 + 6 + 7 + 3 characters and 4 markers.
    #expect(encode(1, seed: 1).count == 26)
    #expect(encode(0.5, seed: 7) == encode(0.5, seed: 7))
    #expect(Set((0..<20).map { encode(0.5, seed: $0) }).count > 5)
    for seed in 0..<20 { #expect(bpe.decode(encode(0.3, seed: UInt64(seed)).map(\.id)) == document.text) }
  }

  @Test func `an encoder that remembers gives the same pieces`() throws {
    let bpe = try BPE(training: Self.counter(), options: BPEOptions(size: 70))
    let document = Document(words: Self.sentences + Self.sentences.reversed() + [["unseen", "words", ""]])
    var encoder = BPEEncoder(bpe, capacity: 4)
    let expected = bpe.encode(document.text, tokens: document.tokens)
    #expect(encoder.encode(document.text, tokens: document.tokens) == expected)
    #expect(encoder.encode(document.text, tokens: document.tokens) == expected)
    #expect(Set(expected.map(\.token)).count == document.tokens.count)
  }

  @Test func `a very long token is encoded in parts`() throws {
    let bpe = try BPE(training: Self.counter(), options: BPEOptions(size: 60))
    let text = String(repeating: "lower", count: 20_000)
    let subwords = bpe.encode(text, tokens: [Token(0..<100_000)])
    #expect(bpe.decode(subwords.map(\.id)) == text)
  }

  @Test func `the file shows characters, then merges as their two pieces`() throws {
    let bpe = try BPE(training: Self.counter([["ab", "ab", "c\\"]]), options: BPEOptions(size: 10))
    let header = "# braid vocabulary kind=bpe specials=3 distinct=2 minimum=1 seen=3 size=10\n"
    let specials = "<unk>\t0\n<s>\t0\n</s>\t0\n"
    #expect(
      bpe.serialized == header + specials + "\u{2581}\t3\na\t2\nb\t2\n\\\\\t1\nc\t1\n\u{2581} a\t2\n\u{2581}a b\t2\n")
    #expect(try BPE(serialized: bpe.serialized) == bpe)
    #expect(try BPE(serialized: bpe.serialized).fingerprint == bpe.fingerprint)
  }

  @Test(arguments: [
    ("# braid vocabulary kind=words specials=0\n", 1), ("# braid vocabulary kind=bpe specials=1\n", 1),
    ("# braid vocabulary kind=bpe specials=0\na\t1\na b\t1\n", 3),
    ("# braid vocabulary kind=bpe specials=0\na\t1\na a\t1\nb\t1\n", 4),
    ("# braid vocabulary kind=bpe specials=0\na\t1\na a\t1\na a\t1\n", 4),
    ("# braid vocabulary kind=bpe specials=0\na\t1\na a a\t1\n", 3),
    ("# braid vocabulary kind=bpe specials=0\na\t1\na\t1\n", 3),
    ("# braid vocabulary kind=bpe specials=0 bytes=yes\na\t1\n", 1),
  ])
  func `a bad file names the line`(_ text: String, _ line: Int) throws {
    let error = #expect(throws: VocabularyError.self) { try BPE(serialized: text, path: "b.txt") }
    let description = try #require(error?.errorDescription)
    #expect(description.hasPrefix("b.txt:\(line):"), "\(description)")
  }

  @Test func `a size without room for a character is refused, a small one keeps the most frequent characters`() throws {
    #expect(throws: VocabularyError.self) { try BPE(training: Self.counter(), options: BPEOptions(size: 3)) }
    #expect(throws: VocabularyError.self) {
      try BPE(training: Self.counter(), options: BPEOptions(size: 200, byteFallback: true))
    }
    let tiny = try BPE(training: Self.counter(), options: BPEOptions(size: 5))
    #expect(tiny.count == 5)
    #expect(throws: VocabularyError.empty(what: "the text for BPE")) {
      try BPE(training: WordCounter(), options: BPEOptions(size: 50))
    }
  }
}
