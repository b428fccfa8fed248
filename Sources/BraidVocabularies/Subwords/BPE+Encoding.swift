public import BraidFiles
public import BraidText

extension BPE {
  /// The pieces of a text's tokens, with the bytes they cover.
  ///
  /// Every token gives at least one piece. For many texts use a `BPEEncoder`, which remembers words.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - tokens: Byte ranges of `text`; those outside it are left out.
  /// - Returns: The pieces in text order.
  public func encode(_ text: String, tokens: [Token]) -> [Subword] {
    var encoder = BPEEncoder(self)
    return encoder.encode(text, tokens: tokens)
  }

  /// The pieces of a text's tokens where each merge is left out with a probability, so that a word is spelled in many
  /// ways.
  ///
  /// Source: Provilkov, Emelianenko, Voita 2020, section 3, <https://aclanthology.org/2020.acl-main.170>.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - tokens: Byte ranges of `text`; those outside it are left out.
  ///   - dropout: The probability, 0...1; 0 is `encode(_:tokens:)`, 1 gives characters.
  ///   - random: Where chance comes from; the same state gives the same pieces.
  /// - Returns: The pieces in text order.
  public func encode(
    _ text: String, tokens: [Token], dropout: Double, random: inout some RandomNumberGenerator
  ) -> [Subword] {
    encodeWords(text, tokens: tokens, dropout: dropout, &random)
  }

  /// The same with chance from a stream of `SplitMix64`, which is much faster.
  public func encode(
    _ text: String, tokens: [Token], dropout: Double, random: inout SplitMix64
  ) -> [Subword] {
    encodeWords(text, tokens: tokens, dropout: dropout, &random)
  }

  @inline(__always)
  private func encodeWords(
    _ text: String, tokens: [Token], dropout: Double, _ random: inout some RandomNumberGenerator
  ) -> [Subword] {
    var text = text
    return text.withUTF8 { bytes in
      var pieces: [Subword] = []
      pieces.reserveCapacity(tokens.count * 2)
      var parts: [Part] = []
      let run = Run()
      SubwordWord.forEach(tokens.lazy.map(\.range), in: bytes) { index, range, isMarked in
        parts.removeAll(keepingCapacity: true)
        encode(
          UnsafeBufferPointer(rebasing: bytes[range]), isMarked: isMarked, dropout: dropout, &random, run, into: &parts)
        for part in parts {
          let start = range.lowerBound + Int(part.start)
          pieces.append(Subword(id: part.id, range: start..<range.lowerBound + Int(part.end), token: index))
        }
      }
      return pieces
    }
  }

  /// A piece and the bytes of the word it covers.
  struct Part: Equatable {
    var id: Int32
    var start: Int32
    var end: Int32
  }

  /// The characters of a word, or of a part of it, on their way to pieces.
  final class Run {
    // The function that fills a run is its only user.
    @exclusivity(unchecked) fileprivate var count = 0
    fileprivate let parts = UnsafeMutablePointer<Part>.allocate(capacity: BPE.longestWord)
    /// For each part the index of the merge with the next one; the largest number when there is none.
    fileprivate let ranks = UnsafeMutablePointer<Int32>.allocate(capacity: BPE.longestWord)

    deinit {
      parts.deallocate()
      ranks.deallocate()
    }

    @inline(__always)
    fileprivate func append(_ part: Part) {
      parts[count] = part
      count &+= 1
    }
  }

  /// The pieces of one word.
  @inline(__always)
  func encode(
    _ word: UnsafeBufferPointer<UInt8>, isMarked: Bool, dropout: Double, _ random: inout some RandomNumberGenerator,
    _ run: Run, into parts: inout [Part]
  ) {
    // A number drawn evenly from 0..<1 is 53 random bits; that many of their values are below the probability.
    let dropped = dropout > 0 ? UInt64((min(dropout, 1) * 0x1p53).rounded(.up)) : 0
    if isMarked, let markerID { run.append(Part(id: markerID, start: 0, end: 0)) }
    let unknown = pieces.unknownID ?? 0
    let first = parts.count
    var start = 0
    while start < word.count {
      let end = word.scalarEnd(start)
      if let id = id(word, start..<end) {
        run.append(Part(id: id, start: Int32(start), end: Int32(end)))
        if run.count == Self.longestWord { close(run, into: &parts, dropped, &random) }
      } else {
        close(run, into: &parts, dropped, &random)
        if byteFallback {
          for at in start..<end {
            parts.append(Part(id: firstByte + Int32(word[at]), start: Int32(at), end: Int32(at + 1)))
          }
        } else if parts.count > first, let last = parts.last, last.id == unknown, last.end == start {
          parts[parts.count - 1].end = Int32(end)
        } else {
          parts.append(Part(id: unknown, start: Int32(start), end: Int32(end)))
        }
      }
      start = end
    }
    close(run, into: &parts, dropped, &random)
    if parts.count == first { parts.append(Part(id: unknown, start: 0, end: Int32(word.count))) }
  }

  /// The id of a character; nil for one that is not among the pieces.
  @inline(__always)
  private func id(_ word: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int32? {
    if range.count == 1, word[range.lowerBound] < 0x80 {
      let id = ascii[Int(word[range.lowerBound])]
      return id < 0 ? nil : id
    }
    // A marker of the text is not the marker.
    let scalar = UnsafeBufferPointer(rebasing: word[range])
    if scalar.count == 3, scalar[0] == 0xE2, scalar[1] == 0x96, scalar[2] == 0x81 { return nil }
    guard let id = pieces.id(ofBytes: scalar), id >= pieces.specials else { return nil }
    return id
  }

  /// Merges a run of characters and moves it to `parts`.
  @inline(__always)
  private func close(
    _ run: Run, into parts: inout [Part], _ dropped: UInt64, _ random: inout some RandomNumberGenerator
  ) {
    let (places, mergeRanks) = (run.parts, run.ranks)
    var count = run.count
    for index in 0..<max(0, count - 1) { mergeRanks[index] = rank(places[index].id, places[index + 1].id) }
    while count > 1 {
      var best = Int32.max
      var place = 0
      for index in 0..<count - 1 where mergeRanks[index] < best {
        if dropped > 0, random.next() & (1 << 53 - 1) < dropped { continue }
        best = mergeRanks[index]
        place = index
      }
      if best == .max { break }
      places[place].id = merges[Int(best)].result
      places[place].end = places[place + 1].end
      count -= 1
      for index in place + 1..<max(place + 1, count) {
        places[index] = places[index + 1]
        mergeRanks[index] = mergeRanks[index + 1]
      }
      if place > 0 { mergeRanks[place - 1] = rank(places[place - 1].id, places[place].id) }
      if place + 1 < count { mergeRanks[place] = rank(places[place].id, places[place + 1].id) }
    }
    parts.append(contentsOf: UnsafeBufferPointer(start: places, count: count))
    run.count = 0
  }

  @inline(__always)
  private func rank(_ left: Int32, _ right: Int32) -> Int32 { ranks[left, right] ?? .max }
}
