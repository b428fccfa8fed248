/// The shapes of the patterns that stay one token. Each function looks around one byte and gives the whole match.
enum PatternMatching {
  /// Around `:` of `scheme://…`, or from the first letter of `www.…`; not before `floor`.
  static func url(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ floor: Int) -> Range<Int>? {
    var start = position
    var body: Int
    if bytes[position] == 0x3A {
      guard position + 3 < bytes.count, bytes[position + 1] == 0x2F, bytes[position + 2] == 0x2F else { return nil }
      while start > floor, bytes[start - 1].isASCIIAlphanumeric || "+-.".utf8.contains(bytes[start - 1]) { start -= 1 }
      while start < position, !bytes[start].isASCIILetter { start += 1 }
      guard position - start >= 2 else { return nil }
      body = position + 3
    } else {
      guard position + 4 < bytes.count, bytes[position + 1] | 0x20 == 0x77, bytes[position + 2] | 0x20 == 0x77,
        bytes[position + 3] == 0x2E, position == 0 || !bytes[position - 1].isWordByte
      else { return nil }
      body = position + 4
    }
    guard bytes[body].isWordByte || bytes[body] == 0x5B else { return nil }
    var end = body
    while end < bytes.count, let length = urlCharacter(bytes, end) { end += length }
    end = withoutClosingPunctuation(bytes, body..<end)
    return end > body ? start..<end : nil
  }

  /// Around the `@` of an address; not before `floor`.
  static func email(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ floor: Int) -> Range<Int>? {
    var start = position
    while start > floor, bytes[start - 1].isASCIIAlphanumeric || "._%+-".utf8.contains(bytes[start - 1]) { start -= 1 }
    while start < position, !bytes[start].isASCIIAlphanumeric && bytes[start] != 0x5F { start += 1 }
    guard start < position, bytes[position - 1] != 0x2E, start == 0 || bytes[start - 1] < 0x80 else { return nil }
    var end = position + 1
    var lastLabel = end
    var dots = 0
    while end < bytes.count {
      let byte = bytes[end]
      if byte.isASCIIAlphanumeric || byte == 0x2D {
        end += 1
      } else if byte == 0x2E, end > lastLabel, end + 1 < bytes.count, bytes[end + 1].isASCIIAlphanumeric {
        dots += 1
        end += 1
        lastLabel = end
      } else {
        break
      }
    }
    while end > lastLabel, bytes[end - 1] == 0x2D { end -= 1 }
    guard dots > 0, end - lastLabel >= 2, bytes[lastLabel].isASCIILetter else { return nil }
    return start..<end
  }

  /// From the `@` of a name.
  static func mention(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Range<Int>? {
    guard position == 0 || !bytes[position - 1].isWordByte && bytes[position - 1] != 0x40 else { return nil }
    var end = position + 1
    while end < bytes.count, bytes[end].isASCIIAlphanumeric || bytes[end] == 0x5F { end += 1 }
    return end > position + 1 ? position..<end : nil
  }

  /// From the `#` of a tag, which has at least one letter.
  static func hashtag(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Range<Int>? {
    if position > 0 {
      let before = bytes[position - 1]
      guard !before.isWordByte, before != 0x26, before != 0x23 else { return nil }
    }
    var end = position + 1
    var hasLetter = false
    while end < bytes.count {
      let byte = bytes[end]
      if byte < 0x80 {
        guard byte.isASCIIAlphanumeric || byte == 0x5F else { break }
        hasLetter = hasLetter || !byte.isASCIIDigit
        end += 1
      } else {
        let (scalar, length) = BreakMachine.decode(bytes, end)
        guard let properties = Unicode.Scalar(scalar)?.properties,
          properties.isAlphabetic || properties.isGraphemeExtend
        else { break }
        hasLetter = true
        end += length
      }
    }
    return hasLetter ? position..<end : nil
  }

  /// Bytes of the URL character at `index`; nil where a URL ends. Letters up to U+07FF count, so that `…/wiki/Fußball`
  /// stays whole while Chinese or Japanese text behind a URL does not.
  private static func urlCharacter(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    let byte = bytes[index]
    if byte < 0x80 {
      guard byte > 0x20, byte != 0x7F, !"<>\"{}|\\^`".utf8.contains(byte) else { return nil }
      return 1
    }
    return (0xC3...0xDF).contains(byte) && index + 1 < bytes.count ? 2 : nil
  }

  /// The end of `range` without punctuation that belongs to the sentence around it.
  private static func withoutClosingPunctuation(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    var end = range.upperBound
    // Brackets are counted once; each one taken off is counted down, so a long tail of them stays linear.
    var open = bytes[range].reduce(0) { $0 + ($1 == 0x28 ? 1 : $1 == 0x29 ? -1 : 0) }
    while end > range.lowerBound {
      switch bytes[end - 1] {
      case 0x2E, 0x2C, 0x3B, 0x3A, 0x21, 0x3F, 0x27, 0x2A, 0x5D: end -= 1
      case 0x29:
        guard open < 0 else { return end }
        open += 1
        end -= 1
      default: return end
      }
    }
    return end
  }
}
