/// FNV-1a with 64 bits, the same on every machine: it finds differences and damage, not forgery.
///
/// Source: Fowler, Noll, Vo & Eastlake, <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>.
package struct StableHash: Sendable {
  /// The hash of all that was added.
  package var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The hash of nothing.
  package init() {}

  /// The hash of some bytes.
  package init(_ bytes: some Sequence<UInt8>) { add(bytes: bytes) }

  /// Adds a number as if it were one byte.
  @inlinable
  package mutating func add(_ number: UInt64) { value = (value ^ number) &* 0x100_0000_01b3 }

  /// Adds bytes.
  @inlinable
  package mutating func add(bytes: some Sequence<UInt8>) { for byte in bytes { add(UInt64(byte)) } }

  /// Adds a text: its bytes, then how many they are, so that a text's end counts too.
  package mutating func add(_ text: String) {
    add(bytes: text.utf8)
    add(UInt64(text.utf8.count))
  }

  /// The hash of a text's bytes and their number, in hexadecimal.
  package static func hexadecimal(_ texts: String...) -> String {
    var hash = StableHash()
    for text in texts { hash.add(text) }
    return String(hash.value, radix: 16)
  }
}
