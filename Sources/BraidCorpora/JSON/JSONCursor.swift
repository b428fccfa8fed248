package import BraidFiles
import BraidText

/// Reads one JSON text from its first byte to its last, strictly as RFC 8259 says.
///
/// Duplicate names are left to the caller. Nesting is bounded by `depthLimit`.
package struct JSONCursor {
  /// The deepest nesting that is read.
  static let depthLimit = 128

  /// What texts of one origin have in common.
  final class Origin: Sendable {
    /// What errors call it.
    let file: String
    /// What the last byte is the end of, for errors.
    fileprivate let whole: String
    /// Whether lone surrogates become U+FFFD instead of being an error.
    fileprivate let replacesSurrogates: Bool

    init(_ file: String, whole: String, replacesSurrogates: Bool) {
      self.file = file
      self.whole = whole
      self.replacesSurrogates = replacesSurrogates
    }
  }

  let bytes: Bytes
  let origin: Origin
  /// Line of the file in which the text begins.
  let line: Int
  /// Bytes of its first line that stand before the text.
  private let indent: Int
  var index = 0
  private var depth = 0
  /// How many lone surrogates were replaced.
  private(set) var replaced = 0

  /// A cursor over a text that begins a line.
  ///
  /// - Parameters:
  ///   - bytes: Well-formed UTF-8, alive as long as the cursor.
  ///   - line: The number of the line.
  ///   - origin: Where it comes from.
  init(_ bytes: Bytes, line: Int, of origin: Origin) {
    self.bytes = bytes
    self.line = line
    self.origin = origin
    indent = 0
  }

  /// A cursor over a text of any number of lines.
  ///
  /// - Parameters:
  ///   - bytes: Well-formed UTF-8, alive as long as the cursor.
  ///   - name: What the text is, for errors, such as `body`.
  package init(_ bytes: Bytes, name: String) {
    self.init(bytes, line: 1, of: Origin(name, whole: name, replacesSurrogates: false))
  }

  /// A cursor over a value that may go over several lines of a file.
  ///
  /// - Parameters:
  ///   - bytes: Well-formed UTF-8, alive as long as the cursor.
  ///   - start: Where it begins.
  ///   - replacesSurrogates: Whether lone surrogates become U+FFFD instead of being an error.
  init(_ bytes: Bytes, at start: SourceLocation, replacesSurrogates: Bool) {
    self.bytes = bytes
    origin = Origin(start.file, whole: "file", replacesSurrogates: replacesSurrogates)
    line = start.line
    indent = max(0, start.column - 1)
  }

  /// Where the cursor is.
  package var place: SourceLocation {
    let read = bytes.slice(0..<index)
    let lineStart = read.lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
    let column = index - lineStart + 1 + (lineStart == 0 ? indent : 0)
    return SourceLocation(file: origin.file, line: line + read.count { $0 == .lineFeed }, column: column)
  }

  /// What kind of value comes next, by its first byte.
  package func peek() -> UInt8 {
    if index < bytes.count, bytes[index] > .space { return bytes[index] }
    var position = index
    while position < bytes.count, Self.isSpace(bytes[position]) { position &+= 1 }
    return position < bytes.count ? bytes[position] : 0
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == .space || byte == .tab || byte == .lineFeed || byte == .carriageReturn
  }

  /// Starts an object.
  package mutating func beginObject() throws(CorpusError) {
    try expect(.openBrace, "{")
    try deeper()
  }

  /// Reads on to the next member.
  ///
  /// - Parameter first: Whether no member has been read yet; set to false.
  /// - Returns: The member's name; nil at the end of the object.
  /// - Throws: `malformedJSON`.
  package mutating func nextMember(_ first: inout Bool) throws(CorpusError) -> String? { try nextName(&first)?.string }

  /// Reads on to the next member, as `nextMember` does.
  ///
  /// - Returns: The member's name, which is no string yet.
  mutating func nextName(_ first: inout Bool) throws(CorpusError) -> JSONName? {
    if try atEnd(.closeBrace, first: &first, expected: ", or }") { return nil }
    try expect(.quote, "a string")
    let start = index
    let end = bytes.firstToEscape(from: start)
    let name: JSONName
    if end < bytes.count, bytes[end] == .quote {
      name = JSONName(bytes.slice(start..<end))
      index = end &+ 1
    } else {
      name = JSONName(decoded: try readString(from: start))
    }
    try expect(.colon, ":")
    return name
  }

  /// Starts an array.
  package mutating func beginArray() throws(CorpusError) {
    try expect(.openBracket, "[")
    try deeper()
  }

  /// Reads on to the next element.
  ///
  /// - Parameter first: Whether no element has been read yet; set to false.
  /// - Returns: Whether there is one.
  /// - Throws: `malformedJSON`.
  package mutating func nextElement(_ first: inout Bool) throws(CorpusError) -> Bool {
    !(try atEnd(.closeBracket, first: &first, expected: ", or ]"))
  }

  /// Reads a string.
  package mutating func readString() throws(CorpusError) -> String {
    try expect(.quote, "a string")
    let start = index
    let end = bytes.firstToEscape(from: start)
    guard end < bytes.count, bytes[end] == .quote else { return try readString(from: start) }
    index = end &+ 1
    return bytes.slice(start..<end).string
  }

  /// Reads a string with escapes from behind its quote on.
  @inline(never)
  private mutating func readString(from start: Int) throws(CorpusError) -> String {
    var end = start
    // No escape stands for more bytes than it is written with.
    repeat {
      end = bytes.firstToEscape(from: end)
      if end < bytes.count, bytes[end] == .backslash { end = min(end &+ 2, bytes.count) } else { break }
    } while true
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, end - start))
    defer { buffer.deallocate() }
    var count = 0
    func append(_ range: Range<Int>) {
      if let base = bytes.baseAddress { (buffer + count).update(from: base + range.lowerBound, count: range.count) }
      count += range.count
    }
    index = start
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case .quote:
        index += 1
        return Bytes(start: buffer, count: count).string
      case .backslash:
        for byte in UTF8.encode(try readEscape()) ?? UTF8.encodedReplacementCharacter {
          buffer[count] = byte
          count += 1
        }
      case 0..<0x20:
        throw malformed("a control character in a string", "an escape such as \\n")
      default:
        let end = bytes.firstToEscape(from: index)
        append(index..<end)
        index = end
      }
    }
    index = max(0, start - 1)
    throw malformed("a string without an end", "a closing quote before the end of the \(origin.whole)")
  }

  /// Reads `null` if it comes next.
  package mutating func readNull() throws(CorpusError) -> Bool {
    guard peek() == 0x6E else { return false }
    try readWord("null")
    return true
  }

  /// Reads any value and gives its text.
  mutating func readRaw() throws(CorpusError) -> String {
    skipSpace()
    let start = index
    _ = try readValue()
    return bytes.slice(start..<index).string
  }

  /// Reads any value.
  package mutating func readValue() throws(CorpusError) -> JSONValue {
    switch peek() {
    case .openBrace:
      try beginObject()
      var members: [JSONValue.Member] = []
      var first = true
      while let name = try nextMember(&first) {
        members.append(JSONValue.Member(name: name, value: try readValue()))
      }
      return .object(members)
    case .openBracket:
      try beginArray()
      var elements: [JSONValue] = []
      var first = true
      while try nextElement(&first) { elements.append(try readValue()) }
      return .array(elements)
    case .quote: return .string(try readString())
    case 0x74:
      try readWord("true")
      return .bool(true)
    case 0x66:
      try readWord("false")
      return .bool(false)
    case 0x6E:
      try readWord("null")
      return .null
    default:
      return .number(try readNumberText())
    }
  }

  /// Checks that nothing follows.
  package mutating func finish() throws(CorpusError) {
    skipSpace()
    guard index == bytes.count else { throw malformed(upcoming, "the end of the \(origin.whole)") }
  }

  /// The error for something else than expected at the cursor.
  func malformed(_ found: String, _ expected: String) -> CorpusError {
    .malformedJSON(place, found: found, expected: expected)
  }

  /// The next few characters, for errors.
  var upcoming: String {
    guard index < bytes.count else { return "the end of the \(origin.whole)" }
    let end = min(bytes.count, index + 20)
    return bytes.slice(index..<end).string
  }

  @inline(__always)
  mutating func skipSpace() {
    if index < bytes.count, bytes[index] > .space { return }
    while index < bytes.count, Self.isSpace(bytes[index]) { index &+= 1 }
  }

  @inline(__always)
  private mutating func expect(_ byte: UInt8, _ name: String) throws(CorpusError) {
    skipSpace()
    guard index < bytes.count, bytes[index] == byte else { throw malformed(upcoming, name) }
    index += 1
  }

  private mutating func deeper() throws(CorpusError) {
    depth += 1
    guard depth <= Self.depthLimit else {
      throw malformed("values nested deeper than \(Self.depthLimit)", "a flatter object")
    }
  }

  private mutating func atEnd(_ close: UInt8, first: inout Bool, expected: String) throws(CorpusError) -> Bool {
    skipSpace()
    let next = index < bytes.count ? bytes[index] : 0
    if next == close {
      index += 1
      depth -= 1
      return true
    }
    if first {
      first = false
    } else {
      guard next == .comma else { throw malformed(upcoming, expected) }
      index += 1
      if peek() == close { throw malformed(upcoming, "a value after ,") }
    }
    return false
  }

  private mutating func readWord(_ word: StaticString) throws(CorpusError) {
    skipSpace()
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes.slice(index..<end).equals(word) else {
      throw malformed(upcoming, "a value")
    }
    index = end
  }

  private mutating func readEscape() throws(CorpusError) -> Unicode.Scalar {
    guard index + 1 < bytes.count else { throw malformed("the end of the \(origin.whole)", "an escape") }
    let scalar: Unicode.Scalar
    switch bytes[index + 1] {
    case .quote, .backslash, .slash: scalar = Unicode.Scalar(bytes[index + 1])
    case 0x6E: scalar = "\n"
    case 0x74: scalar = "\t"
    case 0x72: scalar = "\r"
    case 0x62: scalar = "\u{8}"
    case 0x66: scalar = "\u{C}"
    case 0x75: return try readUnicodeEscape()
    default: throw malformed(upcoming, "an escape such as \\n or \\u00e9")
    }
    index += 2
    return scalar
  }

  private mutating func readUnicodeEscape() throws(CorpusError) -> Unicode.Scalar {
    var code = try hex(at: index + 2)
    let start = index
    index += 6
    if 0xD800..<0xDC00 ~= code, index + 1 < bytes.count, bytes[index] == .backslash, bytes[index + 1] == 0x75 {
      let low = try hex(at: index + 2)
      if 0xDC00..<0xE000 ~= low {
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        index += 6
      }
    }
    if let scalar = Unicode.Scalar(code) { return scalar }
    guard origin.replacesSurrogates else {
      index = start
      throw malformed(upcoming, "a pair of surrogates")
    }
    replaced += 1
    return "\u{FFFD}"
  }

  private func hex(at position: Int) throws(CorpusError) -> UInt32 {
    guard position + 4 <= bytes.count else {
      throw malformed("the end of the \(origin.whole)", "four hexadecimal digits")
    }
    var value: UInt32 = 0
    for byte in bytes.slice(position..<position + 4) {
      switch byte {
      case 48...57: value = value << 4 | UInt32(byte - 48)
      case 65...70: value = value << 4 | UInt32(byte - 55)
      case 97...102: value = value << 4 | UInt32(byte - 87)
      default: throw malformed(upcoming, "four hexadecimal digits")
      }
    }
    return value
  }
}

extension JSONValue {
  /// The value that the text of a field is, as `fieldText` writes it; nil for a text that is none.
  static func ofField(_ text: String, isNumber: Bool = false) -> JSONValue? {
    var text = text
    return text.withUTF8 { bytes -> JSONValue? in
      guard let first = bytes.first, first == .openBrace || first == .openBracket || isNumber else { return nil }
      var cursor = JSONCursor(bytes, name: "field")
      guard let value = try? cursor.readValue(), (try? cursor.finish()) != nil else { return nil }
      return value
    }
  }
}
