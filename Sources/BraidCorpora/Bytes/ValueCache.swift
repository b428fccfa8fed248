import BraidText

/// What was made of bytes that come again and again: the value made last for like bytes is given again.
///
/// It belongs to one thread at a time.
final class ValueCache<Value> {
  /// A value and what it was made of: the ends of the bytes, and all where these are more.
  private struct Entry {
    var ends = ByteEnds()
    var bytes: [UInt8] = []
    var value: Value
  }

  private let bits: UInt64
  private let entries: UnsafeMutablePointer<Entry>
  private let none: Value

  /// An empty cache.
  ///
  /// - Parameters:
  ///   - bits: It has 2 to the power of `bits` places.
  ///   - none: What stands in a place that is free.
  init(bits: UInt64, none: Value) {
    self.bits = bits
    self.none = none
    entries = .allocate(capacity: 1 << Int(bits))
    entries.initialize(repeating: Entry(value: none), count: 1 << Int(bits))
  }

  deinit {
    entries.deinitialize(count: 1 << Int(bits))
    entries.deallocate()
  }

  /// Forgets all values.
  func removeAll() { for index in 0..<1 << Int(bits) { entries[index] = Entry(value: none) } }

  /// The value of bytes; `make` makes it of those that are not known, and of none.
  @inline(__always)
  func value(_ bytes: Bytes, _ make: (Bytes) -> Value) -> Value {
    guard let ends = ByteEnds(bytes) else { return make(bytes) }
    let entry = entries + ends.place(bits: bits)
    if entry.pointee.ends == ends, ends.isAll || entry.pointee.bytes.elementsEqual(bytes) { return entry.pointee.value }
    let value = make(bytes)
    entry.pointee = Entry(ends: ends, bytes: ends.isAll ? [] : Array(bytes), value: value)
    return value
  }
}
