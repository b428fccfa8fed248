/// Prepares the second text of a pair by the rules of the first; it has no sentences.
///
/// It owns ICU handles and belongs to one thread at a time.
package final class SecondTextPreprocessor {
  private let preparation: TextPreparation
  private let normalizer: Normalizer
  /// Opened when the first pair comes.
  private var segmenter: TextSegmenter?

  /// A preparer by the rules of `preparation`.
  ///
  /// - Throws: `TextError` when ICU lacks rules.
  package init(_ preparation: TextPreparation) throws(TextError) {
    var preparation = preparation
    preparation.sentences = .none
    self.preparation = preparation
    normalizer = Normalizer(preparation.normalize, locale: preparation.locale)
  }

  /// Normalizes and tokenizes the second text of a document; one that has tokens stays, and so does a document without one.
  ///
  /// - Throws: `TextError.textTooLong`, or `.icu` when ICU lacks rules.
  package func prepare(_ document: inout Document) throws(TextError) {
    guard var second = document.second, second.tokens.isEmpty else { return }
    if !normalizer.steps.isEmpty { second.text = normalizer.apply(second.text).text }
    try opened().segment(&second)
    document.second = second
  }

  private func opened() throws(TextError) -> TextSegmenter {
    if let segmenter { return segmenter }
    let segmenter = try TextSegmenter(preparation.segmentation)
    self.segmenter = segmenter
    return segmenter
  }
}
