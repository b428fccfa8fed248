/// A 64-bit digest of a sequence of texts: FNV-1a over their bytes and lengths.
struct Digest: Sendable {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Adds a text.
  mutating func add(_ text: String) {
    var text = text
    var hash = value
    text.withUTF8 { bytes in
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ UInt64(bytes.count)) &* 0x100_0000_01b3
    }
    value = hash
  }
}
