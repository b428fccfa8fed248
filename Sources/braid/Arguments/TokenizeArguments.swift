import ArgumentParser
import BraidFiles
import BraidText

/// Options for preparing text: normalization, and splitting into tokens and sentences.
struct TokenizeArguments: ParsableArguments {
  private static let standard = TextPreparation()

  @Option(help: .declared(TextPreparation.self, "locale", "locale")) var locale: String?
  @Option(help: .declared(TextPreparation.self, "unit")) var unit = Self.standard.unit
  @Option(help: .declared(TextPreparation.self, "rules")) var rules = Self.standard.rules
  @Option(help: .declared(TextPreparation.self, "sentences")) var sentences = Self.standard.sentences
  @Option(help: .declared(TextPreparation.self, "normalize")) var normalize: [NormalizationStep] = []
  @Option(name: .customLong("abbreviation"), help: .declared(TextPreparation.self, "abbreviations", "word"))
  var abbreviations: [String] = []
  @Option(name: [.customLong("pattern"), .customLong("keep")], help: .declared(TextPreparation.self, "patterns"))
  var patterns: [TokenPattern] = []
  @Option(name: .customLong("kept-word"), help: .declared(TextPreparation.self, "keptWords", "word"))
  var keptWords: [String] = []
  @Option(
    name: .customLong("target-locale"),
    help: ArgumentHelp("\(TextPreparation.aboutTargetLocale).", valueName: "locale"))
  var targetLocale: String?
  @OptionGroup var threads: ThreadArguments

  func validate() throws {
    try preparation(language: nil).validateFlags()
    if let problem = TextLocale.problem("target-locale", targetLocale) { throw problem.ofFlag("target-locale") }
  }

  /// What prepares documents, for one thread.
  ///
  /// - Throws: `TextError` for rules that ICU does not know.
  func makePreprocessor(_ preparation: TextPreparation) throws(TextError) -> (inout Document) throws -> Void {
    let preprocessor = try DocumentPreprocessor(preparation, targetLocale: targetLocale)
    return { try preprocessor.prepare(&$0) }
  }

  /// How texts are prepared.
  ///
  /// - Parameter language: that of the texts, by whose rules they are cut when no locale is given; nil where it is not known.
  /// - Returns: the options that are given, and the locale.
  func preparation(language: String?) -> TextPreparation {
    var preparation = TextPreparation()
    preparation.locale = locale ?? language ?? preparation.locale
    preparation.unit = unit
    preparation.rules = rules
    preparation.sentences = sentences
    preparation.normalize = normalize
    preparation.abbreviations = abbreviations
    preparation.patterns = patterns
    preparation.keptWords = keptWords
    return preparation
  }
}
