extension PatternMatching {
  /// Units that may be followed by a slash and another unit.
  private static let units: Set<[UInt8]> = Set(
    [
      "km", "m", "cm", "mm", "mi", "ft", "l", "ml", "g", "kg", "mg", "t", "W", "kW", "MW", "Wh", "kWh", "J", "kJ", "N",
      "B", "kB", "KB", "MB", "GB", "TB", "bit", "kbit", "Mbit", "Gbit", "EUR", "USD", "h", "s", "min", "d", "ha", "mol",
      "a", "px", "Hz", "kHz", "MHz", "GHz", "V", "A", "µm", "µg", "µl", "Ω",
    ].map { Array($0.utf8) })

  /// Signs of money and measure that stick to a number, as UTF-8.
  private static let currencies = ["$", "€", "£", "¥", "₹", "₽", "₩"].map { Array($0.utf8) }
  private static let ratios = ["%", "‰", "°", "′", "″"].map { Array($0.utf8) }
  private static let signs = ["-", "+", "−", "±"].map { Array($0.utf8) }
  private static let powers = ["²", "³"].map { Array($0.utf8) }

  /// From the first digit of a number with sign, currency or unit; nil for a number alone. Not before `floor`.
  static func quantity(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int, _ floor: Int) -> Range<Int>? {
    guard position == 0 || !bytes[position - 1].isASCIILetter && !".,_".utf8.contains(bytes[position - 1]) else {
      return nil
    }
    var start = position
    var plain = true
    if let length = suffix(bytes, start, floor, of: currencies) {
      start -= length
      plain = false
    }
    if let length = suffix(bytes, start, floor, of: signs) {
      let before = start - length
      if before == 0 || bytes[before - 1].isASCIIWhitespace || bytes[before - 1] == 0x28 {
        start = before
        plain = false
      }
    }
    if start == position, position > 0, bytes[position - 1] >= 0x80 { return nil }
    var end = position
    while end < bytes.count {
      if bytes[end].isASCIIDigit {
        end += 1
      } else if bytes[end] == 0x2E || bytes[end] == 0x2C, end + 1 < bytes.count, bytes[end + 1].isASCIIDigit {
        end += 2
      } else {
        break
      }
    }
    if let length = prefix(bytes, end, of: currencies) {
      end += length
      plain = false
    } else if let length = prefix(bytes, end, of: ratios) {
      end += length
      plain = false
      if end < bytes.count, "CFK".utf8.contains(bytes[end]), end + 1 == bytes.count || !bytes[end + 1].isWordByte {
        end += 1
      }
    } else if let after = unit(bytes, end) {
      end = after
      plain = false
    }
    guard !plain, end == bytes.count || !bytes[end].isASCIIAlphanumeric else { return nil }
    return start..<end
  }

  /// The end of `km`, `km/h`, `m²` at `start`.
  private static func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard var end = word(bytes, start) else { return nil }
    if let length = prefix(bytes, end, of: powers) { end += length }
    if end < bytes.count, bytes[end] == 0x2F, var after = word(bytes, end + 1) {
      if let length = prefix(bytes, after, of: powers) { after += length }
      return after
    }
    return end
  }

  /// The end of the unit name at `start`.
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var end = start
    while end < bytes.count, end - start <= 5 {
      if bytes[end].isASCIILetter {
        end += 1
      } else if end + 1 < bytes.count, bytes[end] == 0xC2 && bytes[end + 1] == 0xB5 || bytes[end] == 0xCE {
        end += 2  // µ, Ω
      } else {
        break
      }
    }
    return units.contains(Array(bytes[start..<end])) ? end : nil
  }

  private static func prefix(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, of signs: [[UInt8]]) -> Int? {
    for sign in signs where start + sign.count <= bytes.count {
      if bytes[start..<start + sign.count].elementsEqual(sign) { return sign.count }
    }
    return nil
  }

  private static func suffix(
    _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int, _ floor: Int, of signs: [[UInt8]]
  ) -> Int? {
    for sign in signs where end - sign.count >= floor {
      if bytes[end - sign.count..<end].elementsEqual(sign) { return sign.count }
    }
    return nil
  }
}
