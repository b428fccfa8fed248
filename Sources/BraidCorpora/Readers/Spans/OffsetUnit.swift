import BraidText

/// What the offsets of spans and tokens count.
public enum OffsetUnit: String, CaseIterable, Sendable, Codable {
  /// Unicode code points, as Python counts.
  case characters
  /// UTF-16 code units, as JavaScript and Java count.
  case utf16
  /// UTF-8 bytes.
  case bytes
}

/// The byte offsets of a text by offsets in another unit.
struct OffsetMap {
  /// The byte at which each unit begins, -1 within a character, and the end of the text.
  private var bytes: [Int32] = []

  /// The offsets of `text` in `unit`.
  package init(_ text: String, _ unit: OffsetUnit) {
    bytes.reserveCapacity(text.utf8.count + 1)
    var index: Int32 = 0
    for byte in text.utf8 {
      if byte & 0xC0 != 0x80 {
        bytes.append(index)
        if unit == .utf16, byte >= 0xF0 { bytes.append(-1) }
      } else if unit == .bytes {
        bytes.append(-1)
      }
      index += 1
    }
    bytes.append(index)
  }

  /// The bytes of a range of offsets; nil when it leaves the text or begins or ends within a character.
  package func bytes(_ offsets: Range<Int>) -> Range<Int>? {
    guard offsets.lowerBound >= 0, offsets.upperBound < bytes.count else { return nil }
    let (start, end) = (Int(bytes[offsets.lowerBound]), Int(bytes[offsets.upperBound]))
    return start >= 0 && end >= start ? start..<end : nil
  }
}
