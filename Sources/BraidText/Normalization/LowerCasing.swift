/// How words become lower case.
package enum LowerCasing: String, Sendable {
  /// As most languages do.
  case general
  /// As Turkish and Azerbaijani do: `I` becomes `ı`, `İ` becomes `i`.
  case turkic

  /// The way of a language.
  ///
  /// - Parameter locale: BCP 47 language tag; nil for most languages' way.
  package init(locale: String?) {
    let language = locale?.prefix { $0 != "-" && $0 != "_" }.lowercased()
    self = language == "tr" || language == "az" ? .turkic : .general
  }

  /// A word in lower case.
  package func callAsFunction(_ word: String) -> String {
    self == .general ? word.inLowerCase : Normalizer([.lowercase], locale: "tr").apply(word).text
  }
}
