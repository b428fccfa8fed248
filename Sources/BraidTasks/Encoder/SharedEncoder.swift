package import BraidTensors
import BraidVocabularies

/// The shared encoder: word and character features, then a stack of LSTM layers, all run once a batch.
public struct SharedEncoder: Sendable {
  /// What the encoder is made of.
  public let options: EncoderOptions
  let words: WeightID
  let unknownWord: Int32
  let characters: CharacterFeatures?
  /// For each layer its directions, forward first.
  let layers: [[LSTM]]

  /// Adds the encoder's weights to `weights`.
  package init(
    options: EncoderOptions, features: FeatureExtractor, weights: inout Weights, random: Random
  ) {
    self.options = options
    unknownWord = features.words.unknownID ?? 0
    words = weights.add(
      "encoder.words", rows: features.embeddingRows, columns: options.embedding, kind: .rows,
      trainable: options.trainsEmbedding, initializer: .normal(deviation: 0.5), random: random)
    var width = options.embedding
    if let characters = options.characters, let vocabulary = features.characters {
      let features = CharacterFeatures(
        options: characters, characters: vocabulary.count, weights: &weights, random: random)
      self.characters = features
      width += features.width
    } else {
      characters = nil
    }
    var layers: [[LSTM]] = []
    for layer in 1...max(1, options.lstm.layers) {
      let directions = options.lstm.bidirectional ? ["forward", "backward"] : ["forward"]
      layers.append(
        directions.map { direction in
          LSTM.add(
            "encoder.lstm.\(layer).\(direction)", kind: options.lstm.kind, input: width, units: options.lstm.units,
            weights: &weights, random: random)
        })
      width = options.lstm.width
    }
    self.layers = layers
  }

  /// Width of one layer's states, in floats; layer 0 is the input features.
  package func width(_ layer: Int) -> Int {
    layer == 0 ? options.embedding + (characters?.width ?? 0) : options.lstm.width
  }

  /// Number of LSTM layers.
  package var depth: Int { layers.count }

  /// Runs the encoder over a batch, up to layer `top`.
  ///
  /// - Returns: `top + 1` tensors `[N, width(layer)]`, one row a token of the batch's packing; the first is the input
  ///   features.
  package func encode(_ tape: Tape, _ batch: PackedBatch, top: Int) -> [Tensor] {
    var ids = batch.words
    if tape.isTraining, options.wordDropout > 0 {
      let dropped = tape.bernoulli(ids.count, rate: Float(options.wordDropout))
      for index in ids.indices where dropped[index] { ids[index] = unknownWord }
    }
    var input = tape.embedding(words, ids: ids)
    if let characters, let forms = batch.forms {
      input = tape.concatenate([input, characters.features(tape, forms)])
    }
    input = tape.sequenceDropout(input, batch.packing, rate: Float(options.inputDropout))
    var states = [input]
    for layer in layers.prefix(top) {
      input =
        tape.lstmLayer(
          input, directions: layer, batch.packing, recurrentDropout: Float(options.lstm.recurrentDropout)
        ).output
      input = tape.sequenceDropout(input, batch.packing, rate: Float(options.lstm.dropout))
      states.append(input)
    }
    return states
  }
}
