import BraidText
import BraidVocabularies

/// What of a document goes into a vocabulary.
struct VocabularyInput {
  /// What is counted of the tokens; nil: labels.
  var unit: CountedUnit?
  /// The translation whose tokens are counted; nil: the source.
  var translation: String?
  /// The layer of labels.
  var layer: String

  /// Counts what goes in.
  ///
  /// - Throws: `VocabularyError.unwritable`.
  func add(_ document: Document, to counter: inout WordCounter) throws {
    guard let unit else {
      try counter.add(labelsOf: document, layer: layer)
      return
    }
    guard let translation else {
      try counter.add(tokensOf: document, unit: unit)
      return
    }
    guard let text = document.translations[translation] else { return }
    try counter.add(text.tokens, in: text.text, unit: unit)
  }
}
