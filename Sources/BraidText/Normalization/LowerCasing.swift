/// How words become lower case.
package enum LowerCasing: String, Sendable {
  /// As most languages do.
  case general
  /// As Turkish and Azerbaijani do: `I` becomes `ı`, `İ` becomes `i`.
  case turkic
  /// As Lithuanian does: the dot of `i` and `j` stays below marks, `Ì` becomes `i̇̀`.
  case lithuanian

  /// The way of a language.
  ///
  /// - Parameter locale: BCP 47 language tag; nil for most languages' way.
  package init(locale: String?) {
    self =
      switch locale.map(TextLocale.language) {
      case "tr", "az": .turkic
      case "lt": .lithuanian
      default: .general
      }
  }

  /// A word in lower case.
  package func callAsFunction(_ word: String) -> String {
    switch self {
    case .general: word.inLowerCase
    case .turkic: Normalizer([.lowercase], locale: "tr").apply(word).text
    case .lithuanian: Normalizer([.lowercase], locale: "lt").apply(word).text
    }
  }

  /// A word in upper case, as the language has it.
  package func upper(_ word: String) -> String {
    self == .turkic ? word.replacing("i", with: "\u{130}").uppercased() : word.uppercased()
  }
}
