/// Finds out whether bytes are UTF-8.
package enum UTF8Validation {
  /// The offset of the first byte that is not part of well-formed UTF-8; nil when all are.
  package static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    let count = bytes.count
    guard let base = bytes.baseAddress else { return nil }
    while index < count {
      if index &+ 8 <= count,
        UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index &+= 8
        continue
      }
      let length = sequenceLength(bytes, index)
      if length == 0 { return index }
      index &+= length
    }
    return nil
  }

  /// The length of the maximal ill-formed part at `index`, as the Unicode standard recommends to replace it: the bytes
  /// that could still have become a character, at least one.
  package static func invalidLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let first = bytes[index]
    let needed: Int
    switch first {
    case 0xC2...0xDF: needed = 2
    case 0xE0...0xEF: needed = 3
    case 0xF0...0xF4: needed = 4
    default: return 1
    }
    var length = 1
    while length < needed, index + length < bytes.count {
      let byte = bytes[index + length]
      var allowed: ClosedRange<UInt8> = 0x80...0xBF
      if length == 1 {
        switch first {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: break
        }
      }
      guard allowed.contains(byte) else { break }
      length += 1
    }
    return length
  }

  /// The length of the well-formed sequence at `index`, 0 when there is none (Unicode 15, table 3-7).
  @inline(__always)
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    let left = bytes.count &- index
    func continues(_ offset: Int) -> Bool { bytes[index &+ offset] & 0xC0 == 0x80 }
    switch first {
    case 0xC2...0xDF:
      return left >= 2 && continues(1) ? 2 : 0
    case 0xE0...0xEF:
      guard left >= 3, continues(1), continues(2) else { return 0 }
      let second = bytes[index &+ 1]
      if first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F { return 0 }
      return 3
    case 0xF0...0xF4:
      guard left >= 4, continues(1), continues(2), continues(3) else { return 0 }
      let second = bytes[index &+ 1]
      if first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F { return 0 }
      return 4
    default:
      return 0
    }
  }
}
