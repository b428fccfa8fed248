import BraidFiles
import BraidText

/// A page whose character references are those that any parser of HTML understands: characters themselves, or decimal numbers for
/// characters of ASCII that might be mark-up; and where each stood. Comments, and what browsers take for some, are left out, and
/// a `<` that begins nothing is such a number, too.
///
/// Source: HTML, section 13.2.5.72, <https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state>.
struct HTMLReferences {
  /// The page with its references so; every `&` begins one, and every `<` a tag.
  private(set) var bytes: [UInt8] = []

  private let page: [UInt8]
  /// What stands for what, in order; empty when nothing was changed.
  private var edits: [(new: Range<Int>, old: Range<Int>)] = []
  private var index = 0
  private var copied = 0
  /// Elements `svg` and `math` that are open.
  private var foreign = 0
  /// Elements that have no end tag in the rest of the page.
  private var endless: Set<String> = []

  /// Goes through a page in UTF-8.
  init(_ page: [UInt8]) {
    self.page = page
    bytes.reserveCapacity(page.count + page.count / 64)
    while index < page.count {
      switch page[index] {
      case .ampersand: reference(inAttribute: false)
      case .less: markup()
      default: index += 1
      }
    }
    bytes += page[copied...]
  }

  /// Gives the parts of a text that stand for different parts of the page.
  ///
  /// - Parameters:
  ///   - text: A text that was read.
  ///   - source: Where it stands in `bytes`.
  ///   - body: Takes a part of it, and where it stands in the page.
  func pieces(of text: Bytes, at source: Range<Int>, _ body: (Bytes, Range<Int>?) -> Void) {
    var next = edits.partitioningIndex { $0.new.upperBound > source.lowerBound }
    let shift = next == 0 ? 0 : edits[next - 1].old.upperBound - edits[next - 1].new.upperBound
    guard next < edits.count, edits[next].new.lowerBound < source.upperBound else {
      return body(text, source.lowerBound + shift..<source.upperBound + shift)
    }
    guard text.count == source.count else { return body(text, edits[next].old) }
    var start = source.lowerBound
    var place = source.lowerBound + shift
    func give(to end: Int, _ old: Range<Int>?) {
      if end > start { body(text.slice(start - source.lowerBound..<end - source.lowerBound), old) }
      start = max(start, end)
    }
    while next < edits.count, edits[next].new.lowerBound < source.upperBound {
      let (new, old) = edits[next]
      if new.lowerBound > start { give(to: new.lowerBound, place..<old.lowerBound) }
      // The second of two characters stands nowhere by itself.
      give(to: min(new.upperBound, source.upperBound), start == new.lowerBound ? old : nil)
      place = old.upperBound
      next += 1
    }
    give(to: source.upperBound, place..<place + source.upperBound - start)
  }
}

// The page.
extension HTMLReferences {
  /// What begins with the `<` at `index`.
  private mutating func markup() {
    let start = index
    let (kind, end) = HTMLMarkup.mark(page, at: start, isForeign: foreign > 0)
    switch kind {
    case .text: replace(start..<end, with: [UInt32(UInt8.less)])
    case .comment: replace(start..<end, with: [])
    case .doctype: index = end
    case .section:
      let isClosed = end >= start + 12 && page[..<end].suffix(3).elementsEqual("]]>".utf8)
      replace(start..<start + 9, with: [])
      plain(upTo: isClosed ? end - 3 : end, hasReferences: false)
      replace(index..<end, with: [])
    case .start: startTag(upTo: end)
    case .end:
      if Self.isForeign(HTMLMarkup.name(page, at: start)) { foreign = max(0, foreign - 1) }
      index = end
    }
  }

  private static func isForeign(_ name: String) -> Bool { name == "svg" || name == "math" }

  /// A start tag, whose attributes may have references in their values, and the content of an element that is text.
  private mutating func startTag(upTo end: Int) {
    let name = HTMLMarkup.name(page, at: index)
    var values: [Range<Int>] = []
    _ = HTMLMarkup.endOfTag(page, from: index + 1) { values.append($0) }
    for value in values {
      index = value.lowerBound
      while index < value.upperBound {
        if page[index] == .ampersand { reference(inAttribute: true) } else { index += 1 }
      }
    }
    index = end
    // The parser takes a slash at the end of a tag for the end of the element.
    guard page[end - 1] == .greater, page[end - 2] != .slash else { return }
    if Self.isForeign(name) { foreign += 1 }
    guard HTMLMarkup.isRaw(name), !endless.contains(name) else { return }
    guard let close = HTMLMarkup.endOfText(page, in: name, end..<page.count) else {
      endless.insert(name)
      return
    }
    if name == "script" || name == "style" {
      index = close
    } else {
      plain(upTo: close, hasReferences: name == "title" || name == "textarea")
    }
  }

  /// A text, whatever it looks like.
  private mutating func plain(upTo end: Int, hasReferences: Bool) {
    while index < end {
      switch page[index] {
      case .ampersand where hasReferences: reference(inAttribute: false)
      case .ampersand, .less: replace(index..<index + 1, with: [UInt32(page[index])])
      default: index += 1
      }
    }
  }

  /// Puts characters in the place of a part of the page, behind which it goes on.
  private mutating func replace(_ range: Range<Int>, with characters: [UInt32]) {
    bytes += page[copied..<range.lowerBound]
    let new = bytes.count
    for value in characters { write(value) }
    edits.append((new..<bytes.count, range))
    (copied, index) = (range.upperBound, range.upperBound)
  }

  /// What begins with the `&` at `index`.
  private mutating func reference(inAttribute: Bool) {
    let start = index
    index += 1
    let characters = (index < page.count && page[index] == .hash ? number() : name(inAttribute)) ?? [0x26]
    replace(start..<index, with: characters)
  }

  private mutating func write(_ value: UInt32) {
    switch value {
    // What the parser gives no text for.
    case 1...8, 11, 14...31: break
    case 12: write(32)
    case 48...57, 65...90, 97...122: bytes.append(UInt8(value))
    case ..<128: bytes += Array("&#\(value);".utf8)
    default: bytes += Unicode.Scalar(value).flatMap { UTF8.encode($0) }.map { Array($0) } ?? []
    }
  }

  /// A number behind `&`; nil when there is none.
  private mutating func number() -> [UInt32]? {
    var end = index + 1
    let isHex = end < page.count && page[end] | 0x20 == UInt8(ascii: "x")
    if isHex { end += 1 }
    let first = end
    var value: UInt32 = 0
    while end < page.count, let digit = Self.digit(page[end]), digit < (isHex ? 16 : 10) {
      value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
      end += 1
    }
    guard end > first else { return nil }
    index = end < page.count && page[end] == .semicolon ? end + 1 : end
    switch value {
    case 0, 0xD800..<0xE000, 0x11_0000: return [0xFFFD]
    case 0x80..<0xA0: return [Self.windows1252[Int(value) - 0x80]]
    default: return [value]
    }
  }

  /// What the numbers from 128 to 159 stand for.
  private static let windows1252: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
    0x178,
  ]

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 48...57: UInt32(byte - 48)
    case 65...70, 97...102: UInt32((byte | 0x20) - 87)
    default: nil
    }
  }

  /// The longest name behind `&`; nil when there is none.
  private mutating func name(_ inAttribute: Bool) -> [UInt32]? {
    // The longest name has 31 letters.
    let run = page[index...].prefix(33).prefix { 48...57 ~= $0 || 97...122 ~= $0 | 0x20 }
    guard !run.isEmpty else { return nil }
    if run.endIndex < page.count, page[run.endIndex] == .semicolon, let found = Self.named(run) {
      index = run.endIndex + 1
      return found.value
    }
    // The longest of those without a semicolon has 6 letters.
    for count in stride(from: min(6, run.count), to: 1, by: -1) {
      guard let found = Self.named(run.prefix(count)), found.isAlone else { continue }
      let end = run.startIndex + count
      // A query such as `?a=1&copy=2` is none.
      if inAttribute, end < page.count, page[end] == .equals || end < run.endIndex { return nil }
      index = end
      return found.value
    }
    return nil
  }

  /// Marks a name that may stand without a semicolon.
  private static let alone = UInt8(ascii: "!")

  /// The code points of a name, and whether it may stand without a semicolon; nil when there is no such name.
  private static func named(_ name: ArraySlice<UInt8>) -> (value: [UInt32], isAlone: Bool)? {
    let table = UnsafeBufferPointer(start: names.utf8Start, count: names.utf8CodeUnitCount)
    var (low, high) = (0, table.count)
    while low < high {
      var start = (low + high) / 2
      while start > low, !isGap(table[start - 1]) { start -= 1 }
      var end = start
      while table[end] != .colon, table[end] != alone { end += 1 }
      if table[start..<end].elementsEqual(name) {
        return (value(table, from: end + 1), table[end] == alone)
      }
      if table[start..<end].lexicographicallyPrecedes(name) {
        while end < table.count, !isGap(table[end]) { end += 1 }
        low = end + 1
      } else {
        high = start
      }
    }
    return nil
  }

  private static func isGap(_ byte: UInt8) -> Bool { byte == .space || byte == .lineFeed }

  private static func value(_ table: UnsafeBufferPointer<UInt8>, from start: Int) -> [UInt32] {
    var values: [UInt32] = [0]
    var index = start
    while index < table.count, !isGap(table[index]) {
      if let digit = digit(table[index]) { values[values.count - 1] = values[values.count - 1] * 16 + digit }
      if table[index] == .plus { values.append(0) }
      index += 1
    }
    return values
  }
}
