/// Makes strings of bytes that come again and again, such as tags: the one made last for like bytes is given again.
///
/// Bytes share their place in the cache with others; the string made last keeps it. It belongs to one thread at a time.
package final class StringCache {
  private struct Entry {
    var ends = ByteEnds()
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
    guard let ends = ByteEnds(bytes) else { return "" }
    let entry = entries + ends.place(bits: Self.bits)
    if entry.pointee.ends == ends, ends.isAll || Self.isEqual(entry.pointee.string, bytes) {
      return entry.pointee.string
    }
    let string = String(decoding: bytes, as: UTF8.self)
    entry.pointee = Entry(ends: ends, string: string)
    return string
  }

  @inline(never)
  private static func isEqual(_ string: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var string = string
    return string.withUTF8 { $0.elementsEqual(bytes) }
  }
}
