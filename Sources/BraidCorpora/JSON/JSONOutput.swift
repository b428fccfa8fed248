import BraidText

/// Builds JSON text byte by byte.
package struct JSONOutput {
  /// The text so far, without what was handed on.
  package private(set) var bytes: [UInt8] = []
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
    self.limit = limit
    self.onFull = onFull
  }

  /// Forgets the text, keeps its memory.
  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// Reserves so many bytes.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  /// Ends the line; what follows is a text of its own.
  package mutating func endLine() {
    bytes.append(.lineFeed)
    needsComma = false
  }

  /// An object with the members that `body` writes.
  package mutating func object(_ body: (inout JSONOutput) -> Void) { enclose(0x7B, 0x7D, body) }

  /// An array with the elements that `body` writes.
  package mutating func array(_ body: (inout JSONOutput) -> Void) { enclose(0x5B, 0x5D, body) }

  /// A member's name.
  package mutating func name(_ name: String) {
    string(name)
    bytes.append(.colon)
    needsComma = false
  }

  /// A member's name that is known and needs no escapes.
  mutating func key(_ name: StaticString) {
    comma()
    bytes.append(.quote)
    bytes.append(contentsOf: Bytes(start: name.utf8Start, count: name.utf8CodeUnitCount))
    bytes.append(.quote)
    bytes.append(.colon)
    needsComma = false
  }

  /// A string.
  package mutating func string(_ text: String) {
    comma()
    bytes.append(.quote)
    var text = text
    text.withUTF8 { text in
      var start = 0
      var end = text.firstToEscape(from: 0)
      while end < text.count {
        bytes.append(contentsOf: text.slice(start..<end))
        escape(text[end])
        start = end &+ 1
        end = text.firstToEscape(from: start)
      }
      bytes.append(contentsOf: text.slice(start..<end))
    }
    bytes.append(.quote)
  }

  /// A string of letters that need no escapes.
  mutating func letters(_ letters: some Sequence<UInt8>) {
    comma()
    bytes.append(.quote)
    bytes.append(contentsOf: letters)
    bytes.append(.quote)
  }

  /// A truth value.
  package mutating func bool(_ value: Bool) { text(value ? "true" : "false") }

  /// A whole number.
  package mutating func number(_ value: Int) {
    comma()
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DecimalDigits.longest) { digits in
      guard let base = digits.baseAddress else { return }
      var end = base
      DecimalDigits.write(value, to: &end)
      bytes.append(contentsOf: Bytes(start: base, count: end - base))
    }
  }

  /// A value that is text already.
  private mutating func text(_ text: String) {
    comma()
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// A number; null when it is not finite, since JSON has no such numbers.
  package mutating func number(_ value: Double) { text(value.isFinite ? value.description : "null") }

  /// A number in single precision, as few digits as tell it from its neighbours.
  mutating func number(_ value: Float) { text(value.isFinite ? value.description : "null") }

  /// `null`.
  mutating func null() { text("null") }

  /// An array of two numbers.
  mutating func range(_ range: Range<Int>) { ranges(CollectionOfOne(range)) }

  /// Arrays of two numbers each, one after the other.
  mutating func ranges(_ ranges: some Collection<Range<Int>>) {
    var rest = ranges[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Self.rangesAtATime)
      rest = rest[piece.endIndex...]
      comma()
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.rangesAtATime * (2 * DecimalDigits.longest + 4)) {
        text in
        guard let base = text.baseAddress else { return }
        var end = base
        for range in piece {
          if end > base { end.put(.comma) }
          end.put(.openBracket)
          DecimalDigits.write(range.lowerBound, to: &end)
          end.put(.comma)
          DecimalDigits.write(range.upperBound, to: &end)
          end.put(.closeBracket)
        }
        bytes.append(contentsOf: Bytes(start: base, count: end - base))
      }
    }
  }

  /// Ranges that are written into a buffer on the stack before they are appended: one append for many is fast.
  private static let rangesAtATime = 64

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

  private mutating func comma() {
    if bytes.count >= limit {
      onFull?(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    if needsComma { bytes.append(.comma) }
    needsComma = true
  }

  private mutating func enclose(_ open: UInt8, _ close: UInt8, _ body: (inout JSONOutput) -> Void) {
    comma()
    bytes.append(open)
    needsComma = false
    body(&self)
    bytes.append(close)
    needsComma = true
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(.backslash)
    switch byte {
    case .quote, .backslash: bytes.append(byte)
    case 10: bytes.append(0x6E)
    case 13: bytes.append(0x72)
    case .tab: bytes.append(0x74)
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: [0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]])
    }
  }
}
