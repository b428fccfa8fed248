import BraidText

/// How texts are cut into the tokens of BLEU: the tokenizers of sacreBLEU 2.6 that need no model, by its names.
public enum BLEUTokens: String, Codable, CaseIterable, Sendable {
  /// Those of mteval-v13a: punctuation apart, but not a full stop or comma between digits.
  case mteval = "13a"
  /// What stands between white space.
  case unchanged = "none"
  /// Characters.
  case character = "char"
  /// Chinese characters and punctuation one by one, the rest as `13a`.
  case chinese = "zh"
  /// Those of mteval-v14: punctuation and symbols of all scripts apart, but not within numbers.
  case international = "intl"

  /// The tokens of a text, without the white space at its end, as in the original.
  func tokens(_ text: String) -> [String] {
    var scalars = Array(text.unicodeScalars)
    while scalars.last?.isPythonSpace == true { scalars.removeLast() }
    let spaced: [Unicode.Scalar] =
      switch self {
      case .mteval: Self.western([" "] + Self.unescaped(scalars) + [" "])
      case .unchanged: scalars
      case .character: scalars.flatMap { [$0, " "] }
      case .chinese:
        Self.western(scalars.drop(while: \.isPythonSpace).flatMap { Self.isChinese($0) ? [" ", $0, " "] : [$0] })
      case .international: Self.apart(scalars)
      }
    return spaced.split(whereSeparator: \.isPythonSpace).map { String(String.UnicodeScalarView($0)) }
  }

  /// The text without the mark-up of old test sets.
  private static func unescaped(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var scalars = scalars
    for (old, new) in [
      ("<skipped>", ""), ("-\n", ""), ("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"),
    ] {
      scalars = scalars.replacing(Array(old.unicodeScalars), with: new.unicodeScalars)
    }
    return scalars
  }

  /// The rules for western languages, one after the other, as in the original.
  private static func western(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var scalars = scalars.flatMap { scalar -> [Unicode.Scalar] in
      switch scalar {
      case "{"..."~", "["..."`", "!"..."&", "("..."+", ":"..."@", "/": [" ", scalar, " "]
      default: [scalar]
      }
    }
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }
    func isStop(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
    scalars = replaced(scalars) { !isDigit($0) && isStop($1) ? [$0, " ", $1, " "] : nil }
    scalars = replaced(scalars) { isStop($0) && !isDigit($1) ? [" ", $0, " ", $1] : nil }
    return replaced(scalars) { isDigit($0) && $1 == "-" ? [$0, " ", $1, " "] : nil }
  }

  /// Punctuation apart where no number is beside it, symbols apart.
  private static func apart(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var scalars = replaced(scalars) { !isNumber($0) && isPunctuation($1) ? [$0, " ", $1, " "] : nil }
    scalars = replaced(scalars) { isPunctuation($0) && !isNumber($1) ? [" ", $0, " ", $1] : nil }
    return scalars.flatMap { isSymbol($0) ? [" ", $0, " "] : [$0] }
  }

  private static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
    [.decimalNumber, .letterNumber, .otherNumber].contains(scalar.properties.generalCategory)
  }

  private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol].contains(scalar.properties.generalCategory)
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      true
    default: false
    }
  }

  /// The ranges of sacreBLEU's `zh`, which has General Punctuation and more between U+2001 and U+2A6D, and no characters beyond
  /// the first plane.
  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2001...0x2A6D, 0x2E80...0x2FDF, 0x2FF0...0x303F, 0x3100...0x312F, 0x31A0...0x31BF, 0x31C0...0x31EF,
      0x3200...0x33FF,
      0x3400...0x4DB5, 0x4E00...0x9FBB, 0xF900...0xFA2D, 0xFA30...0xFA6A, 0xFA70...0xFAD9, 0xFE10...0xFE1F,
      0xFE30...0xFE4F, 0xFF00...0xFFEF:
      true
    default: false
    }
  }

  /// Puts what `rule` says in the place of pairs of characters, from left to right; each pair begins behind the one before,
  /// as with a regular expression.
  private static func replaced(
    _ scalars: [Unicode.Scalar], _ rule: (Unicode.Scalar, Unicode.Scalar) -> [Unicode.Scalar]?
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count + 16)
    var index = 0
    while index < scalars.count {
      if index + 1 < scalars.count, let replacement = rule(scalars[index], scalars[index + 1]) {
        result += replacement
        index += 2
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether Python's `split` takes it for white space: Unicode's, and four separators of ASCII.
  var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
