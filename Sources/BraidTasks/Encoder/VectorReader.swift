package import BraidText

/// Makes the vectors that an encoder is given beside the words of documents: the states of a frozen model, then what was made
/// elsewhere.
package final class VectorReader {
  private let states: StateReader?
  private let source: InputVectors?
  private let readsPairs: Bool

  /// A reader for a model; nil where its encoder is given nothing.
  ///
  /// - Parameters:
  ///   - model: the model, with the vectors of other software set if it needs some.
  ///   - threads: threads that work at once; 0 for one a core.
  package init?(_ model: JointModel, threads: Int) {
    guard model.features.readsVectors else { return nil }
    states = StateReader(model.features, readsPairs: model.readsPairs, threads: threads)
    source = model.features.source
    readsPairs = model.readsPairs
  }

  /// The vectors of each document's tokens; nil for one without tokens.
  ///
  /// - Throws: `TaskError` for a document that has none from elsewhere, where it needs some.
  package func vectors(_ documents: [Document]) throws(TaskError) -> [TokenVectors?] {
    var vectors = states?.vectors(documents) ?? documents.map { _ in nil }
    guard let source else { return vectors }
    for (index, document) in documents.enumerated() where !document.tokens.isEmpty {
      vectors[index] = TokenVectors(vectors[index], try source.vectors(document, second: readsPairs))
    }
    return vectors
  }
}
