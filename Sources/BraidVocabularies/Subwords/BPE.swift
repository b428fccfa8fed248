import BraidText

/// Byte-pair encoding: words as sequences of frequent pieces, so that a small vocabulary spells any text.
///
/// ```swift
/// let bpe = try BPE(training: counter, options: BPEOptions(size: 4000))
/// let subwords = bpe.encode(document.text, tokens: document.tokens)
/// bpe.decode(subwords.map(\.id))     // the text, white space between tokens made single spaces
/// ```
///
/// **Word boundaries.** A token that starts the text or follows white space starts with the marker `▁` (U+2581), a space
/// inside a token is the marker too, and nothing marks a token that stands right after another: "Hello, world" is
/// `▁Hello` `,` `▁world`. The marker has no width in the original text. A character `▁` of the text itself is an unknown
/// character, or bytes.
///
/// **Unknown characters** become `<unk>`, one for a run of them, or, with `byteFallback`, their UTF-8 bytes, pieces
/// `<0x00>` to `<0xFF>`.
///
/// Source: Sennrich, Haddow, Birch 2016, section 3.2, <https://aclanthology.org/P16-1162>.
public struct BPE: Sendable, Equatable {
  /// The marker of a word boundary, `▁`.
  public static let marker = "\u{2581}"
  /// The longest run of characters that is encoded in one go; longer tokens are encoded in parts.
  public static let longestWord = 200

  /// The pieces and their ids: special symbols, bytes when they are used, characters, then what merges made.
  public let pieces: Vocabulary
  /// Whether characters outside the vocabulary are spelled by their bytes.
  public let byteFallback: Bool
  /// The pairs to merge, the first ones first.
  let merges: [BPEMerge]
  /// The index in `merges` of each pair.
  let ranks: PairTable
  /// The id of `<0x00>`; the other bytes follow.
  let firstByte: Int32
  /// The ids of ASCII characters; -1 for those that are not among the pieces.
  let ascii: [Int32]
  /// The id of the marker; nil when it is not in the vocabulary.
  let markerID: Int32?

  /// A model of pieces and merges.
  init(pieces: Vocabulary, merges: [BPEMerge], byteFallback: Bool) {
    self.pieces = pieces
    self.merges = merges
    self.byteFallback = byteFallback
    var ranks = PairTable()
    for (rank, merge) in merges.enumerated() { _ = ranks.insert(merge.left, merge.right, Int32(rank)) }
    self.ranks = ranks
    firstByte = Self.bytePiece(0).withBytes { pieces.id(ofBytes: $0) } ?? -1
    let marker = pieces.id(Self.marker)
    markerID = marker
    // A space inside a token is the marker.
    ascii = (0..<128).map { (byte: UInt8) -> Int32 in
      let id =
        byte == 0x20
        ? marker : withUnsafePointer(to: byte) { pieces.id(ofBytes: UnsafeBufferPointer(start: $0, count: 1)) }
      return id.map { $0 >= pieces.specials ? $0 : -1 } ?? -1
    }
  }

  /// The same pieces, of words that became lower case in a way, as others do before they are spelled.
  func lowerCased(as casing: LowerCasing) -> BPE {
    var pieces = pieces
    pieces.lowerCasing = casing
    return BPE(pieces: pieces, merges: merges, byteFallback: byteFallback)
  }

  /// Number of pieces, special symbols included.
  public var count: Int { pieces.count }

  /// A number that changes with any piece or merge; see `Vocabulary.fingerprint`.
  public var fingerprint: UInt64 {
    merges.reduce(pieces.fingerprint) {
      ByteHash.mix($0, UInt64(UInt32(bitPattern: $1.left)) << 32 | UInt64(UInt32(bitPattern: $1.right)))
    }
  }

  /// The piece that stands for a byte.
  static func bytePiece(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF")
    return "<0x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])>"
  }
}

/// Two pieces that become one.
struct BPEMerge: Sendable, Equatable {
  /// The id of the first piece.
  var left: Int32
  /// The id of the second piece.
  var right: Int32
  /// The id of both together.
  var result: Int32
}
