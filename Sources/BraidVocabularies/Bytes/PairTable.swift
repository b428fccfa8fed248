/// A map from two ids to a number, by open addressing.
struct PairTable: Sendable, Equatable {
  private var keys: [UInt64] = [UInt64](repeating: .max, count: 64)
  private var values: [Int32] = [Int32](repeating: 0, count: 64)
  private var count = 0

  /// The number of a pair; nil when it has none.
  @inline(__always)
  subscript(left: Int32, right: Int32) -> Int32? {
    let key = Self.key(left, right)
    let slot = slot(key)
    return keys[slot] == key ? values[slot] : nil
  }

  /// The number of a pair, which becomes `value` unless it has one.
  @inline(__always)
  mutating func insert(_ left: Int32, _ right: Int32, _ value: Int32) -> Int32 {
    let key = Self.key(left, right)
    let slot = slot(key)
    if keys[slot] == key { return values[slot] }
    keys[slot] = key
    values[slot] = value
    count += 1
    if count * 2 > keys.count { grow() }
    return value
  }

  private static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    let mask = keys.count - 1
    let hash = key &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while keys[slot] != key, keys[slot] != .max { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = [UInt64](repeating: .max, count: old.0.count * 2)
    values = [Int32](repeating: 0, count: old.0.count * 2)
    for (index, key) in old.0.enumerated() where key != .max {
      let slot = slot(key)
      keys[slot] = key
      values[slot] = old.1[index]
    }
  }
}
