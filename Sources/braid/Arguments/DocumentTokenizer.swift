import BraidText

/// Tokenizes a document with its translations.
final class DocumentTokenizer {
  private let source: TextSegmenter
  private let target: TextSegmenter

  /// A tokenizer.
  ///
  /// - Throws: `TextError` for a locale that ICU does not know.
  init(_ arguments: TokenizeArguments) throws {
    source = try TextSegmenter(arguments.options())
    target = arguments.targetLocale == nil ? source : try TextSegmenter(arguments.options(target: true))
  }

  /// Fills tokens and sentences that are not there yet.
  ///
  /// - Throws: `TextError.textTooLong`.
  func tokenize(_ document: inout Document) throws {
    try source.segment(&document)
    for name in document.translations.keys {
      guard var translation = document.translations[name] else { continue }
      try target.segment(&translation)
      document.translations[name] = translation
    }
  }
}
