import BraidText

/// Writes whole numbers in decimal.
enum DecimalDigits {
  /// The most bytes that are written for a number, a sign included; those behind its end are of no account.
  static let longest = 24

  /// Writes a number.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - place: Where to; there is space for `longest` bytes. It is moved behind the number.
  @inline(__always)
  static func write(_ value: Int, to place: inout UnsafeMutablePointer<UInt8>) {
    guard UInt(bitPattern: value) < 100_000_000 else { return writeLong(value, to: &place) }
    writeShort(UInt64(truncatingIfNeeded: value), to: &place)
  }

  /// Writes a number of at most eight digits, all at once.
  ///
  /// The number is split in halves three times, each time in all parts together: Warren 2012, Hacker's Delight, second
  /// edition, section 10-9, has the multiplications that stand for the divisions.
  @inline(__always)
  private static func writeShort(_ value: UInt64, to place: inout UnsafeMutablePointer<UInt8>) {
    let high = value / 10_000
    var parts = high | (value &- high &* 10_000) << 32
    let hundreds = (parts &* 10_486) >> 20 & 0x7F_0000_007F
    parts = hundreds | (parts &- hundreds &* 100) << 16
    let tens = (parts &* 103) >> 10 & 0x000F_000F_000F_000F
    parts = tens | (parts &- tens &* 10) << 8
    // Leading zeros are the low bytes; one digit is always written.
    let zeros = min(parts.trailingZeroBitCount >> 3, 7)
    let digits = (parts | 0x3030_3030_3030_3030) >> UInt64(zeros &* 8)
    UnsafeMutableRawPointer(place).storeBytes(of: digits.littleEndian, as: UInt64.self)
    place += 8 &- zeros
  }

  @inline(never)
  private static func writeLong(_ value: Int, to place: inout UnsafeMutablePointer<UInt8>) {
    var rest = value.magnitude
    if value < 0 { place.put(.hyphen) }
    var count = 1
    // The largest magnitude has 19 digits, and ten to the power of 19 fits.
    var bound: UInt = 10
    while rest >= bound, count < 19 {
      count &+= 1
      bound &*= 10
    }
    var position = count
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      position &-= 1
      place[position] = 48 | UInt8(truncatingIfNeeded: digit)
      rest = quotient
    } while position > 0
    place += count
  }
}

extension UnsafeMutablePointer<UInt8> {
  /// Writes a byte and moves behind it.
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    pointee = byte
    self += 1
  }
}
