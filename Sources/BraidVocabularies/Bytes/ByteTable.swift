#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Byte strings numbered from 0 in the order of their insertion, found again by open addressing.
///
/// All bytes lie in one array and a look-up allocates nothing. Keys are compared byte by byte: "é" composed and
/// decomposed are two.
package struct ByteTable: Sendable {
  private var bytes: [UInt8] = []
  /// Where each entry ends in `bytes`.
  private var ends: [Int] = []
  /// High half of the hash, and index + 1; 0 is free.
  private var slots: [UInt64]
  private var mask: Int

  /// An empty table.
  ///
  /// - Parameter capacity: How many entries to make room for.
  package init(capacity: Int = 0) {
    var size = 16
    while size * 3 < capacity * 4 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
    ends.reserveCapacity(capacity)
  }

  /// Number of entries.
  package var count: Int { ends.count }

  /// Bytes of memory in use.
  var memory: Int { bytes.count + ends.count * 8 + slots.count * 8 }

  /// The index of a key; nil when it is not in the table.
  package func index(of key: UnsafeBufferPointer<UInt8>) -> Int? {
    let (_, index) = probe(key, ByteHash.hash(key))
    return index < 0 ? nil : index
  }

  /// The index of a key, which is put in unless it is there; `count` grows when it is new.
  package mutating func insert(_ key: UnsafeBufferPointer<UInt8>) -> Int {
    let hash = ByteHash.hash(key)
    let (slot, index) = probe(key, hash)
    if index >= 0 { return index }
    bytes.append(contentsOf: key)
    ends.append(bytes.count)
    slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(ends.count)
    if ends.count * 4 > slots.count * 3 { grow() }
    return ends.count - 1
  }

  /// Calls `body` with the bytes of the entry `index`, which are valid during the call.
  ///
  /// - Precondition: `index` is in `0..<count`.
  @inline(__always)
  func withBytes<Result>(of index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let range = range(index)
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// The entry `index` as a string.
  ///
  /// - Precondition: `index` is in `0..<count`.
  func string(_ index: Int) -> String { withBytes(of: index) { String(decoding: $0, as: UTF8.self) } }

  /// Whether entry `first` comes before entry `second` by their bytes.
  func precedes(_ first: Int, _ second: Int) -> Bool {
    bytes.withUnsafeBufferPointer { all in
      Self.precedes(UnsafeBufferPointer(rebasing: all[range(first)]), UnsafeBufferPointer(rebasing: all[range(second)]))
    }
  }

  /// Whether bytes come before others in lexicographic order.
  static func precedes(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> Bool {
    let shared = min(first.count, second.count)
    if shared > 0, let left = first.baseAddress, let right = second.baseAddress {
      let order = memcmp(left, right, shared)
      if order != 0 { return order < 0 }
    }
    return first.count < second.count
  }

  /// Takes all entries out and keeps the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    for slot in slots.indices { slots[slot] = 0 }
  }

  @inline(__always)
  private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  /// The slot of a key and its index; -1 for the index, and the slot it would get, when it is not in the table.
  @inline(__always)
  private func probe(_ key: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> (slot: Int, index: Int) {
    let tag = hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & mask
    while true {
      let value = slots[slot]
      if value == 0 { return (slot, -1) }
      if value >> 32 == tag {
        let index = Int(value & 0xFFFF_FFFF) - 1
        if equals(index, key) { return (slot, index) }
      }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  private func equals(_ index: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = range(index)
    guard range.count == key.count else { return false }
    guard let right = key.baseAddress, !range.isEmpty else { return true }
    return bytes.withUnsafeBytes { all in
      guard let base = all.baseAddress else { return false }
      return memcmp(base + range.lowerBound, right, range.count) == 0
    }
  }

  private mutating func grow() {
    mask = slots.count * 2 - 1
    slots = [UInt64](repeating: 0, count: mask + 1)
    for index in ends.indices {
      let hash = withBytes(of: index, ByteHash.hash)
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(index + 1)
    }
  }
}

extension ByteTable: Equatable {
  /// Whether the same entries have the same indices.
  package static func == (first: ByteTable, second: ByteTable) -> Bool {
    first.ends == second.ends && first.bytes == second.bytes
  }
}
