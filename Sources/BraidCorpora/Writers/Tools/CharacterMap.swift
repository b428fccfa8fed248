import BraidText

/// Offsets of a text in code points, by bytes.
struct CharacterMap {
  private let bytes: [UInt8]
  /// How many code points begin before each byte.
  private let points: [Int32]
  /// The byte at which each code point begins, and the end.
  private let starts: [Int32]

  init(_ text: String) {
    bytes = Array(text.utf8)
    var points: [Int32] = []
    var starts: [Int32] = []
    points.reserveCapacity(bytes.count + 1)
    for (index, byte) in bytes.enumerated() {
      points.append(Int32(starts.count))
      if byte & 0xC0 != 0x80 { starts.append(Int32(index)) }
    }
    points.append(Int32(starts.count))
    starts.append(Int32(bytes.count))
    self.points = points
    self.starts = starts
  }

  /// The code points of a range of bytes.
  func characters(_ range: Range<Int>) -> Range<Int> { Int(points[range.lowerBound])..<Int(points[range.upperBound]) }

  /// Whether a byte is a space, U+0020.
  func isSpace(at byte: Int) -> Bool { bytes[byte] == .space }

  /// The text of a range of code points.
  func string(_ characters: Range<Int>) -> String {
    String(decoding: bytes[Int(starts[characters.lowerBound])..<Int(starts[characters.upperBound])], as: UTF8.self)
  }
}
