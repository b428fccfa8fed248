import BraidFiles
import Foundation

/// A hash of numbers in their order, the same on every machine; it finds differences and damage, not forgery.
struct Fingerprint {
  private var hash = StableHash()

  /// Takes in one number.
  mutating func add(_ number: UInt64) {
    hash.add(number)
    // Lets high bits reach low ones.
    hash.value ^= hash.value >> 29
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

  /// Takes in bytes, eight at a time, and how many they are.
  mutating func add(_ data: Data) {
    add(UInt64(data.count))
    data.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: 8) {
        var word: UInt64 = 0
        for place in start..<min(start + 8, bytes.count) { word |= UInt64(bytes[place]) << (8 * UInt64(place - start)) }
        add(word)
      }
    }
  }

  /// In hexadecimal.
  var text: String { String(hash.value, radix: 16) }
}
