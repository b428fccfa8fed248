import BraidText

/// Finds sentences and tokens.
struct TokenizeStage: DocumentStage {
  static let verb = "tokenize"
  static let about = "finds sentences and tokens"

  var of: [String] = []
  var locale = "en"
  var unit = TokenUnit.word.rawValue
  var sentences = SentenceSplitting.icu.rawValue
  var normalize: [String] = []
  var abbreviations: [String] = []
  var patterns: [String] = []
  var keptWords: [String] = []
  var target: String?
  var targetLocale = "en"

  mutating func fields(_ visitor: inout some FieldVisitor) throws(PipelineError) {
    try visitor.field("of", &of, required: true, "the stages whose documents are tokenized")
    try visitor.field("locale", &locale, required: false, "BCP 47 locale of the rules")
    try visitor.choice(
      "unit", &unit, of: TokenUnit.allCases.map(\.rawValue), required: false,
      "what a token is; characters spell lemmas and transliterations")
    try visitor.choice(
      "sentences", &sentences, of: ["icu", "newline", "none"], required: false, "how sentences are found")
    try visitor.choices(
      "normalize", &normalize, of: NormalizationStep.allCases.map(\.rawValue),
      "what is changed in texts first, in order")
    try visitor.field(
      "abbreviations", &abbreviations, required: false,
      "words with a full stop that end no sentence; `common` for the list of the locale")
    try visitor.choices(
      "patterns", &patterns, of: TokenPattern.allCases.map(\.rawValue), "kinds of text that stay one token")
    try visitor.field("keptWords", &keptWords, required: false, "words that stay one token, such as C++")
    try visitor.field("target", &target, "aligned text that is tokenized too")
    try visitor.field("targetLocale", &targetLocale, required: false, "BCP 47 locale of the aligned text")
  }

  var references: [StageReference] { of.map { StageReference(option: "of", name: $0, kind: .documents) } }

  func check(name: String, place: Place) throws(PipelineError) {
    if let bad = abbreviations.first(where: { $0 != "common" && !$0.hasSuffix(".") }) {
      throw .badValue(
        place, key: "abbreviations", found: "`\(bad)`", expected: "words that end with a full stop, or `common`")
    }
    if abbreviations.contains("common"), Abbreviations.common(locale).isEmpty {
      throw .badValue(
        place, key: "abbreviations", found: "`common` for the locale `\(locale)`",
        expected: "a language with a list: \(Abbreviations.languages.joined(separator: ", "))")
    }
  }

  /// How texts are made ready.
  var preparation: TextPreparation {
    var preparation = TextPreparation()
    preparation.locale = locale
    preparation.unit = TokenUnit(rawValue: unit) ?? .word
    preparation.sentences = SentenceSplitting(rawValue: sentences) ?? .icu
    preparation.abbreviations = abbreviations.flatMap { $0 == "common" ? Abbreviations.common(locale) : [$0] }
    preparation.patterns = patterns.sorted().compactMap { TokenPattern(rawValue: $0) }
    preparation.keptWords = keptWords
    preparation.normalization = normalize.compactMap { NormalizationStep(rawValue: $0) }
    return preparation
  }

  /// How aligned texts are made ready.
  var targetPreparation: TextPreparation {
    var preparation = preparation
    preparation.locale = targetLocale
    preparation.unit = .word
    preparation.sentences = .none
    return preparation
  }
}
