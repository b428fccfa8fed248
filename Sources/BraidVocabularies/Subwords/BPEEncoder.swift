import BraidFiles
public import BraidText

/// A piece of a token.
public struct Subword: Hashable, Sendable {
  /// The id of the piece.
  public var id: Int32
  /// The UTF-8 bytes of the text it covers; empty for a marker on its own.
  public var range: Range<Int>
  /// Index of the token.
  public var token: Int

  /// A piece of the token `token` over the bytes `range`.
  public init(id: Int32, range: Range<Int>, token: Int) {
    self.id = id
    self.range = range
    self.token = token
  }
}

/// Encodes text with a BPE model and remembers how words were split.
public struct BPEEncoder: Sendable {
  /// The model.
  public let bpe: BPE
  private let capacity: Int
  /// Words, a leading byte 1 for one with a marker, else 0.
  private var words = ByteTable()
  /// Where the parts of each word end in `parts`.
  private var ends: [Int] = []
  private var parts: [BPE.Part] = []
  private var key: [UInt8] = []

  /// An encoder that remembers up to `capacity` words.
  public init(_ bpe: BPE, capacity: Int = 100_000) {
    self.bpe = bpe
    self.capacity = capacity
  }

  /// The pieces of a text's tokens, with the bytes they cover.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - tokens: Byte ranges of `text`; those outside it are left out.
  /// - Returns: The pieces in text order.
  public mutating func encode(_ text: String, tokens: [Token]) -> [Subword] {
    var text = text
    return text.withUTF8 { bytes in
      var pieces: [Subword] = []
      pieces.reserveCapacity(tokens.count * 2)
      SubwordWord.forEach(tokens.lazy.map(\.range), in: bytes) { index, range, isMarked in
        let found = find(UnsafeBufferPointer(rebasing: bytes[range]), isMarked)
        for part in parts[found] {
          let start = range.lowerBound + Int(part.start)
          pieces.append(Subword(id: part.id, range: start..<range.lowerBound + Int(part.end), token: index))
        }
      }
      return pieces
    }
  }

  /// The indices in `parts` of a word's pieces.
  private mutating func find(_ word: UnsafeBufferPointer<UInt8>, _ isMarked: Bool) -> Range<Int> {
    if words.count >= capacity {
      words.removeAll()
      ends.removeAll(keepingCapacity: true)
      parts.removeAll(keepingCapacity: true)
    }
    key.removeAll(keepingCapacity: true)
    key.append(isMarked ? 1 : 0)
    key.append(contentsOf: word)
    let index = key.withUnsafeBufferPointer { words.insert($0) }
    if index == ends.count {
      var random = SplitMix64(seed: 0)
      bpe.encode(word, isMarked: isMarked, dropout: 0, &random, BPE.Run(), into: &parts)
      ends.append(parts.count)
    }
    return (index == 0 ? 0 : ends[index - 1])..<ends[index]
  }
}
