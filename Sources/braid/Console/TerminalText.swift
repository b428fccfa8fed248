import BraidText

/// Text from outside as a terminal may get it.
enum TerminalText {
  /// The longest line of a message, in characters; a file can make one of any length.
  static let longestLine = 4000

  /// The text on one line without anything that a terminal would obey: controls, also those that turn the direction of
  /// writing, and line ends become `\\u{1b}` and the like; a tab stays.
  static func line(_ text: some StringProtocol) -> String { escaped(text, keepsLines: false) }

  /// The same of text of several lines.
  static func lines(_ text: some StringProtocol) -> String { escaped(text, keepsLines: true) }

  /// The beginning of a line, and how much more there is.
  static func shortened(_ text: String) -> String {
    let end = text.index(text.startIndex, offsetBy: longestLine, limitedBy: text.endIndex) ?? text.endIndex
    guard end < text.endIndex else { return text }
    return "\(text[..<end])… (\(Console.number(text[end...].count)) more characters)"
  }

  /// A line cut between words, so that each piece fits the columns.
  ///
  /// A word that is longer than a line is cut at any place, but a path stays whole.
  ///
  /// - Parameters:
  ///   - line: the line.
  ///   - columns: the widest piece.
  ///   - hanging: spaces before further pieces; nil for two more than before the first.
  /// - Returns: the pieces, lines of their own.
  static func wrapped(_ line: String, columns: Int, hanging: Int? = nil) -> String {
    guard TerminalColumns.count(line) > columns else { return line }
    let indent = line.prefix { $0 == " " }.count
    let hanging = String(repeating: " ", count: hanging ?? indent + 2)
    var pieces: [String] = []
    var piece = String(repeating: " ", count: indent)
    var isEmpty = true
    for word in line.dropFirst(indent).split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, TerminalColumns.count(piece) + 1 + TerminalColumns.count(word) > columns {
        pieces.append(piece)
        piece = hanging + word
      } else {
        piece += (isEmpty ? "" : " ") + word
      }
      isEmpty = false
      while TerminalColumns.count(piece) > columns, !word.contains("/"), hanging.utf8.count + 2 <= columns {
        let (head, rest) = TerminalColumns.cut(piece, at: columns)
        pieces.append(head)
        piece = hanging + rest
      }
    }
    return (pieces + [piece]).joined(separator: "\n")
  }

  private static func escaped(_ text: some StringProtocol, keepsLines: Bool) -> String {
    func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.value {
      case 0x09: false
      case 0x0A: !keepsLines
      case 0..<0x20, 0x7F..<0xA0: true
      // Marks and overrides of direction, and ends of lines and paragraphs.
      case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    guard text.unicodeScalars.contains(where: isObeyed) else { return String(text) }
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isObeyed(scalar) {
        plain.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        plain.append(scalar)
      }
    }
    return String(plain)
  }
}
