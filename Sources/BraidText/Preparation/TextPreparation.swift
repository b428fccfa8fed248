public import BraidFiles

/// Text preprocessing options: normalization, tokenization and sentence splitting.
public struct TextPreparation: Configurable, Hashable, Sendable {
  /// BCP 47 language tag whose segmentation rules apply.
  public var locale = "en" { didSet { locale = TextLocale.canonical(locale) } }
  /// Unit of tokens.
  public var unit = TokenUnit.word
  /// Rules of tokens beyond ICU's word boundaries.
  public var rules = TokenRules.icu
  /// How the text is split into sentences.
  public var sentences = SentenceSplitting.icu
  /// Abbreviations with their full stop after which no sentence ends, normalized as the text is; `common` stands for the list of the
  /// locale, as it is.
  public var abbreviations: [String] = []
  /// Patterns whose matches are kept as one token, in any order.
  public var patterns: [TokenPattern] = []
  /// Words kept as one token, in any spelling that becomes the same by the normalization steps.
  public var keptWords: [String] = []
  /// Normalization steps before tokenization, in order.
  public var normalize: [NormalizationStep] = []

  /// English words and sentences, nothing changed.
  public init() {}

  /// What the locale of an aligned text is, which is prepared beside the text.
  package static let aboutTargetLocale =
    "BCP 47 locale of the aligned text (default: its name, where that is a language, else that of the text)"

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("locale", &locale, required: false, Self.localeAbout)
    try otherFields(&visitor)
  }

  /// What the field `locale` means.
  package static let localeAbout = "locale (BCP 47) for tokenization (default: the language of the texts, else en)"

  /// Every field but the locale.
  package mutating func otherFields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("unit", &unit, "unit of tokens; characters for lemmas and transliterations")
    try visitor.choice(
      "rules", &rules, "rules of tokens: ICU's words, or those of treebanks with clitics, elisions, abbreviations")
    try visitor.choice("sentences", &sentences, "sentence splitting")
    try visitor.choices("normalize", &normalize, "normalization steps before tokenization, in order")
    try visitor.field(
      "abbreviations", &abbreviations, required: false,
      "abbreviation that does not end a sentence; `common` for the list of the locale")
    try visitor.choices("patterns", &patterns, "keep matches of this pattern as one token")
    try visitor.field("keptWords", &keptWords, required: false, "keep this word as one token, such as C++")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    if let problem = TextLocale.problem("locale", locale) { return problem }
    if let bad = abbreviations.first(where: { $0 != "common" && !$0.hasSuffix(".") }) {
      return OptionProblem(
        "abbreviations", found: "`\(bad)`", expected: "words that end with a full stop, or `common`")
    }
    if rules != .icu, unit != .word {
      return OptionProblem(
        "rules", found: "`\(rules.rawValue)` for characters", expected: "`icu`, or words as the unit")
    }
    guard abbreviations.contains("common"), Abbreviations.common(locale).isEmpty else { return nil }
    return OptionProblem(
      "abbreviations", found: "`common` for the locale `\(locale)`",
      expected: "a language with a list: \(Abbreviations.languages.joined(separator: ", "))")
  }

  /// What a segmenter of such texts does.
  public var segmentation: SegmenterOptions {
    SegmenterOptions(
      locale: locale, unit: unit, rules: rules, sentences: sentences,
      abbreviations: abbreviations.flatMap { $0 == "common" ? Abbreviations.common(locale) : [normalized($0)] },
      patterns: Set(patterns), keptWords: keptWords.map(normalized))
  }

  /// A word as it stands in normalized text, which is what tokens are found in.
  private func normalized(_ word: String) -> String {
    let text = Normalizer(normalize, locale: locale).apply(word).text
    return text.isEmpty ? word : text
  }

  /// The same by the rules of another locale; nil for its own.
  public func with(locale: String?) -> TextPreparation {
    var preparation = self
    preparation.locale = locale ?? self.locale
    return preparation
  }
}
