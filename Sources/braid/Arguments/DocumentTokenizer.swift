import BraidText

/// Tokenizes a document with its translations.
final class DocumentTokenizer {
  private let source: TextPreprocessor
  private let target: TextSegmenter

  /// A tokenizer.
  ///
  /// - Throws: `TextError` for a locale that ICU does not know.
  init(_ preparation: TextPreparation, targetLocale: String? = nil) throws {
    source = try TextPreprocessor(preparation)
    target = try TextSegmenter(preparation.with(locale: targetLocale).segmentation)
  }

  /// Fills tokens and sentences that are not there yet.
  ///
  /// - Throws: `TextError.textTooLong`.
  func tokenize(_ document: inout Document) throws {
    document = try source.prepare(document).document
    for name in document.translations.keys {
      guard var translation = document.translations[name] else { continue }
      try target.segment(&translation)
      document.translations[name] = translation
    }
  }
}
