import ArgumentParser
import BraidFiles
import BraidText

/// Options for preparing text: normalization, and splitting into tokens and sentences.
struct TokenizeArguments: ParsableArguments {
  private static let standard = TextPreparation()

  @Option(help: .declared(TextPreparation.self, "locale", "locale")) var locale = Self.standard.locale
  @Option(help: .declared(TextPreparation.self, "unit")) var unit = Self.standard.unit
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
    help: ArgumentHelp("BCP 47 locale of the aligned text (default: that of the text).", valueName: "locale"))
  var targetLocale: String?
  @Option(help: ArgumentHelp("Number of threads (default: one per core).", valueName: "count"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...256 ~= threads) { throw ValidationError("--threads \(threads): expected 1 to 256.") }
    try preparation.validateFlags()
  }

  /// The rules of tokens and sentences.
  var segmentation: SegmenterOptions { preparation.segmentation }

  /// How texts are prepared.
  var preparation: TextPreparation {
    var preparation = TextPreparation()
    preparation.locale = locale
    preparation.unit = unit
    preparation.sentences = sentences
    preparation.normalize = normalize
    preparation.abbreviations = abbreviations
    preparation.patterns = patterns
    preparation.keptWords = keptWords
    return preparation
  }
}
