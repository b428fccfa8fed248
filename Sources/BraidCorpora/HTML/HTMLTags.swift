import BraidText

/// Tags in the bytes of a page.
struct HTMLTags {
  /// A tag, or an element of which nothing is text, as a whole.
  struct Tag {
    var range: Range<Int>
    var isStart: Bool
    /// The name of the element; empty for comments and for elements as a whole.
    var name = ""
    /// Whether it is an element that must not be translated, as a whole.
    var isProtected = false
    var isLineBreak: Bool { name == "br" }
  }

  /// The tags and comments in a part of a page.
  private(set) var all: [Tag] = []
  /// The names of elements that end there and have not begun there.
  private(set) var ended: Set<String> = []

  /// Elements that stay whole and are open: the index of their tag, where it begins, and whether what is in them is text.
  private var skipped: [String: [(index: Int, start: Int, isText: Bool)]] = [:]
  /// The name of one of them whose text must not be translated.
  var unclosed: String? { skipped.first { $0.value.contains { $0.isText } }?.key }

  /// Elements that have no end.
  static let void: Set<String> = [
    "area", "br", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "basefont", "col",
  ]

  /// The tags in a part of a page that begins where mark-up may.
  ///
  /// - Parameters:
  ///   - bytes: The page.
  ///   - range: The part.
  ///   - keepsProtected: Whether elements that must not be translated stay whole.
  init(_ bytes: [UInt8], in range: Range<Int>, keepsProtected: Bool = true) {
    var foreign = 0
    var endless: Set<String> = []
    var index = range.lowerBound
    while let start = bytes[index..<range.upperBound].firstIndex(of: .less) {
      let mark = HTMLMarkup.mark(bytes, at: start, isForeign: foreign > 0)
      let end = min(mark.end, range.upperBound)
      index = end
      switch mark.kind {
      case .text, .section: continue
      // Comments, and what browsers take for some, are kept like tags.
      case .comment, .doctype: all.append(Tag(range: start..<end, isStart: false))
      case .start:
        let name = HTMLMarkup.name(bytes, at: start)
        if name == "math" { foreign += 1 }
        // The parser takes a slash at the end of a tag for the end of the element.
        if HTMLReader.skipped.contains(name), bytes[end - 2] != .slash {
          skipped[name, default: []].append((all.count, start, false))
          if HTMLMarkup.isRaw(name), !endless.contains(name) {
            if let close = HTMLMarkup.endOfText(bytes, in: name, end..<range.upperBound) {
              index = close
            } else {
              endless.insert(name)
            }
          }
        } else if keepsProtected, !Self.void.contains(name),
          skipped[name]?.isEmpty == false || Self.protects(bytes[start..<end]) == true
        {
          skipped[name, default: []].append((all.count, start, true))
        }
        all.append(Tag(range: start..<end, isStart: true, name: name))
      case .end:
        let name = HTMLMarkup.name(bytes, at: start)
        if name == "math" { foreign -= 1 }
        if closeSkipped(name, at: end) { continue }
        all.append(Tag(range: start..<end, isStart: false, name: name))
      }
    }
    var open: [String: Int] = [:]
    for tag in all where !tag.name.isEmpty && !Self.void.contains(tag.name) {
      if tag.isStart {
        open[tag.name, default: 0] += 1
      } else if let count = open[tag.name], count > 0 {
        open[tag.name] = count - 1
      } else {
        ended.insert(tag.name)
      }
    }
  }

  /// Makes one of an element of which nothing is text, with all that is in it.
  ///
  /// - Returns: Whether one of the name was open.
  private mutating func closeSkipped(_ name: String, at end: Int) -> Bool {
    while let open = skipped[name]?.popLast() {
      // Others may have had it in them.
      guard open.index < all.count, all[open.index].range.lowerBound == open.start else { continue }
      all.removeSubrange(open.index...)
      all.append(Tag(range: open.start..<end, isStart: true, isProtected: open.isText))
      return true
    }
    return false
  }

  /// Whether a start tag says that its element must not be translated; nil when it says nothing.
  static func protects(_ tag: ArraySlice<UInt8>) -> Bool? {
    let tag = Array(tag)
    var found: Bool?
    // The tag without values.
    var names = tag
    _ = HTMLMarkup.endOfTag(tag, from: 1) { value in
      for index in value { names[index] = UInt8(ascii: "-") }
      // Backwards: a quote, the sign, the name.
      var head = tag[..<value.lowerBound]
      while let last = head.last, last == .quote || last == .apostrophe || XMLText.isSpace(last) { head.removeLast() }
      head = head.dropLast()
      while let last = head.last, XMLText.isSpace(last) { head.removeLast() }
      let name = head.suffix("translate".utf8.count).map { 65...90 ~= $0 ? $0 | 0x20 : $0 }
      let isWhole = head.dropLast(name.count).last.map { XMLText.isSpace($0) || $0 == .slash } ?? false
      if isWhole, name.elementsEqual("translate".utf8), found == nil { found = HTMLReader.protects(tag[value]) }
    }
    guard found == nil else { return found }
    let words = names.split { XMLText.isSpace($0) || $0 == .slash || $0 == .greater }
    for (word, next) in zip(words, words.dropFirst() + [[]]) where next.first != .equals {
      // One without a value is empty.
      if word.map({ 65...90 ~= $0 ? $0 | 0x20 : $0 }).elementsEqual("translate".utf8) { return false }
    }
    return nil
  }

  /// Where the end tag of an element ends, if it begins at an offset but for white space and other end tags.
  static func endTag(_ bytes: [UInt8], of name: String, at offset: Int) -> Int? {
    var index = offset
    while true {
      while index < bytes.count, XMLText.isSpace(bytes[index]) { index += 1 }
      guard index < bytes.count, bytes[index] == .less else { return nil }
      let mark = HTMLMarkup.mark(bytes, at: index, isForeign: false)
      guard mark.kind == .end else { return nil }
      if HTMLMarkup.name(bytes, at: index).utf8.elementsEqual(name.utf8) { return mark.end }
      index = mark.end
    }
  }

  /// Where the start tag begins that ends at `end`, but for white space; nil when something else stands there.
  static func startTag(_ bytes: [UInt8], endingAt end: Int) -> Int? {
    guard let last = bytes[..<end].lastIndex(where: { !XMLText.isSpace($0) }), bytes[last] == .greater else {
      return nil
    }
    var found: Int?
    var index = last
    // A value may have a `<`, so that the first one whose tag ends there begins it.
    for _ in 0..<candidates {
      guard let start = bytes[..<index].lastIndex(of: .less) else { break }
      let tag = Array(bytes[start...last]) + [.space]
      let mark = HTMLMarkup.mark(tag, at: 0, isForeign: false)
      if mark.kind == .start, mark.end == tag.count - 1 { found = start }
      index = start
    }
    return found
  }

  /// How many `<` before the end of a tag are looked at.
  private static let candidates = 16
}
