/// Prepares documents together with the texts aligned with them.
///
/// It owns ICU handles and belongs to one thread at a time.
package final class DocumentPreprocessor {
  private let text: TextPreprocessor
  private let alignedText: TextSegmenter
  private let second: SecondTextPreprocessor
  private let normalizer: Normalizer
  private let languages: [String]?

  /// Opens the rules.
  ///
  /// - Parameters:
  ///   - preparation: How texts are prepared; aligned texts are normalized alike and split into words.
  ///   - targetLocale: BCP 47 tag of the aligned texts; nil: that of the texts.
  ///   - languages: The aligned texts that are prepared; nil: all.
  /// - Throws: `TextError.invalidLocale`, `.invalidRule`, or `.icu` when ICU lacks rules.
  package init(
    _ preparation: TextPreparation, targetLocale: String? = nil, languages: [String]? = nil
  ) throws(TextError) {
    text = try TextPreprocessor(preparation)
    var aligned = preparation.with(locale: targetLocale)
    aligned.unit = .word
    aligned.sentences = .none
    // What is aligned is of another language.
    aligned.rules = .icu
    alignedText = try TextSegmenter(aligned.segmentation)
    second = try SecondTextPreprocessor(preparation)
    normalizer = Normalizer(preparation.normalize, locale: aligned.locale)
    self.languages = languages
  }

  /// Fills tokens and sentences that are not there yet; texts without tokens are normalized first. The second text of a pair
  /// is always among them, by the rules of the first.
  ///
  /// - Throws: `TextError.textTooLong`.
  package func prepare(_ document: inout Document) throws(TextError) {
    try text.fill(&document)
    guard !document.translations.isEmpty else { return }
    try second.prepare(&document)
    for language in languages ?? Array(document.translations.keys) where language != Document.secondName {
      guard var aligned = document.translations[language] else { continue }
      if !normalizer.steps.isEmpty, aligned.tokens.isEmpty { aligned.text = normalizer.apply(aligned.text).text }
      try alignedText.segment(&aligned)
      document.translations[language] = aligned
    }
  }
}
