extension TokenKind {
  /// The kind of a segment between two word or character boundaries; nil for white space and invisible controls.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - range: The segment.
  ///   - status: ICU's rule status: 0 unclassified, 100 number, 200 letters, 300 kana, 400 ideographs and kana.
  @inline(__always)
  init?(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, status: Int32) {
    switch status {
    case ..<100:
      let first = bytes[range.lowerBound]
      if first == 0x20 { return nil }
      guard
        let kind = first < 0x80
          ? Self.ascii(first) : ICU.kind(ofUnclassified: BreakMachine.decode(bytes, range.lowerBound).scalar)
      else { return nil }
      // Between characters letters are unclassified, too.
      self = kind == .word && first >= 0x80 ? Self.letter(bytes, range) : kind
    case ..<200: self = .number
    case ..<300:
      let first = bytes[range.lowerBound]
      self = first == 0x40 || first == 0x5F ? Self.connected(bytes, range) : .word
    default: self = Self.eastAsian(bytes, range)
    }
  }

  /// A letter by itself, outside ASCII.
  @inline(never)
  private static func letter(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> TokenKind {
    switch BreakMachine.decode(bytes, range.lowerBound).scalar {
    case 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: .kana
    default: eastAsian(bytes, range) == .ideographic ? .ideographic : .word
    }
  }

  /// An ASCII character by itself.
  @inline(__always)
  private static func ascii(_ byte: UInt8) -> TokenKind? {
    switch byte {
    case ...0x20, 0x7F: nil
    case 0x30...0x39: .number
    case 0x41...0x5A, 0x61...0x7A: .word
    case 0x24, 0x2B, 0x3C...0x3E, 0x5E, 0x60, 0x7C, 0x7E: .symbol
    default: .punctuation
    }
  }

  /// ICU takes `@` and runs of `_` for letters; without any letter near they are punctuation.
  @inline(never)
  private static func connected(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> TokenKind {
    bytes[range].allSatisfy { $0 == 0x40 || $0 == 0x5F } ? .punctuation : .word
  }

  /// Kana when there is nothing but kana, else ideographic.
  @inline(never)
  private static func eastAsian(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> TokenKind {
    var position = range.lowerBound
    while position < range.upperBound {
      let (scalar, length) = BreakMachine.decode(bytes, position)
      switch scalar {
      case 0x3005, 0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x2E80...0x2FD5, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xF900...0xFAFF, 0x16FE0...0x18CFF, 0x20000...0x3FFFF:
        return .ideographic
      default: position += length
      }
    }
    return .kana
  }
}
