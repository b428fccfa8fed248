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

  /// Ends the line.
  package mutating func endLine() { bytes.append(.lineFeed) }

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

  /// A string.
  package mutating func string(_ text: String) {
    comma()
    bytes.append(.quote)
    for byte in text.utf8 {
      if byte >= 0x20, byte != .quote, byte != .backslash {
        bytes.append(byte)
      } else {
        escape(byte)
      }
    }
    bytes.append(.quote)
  }

  /// A truth value.
  package mutating func bool(_ value: Bool) {
    comma()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// A whole number.
  package mutating func number(_ value: Int) {
    comma()
    bytes.append(contentsOf: String(value).utf8)
  }

  /// A number; null when it is not finite, since JSON has no such numbers.
  package mutating func number(_ value: Double) {
    comma()
    bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
  }

  /// A number in single precision, as few digits as tell it from its neighbours.
  mutating func number(_ value: Float) {
    comma()
    bytes.append(contentsOf: (value.isFinite ? value.description : "null").utf8)
  }

  /// `null`.
  mutating func null() {
    comma()
    bytes.append(contentsOf: "null".utf8)
  }

  /// An array of two numbers.
  mutating func range(_ range: Range<Int>) {
    array {
      $0.number(range.lowerBound)
      $0.number(range.upperBound)
    }
  }

  /// Any value.
  mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let value): bool(value)
    case .number(let text):
      comma()
      bytes.append(contentsOf: text.utf8)
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
