/// One entry of a PO catalogue while it is read.
struct POEntry {
  private var texts: [(keyword: String, text: String)] = []
  /// Flags, references and comments.
  private(set) var fields: [String: String] = [:]

  /// Whether it has no message.
  var isEmpty: Bool { texts.isEmpty }

  /// The text of a keyword such as `msgid`.
  func text(_ keyword: String) -> String? { texts.first { $0.keyword == keyword }?.text }

  /// Whether `line` cannot belong to this entry any more.
  func isComplete(before line: Bytes) -> Bool {
    guard texts.contains(where: { $0.keyword.hasPrefix("msgstr") }) else { return false }
    return line[0] == 0x23 || line.starts(with: "msgid ") || line.starts(with: "msgctxt ")
  }

  /// Adds a line.
  ///
  /// - Throws: `unexpected` for one that is no comment, keyword with a string, or string; `unclosedQuote`.
  mutating func add(_ line: Bytes, at place: Place) throws(CorpusError) {
    if line[0] == 0x23 {
      let value = line.slice(min(2, line.count)..<line.count).trimmed.string
      let name =
        switch line.count > 1 ? line[1] : 32 {
        case 0x2C: "flags"
        case 0x3A: "references"
        case 0x2E: "extracted"
        case 0x7C: "previous"
        default: "comment"
        }
      if !value.isEmpty { fields[name] = fields[name].map { $0 + "\n" + value } ?? value }
      return
    }
    if line[0] == 0x22 {
      guard !texts.isEmpty else { throw .unexpected(place, found: "a string", expected: "a keyword such as msgid") }
      texts[texts.count - 1].text += try Self.string(line, at: place)
      return
    }
    guard let quote = line.firstIndex(of: 0x22) else {
      throw .unexpected(place, found: line.slice(0..<min(line.count, 40)).string, expected: "a keyword and a string")
    }
    let keyword = line.slice(0..<quote).trimmed.string
    guard ["msgid", "msgid_plural", "msgstr", "msgctxt"].contains(keyword) || keyword.hasPrefix("msgstr[") else {
      throw .unexpected(place, found: keyword, expected: "msgid, msgid_plural, msgctxt or msgstr")
    }
    guard text(keyword) == nil else {
      throw .unexpected(place, found: "a second \(keyword)", expected: "one in each entry")
    }
    texts.append((keyword, try Self.string(line.slice(quote..<line.count), at: place)))
  }

  /// The text of a quoted string with C escapes.
  private static func string(_ quoted: Bytes, at place: Place) throws(CorpusError) -> String {
    var bytes: [UInt8] = []
    var index = 1
    while index < quoted.count, quoted[index] != 0x22 {
      guard quoted[index] == 0x5C, index + 1 < quoted.count else {
        bytes.append(quoted[index])
        index += 1
        continue
      }
      switch quoted[index + 1] {
      case 0x6E: bytes.append(10)
      case 0x74: bytes.append(9)
      case 0x72: bytes.append(13)
      case 0x61: bytes.append(7)
      case 0x62: bytes.append(8)
      case 0x66: bytes.append(12)
      case 0x76: bytes.append(11)
      case 0x22, 0x5C: bytes.append(quoted[index + 1])
      default:
        throw .unexpected(
          place, found: "escape \\" + quoted.slice(index + 1..<index + 2).string, expected: "\\n, \\t, \\\" or \\\\")
      }
      index += 2
    }
    guard index == quoted.count - 1 else {
      if index >= quoted.count { throw .unclosedQuote(place) }
      throw .unexpected(place, found: "text after the closing quote", expected: "the end of the line")
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
