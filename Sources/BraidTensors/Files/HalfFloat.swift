/// Numbers of 16 bits, IEEE 754 binary16: 11 bits of precision, up to 65,504.
///
/// Swift has no such type on every processor, and conversion is all that weights need.
package enum HalfFloat {
  /// The nearest number of 16 bits, the even one of two that are equally near; nil for one that is too large, or none.
  package static func bits(_ number: Float) -> UInt16? {
    let sign = UInt16(truncatingIfNeeded: number.bitPattern >> 16) & 0x8000
    let magnitude = number.bitPattern & 0x7fff_ffff
    // From 65,520 on the nearest one would be infinity.
    guard magnitude < 0x477f_f000 else { return nil }
    guard magnitude >= 0x3880_0000 else {
      // Multiples of 2⁻²⁴; the largest may become the smallest normal number, whose bits are the same count.
      return sign | UInt16((number.magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    let rounded = magnitude + 0xfff + (magnitude >> 13 & 1)
    return sign | UInt16(truncatingIfNeeded: (rounded - 0x3800_0000) >> 13)
  }

  /// The number that 16 bits are, exactly.
  package static func number(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7fff)
    switch magnitude {
    case ..<0x400: return Float(bitPattern: (Float(magnitude) * 0x1p-24).bitPattern | sign)
    case ..<0x7c00: return Float(bitPattern: (magnitude << 13 + 0x3800_0000) | sign)
    default: return Float(bitPattern: sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13)
    }
  }
}
