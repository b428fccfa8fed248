/// A hash of numbers in their order, the same on every machine; it finds differences and damage, not forgery.
struct Fingerprint {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Takes in one number.
  mutating func add(_ number: UInt64) {
    // FNV-1a over 64 bits; the shift lets high bits reach low ones.
    value = (value ^ number) &* 0x100_0000_01b3
    value ^= value >> 29
  }

  /// Takes in ids and how many they are.
  mutating func add(_ ids: [Int32]) {
    add(UInt64(ids.count))
    for id in ids { add(UInt64(UInt32(bitPattern: id))) }
  }

  /// Takes in the bits of floats and how many they are.
  mutating func add(_ values: [Float]) {
    add(UInt64(values.count))
    for value in values { add(UInt64(value.bitPattern)) }
  }

  /// Takes in a text's bytes and how many they are.
  mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    for byte in text.utf8 { add(UInt64(byte)) }
  }

  /// In hexadecimal.
  var text: String { String(value, radix: 16) }
}
