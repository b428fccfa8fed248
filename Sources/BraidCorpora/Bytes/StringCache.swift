import BraidText

/// Makes strings of bytes that come again and again, such as tags: the one made last for like bytes is given again.
///
/// Bytes share their place in the cache with others; the string made last keeps it.
struct StringCache {
  /// A string and its bytes, if they are at most 16, as two numbers.
  private struct Entry {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var count = 0
    var string = ""
  }

  private static let bits: UInt64 = 11

  private var entries = [Entry](repeating: Entry(), count: 1 << Int(bits))

  /// The string of bytes.
  @inline(__always)
  mutating func string(_ bytes: Bytes) -> String {
    let count = bytes.count
    guard count > 0, let base = UnsafeRawPointer(bytes.baseAddress) else { return "" }
    let (first, second) = Self.ends(base, count)
    // The multiplier is 2^64 divided by the golden ratio (Knuth 1998, section 6.4): its high bits depend on all of the key.
    let hash = (first ^ (second &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    return entries.withUnsafeMutableBufferPointer { entries in
      let place = Int(truncatingIfNeeded: hash &>> (64 &- Self.bits))
      let isSame = entries[place].first == first && entries[place].second == second && entries[place].count == count
      if isSame, count <= 16 || Self.isEqual(entries[place].string, bytes) { return entries[place].string }
      let string = bytes.string
      entries[place] = Entry(first: first, second: second, count: count, string: string)
      return string
    }
  }

  /// The first and the last eight bytes; of at most 16 these and the count are all.
  @inline(__always)
  private static func ends(_ base: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
    if count >= 8 {
      return (base.loadUnaligned(as: UInt64.self), (base + (count &- 8)).loadUnaligned(as: UInt64.self))
    }
    if count >= 4 {
      let (low, high) = (base.loadUnaligned(as: UInt32.self), (base + (count &- 4)).loadUnaligned(as: UInt32.self))
      return (UInt64(low) | UInt64(high) << 32, 0)
    }
    func byte(_ index: Int) -> UInt64 { UInt64(base.load(fromByteOffset: index, as: UInt8.self)) }
    return (byte(0) | byte(count &>> 1) << 8 | byte(count &- 1) << 16, 0)
  }

  @inline(never)
  private static func isEqual(_ string: String, _ bytes: Bytes) -> Bool {
    var string = string
    return string.withUTF8 { $0.count == bytes.count && $0.starts(withBytes: bytes) }
  }
}
