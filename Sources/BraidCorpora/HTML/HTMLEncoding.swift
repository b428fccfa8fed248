import BraidFiles
import BraidText

/// The bytes of a page as UTF-8, and what they were.
struct HTMLEncoding {
  /// The page in UTF-8, without a byte order mark.
  private(set) var bytes: [UInt8]
  /// Whether the page had another encoding.
  private(set) var isConverted = false
  /// The bytes that name the encoding in the page; nil when it names none.
  private(set) var declared: Range<Int>?
  /// Whether the page, or what it becomes in UTF-8, has a byte order mark.
  private(set) var isMarked = false

  /// Bytes at the start of a page among which it may declare its encoding.
  private static let head = 1024

  /// Finds the encoding of a page: that of its byte order mark, the one that was asked for, the one that it declares, UTF-8, or,
  /// as browsers have it, Windows-1252 for a page that is no UTF-8 and declares nothing.
  ///
  /// - Parameters:
  ///   - page: The bytes of the file.
  ///   - file: Its name for errors.
  ///   - options: The encoding that was asked for, when it is not UTF-8, and whether to replace what is in none.
  ///   - ledger: Where what was found out and what was replaced is counted.
  /// - Throws: `invalidUTF8`, `malformedText`; `wrongEncoding` for a declared one that is not known.
  init(_ page: [UInt8], file: String, options: ReadOptions, into ledger: inout Ledger) throws(CorpusError) {
    let place = SourceLocation(file: file)
    let marked = page.prefix(4).withUnsafeBytes { TextEncoding(byteOrderMark: $0.bindMemory(to: UInt8.self)) }
    let hasMark = page.starts(with: TextEncoding.utf8Mark)
    bytes = page
    let declaration = Self.declaration(page)
    var encoding = TextEncoding.utf8
    if let marked {
      ledger.note(.recognized, .lines, "\(marked.rawValue), by its byte order mark", at: place)
      encoding = marked
    } else if hasMark {
      bytes.removeFirst(TextEncoding.utf8Mark.count)
    } else if options.encoding != .utf8 {
      encoding = options.encoding == .latin1 ? .windows1252 : options.encoding
    } else if let declaration {
      guard let known = Self.encoding(named: declaration.name) else {
        throw .wrongEncoding(file: file, found: declaration.name)
      }
      encoding = known
    } else if page.withUnsafeBufferPointer({ UTF8Validation.firstInvalid($0) }) != nil, !options.replaceInvalid {
      ledger.note(.recognized, .lines, "windows-1252, as the page declares no encoding and is no UTF-8", at: place)
      encoding = .windows1252
    }
    if encoding != .utf8 {
      bytes = try Self.converted(page, from: encoding, file, replaces: options.replaceInvalid, into: &ledger)
      isConverted = true
    } else {
      try validate(file, replaces: options.replaceInvalid, into: &ledger)
    }
    declared = Self.declaration(bytes)?.range
    // What no longer is in its encoding would be taken for it where nothing says what it is.
    isMarked = hasMark || isConverted && declared == nil
  }

  private mutating func validate(_ file: String, replaces: Bool, into ledger: inout Ledger) throws(CorpusError) {
    guard let bad = bytes.withUnsafeBufferPointer({ UTF8Validation.firstInvalid($0) }) else { return }
    let before = bytes[..<bad]
    let line = before.count { $0 == .lineFeed } + 1
    let place = SourceLocation(
      file: file, line: line, column: bad - (before.lastIndex(of: .lineFeed) ?? -1))
    guard replaces else { throw .invalidUTF8(place, byte: bytes[bad], offset: bad) }
    ledger.note(.repaired, .characters, "bytes that are not UTF-8, replaced by U+FFFD", at: place)
    bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
  }

  private static func converted(
    _ page: [UInt8], from encoding: TextEncoding, _ file: String, replaces: Bool, into ledger: inout Ledger
  ) throws(CorpusError) -> [UInt8] {
    guard let converter = ICUConverter(encoding.rawValue) else {
      throw .badOption(name: "encoding", found: encoding.rawValue, expected: "an encoding that ICU knows")
    }
    var result: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    var position = 0
    var malformed = 0
    while true {
      let done = page.withUnsafeBufferPointer { page in
        piece.withUnsafeMutableBufferPointer {
          converter.convert(Bytes(rebasing: page[position...]), isLast: true, into: $0)
        }
      }
      guard let done, done.malformed == 0 || replaces else { throw .malformedText(file: file, encoding: encoding) }
      malformed += done.malformed
      position += done.read
      result += piece[..<done.written]
      if done.read == 0, done.written == 0 || position == page.count { break }
    }
    ledger.note(
      .repaired, .characters, "not \(encoding.rawValue), replaced by U+FFFD", at: SourceLocation(file: file),
      count: malformed)
    return result.starts(with: TextEncoding.utf8Mark) ? Array(result.dropFirst(TextEncoding.utf8Mark.count)) : result
  }

  /// The name behind `charset=` in a `meta` of the page's head, and where it stands.
  private static func declaration(_ page: [UInt8]) -> (name: String, range: Range<Int>)? {
    let head = page.prefix(head).map { 65...90 ~= $0 ? $0 | 0x20 : $0 }
    func find(_ text: StaticString, from start: Int) -> Int? {
      let count = text.utf8CodeUnitCount
      guard start + count <= head.count else { return nil }
      return (start...(head.count - count)).first { index in
        (0..<count).allSatisfy { head[index + $0] == text.utf8Start[$0] }
      }
    }
    var position = 0
    while let meta = find("<meta", from: position) {
      let end = head[meta...].firstIndex(of: .greater) ?? head.count
      position = end
      guard let charset = find("charset", from: meta), charset < end else { continue }
      var index = charset + 7
      while index < end, XMLText.isSpace(head[index]) || head[index] == .equals { index += 1 }
      if index < end, head[index] == .quote || head[index] == .apostrophe { index += 1 }
      let start = index
      while index < end,
        48...57 ~= head[index] || 97...122 ~= head[index] || [.hyphen, .underscore, .colon].contains(head[index])
      {
        index += 1
      }
      if index > start { return (String(decoding: head[start..<index], as: UTF8.self), start..<index) }
    }
    return nil
  }

  /// The encoding that pages mean by a name in small letters (WHATWG Encoding, section 4.2), and any other that ICU knows; nil
  /// for one that is not known.
  static func encoding(named name: String) -> TextEncoding? {
    switch name {
    // A page that says so in ASCII cannot be UTF-16.
    case "utf-16", "utf-16le", "utf-16be", "unicode", "ucs-2", "iso-10646-ucs-2", "csunicode": return .utf8
    case "iso_8859-1:1987", "l1": return .windows1252
    case "gb_2312-80", "x-gbk": return .gb18030
    case "x-x-big5": return .big5
    case "korean": return TextEncoding(rawValue: "windows-949")
    case "dos-874", "iso-8859-11": return TextEncoding(rawValue: "windows-874")
    default: break
    }
    let encoding = TextEncoding(rawValue: name)
    guard encoding.isKnown else { return nil }
    // Pages by these names hold the characters of the larger sets.
    return switch encoding.rawValue {
    case "iso-8859-1", "us-ascii": .windows1252
    case "iso-8859-9": .windows1254
    case "euc-kr": TextEncoding(rawValue: "windows-949")
    case "tis-620": TextEncoding(rawValue: "windows-874")
    default: encoding
    }
  }
}
