import BraidText

/// Names of layers as values of `subtype`, which TEI has as words: without white space, and not empty.
///
/// Other characters are bytes in hexadecimal behind `%`; an empty name is a `%` alone.
///
/// Source: TEI P5 guidelines, `teidata.word`, <https://tei-c.org/release/doc/tei-p5-doc/en/html/ref-teidata.word.html>.
enum TEIName {
  /// A name as a word.
  static func encoded(_ name: String) -> String {
    guard !name.isEmpty else { return "%" }
    if name.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != percent }) { return name }
    var word: [UInt8] = []
    for scalar in name.unicodeScalars {
      if isOfWord(scalar) {
        word += Array(String(scalar).utf8)
      } else {
        for byte in String(scalar).utf8 { word += [percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
      }
    }
    return String(decoding: word, as: UTF8.self)
  }

  /// The name of a word.
  static func decoded(_ word: String) -> String {
    guard word.utf8.contains(percent) else { return word }
    let bytes = Array(word.utf8)
    if bytes == [percent] { return "" }
    var name: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == percent, index + 2 < bytes.count, let high = digits.firstIndex(of: bytes[index + 1]),
        let low = digits.firstIndex(of: bytes[index + 2])
      {
        name.append(UInt8(high << 4 | low))
        index += 3
      } else {
        name.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: name, as: UTF8.self)
  }

  private static let percent = UInt8(ascii: "%")
  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator, .paragraphSeparator:
      false
    default: scalar != "%"
    }
  }
}
