/// What a `TextSegmenter` does.
public struct SegmenterOptions: Hashable, Sendable {
  /// BCP 47 language tag whose segmentation rules apply.
  public var locale: String
  /// What a token is.
  public var unit: TokenUnit
  /// Rules of tokens beyond ICU's word boundaries.
  public var rules: TokenRules
  /// How the text is split into sentences.
  public var sentences: SentenceSplitting
  /// Abbreviations with their full stop (`Dr.`, `z.B.`) after which no sentence ends; upper and lower case count, and
  /// each also matches with a capital first letter.
  public var abbreviations: [String]
  /// Kinds of text that stay one token.
  public var patterns: Set<TokenPattern>
  /// Words that stay one token wherever they stand between word boundaries, such as `C++`.
  public var keptWords: [String]
  /// Whether the linked ICU's rules may be run by Braid's own machine, which gives the same boundaries sooner.
  public var fastPath: Bool

  /// Whether anything is one token, or two, although the word rules say otherwise.
  var keepsPatterns: Bool { !patterns.isEmpty || !keptWords.isEmpty || rules != .icu }

  /// Abbreviations, with those of the rules of tokens.
  var allAbbreviations: [String] { abbreviations + TokenAbbreviations.withinSentences(rules) }

  /// Patterns, with those of the rules of tokens.
  var allPatterns: Set<TokenPattern> { rules == .icu ? patterns : patterns.union(TokenRules.patterns) }

  /// Bytes of the longest rule that names text: an abbreviation or a kept word.
  var longestRule: Int { (allAbbreviations + keptWords).map(\.utf8.count).max() ?? 0 }

  /// What a segmenter does; the defaults are exactly ICU's boundaries.
  public init(
    locale: String = "en", unit: TokenUnit = .word, rules: TokenRules = .icu, sentences: SentenceSplitting = .icu,
    abbreviations: [String] = [], patterns: Set<TokenPattern> = [], keptWords: [String] = [], fastPath: Bool = true
  ) {
    self.locale = TextLocale.canonical(locale)
    self.unit = unit
    self.rules = rules
    self.sentences = sentences
    self.abbreviations = abbreviations
    self.patterns = patterns
    self.keptWords = keptWords
    self.fastPath = fastPath
  }
}
