import BraidText

/// What an inline code of a translation file stands for between the words around it.
enum StandIn: Equatable {
  /// Nothing: mark-up that touches the words, such as the start of bold type.
  case nothing
  /// A space, such as for a tab.
  case space
  /// The end of a line or of a block.
  case lineBreak
  /// A text, such as the name of a variable.
  case text(String)

  /// What a code stands for that says what could take its place.
  ///
  /// - Parameters:
  ///   - equivalent: That, such as `equiv-text` of XLIFF 1.2 and `equiv` of 2.x.
  ///   - code: The native code, such as `<br/>`; looked at when nothing is said.
  ///   - isAlone: Whether the code stands for something by itself; what a pair of codes is called is no text.
  init(equivalent: String?, code: String?, isAlone: Bool) {
    if let equivalent, !equivalent.isEmpty {
      self = Self(code: equivalent)
      if self == .nothing, isAlone, !Self.isTag(equivalent.utf8) { self = .text(equivalent) }
      return
    }
    self = code.map { Self(code: $0) } ?? .nothing
  }

  /// What a native code stands for: white space, its escape in a program, or a tag that ends a line.
  init(code: String) {
    let bytes = code.utf8
    guard !bytes.isEmpty else {
      self = .nothing
      return
    }
    if bytes.allSatisfy(XMLText.isSpace) {
      self = bytes.contains { $0 == .lineFeed || $0 == .carriageReturn } ? .lineBreak : .space
      return
    }
    switch code {
    case "\\n", "\\r", "\\r\\n": self = .lineBreak
    case "\\t": self = .space
    default: self = Self.tags(bytes)
    }
  }

  /// Tags that end a line or a block, and those that are space, in HTML, Office files and DocBook.
  private static let breaks: Set<String> = [
    "br", "hr", "lb", "cr", "line-break", "break", "p", "div", "li", "tr", "td", "th", "dt", "dd",
  ]
  private static let spaces: Set<String> = ["tab", "s"]

  private static func isTag(_ code: String.UTF8View) -> Bool { code.first == .less && code.last == .greater }

  /// What one or several tags stand for; nothing for anything else.
  private static func tags(_ code: String.UTF8View) -> StandIn {
    guard isTag(code) else { return .nothing }
    var result = StandIn.nothing
    for part in code.split(separator: .less) {
      let name = part.drop { $0 == .slash }.prefix { $0 != .greater && $0 != .slash && !XMLText.isSpace($0) }
      // Names of Office files have a prefix.
      let local = name.lastIndex(of: .colon).map { name[name.index(after: $0)...] } ?? name
      let tag = String(decoding: local.map { 65...90 ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
      if breaks.contains(tag) { return .lineBreak }
      if spaces.contains(tag), local.startIndex != name.startIndex || tag == "tab" { result = .space }
    }
    return result
  }
}
