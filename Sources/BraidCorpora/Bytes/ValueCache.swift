import BraidText

/// What was made of bytes that come again and again: the value made last for like bytes is given again.
///
/// It belongs to one thread at a time.
final class ValueCache<Value> {
  /// A value and what it was made of: its first and last eight bytes, which are all when there are at most 16, and the
  /// bytes where there are more.
  private struct Entry {
    var first: UInt64
    var second: UInt64
    var count: Int
    var bytes: [UInt8]
    var value: Value

    init(_ first: UInt64, _ second: UInt64, _ count: Int, _ bytes: [UInt8], _ value: Value) {
      self.first = first
      self.second = second
      self.count = count
      self.bytes = bytes
      self.value = value
    }
  }

  private let shift: UInt64
  private let entries: UnsafeMutablePointer<Entry>
  private let none: Value

  /// An empty cache.
  ///
  /// - Parameters:
  ///   - bits: It has 2 to the power of `bits` places.
  ///   - none: What stands in a place that is free.
  init(bits: UInt64, none: Value) {
    shift = 64 - bits
    self.none = none
    entries = .allocate(capacity: 1 << Int(bits))
    entries.initialize(repeating: Entry(0, 0, 0, [], none), count: 1 << Int(bits))
  }

  deinit {
    entries.deinitialize(count: 1 << (64 - Int(shift)))
    entries.deallocate()
  }

  /// Forgets all values.
  func removeAll() {
    for index in 0..<1 << (64 - Int(shift)) { entries[index] = Entry(0, 0, 0, [], none) }
  }

  /// The value of bytes; `make` makes it of those that are not known, and of none.
  @inline(__always)
  func value(_ bytes: Bytes, _ make: (Bytes) -> Value) -> Value {
    let count = bytes.count
    guard count > 0, let base = UnsafeRawPointer(bytes.baseAddress) else { return make(bytes) }
    let (first, second) = Self.ends(base, count)
    // The multiplier is 2^64 divided by the golden ratio (Knuth 1998, section 6.4): its high bits depend on all of the key.
    let hash = (first ^ (second &* 0xD6E8_FEB8_6659_FD93) ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    let entry = entries + Int(truncatingIfNeeded: hash &>> shift)
    if entry.pointee.first == first, entry.pointee.second == second, entry.pointee.count == count,
      count <= 16 || entry.pointee.bytes.elementsEqual(bytes)
    {
      return entry.pointee.value
    }
    let value = make(bytes)
    entry.pointee = Entry(first, second, count, count <= 16 ? [] : Array(bytes), value)
    return value
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
}
