public import BraidFiles

/// How raw text is prepared for a model: what is changed in it, and what its tokens and sentences are.
public struct TextPreparation: Configurable, Hashable, Sendable {
  /// BCP 47 language tag whose segmentation rules apply.
  public var locale = "en"
  /// What a token is.
  public var unit = TokenUnit.word
  /// How the text is split into sentences.
  public var sentences = SentenceSplitting.icu
  /// Abbreviations with their full stop after which no sentence ends; `common` stands for the list of the locale.
  public var abbreviations: [String] = []
  /// Kinds of text that stay one token, in any order.
  public var patterns: [TokenPattern] = []
  /// Words that stay one token.
  public var keptWords: [String] = []
  /// What is changed first, in order.
  public var normalize: [NormalizationStep] = []

  /// English words and sentences, nothing changed.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("locale", &locale, required: false, "BCP 47 locale of the rules")
    try visitor.choice("unit", &unit, "what a token is; characters spell lemmas and transliterations")
    try visitor.choice("sentences", &sentences, "how sentences are found")
    try visitor.choices("normalize", &normalize, "what is changed in texts first, in order")
    try visitor.field(
      "abbreviations", &abbreviations, required: false,
      "words with a full stop that end no sentence; `common` for the list of the locale")
    try visitor.choices("patterns", &patterns, "kinds of text that stay one token")
    try visitor.field("keptWords", &keptWords, required: false, "words that stay one token, such as C++")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    if let bad = abbreviations.first(where: { $0 != "common" && !$0.hasSuffix(".") }) {
      return OptionProblem(
        "abbreviations", found: "`\(bad)`", expected: "words that end with a full stop, or `common`")
    }
    guard abbreviations.contains("common"), Abbreviations.common(locale).isEmpty else { return nil }
    return OptionProblem(
      "abbreviations", found: "`common` for the locale `\(locale)`",
      expected: "a language with a list: \(Abbreviations.languages.joined(separator: ", "))")
  }

  /// What a segmenter of such texts does.
  public var segmentation: SegmenterOptions {
    SegmenterOptions(
      locale: locale, unit: unit, sentences: sentences,
      abbreviations: abbreviations.flatMap { $0 == "common" ? Abbreviations.common(locale) : [$0] },
      patterns: Set(patterns), keptWords: keptWords)
  }

  /// The same by the rules of another locale; nil for its own.
  public func with(locale: String?) -> TextPreparation {
    var preparation = self
    preparation.locale = locale ?? self.locale
    return preparation
  }
}
