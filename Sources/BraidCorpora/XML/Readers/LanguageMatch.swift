/// Finding a language among those that a file has.
enum LanguageMatch {
  /// The first of `candidates` that is `wanted`: exactly, without regard to case and `_` for `-`, or by the primary subtag
  /// (`en` finds `en-US`).
  static func index(of wanted: String, in candidates: [String]) -> Int? {
    let name = normalized(wanted)
    let names = candidates.map(normalized)
    if let exact = names.firstIndex(of: name) { return exact }
    return names.firstIndex { primary($0) == name } ?? names.firstIndex { $0 == primary(name) }
  }

  private static func normalized(_ tag: String) -> String {
    String(decoding: tag.utf8.map { $0 == 0x5F ? 0x2D : (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
  }

  private static func primary(_ tag: String) -> String {
    String(decoding: tag.utf8.prefix { $0 != 0x2D }, as: UTF8.self)
  }
}
