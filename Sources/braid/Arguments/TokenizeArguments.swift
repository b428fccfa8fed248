import ArgumentParser
import BraidText

/// How text is cut into tokens and sentences.
struct TokenizeArguments: ParsableArguments {
  @Option(help: ArgumentHelp("BCP 47 language tag whose rules apply.", valueName: "locale"))
  var locale: String = "en"

  @Option(
    name: .customLong("target-locale"),
    help: ArgumentHelp("The same for translations; otherwise that of the source.", valueName: "locale"))
  var targetLocale: String?

  @Option(help: ArgumentHelp("What a token is.", valueName: "unit"))
  var unit: TokenUnit = .word

  @Option(help: ArgumentHelp("How text is split into sentences.", valueName: "how"))
  var sentences: SentenceSplitting = .icu

  @Option(name: .customLong("keep"), help: ArgumentHelp("What stays one token; repeatable.", valueName: "pattern"))
  var patterns: [TokenPattern] = []

  @Option(
    name: .customLong("abbreviation"),
    help: ArgumentHelp("What ends no sentence, with its full stop, such as Dr.; repeatable.", valueName: "word"))
  var abbreviations: [String] = []

  @Option(help: ArgumentHelp("Threads that tokenize; otherwise one for each processor.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...256 ~= threads) { throw ValidationError("--threads \(threads): expected 1 to 256.") }
  }

  /// The options of a segmenter.
  func options(target: Bool = false) -> SegmenterOptions {
    SegmenterOptions(
      locale: target ? targetLocale ?? locale : locale, unit: unit, sentences: sentences, abbreviations: abbreviations,
      patterns: Set(patterns))
  }
}
