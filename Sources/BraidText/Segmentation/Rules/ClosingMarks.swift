/// Closing quotes and brackets that a space stands before, as in French `« Il part. » Elle reste.`: they belong to the sentence
/// that they close, where ICU has them begin the next one.
enum ClosingMarks {
  /// What becomes of a boundary between sentences.
  enum Boundary: Equatable {
    /// It stays.
    case kept
    /// It is moved behind the marks and the white space that follows them.
    case moved(Int)
    /// The sentence continues behind the marks.
    case none
  }

  /// What becomes of the boundary at `end`, behind white space.
  ///
  /// - Parameters:
  ///   - end: The boundary.
  ///   - bytes: The text.
  /// - Returns: Where the sentence ends, and the bytes that were looked at to know.
  static func boundary(at end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (boundary: Boundary, seen: Int) {
    guard end > 0, end < bytes.count, isMark(bytes, at: end) > 0, hasSpace(before: end, in: bytes) else {
      return (.kept, end)
    }
    var marksEnd = end
    while marksEnd < bytes.count {
      let length = isMark(bytes, at: marksEnd)
      guard length > 0 else { break }
      marksEnd += length
    }
    var next = marksEnd
    while next < bytes.count, space(bytes, at: next) > 0 { next += space(bytes, at: next) }
    guard next < bytes.count else { return (.none, next) }
    guard next == marksEnd else { return (isContinued(bytes, at: next) ? .none : .moved(next), next) }
    // What touches a letter or digit opens.
    let byte = bytes[next]
    let isLineEnd = byte == 0x0A || byte == 0x0D
    return (isPunctuation(byte) ? .none : isLineEnd ? .moved(next) : .kept, next)
  }

  /// The bytes of a closing mark; 0 for anything else. Straight quotes open as well.
  private static func isMark(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    switch bytes[index] {
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): return 1
    // »
    case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0xBB ? 2 : 0
    // ’ ” ›
    case 0xE2:
      guard index + 2 < bytes.count, bytes[index + 1] == 0x80 else { return 0 }
      return [0x99, 0x9D, 0xBA].contains(bytes[index + 2]) ? 3 : 0
    default: return 0
    }
  }

  /// The bytes of a space within a line: a blank, a tab, a no-break space, a narrow one; 0 for anything else.
  private static func space(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    switch bytes[index] {
    case 0x20, 0x09: return 1
    case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE2:
      return index + 2 < bytes.count && bytes[index + 1] == 0x80
        && (bytes[index + 2] == 0xAF || bytes[index + 2] == 0x89)
        ? 3 : 0
    default: return 0
    }
  }

  private static func hasSpace(before end: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { return true }
    return end > 1 && space(bytes, at: end - 2) == 2 || end > 2 && space(bytes, at: end - 3) == 3
  }

  /// Whether the sentence goes on: with a lower-case letter, or punctuation within or at the end of sentences.
  private static func isContinued(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let byte = bytes[index]
    if byte < 0x80 { return 0x61...0x7A ~= byte || isPunctuation(byte) }
    let character = UnsafeBufferPointer(rebasing: bytes[index..<min(index + 4, bytes.count)])
    return String(decoding: character, as: UTF8.self).unicodeScalars.first?.properties.isLowercase == true
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool { ",;:.!?".utf8.contains(byte) }
}
