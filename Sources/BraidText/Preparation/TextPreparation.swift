/// How raw text is made ready for a model: what is changed in it, and what its tokens and sentences are.
public struct TextPreparation: Hashable, Sendable, Codable {
  /// BCP 47 language tag whose segmentation rules apply.
  public var locale = "en"
  /// What a token is.
  public var unit = TokenUnit.word
  /// How the text is split into sentences.
  public var sentences = SentenceSplitting.icu
  /// Abbreviations with their full stop after which no sentence ends.
  public var abbreviations: [String] = []
  /// Kinds of text that stay one token, in the order of their names.
  public var patterns: [TokenPattern] = []
  /// Words that stay one token.
  public var keptWords: [String] = []
  /// What is changed first, in order.
  public var normalization: [NormalizationStep] = []

  /// English words and sentences, nothing changed.
  public init() {}

  /// What a segmenter of such texts does.
  public var segmentation: SegmenterOptions {
    SegmenterOptions(
      locale: locale, unit: unit, sentences: sentences, abbreviations: abbreviations, patterns: Set(patterns),
      keptWords: keptWords)
  }

  /// The same by the rules of another locale; nil for its own.
  public func with(locale: String?) -> TextPreparation {
    var preparation = self
    preparation.locale = locale ?? self.locale
    return preparation
  }
}
