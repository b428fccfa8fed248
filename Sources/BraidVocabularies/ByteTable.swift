/// A hash table from the UTF-8 bytes of strings to their indices, with open addressing.
struct ByteTable: Sendable {
  private let slots: [Int32]
  private let mask: Int

  /// A table of `strings`, of equal ones the first.
  init(_ strings: [String]) {
    var size = 16
    while size < strings.count * 2 { size *= 2 }
    mask = size - 1
    var slots = [Int32](repeating: -1, count: size)
    for (index, string) in strings.enumerated() {
      var slot = Int(truncatingIfNeeded: Self.mix(Self.hash(string.utf8))) & mask
      while slots[slot] >= 0, !strings[Int(slots[slot])].utf8.elementsEqual(string.utf8) { slot = (slot + 1) & mask }
      if slots[slot] < 0 { slots[slot] = Int32(index) }
    }
    self.slots = slots
  }

  /// The index of the string with these bytes; nil when there is none.
  func id(_ bytes: UnsafeBufferPointer<UInt8>, in strings: [String]) -> Int32? {
    var slot = Int(truncatingIfNeeded: Self.mix(Self.hash(bytes))) & mask
    while slots[slot] >= 0 {
      if strings[Int(slots[slot])].utf8.elementsEqual(bytes) { return slots[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// FNV-1a, 64 bit.
  static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// SplitMix64's finalizer, to spread FNV's bits.
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
