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
    var text = text
    return text.withUTF8 { bytes in
      var pieces: [Subword] = []
      SubwordWord.forEach(tokens.lazy.map(\.range), in: bytes) { index, range, isMarked in
        for part in encode(UnsafeBufferPointer(rebasing: bytes[range]), isMarked: isMarked, dropout: dropout, &random) {
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

  /// The pieces of one word.
  func encode(
    _ word: UnsafeBufferPointer<UInt8>, isMarked: Bool, dropout: Double, _ random: inout some RandomNumberGenerator
  ) -> [Part] {
    var parts: [Part] = []
    var run: [Part] = []
    if isMarked, let markerID { run.append(Part(id: markerID, start: 0, end: 0)) }
    let unknown = pieces.unknownID ?? 0
    var start = 0
    while start < word.count {
      let end = word.scalarEnd(start)
      let scalar = UnsafeBufferPointer(rebasing: word[start..<end])
      // A space inside a token is the marker, a marker of the text is not.
      let isSpace = scalar.count == 1 && scalar[0] == 32
      let isMarker = scalar.count == 3 && scalar[0] == 0xE2 && scalar[1] == 0x96 && scalar[2] == 0x81
      let id = isSpace ? markerID : isMarker ? nil : pieces.id(ofBytes: scalar)
      if let id, id >= pieces.specials {
        run.append(Part(id: id, start: Int32(start), end: Int32(end)))
        if run.count == Self.longestWord { close(&run, into: &parts, dropout, &random) }
      } else {
        close(&run, into: &parts, dropout, &random)
        if byteFallback {
          for (offset, byte) in scalar.enumerated() {
            let at = Int32(start + offset)
            parts.append(Part(id: firstByte + Int32(byte), start: at, end: at + 1))
          }
        } else if let last = parts.last, last.id == unknown, last.end == start {
          parts[parts.count - 1].end = Int32(end)
        } else {
          parts.append(Part(id: unknown, start: Int32(start), end: Int32(end)))
        }
      }
      start = end
    }
    close(&run, into: &parts, dropout, &random)
    if parts.isEmpty { parts.append(Part(id: unknown, start: 0, end: Int32(word.count))) }
    return parts
  }

  /// Merges a run of characters and moves it to `parts`.
  private func close(
    _ run: inout [Part], into parts: inout [Part], _ dropout: Double, _ random: inout some RandomNumberGenerator
  ) {
    while run.count > 1 {
      var best = Int32.max
      var place = 0
      for index in 0..<run.count - 1 {
        guard let rank = ranks[run[index].id, run[index + 1].id], rank < best else { continue }
        if dropout > 0, Double.random(in: 0..<1, using: &random) < dropout { continue }
        best = rank
        place = index
      }
      if best == .max { break }
      run[place] = Part(id: merges[Int(best)].result, start: run[place].start, end: run[place + 1].end)
      run.remove(at: place + 1)
    }
    parts.append(contentsOf: run)
    run.removeAll(keepingCapacity: true)
  }
}
