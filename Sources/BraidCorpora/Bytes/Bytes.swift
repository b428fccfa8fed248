/// A slice of a line: bytes that are valid UTF-8, alive until the line source advances.
package typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer where Element == UInt8 {
  /// The bytes as a string.
  package var string: String { String(decoding: self, as: UTF8.self) }

  /// The part between two offsets.
  package func slice(_ range: Range<Int>) -> Bytes { Bytes(rebasing: self[range]) }

  /// Whether these are the bytes of an ASCII literal.
  package func equals(_ literal: StaticString) -> Bool {
    guard count == literal.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != literal.utf8Start[index] { return false }
    return true
  }

  /// Whether these start with the bytes of an ASCII literal.
  package func starts(with literal: StaticString) -> Bool {
    count >= literal.utf8CodeUnitCount && slice(0..<literal.utf8CodeUnitCount).equals(literal)
  }

  /// Whether this is the single byte.
  package func isOnly(_ byte: UInt8) -> Bool { count == 1 && self[0] == byte }

  /// The bytes without spaces and tabs at both ends.
  package var trimmed: Bytes {
    var first = 0
    var last = count
    while first < last, self[first] == 32 || self[first] == 9 { first += 1 }
    while last > first, self[last - 1] == 32 || self[last - 1] == 9 { last -= 1 }
    return slice(first..<last)
  }

  /// The decimal number these bytes spell; nil for anything else, more than 9 digits included.
  package var number: Int? {
    guard 1...9 ~= count else { return nil }
    var value = 0
    for byte in self {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// Whether these start with other bytes.
  package func starts(withBytes other: Bytes) -> Bool {
    guard other.count <= count else { return false }
    for index in 0..<other.count where self[index] != other[index] { return false }
    return true
  }

  /// Whether other bytes stand at an offset.
  func starts(withBytes other: Bytes, at start: Int) -> Bool {
    guard other.count <= count &- start else { return false }
    for index in 0..<other.count where self[start &+ index] != other[index] { return false }
    return true
  }

  /// The length of the white space character at `index`, 0 when there is none.
  package func spaceLength(at index: Int) -> Int {
    guard index < count else { return 0 }
    switch self[index] {
    case 9...13, 32: return 1
    case 0xC2: return index + 1 < count && (self[index + 1] == 0xA0 || self[index + 1] == 0x85) ? 2 : 0
    case 0xE2:
      // U+2000 to U+200A, U+2028, U+2029, U+202F and U+205F.
      guard index + 2 < count else { return 0 }
      if self[index + 1] == 0x80 {
        return (0x80...0x8A).contains(self[index + 2]) || [0xA8, 0xA9, 0xAF].contains(self[index + 2]) ? 3 : 0
      }
      return self[index + 1] == 0x81 && self[index + 2] == 0x9F ? 3 : 0
    case 0xE3: return index + 2 < count && self[index + 1] == 0x80 && self[index + 2] == 0x80 ? 3 : 0
    default: return 0
    }
  }
}

extension UnsafeBufferPointer where Element == UInt8 {
  /// How many bytes are line feeds, and how many continue a UTF-8 sequence.
  ///
  /// Sixteen bytes at a time: every byte of every file goes through here.
  var lineEndsAndContinuations: (lineEnds: Int, continuations: Int) {
    var lineEnds = 0
    var continuations = 0
    var index = 0
    while index < count {
      // Counts of a byte, so that the compiler makes vectors of the loop.
      let end = Swift.min(count, index &+ 240)
      var lines: UInt8 = 0
      var others: UInt8 = 0
      while index < end {
        let byte = self[index]
        lines &+= byte == 10 ? 1 : 0
        others &+= byte & 0xC0 == 0x80 ? 1 : 0
        index &+= 1
      }
      lineEnds &+= Int(lines)
      continuations &+= Int(others)
    }
    return (lineEnds, continuations)
  }
}
