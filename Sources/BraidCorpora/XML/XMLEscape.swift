import BraidText

/// Writing text into XML.
enum XMLEscape {
  /// Appends text with its special characters escaped.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - bytes: Where it goes.
  ///   - quoted: Whether it stands in an attribute, where quotes and line ends are escaped too.
  ///   - codeName: The name of `cp` elements of XLIFF 2.x (section 4.2.3.1), which stand for what XML 1.0 cannot hold.
  /// - Returns: The first character that XML 1.0 cannot hold at all, which is left out; nil when there is none.
  @discardableResult
  static func append(
    _ text: String, to bytes: inout [UInt8], quoted: Bool = false, codeName: String? = nil
  ) -> Unicode.Scalar? {
    var bad: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: bytes += Array("&amp;".utf8)
      case 0x3C: bytes += Array("&lt;".utf8)
      case 0x3E: bytes += Array("&gt;".utf8)
      case 0x22 where quoted: bytes += Array("&quot;".utf8)
      case 0x0D: bytes += Array("&#13;".utf8)
      case 0x09 where quoted: bytes += Array("&#9;".utf8)
      case 0x0A where quoted: bytes += Array("&#10;".utf8)
      case 0x09, 0x0A: bytes.append(UInt8(scalar.value))
      case _ where !isAllowed(scalar):
        if let codeName {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          let zeros = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
          bytes += Array("<\(codeName) hex=\"\(zeros)\(digits)\"/>".utf8)
        } else {
          bad = bad ?? scalar
        }
      default: bytes += UTF8.encode(scalar).map { Array($0) } ?? []
      }
    }
    return bad
  }

  /// Whether XML 1.0 can hold a character (section 2.2).
  static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: true
    case 0x00..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  /// Whether a text is a name of ASCII letters, digits, `_`, `-` and `.` that any XML name may be (section 2.3).
  static func isPlainName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) || first == .underscore else { return false }
    return text.utf8.allSatisfy { isLetter($0) || 48...57 ~= $0 || [.underscore, .hyphen, .dot].contains($0) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { 97...122 ~= byte | 0x20 }
}
