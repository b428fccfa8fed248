import CICU

/// How many columns of a terminal texts take: every character has the width of a letter, or of two.
///
/// Source: Unicode Standard Annex 11, East Asian Width, <https://www.unicode.org/reports/tr11/>.
package enum TerminalColumns {
  /// The columns that a text takes: none for marks, two for wide characters and for emoji of several parts.
  package static func count(_ text: some StringProtocol) -> Int {
    // Nearly all is ASCII.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + count($1) }
  }

  private static func count(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    let widest = scalars.reduce(0) { max($0, Int(braid_icu_columns(Int32(bitPattern: $1.value)))) }
    return scalars.contains("\u{FE0F}") ? 2 : widest
  }

  /// A text that fits: one that is longer has an ellipsis in its middle.
  ///
  /// - Precondition: `columns > 0`.
  package static func shortened(_ text: String, to columns: Int) -> String {
    guard count(text) > columns else { return text }
    let (head, _) = cut(text, at: columns / 2)
    let (tail, _) = cut(text.reversed(), at: columns - 1 - columns / 2)
    return head + "…" + String(tail.reversed())
  }

  /// What of a text fits some columns, and what is left; at least one character is taken where `columns` are two or more.
  package static func cut(_ text: some Sequence<Character>, at columns: Int) -> (head: String, rest: String) {
    var (head, rest) = ("", "")
    var free = columns
    for character in text {
      free -= count(character)
      if free >= 0, rest.isEmpty { head.append(character) } else { rest.append(character) }
    }
    return (head, rest)
  }

  /// Whether a text may be cut at any place, as Chinese and Japanese are.
  package static func hasWide(_ text: some StringProtocol) -> Bool { text.contains { count($0) > 1 } }
}
