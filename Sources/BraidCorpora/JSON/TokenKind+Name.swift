import BraidText

extension TokenKind {
  /// The kind's name in JSON.
  var name: String {
    switch self {
    case .word: "word"
    case .number: "number"
    case .ideographic: "ideographic"
    case .kana: "kana"
    case .punctuation: "punctuation"
    case .symbol: "symbol"
    }
  }

  /// The kind of that name.
  init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
