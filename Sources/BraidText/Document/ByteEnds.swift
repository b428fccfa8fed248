/// The first and last eight bytes of some bytes and how many they are; of at most 16 bytes this is all.
///
/// Caches of what is made of bytes that come again and again know these by it.
package struct ByteEnds: Equatable, Sendable {
  @usableFromInline let first: UInt64
  @usableFromInline let second: UInt64
  @usableFromInline let count: Int

  /// The ends of no bytes.
  package init() { (first, second, count) = (0, 0, 0) }

  /// The ends of bytes; nil for none.
  @inlinable @inline(__always)
  package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    count = bytes.count
    guard count > 0, let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
    if count >= 8 {
      first = base.loadUnaligned(as: UInt64.self)
      second = (base + (count &- 8)).loadUnaligned(as: UInt64.self)
    } else if count >= 4 {
      let (low, high) = (base.loadUnaligned(as: UInt32.self), (base + (count &- 4)).loadUnaligned(as: UInt32.self))
      first = UInt64(low) | UInt64(high) << 32
      second = 0
    } else {
      let (low, middle, high) = (bytes[0], bytes[count &>> 1], bytes[count &- 1])
      first = UInt64(low) | UInt64(middle) << 8 | UInt64(high) << 16
      second = 0
    }
  }

  /// Whether there are no other bytes than these.
  @inlinable @inline(__always) package var isAll: Bool { count <= 16 }

  /// Their place in a table of 2 to the power of `bits` places.
  ///
  /// The multiplier is 2^64 divided by the golden ratio (Knuth 1998, section 6.4): its high bits depend on all of the key.
  @inlinable @inline(__always)
  package func place(bits: UInt64) -> Int {
    let hash = (first ^ (second &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: hash &>> (64 &- bits))
  }

  @inlinable @inline(__always)
  package static func == (one: Self, other: Self) -> Bool {
    one.first == other.first && one.second == other.second && one.count == other.count
  }
}
