import BraidText

/// Builds JSON text byte by byte.
///
/// A copy writes into the same buffer.
package struct JSONOutput {
  /// The text so far, without what was handed on.
  let buffer: ByteBuffer
  private var needsComma = false
  private let limit: Int
  private let onFull: (([UInt8]) -> Void)?

  /// No text yet.
  ///
  /// - Parameters:
  ///   - limit: bytes that are kept.
  ///   - onFull: takes the text so far when there are more, so that a large value is never in memory whole; nil to keep
  ///     everything.
  package init(limit: Int = .max, onFull: (([UInt8]) -> Void)? = nil) {
    buffer = ByteBuffer()
    self.limit = limit
    self.onFull = onFull
  }

  /// Text behind what a buffer holds.
  init(_ buffer: ByteBuffer) {
    self.buffer = buffer
    limit = .max
    onFull = nil
  }

  /// The text so far, without what was handed on.
  package var bytes: [UInt8] { Array(buffer.bytes) }

  /// Forgets the text, keeps its memory.
  mutating func removeAll() {
    buffer.removeAll()
    needsComma = false
  }

  /// Ends the line; what follows is a text of its own.
  package mutating func endLine() {
    buffer.append(.lineFeed)
    needsComma = false
  }

  /// An object with the members that `body` writes.
  package mutating func object(_ body: (inout JSONOutput) -> Void) { enclose(0x7B, 0x7D, body) }

  /// An array with the elements that `body` writes.
  package mutating func array(_ body: (inout JSONOutput) -> Void) { enclose(0x5B, 0x5D, body) }

  /// A member's name.
  package mutating func name(_ name: String) {
    string(name)
    buffer.append(.colon)
    needsComma = false
  }

  /// A member's name that is known and needs no escapes.
  mutating func key(_ name: StaticString) {
    comma()
    let count = name.utf8CodeUnitCount
    buffer.append(most: count &+ 3) { end in
      end.put(.quote)
      end.update(from: name.utf8Start, count: count)
      end += count
      end.put(.quote)
      end.put(.colon)
    }
    needsComma = false
  }

  /// A string.
  package mutating func string(_ text: String) {
    comma()
    if text.utf8.withContiguousStorageIfAvailable({ write($0) }) == nil {
      var text = text
      text.withUTF8 { write($0) }
    }
  }

  /// Writes text in quotes, in pieces where it is longer than what is kept.
  @inline(__always)
  private func write(_ text: Bytes) {
    if text.count <= limit { writeAtOnce(text) } else { writePieces(text) }
  }

  @inline(never)
  private func writePieces(_ text: Bytes) {
    buffer.append(.quote)
    var start = 0
    while start < text.count {
      makeSpace()
      let end = min(text.count, start + max(1, limit))
      writeEscaped(text.slice(start..<end))
      start = end
    }
    buffer.append(.quote)
  }

  /// Writes text in quotes.
  @inline(__always)
  private func writeAtOnce(_ text: Bytes) {
    buffer.reserve(text.count &+ 2)
    buffer.append(.quote)
    writeEscaped(text)
    buffer.append(.quote)
  }

  @inline(__always)
  private func writeEscaped(_ text: Bytes) {
    var start = 0
    var end = text.firstToEscape(from: 0)
    while end < text.count {
      buffer.append(text.slice(start..<end))
      escape(text[end])
      start = end &+ 1
      end = text.firstToEscape(from: start)
    }
    buffer.append(text.slice(start..<end))
  }

  /// A truth value.
  package mutating func bool(_ value: Bool) { text(value ? "true" : "false") }

  /// A whole number.
  package mutating func number(_ value: Int) {
    comma()
    buffer.append(most: DecimalDigits.longest) { DecimalDigits.write(value, to: &$0) }
  }

  /// A value that is text already.
  private mutating func text(_ text: String) {
    comma()
    var text = text
    text.withUTF8 { buffer.append($0) }
  }

  /// A number; null when it is not finite, since JSON has no such numbers.
  package mutating func number(_ value: Double) { text(value.isFinite ? value.description : "null") }

  /// A number in single precision, as few digits as tell it from its neighbours.
  mutating func number(_ value: Float) { text(value.isFinite ? value.description : "null") }

  /// `null`.
  mutating func null() {
    comma()
    buffer.append(most: 4) { end in
      UnsafeMutableRawPointer(end).storeBytes(of: UInt32(bigEndian: 0x6E75_6C6C), as: UInt32.self)
      end += 4
    }
  }

  /// An array of two numbers.
  mutating func range(_ range: Range<Int>) {
    comma()
    buffer.append(most: Self.longestRange) { Self.write(range.lowerBound, range.upperBound, to: &$0) }
  }

  /// The byte ranges of tokens, one after the other.
  mutating func ranges(_ tokens: [Token]) {
    guard !tokens.isEmpty else { return }
    comma()
    tokens.withUnsafeBufferPointer { tokens in
      var rest = tokens[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Self.rangesAtATime)
        rest = rest[piece.endIndex...]
        makeSpace()
        buffer.append(most: Self.rangesAtATime * Self.longestRange) { end in
          for token in piece {
            Self.write(Int(token.start), Int(token.end), to: &end)
            end.put(.comma)
          }
        }
      }
    }
    buffer.removeLast()
  }

  /// The kinds of tokens, a letter each, as a string.
  mutating func kinds(_ tokens: [Token]) {
    comma()
    buffer.append(.quote)
    var rest = tokens[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Self.kindsAtATime)
      rest = rest[piece.endIndex...]
      makeSpace()
      buffer.append(most: piece.count) { end in for token in piece { end.put(token.kind.letter) } }
    }
    buffer.append(.quote)
  }

  @inline(__always)
  private static func write(_ first: Int, _ last: Int, to end: inout UnsafeMutablePointer<UInt8>) {
    end.put(.openBracket)
    DecimalDigits.write(first, to: &end)
    end.put(.comma)
    DecimalDigits.write(last, to: &end)
    end.put(.closeBracket)
  }

  /// The most bytes of a range and a comma.
  private static let longestRange = 2 * DecimalDigits.longest + 4
  /// Ranges that are written without a look at the space that is left.
  private static let rangesAtATime = 64
  /// Kinds of tokens that are written without one.
  private static let kindsAtATime = 16 << 10

  /// Any value.
  mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let number): text(number)
    case .string(let text): string(text)
    case .array(let elements): array { for element in elements { $0.value(element) } }
    case .object(let members):
      object {
        for member in members {
          $0.name(member.name)
          $0.value(member.value)
        }
      }
    }
  }

  @inline(__always)
  private mutating func comma() {
    makeSpace()
    if needsComma { buffer.append(.comma) }
    needsComma = true
  }

  /// Hands on what there is, if it is much.
  @inline(__always)
  private func makeSpace() { if buffer.count >= limit { handOn() } }

  @inline(never)
  private func handOn() {
    onFull?(bytes)
    buffer.removeAll()
  }

  @inline(__always)
  private mutating func enclose(_ open: UInt8, _ close: UInt8, _ body: (inout JSONOutput) -> Void) {
    comma()
    buffer.append(open)
    needsComma = false
    body(&self)
    buffer.append(close)
    needsComma = true
  }

  private func escape(_ byte: UInt8) {
    buffer.append(.backslash)
    switch byte {
    case .quote, .backslash: buffer.append(byte)
    case 10: buffer.append(0x6E)
    case 13: buffer.append(0x72)
    case .tab: buffer.append(0x74)
    default:
      func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 | value : 87 &+ value }
      buffer.append(0x75)
      buffer.append(0x30)
      buffer.append(0x30)
      buffer.append(digit(byte >> 4))
      buffer.append(digit(byte & 15))
    }
  }
}
