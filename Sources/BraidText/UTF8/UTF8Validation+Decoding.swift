extension UTF8Validation {
  /// Decodes bytes, each maximal ill-formed part as one U+FFFD, the way the Unicode standard recommends.
  ///
  /// - Returns: The text, and how many parts were replaced.
  /// - Complexity: O(n).
  package static func decodeReplacing(_ bytes: UnsafeBufferPointer<UInt8>) -> (text: String, replaced: Int) {
    guard let first = firstInvalid(bytes) else { return (String(decoding: bytes, as: UTF8.self), 0) }
    var clean: [UInt8] = []
    clean.reserveCapacity(bytes.count + 16)
    var replaced = 0
    var rest = bytes
    var bad = first
    while true {
      clean.append(contentsOf: rest[..<bad])
      clean.append(contentsOf: [0xEF, 0xBF, 0xBD])
      replaced += 1
      rest = UnsafeBufferPointer(rebasing: rest[(bad + invalidLength(rest, bad))...])
      guard let next = firstInvalid(rest) else { break }
      bad = next
    }
    clean.append(contentsOf: rest)
    return (String(decoding: clean, as: UTF8.self), replaced)
  }

  /// Decodes bytes that must be UTF-8.
  ///
  /// - Throws: `TextError.invalidUTF8` with the first wrong byte and its offset.
  package static func decode(_ bytes: UnsafeBufferPointer<UInt8>) throws(TextError) -> String {
    if let bad = firstInvalid(bytes) { throw .invalidUTF8(byte: bytes[bad], offset: bad) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Bytes at the end that begin a character whose rest may still come: 0 to 3.
  package static func incompleteSuffix(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var start = bytes.count
    while start > 0, bytes.count - start < 3 {
      start -= 1
      let byte = bytes[start]
      if byte & 0xC0 == 0x80 { continue }
      guard (0xC2...0xF4).contains(byte) else { return 0 }
      let needed = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      let have = bytes.count - start
      return have < needed && invalidLength(bytes, start) == have ? have : 0
    }
    return 0
  }
}
