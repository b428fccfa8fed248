extension UInt8 {
  /// A to Z, a to z.
  @inline(__always)
  var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

  /// 0 to 9.
  @inline(__always)
  var isASCIIDigit: Bool { self &- 0x30 < 10 }

  /// An ASCII letter or digit.
  @inline(__always)
  var isASCIIAlphanumeric: Bool { isASCIILetter || isASCIIDigit }

  /// Space, tab, line feed and the other ASCII white space.
  @inline(__always)
  var isASCIIWhitespace: Bool { self == 0x20 || self &- 0x09 < 5 }

  /// Whether the byte may belong to a letter or digit: an ASCII one, or any byte outside ASCII.
  @inline(__always)
  var isWordByte: Bool { isASCIIAlphanumeric || self >= 0x80 }
}
