import BraidLayers
package import BraidTensors
import BraidVocabularies

/// The shared encoder: word and character features and given vectors, then a stack of LSTM layers, all run once a batch.
public struct SharedEncoder: Sendable {
  /// What the encoder is made of.
  public let options: EncoderOptions
  let words: WeightID
  let unknownWord: Int32
  let characters: CharacterFeatures?
  let contextual: ContextualFeatures?
  /// Columns of given vectors of other software; empty for none.
  let inputs: Range<Int>
  let layers: LSTMStack

  /// Adds the encoder's weights to `weights`.
  package init(
    options: EncoderOptions, features: FeatureExtractor, weights: inout Weights, random: Random
  ) {
    self.options = options
    unknownWord = features.words.unknownID ?? 0
    words = weights.add(
      "encoder.words", rows: features.embeddingRows, columns: options.embedding, kind: .rows,
      trainable: options.trainEmbedding, initializer: .normal(deviation: 0.5), random: random)
    var width = options.embedding
    if let characters = options.characters, let vocabulary = features.characters {
      let features = CharacterFeatures(
        options: characters, characters: vocabulary.count, weights: &weights, random: random)
      self.characters = features
      width += features.width
    } else {
      characters = nil
    }
    if let states = options.states, let model = features.states {
      let features = ContextualFeatures(model, options: states, weights: &weights, random: random)
      contextual = features
      width += features.width
    } else {
      contextual = nil
    }
    let states = contextual.map { $0.layers * $0.stateWidth } ?? 0
    inputs = states..<states + features.inputs
    width += features.inputs
    layers = LSTMStack("encoder.lstm", options: options.lstm, input: width, weights: &weights, random: random)
  }

  /// Width of what a head that reads `layer` gets, in floats a token.
  package func width(_ layer: EncoderLayer) -> Int {
    switch layer {
    case .layer(0): inputWidth
    case .layer, .top, .mix: layers.width
    case .all: inputWidth + depth * layers.width
    }
  }

  /// Number of LSTM layers.
  package var depth: Int { layers.depth }

  /// Runs the encoder over a batch, up to layer `top`.
  ///
  /// - Returns: `top + 1` tensors, one row a token of the batch's packing: the input features, then each LSTM layer.
  package func encode(_ tape: Tape, _ batch: PackedBatch, top: Int) -> [Tensor] {
    var ids = batch.words
    if tape.drops, options.wordDropout > 0 {
      let dropped = tape.bernoulli(ids.count, rate: Float(options.wordDropout))
      for index in ids.indices where dropped[index] { ids[index] = unknownWord }
    }
    var input = withVectors(tape, wordFeatures(tape, ids, batch.forms), batch)
    input = tape.sequenceDropout(input, batch.packing, rate: Float(options.inputDropout))
    return [input] + layers.run(tape, input, batch.packing, top: top)
  }

  /// Runs the encoder over a batch whose words have records; what it gives is the same to the bit.
  func encode(_ tape: Tape, _ batch: PackedBatch, _ records: WordRecords, top: Int) -> [Tensor] {
    guard !readsVectors else {
      let input = withVectors(tape, records.features(tape), batch)
      return [input] + layers.run(tape, input, batch.packing, top: top)
    }
    let input = records.features(tape)
    return [input] + layers.run(tape, input, products: top > 0 ? records.products : nil, batch.packing, top: top)
  }

  /// The features of words themselves, `[N, wordWidth]`.
  private func wordFeatures(_ tape: Tape, _ ids: [Int32], _ forms: PackedForms?) -> Tensor {
    let words = tape.embedding(words, ids: ids)
    guard let characters, let forms else { return words }
    return tape.concatenate([words, characters.features(tape, forms)])
  }

  /// The input features of the batch's tokens, `[N, inputWidth]`: those of their words, then what they are given.
  private func withVectors(_ tape: Tape, _ words: Tensor, _ batch: PackedBatch) -> Tensor {
    guard readsVectors else { return words }
    var parts = [words]
    if let contextual { parts.append(contextual.features(tape, batch)) }
    if !inputs.isEmpty { parts.append(batch.vectors(tape, columns: inputs)) }
    return tape.concatenate(parts)
  }

  /// Whether it is given vectors beside words.
  private var readsVectors: Bool { contextual != nil || !inputs.isEmpty }

  /// Floats of a word's own features, from which nothing but the word follows.
  var wordWidth: Int { options.embedding + (characters?.width ?? 0) }

  /// Floats of a token's input features.
  var inputWidth: Int { wordWidth + (contextual?.width ?? 0) + inputs.count }

  /// Floats of a word's record.
  var recordWidth: Int { wordWidth + (readsVectors ? 0 : layers.productWidth) }

  /// Makes the records of words: their features and, where these are all that the first layer reads, their products with its
  /// input weights.
  ///
  /// `records`: `[N, recordWidth]`.
  func makeRecords(
    _ tape: Tape, words: [Int32], forms: PackedForms?, into records: UnsafeMutablePointer<Float>
  ) {
    let input = wordFeatures(tape, words, forms)
    for row in 0..<input.rows {
      (records + row * recordWidth).update(from: input.values + row * wordWidth, count: wordWidth)
    }
    guard !readsVectors else { return }
    layers.products(tape, input, into: records + wordWidth, stride: recordWidth)
  }
}
