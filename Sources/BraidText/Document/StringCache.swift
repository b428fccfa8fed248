/// Makes strings of bytes that come again and again, such as tags: the one made last for like bytes is given again.
///
/// Bytes share their place in the cache with others; the string made last keeps it. It belongs to one thread at a time.
package final class StringCache {
  /// A string and its first and last eight bytes, which are all when there are at most 16.
  private struct Entry {
    var first: UInt64 = 0
    var second: UInt64 = 0
    var count = 0
    var string = ""
  }

  private static let bits: UInt64 = 11

  private let entries: UnsafeMutablePointer<Entry>

  /// An empty cache.
  package init() {
    entries = .allocate(capacity: 1 << Int(Self.bits))
    entries.initialize(repeating: Entry(), count: 1 << Int(Self.bits))
  }

  deinit {
    entries.deinitialize(count: 1 << Int(Self.bits))
    entries.deallocate()
  }

  /// The string of bytes.
  package func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    let count = bytes.count
    guard count > 0, let base = UnsafeRawPointer(bytes.baseAddress) else { return "" }
    let (first, second) = Self.ends(base, count)
    // The multiplier is 2^64 divided by the golden ratio (Knuth 1998, section 6.4): its high bits depend on all of the key.
    let hash = (first ^ (second &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    let entry = entries + Int(truncatingIfNeeded: hash &>> (64 &- Self.bits))
    if entry.pointee.first == first, entry.pointee.second == second, entry.pointee.count == count,
      count <= 16 || Self.isEqual(entry.pointee.string, bytes)
    {
      return entry.pointee.string
    }
    let string = String(decoding: bytes, as: UTF8.self)
    entry.pointee = Entry(first: first, second: second, count: count, string: string)
    return string
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
  private static func isEqual(_ string: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var string = string
    return string.withUTF8 { $0.elementsEqual(bytes) }
  }
}
