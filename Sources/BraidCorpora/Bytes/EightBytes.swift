import BraidText

/// Eight bytes that are looked at together, the first one lowest.
///
/// Source: Warren 2012, Hacker's Delight, second edition, section 6-1.
struct EightBytes {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  private let word: UInt64

  /// The bytes at `index` and behind it.
  ///
  /// - Precondition: there are eight.
  @inline(__always)
  init(_ bytes: Bytes, at index: Int) {
    word = UInt64(
      littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
  }

  /// The high bit of every byte that is `byte`, and of no other.
  @inline(__always)
  func equal(to byte: UInt8) -> UInt64 {
    let difference = word ^ (Self.ones &* UInt64(byte))
    return ~(((difference & ~Self.highs) &+ ~Self.highs) | difference) & Self.highs
  }

  /// The high bit of every byte that is an ASCII one below `bound`, and of no other.
  ///
  /// - Precondition: `bound` is an ASCII one.
  @inline(__always)
  func below(_ bound: UInt8) -> UInt64 {
    ~(((word & ~Self.highs) &+ Self.ones &* UInt64(0x80 &- bound)) | word) & Self.highs
  }

  /// The place, 0 to 7, of the first byte whose high bit is set in `marks`, which is not 0.
  @inline(__always)
  static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount &>> 3 }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// Where the first byte from `start` on is that JSON strings don't hold as it is: a quote, a backslash or a control
  /// character; the number of bytes when there is none.
  @inline(__always)
  func firstToEscape(from start: Int) -> Int {
    var index = start
    while index &+ 8 <= count {
      let eight = EightBytes(self, at: index)
      let marks = eight.equal(to: .quote) | eight.equal(to: .backslash) | eight.below(0x20)
      if marks != 0 { return index &+ EightBytes.first(marks) }
      index &+= 8
    }
    while index < count, self[index] != .quote, self[index] != .backslash, self[index] >= 0x20 { index &+= 1 }
    return index
  }

  /// Where `byte` is first from `start` on; the number of bytes when it is not.
  @inline(__always)
  func first(_ byte: UInt8, from start: Int) -> Int {
    var index = start
    while index &+ 8 <= count {
      let marks = EightBytes(self, at: index).equal(to: byte)
      if marks != 0 { return index &+ EightBytes.first(marks) }
      index &+= 8
    }
    while index < count, self[index] != byte { index &+= 1 }
    return index
  }

  /// Calls `body` with the place of every byte that is marked, in order.
  ///
  /// - Parameters:
  ///   - marks: Marks eight bytes.
  ///   - isMarked: Whether a byte is one of them.
  ///   - body: Takes a place.
  @inline(__always)
  func forEachMark(_ marks: (EightBytes) -> UInt64, _ isMarked: (UInt8) -> Bool, _ body: (Int) -> Void) {
    var index = 0
    while index &+ 8 <= count {
      var found = marks(EightBytes(self, at: index))
      while found != 0 {
        body(index &+ EightBytes.first(found))
        found &= found &- 1
      }
      index &+= 8
    }
    while index < count {
      if isMarked(self[index]) { body(index) }
      index &+= 1
    }
  }
}
