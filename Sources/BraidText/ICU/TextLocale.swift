package import BraidFiles
import CICU

/// Locales: BCP 47 language tags whose language, script, region and variant ICU knows.
package enum TextLocale {
  /// Whether ICU knows all parts of a tag; `und` stands for the rules of most languages.
  package static func isKnown(_ tag: String) -> Bool { knownParts(tag) == .max }

  /// The shortest code of a tag's language, `tr` of `tur-TR`; empty for `und` and for what is no tag.
  package static func language(of tag: String) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      braid_icu_language(tag.replacing("_", with: "-"), base, 64)
      return String(cString: base)
    }
  }

  /// What is wrong with an option that names a locale; nil for a known one and for none.
  package static func problem(_ option: String, _ tag: String?) -> OptionProblem? {
    guard let tag, !isKnown(tag) else { return nil }
    return OptionProblem(option, found: "`\(tag)`", expected: expected, nearest: nearest(to: tag))
  }

  /// What an option that names a locale should be.
  package static let expected =
    "a language tag (BCP 47) that ICU knows, such as en, de-AT or zh-Hant; und for any other"

  /// The known locale that a tag was meant to be: its parts that are known, the language that one of its words names in English,
  /// or the tag with the fewest other letters; nil when none is near.
  package static func nearest(to tag: String) -> String? {
    let words = tag.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }.map(String.init)
    let known = languages
    let joined = words.joined(separator: "-")
    if isKnown(joined) { return joined }
    for count in stride(from: words.count - 1, to: 0, by: -1) {
      let beginning = words.prefix(count).joined(separator: "-")
      if isKnown(beginning) { return beginning }
    }
    for word in words where word.utf8.count > 3 {
      if let language = known.first(where: { $0.name.lowercased() == word }) { return language.code }
    }
    guard let first = words.first else { return nil }
    if first.utf8.count > 3 {
      let name = SpellingSuggestion.name(for: first, among: known.map(\.name).filter { !$0.isEmpty })
      return name.flatMap { name in known.first { $0.name == name }?.code }
    }
    return SpellingSuggestion.name(for: first, among: known.map(\.code))
  }

  private static func knownParts(_ tag: String) -> Int32 {
    // A language has two or three letters, as all registered ones have.
    let language = tag.utf8.prefix { $0 != UInt8(ascii: "-") }
    guard !tag.isEmpty, language.count < 4 || tag == "root" else { return 0 }
    return braid_icu_known_parts(tag)
  }

  /// The languages that ICU knows with their names in English.
  private static var languages: [(code: String, name: String)] {
    guard var next = braid_icu_languages() else { return [] }
    var languages: [(code: String, name: String)] = []
    while let code = next.pointee {
      let name = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
        guard let base = buffer.baseAddress else { return "" }
        braid_icu_language_name(code, base, 128)
        return String(cString: base)
      }
      languages.append((String(cString: code), name))
      next += 1
    }
    return languages
  }
}
