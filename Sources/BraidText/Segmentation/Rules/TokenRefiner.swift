/// Joins and splits the tokens between ICU's boundaries by the rules of a language.
///
/// Tokens are joined where nothing stands between them (digits of French numbers: one space), and split at characters of
/// their own, so that every boundary is one of the text.
struct TokenRefiner {
  private let rules: TokenRules
  private let abbreviations: Set<[UInt8]>

  /// A refiner; nil for ICU's own boundaries.
  init?(_ rules: TokenRules) {
    guard rules != .icu else { return nil }
    self.rules = rules
    abbreviations = Set(TokenAbbreviations.list(rules).map { Array($0.utf8) })
  }

  /// The tokens by the rules: those of a text that is cut first, then joined.
  func refine(_ whole: [Token], _ bytes: UnsafeBufferPointer<UInt8>) -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity(whole.count + whole.count / 16)
    for token in whole { split(token, bytes, into: &tokens) }
    var refined: [Token] = []
    refined.reserveCapacity(tokens.count + tokens.count / 16)
    var index = 0
    while index < tokens.count {
      let count = joined(tokens, index, bytes)
      if count > 1 {
        let range = tokens[index].range.lowerBound..<tokens[index + count - 1].range.upperBound
        refined.append(Token(range, kind: kind(tokens[index..<index + count])))
      } else {
        refined.append(tokens[index])
      }
      index += count
    }
    return refined
  }

  /// Punctuation stays punctuation; numbers stay numbers; anything else is a word.
  private func kind(_ tokens: ArraySlice<Token>) -> TokenKind {
    let kinds = Set(tokens.map(\.kind))
    if kinds.count == 1, let kind = kinds.first { return kind }
    if kinds.isSubset(of: [.number, .punctuation, .symbol]), kinds.contains(.number) { return .number }
    return kinds.isSubset(of: [.punctuation, .symbol]) ? .punctuation : .word
  }

  /// How many tokens from `first` on are one.
  private func joined(_ tokens: [Token], _ first: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    // Only digits are joined over a space.
    let touches = first + 1 < tokens.count && tokens[first].end == tokens[first + 1].start
    guard touches || tokens[first].kind == .number && rules == .french else { return 1 }
    let run = RunOfTokens(tokens: tokens, first: first, bytes: bytes)
    if let count = run.punctuation { return count }
    switch rules {
    case .english:
      return run.emoticon ?? run.date ?? run.fraction ?? run.clock ?? run.prefixed ?? run.ampersand
        ?? run.cliticApart ?? run.abbreviation(abbreviations) ?? run.abbreviationBefore ?? 1
    case .french:
      return run.elidedApart(Clitics.french) ?? run.date ?? run.fraction ?? run.number ?? run.hyphenatedInitials
        ?? run.hyphenated ?? run.degrees ?? run.abbreviation(abbreviations) ?? run.abbreviationBefore ?? 1
    case .italian:
      return run.elidedApart(Clitics.italian) ?? run.abbreviation(abbreviations) ?? run.abbreviationBefore ?? 1
    case .icu: return 1
    }
  }

  /// Appends a token, cut where the rules cut it.
  private func split(_ token: Token, _ bytes: UnsafeBufferPointer<UInt8>, into tokens: inout [Token]) {
    guard token.kind == .word || token.kind == .number else { return tokens.append(token) }
    let range = token.range
    let word = UnsafeBufferPointer(rebasing: bytes[range])
    var cuts: [Int] = []
    switch rules {
    case .english: cuts = Clitics.english(word)
    case .french:
      cuts = Clitics.elisions(word) { Clitics.isFrench($0, of: word) }
      if cuts.isEmpty { cuts = Clitics.frenchTime(word) }
    case .italian: cuts = Clitics.elisions(word) { _ in true }
    case .icu: break
    }
    var start = range.lowerBound
    for end in cuts.map({ range.lowerBound + $0 }) + [range.upperBound] {
      let isNumber = bytes[start..<end].allSatisfy { $0.isASCIIDigit || $0 == 0x2E || $0 == 0x2C }
      tokens.append(Token(start..<end, kind: cuts.isEmpty ? token.kind : isNumber ? .number : .word))
      start = end
    }
  }
}
