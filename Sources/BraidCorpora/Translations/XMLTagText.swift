import BraidText

/// A start tag or an empty element as it stands in a file, whose attributes can be changed one by one.
struct XMLTagText {
  /// The tag, brackets included.
  private(set) var bytes: [UInt8]

  /// The tag at `range` of a well-formed file; nil: a tag alone.
  init(_ file: [UInt8], _ range: Range<Int>?) { bytes = Array(file[range ?? file.indices]) }

  /// The name with its prefix.
  var name: String {
    String(
      decoding: bytes.dropFirst().prefix { !XMLText.isSpace($0) && $0 != .greater && $0 != .slash }, as: UTF8.self)
  }

  /// Whether an attribute has a value; nil when it is not there.
  func holds(_ value: String, as attribute: String) -> Bool? {
    guard let place = place(of: attribute) else { return nil }
    var escaped: [UInt8] = []
    XMLEscape.append(value, to: &escaped, quoted: true)
    return bytes[place.value].elementsEqual(escaped) || bytes[place.value].elementsEqual(value.utf8)
  }

  /// Whether it has an attribute.
  func has(_ attribute: String) -> Bool { place(of: attribute) != nil }

  /// Gives an attribute a value; nil takes it away.
  mutating func set(_ attribute: String, _ value: String?) {
    var escaped: [UInt8] = []
    if let value { XMLEscape.append(value, to: &escaped, quoted: true) }
    guard let place = place(of: attribute) else {
      if value != nil { bytes.insert(contentsOf: Array(" \(attribute)=\"".utf8) + escaped + [.quote], at: end) }
      return
    }
    if value == nil { bytes.removeSubrange(place.whole) } else { bytes.replaceSubrange(place.value, with: escaped) }
  }

  /// Makes a start tag of an empty element.
  mutating func open() {
    if bytes.suffix(2).first == .slash { bytes.remove(at: bytes.count - 2) }
  }

  /// Where attributes end.
  private var end: Int {
    var end = bytes.count - 1
    if end > 1, bytes[end - 1] == .slash { end -= 1 }
    while end > 1, XMLText.isSpace(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// Where an attribute stands, with the white space before it, and where its value.
  private func place(of attribute: String) -> (whole: Range<Int>, value: Range<Int>)? {
    var index = 1 + name.utf8.count
    while index < bytes.count {
      let start = index
      while index < bytes.count, XMLText.isSpace(bytes[index]) { index += 1 }
      let nameStart = index
      while index < bytes.count, bytes[index] != .equals, !XMLText.isSpace(bytes[index]) { index += 1 }
      let name = bytes[nameStart..<index]
      while index < bytes.count, bytes[index] != .quote, bytes[index] != .apostrophe { index += 1 }
      guard index < bytes.count, let close = bytes[(index + 1)...].firstIndex(of: bytes[index]) else { return nil }
      if name.elementsEqual(attribute.utf8) { return (start..<close + 1, index + 1..<close) }
      index = close + 1
    }
    return nil
  }
}
