import BraidText

/// Writes whole numbers in decimal.
enum DecimalDigits {
  /// The most bytes that a number takes, a sign included.
  static let longest = 20

  /// Writes a number.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - place: Where to; there is space for `longest` bytes. It is moved behind the number.
  @inline(__always)
  static func write(_ value: Int, to place: inout UnsafeMutablePointer<UInt8>) {
    var rest = value.magnitude
    if value < 0 { place.put(.hyphen) }
    var count = 1
    // The largest magnitude has 19 digits, and ten to the power of 19 fits.
    var bound: UInt = 10
    while rest >= bound {
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
