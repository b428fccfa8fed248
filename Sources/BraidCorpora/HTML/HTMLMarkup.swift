import BraidText

/// Finds mark-up in the bytes of a page where browsers do.
///
/// Source: HTML, section 13.2.5, <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>.
enum HTMLMarkup {
  /// What begins with a `<`.
  enum Kind {
    case start, end, doctype
    /// A comment, or what is taken for one: `<!x>`, `<?x?>`, `</ x>`, and outside of `svg` and `math` a section.
    case comment
    /// A CDATA section, whose content is text.
    case section
    /// No mark-up.
    case text
  }

  /// What begins with the `<` at an offset, and where it ends.
  ///
  /// - Parameters:
  ///   - bytes: The page.
  ///   - start: The offset.
  ///   - isForeign: Whether it stands in `svg` or `math`.
  /// - Returns: What it is, and one past its last byte.
  static func mark(_ bytes: [UInt8], at start: Int, isForeign: Bool) -> (kind: Kind, end: Int) {
    guard start + 1 < bytes.count else { return (.text, bytes.count) }
    switch bytes[start + 1] {
    case UInt8(ascii: "!"):
      if has("--", bytes, at: start + 2) { return (.comment, endOfComment(bytes, from: start + 4)) }
      if isForeign, has("[CDATA[", bytes, at: start + 2) { return (.section, past("]]>", bytes, from: start + 9)) }
      return (has("doctype", bytes, at: start + 2) ? .doctype : .comment, past(">", bytes, from: start + 2))
    case UInt8(ascii: "?"): return (.comment, past(">", bytes, from: start + 2))
    case .slash:
      guard start + 2 < bytes.count else { return (.text, start + 1) }
      guard isLetter(bytes[start + 2]) else { return (.comment, past(">", bytes, from: start + 2)) }
      return (.end, endOfTag(bytes, from: start + 2))
    case let byte where isLetter(byte): return (.start, endOfTag(bytes, from: start + 1))
    default: return (.text, start + 1)
    }
  }

  /// The name of the element whose tag begins at an offset, in small letters.
  static func name(_ bytes: [UInt8], at start: Int) -> String {
    let first = start + 1 < bytes.count && bytes[start + 1] == .slash ? start + 2 : start + 1
    let name = bytes[first...].prefix { !XMLText.isSpace($0) && $0 != .slash && $0 != .greater }
    return String(decoding: name.map { 65...90 ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  /// One past the end of a tag.
  ///
  /// - Parameters:
  ///   - bytes: The page.
  ///   - start: Where its name begins.
  ///   - value: Takes the place of each value of an attribute, without quotes.
  /// - Returns: The offset.
  static func endOfTag(_ bytes: [UInt8], from start: Int, _ value: (Range<Int>) -> Void = { _ in }) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != .greater {
      index += 1
      guard bytes[index - 1] == .equals else { continue }
      while index < bytes.count, XMLText.isSpace(bytes[index]) { index += 1 }
      guard index < bytes.count else { break }
      let quote = bytes[index] == .quote || bytes[index] == .apostrophe ? bytes[index] : nil
      if quote != nil { index += 1 }
      let first = index
      while index < bytes.count {
        let byte = bytes[index]
        if let quote { if byte == quote { break } } else if byte == .greater || XMLText.isSpace(byte) { break }
        index += 1
      }
      value(first..<index)
      if quote != nil { index += 1 }
    }
    return min(bytes.count, index + 1)
  }

  /// Elements whose content is text whatever it looks like, up to their end tag.
  private static let raw: Set<String> = ["script", "style", "title", "textarea", "iframe", "noscript"]

  /// Whether the content of an element is text.
  static func isRaw(_ name: String) -> Bool { raw.contains(name) }

  /// Where the end tag begins of an element whose content is text.
  ///
  /// - Parameters:
  ///   - bytes: The page.
  ///   - name: The element.
  ///   - content: The part of the page that begins with its content.
  /// - Returns: The offset; nil when there is none in that part.
  static func endOfText(_ bytes: [UInt8], in name: String, _ content: Range<Int>) -> Int? {
    var index = content.lowerBound
    while let less = bytes[index..<content.upperBound].firstIndex(of: .less) {
      if less + 1 < bytes.count, bytes[less + 1] == .slash, Self.name(bytes, at: less).utf8.elementsEqual(name.utf8) {
        return less
      }
      index = less + 1
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { 97...122 ~= byte | 0x20 }

  /// Whether a text stands at an offset, its letters small or capital.
  private static func has(_ text: StaticString, _ bytes: [UInt8], at start: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    return start + count <= bytes.count
      && (0..<count).allSatisfy { offset in
        let (found, wanted) = (bytes[start + offset], text.utf8Start[offset])
        return found == wanted || isLetter(wanted) && found | 0x20 == wanted | 0x20
      }
  }

  /// One past the next occurrence of a text; the end of the page when there is none.
  private static func past(_ text: StaticString, _ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while let next = bytes[index...].firstIndex(of: text.utf8Start[0]) {
      if has(text, bytes, at: next) { return next + text.utf8CodeUnitCount }
      index = next + 1
    }
    return bytes.count
  }

  /// One past the end of a comment: `-->`, `--!>`, or `>` and `->` at its start.
  private static func endOfComment(_ bytes: [UInt8], from start: Int) -> Int {
    if has(">", bytes, at: start) { return start + 1 }
    if has("->", bytes, at: start) { return start + 2 }
    var index = start
    while let next = bytes[index...].firstIndex(of: .greater) {
      let content = bytes[start..<next]
      if content.suffix(2).elementsEqual("--".utf8) || content.suffix(3).elementsEqual("--!".utf8) { return next + 1 }
      index = next + 1
    }
    return bytes.count
  }
}
