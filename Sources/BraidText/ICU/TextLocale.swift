package import BraidFiles
import CICU

/// Locales: BCP 47 language tags whose language, script, region and variant ICU knows, in any case of letters, with hyphens or
/// underscores.
package enum TextLocale {
  /// Most bytes of a tag that is looked at; ICU's own have fewer.
  private static let longestTag = 255

  /// Whether ICU knows all parts of a tag; `und` stands for the rules of most languages.
  package static func isKnown(_ tag: String) -> Bool { knownParts(tag) == .max }

  /// A known tag as BCP 47 spells it, `en-US` for `en_us`, so that what is one locale is one string; any other as it is.
  package static func canonical(_ tag: String) -> String {
    guard isKnown(tag) else { return tag }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      guard let base = buffer.baseAddress, braid_icu_canonical_tag(hyphenated(tag), base, 256) > 0 else { return tag }
      return String(cString: base)
    }
  }

  private static func hyphenated(_ tag: String) -> String { tag.replacing("_", with: "-") }

  /// The shortest code of a tag's language, `tr` of `tur-TR`; empty for `und` and for what is no tag.
  package static func language(of tag: String) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      braid_icu_language(hyphenated(tag), base, 64)
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

  /// The known locale that a tag was meant to be: its parts that are known, or the language that it or one of its words names, in
  /// English or in the language itself, with a letter or two wrong; nil when none is near.
  package static func nearest(to tag: String) -> String? {
    guard tag.utf8.count <= longestTag else { return nil }
    // A locale of POSIX has an encoding and a modifier behind it: `en_US.UTF-8`, `de_DE@euro`.
    let name = tag.prefix { $0 != "." && $0 != "@" }
    let words = name.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }.map(String.init)
    let joined = words.joined(separator: "-")
    if isKnown(joined) { return canonical(joined) }
    for count in stride(from: words.count - 1, to: 0, by: -1) {
      let beginning = words.prefix(count).joined(separator: "-")
      if isKnown(beginning) { return canonical(beginning) }
    }
    // Other two or three letters may be anything.
    let names = ([words.joined(separator: " ")] + words).filter { $0.utf8.count > 3 }
    guard !names.isEmpty else { return nil }
    let known = languages
    for name in names {
      if let language = known.first(where: { $0.name.lowercased() == name }) { return language.code }
    }
    guard let first = words.first, first.utf8.count > 3 else { return nil }
    let near = SpellingSuggestion.name(for: first, among: known.map(\.name), changes: first.count / 4)
    return near.flatMap { name in known.first { $0.name == name }?.code }
  }

  private static func knownParts(_ tag: String) -> Int32 {
    guard tag.utf8.count <= longestTag else { return 0 }
    let tag = hyphenated(tag)
    // A language has two or three letters, as all registered ones have.
    let language = tag.utf8.prefix { $0 != UInt8(ascii: "-") }
    guard !tag.isEmpty, language.count < 4 || tag == "root" else { return 0 }
    return braid_icu_known_parts(tag)
  }

  /// The languages that ICU knows by their names, first those in English, then their own.
  private static var languages: [(code: String, name: String)] {
    guard var next = braid_icu_languages() else { return [] }
    var codes: [String] = []
    while let code = next.pointee {
      codes.append(String(cString: code))
      next += 1
    }
    return (codes.map { ($0, name(of: $0, in: "en")) } + codes.map { ($0, name(of: $0, in: $0)) })
      .filter { !$0.1.isEmpty }
  }

  /// The name of a language in the language of a locale; empty where ICU has none.
  private static func name(of language: String, in locale: String) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      braid_icu_language_name(language, locale, base, 128)
      return String(cString: base)
    }
  }
}
