import BraidText

/// Languages as catalogues name them, by locales such as `pt_BR` and `sr@latin`, and as the rest of the world does.
///
/// Source: GNU gettext manual, section "Header Entry", <https://www.gnu.org/software/gettext/manual/>.
package enum POLanguage {
  /// Modifiers of locales that are scripts, by the subtag of BCP 47.
  private static let scripts = ["latin": "Latn", "cyrillic": "Cyrl"]

  /// The BCP 47 tag of the language that a header names; nil for none, and for what is no language.
  static func tag(header: String) -> String? {
    let name = Array("language:".utf8)
    for line in header.utf8.split(separator: .lineFeed)
    where line.count > name.count && zip(name, line).allSatisfy({ $0 == $1 | 0x20 }) {
      let value = line.dropFirst(name.count).filter { $0 != .space && $0 != .tab && $0 != .carriageReturn }
      if let tag = tag(locale: String(decoding: value, as: UTF8.self)) { return tag }
    }
    return nil
  }

  /// The BCP 47 tag of a locale, without its encoding, and without a modifier of which ICU knows no variant, such as `euro`; nil
  /// when it is none.
  package static func tag(locale: String) -> String? {
    let parts = locale.utf8.split(separator: UInt8(ascii: "@"), maxSplits: 1).map { String(Substring($0)) }
    guard let first = parts.first else { return nil }
    var name = String(first.prefix { $0 != "." })
    if parts.count > 1 {
      var subtags = name.utf8.split { $0 == .underscore || $0 == .hyphen }.map { String(Substring($0)) }
      // A script stands behind the language, a variant at the end.
      if let script = scripts[parts[1]] {
        subtags.insert(script, at: min(1, subtags.count))
      } else {
        let variant = subtags + [parts[1]]
        if TextLocale.isKnown(variant.joined(separator: "-")) { subtags = variant }
      }
      name = subtags.joined(separator: "-")
    }
    let tag = name.utf8.map { $0 == .underscore ? .hyphen : $0 }
    let text = String(decoding: tag, as: UTF8.self)
    return LanguageMatch.isTag(text) ? text : nil
  }

  /// The locale of a name of translations; empty when that is no language.
  static func locale(of name: String) -> String {
    guard LanguageMatch.isTag(name) else { return "" }
    var subtags = name.utf8.split { $0 == .underscore || $0 == .hyphen }.map { String(Substring($0)) }
    var modifier = ""
    if subtags.count > 1, let script = scripts.first(where: { $0.value == subtags[1] }) {
      modifier = "@" + script.key
      subtags.remove(at: 1)
    } else if subtags.count > 1, let variant = subtags.last, variant.utf8.count > 4 {
      modifier = "@" + variant
      subtags.removeLast()
    }
    return subtags.joined(separator: "_") + modifier
  }
}
