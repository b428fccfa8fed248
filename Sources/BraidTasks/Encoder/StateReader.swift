package import BraidText
import BraidTensors

/// Reads documents with a frozen model and gives its encoder's states as vectors of their tokens.
///
/// A token's vector is its states in the layers that are read, side by side; a sentence's do not depend on its neighbours. It
/// belongs to one caller at a time.
package final class StateReader {
  /// Tokens that one thread reads at once.
  private static let batchTokens = 1024

  private let contextual: ContextualModel
  private let layers: ClosedRange<Int>
  private let readsPairs: Bool
  private let executor: Executor
  /// The words that each thread has come across.
  private let words: [WordTable]

  /// A reader of the documents that an encoder with these features reads; nil where it is given no states.
  ///
  /// - Parameters:
  ///   - features: the encoder's.
  ///   - readsPairs: whether the second text of a pair is read, too.
  ///   - threads: threads that work at once; 0 for one a core.
  package convenience init?(_ features: FeatureExtractor, readsPairs: Bool, threads: Int) {
    guard let contextual = features.contextual else { return nil }
    self.init(
      contextual, layers: contextual.layers(features.contextualLayers), readsPairs: readsPairs,
      Executor(weights: contextual.model.weights, threads: threads, training: false, seed: 0))
  }

  private init(_ contextual: ContextualModel, layers: ClosedRange<Int>, readsPairs: Bool, _ executor: Executor) {
    self.contextual = contextual
    self.layers = layers
    self.readsPairs = readsPairs
    self.executor = executor
    let model = contextual.model
    words = (0..<executor.threads).map { _ in
      WordTable(
        model.features, model.encoder, hashes: false, readsPairs: readsPairs, mostBytes: WordTable.mostBytes)
    }
  }

  /// Another reader on the weights of this one; both may run at the same time.
  func sharing(threads: Int) -> StateReader {
    StateReader(
      contextual, layers: layers, readsPairs: readsPairs, Executor(sharing: executor, threads: threads))
  }

  /// Floats of a token's vector.
  private var width: Int { layers.count * contextual.width }

  /// The vectors of each document's tokens, those of the second text of a pair behind its own; nil for one without tokens.
  package func vectors(_ documents: [Document]) -> [TokenVectors?] {
    let lengths = documents.map { document in
      document.tokens.count + (readsPairs ? document.second?.tokensOrWords.count ?? 0 : 0)
    }
    let present = documents.indices.filter { !documents[$0].tokens.isEmpty }
    var batches: [[Int]] = []
    var tokens = Int.max
    for index in present.sorted(by: { (-lengths[$0], $0) < (-lengths[$1], $1) }) {
      if tokens > Self.batchTokens - lengths[index] {
        batches.append([])
        tokens = 0
      }
      batches[batches.count - 1].append(index)
      tokens += lengths[index]
    }
    let states = executor.map(batches.count) { tape, worker, number in
      vectors(batches[number].map { documents[$0] }, tape, words[worker])
    }
    var results = [TokenVectors?](repeating: nil, count: documents.count)
    for (batch, states) in zip(batches, states) {
      for (index, vectors) in zip(batch, states) { results[index] = vectors }
    }
    return results
  }

  private func vectors(_ documents: [Document], _ tape: Tape, _ words: WordTable) -> [TokenVectors] {
    let batch = PackedBatch(words.examples(documents).compactMap { $0 }, forms: nil, tasks: 0)
    let encoder = contextual.model.encoder
    let states = encoder.encode(tape, batch, words.records(tape, batch), top: layers.upperBound)
    let size = contextual.width
    return documents.indices.map { document in
      let rows = batch.documentRows[document] + batch.secondRows[document]
      return TokenVectors(width: width, count: rows.count) { row, target in
        for (place, layer) in layers.enumerated() {
          let source = states[layer].values + Int(rows[row]) * size
          for column in 0..<size { target[place * size + column] = TokenVectors.bits(source[column]) }
        }
      }
    }
  }
}
