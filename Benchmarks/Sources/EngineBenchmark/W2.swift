import BraidLayers
import BraidTensors

/// Embedding 10,000 × 100, two layers of BiLSTM with 256 units a direction; steps alternate between tagging with 20 tags
/// and classification of the maximum over the rows into 6 classes.
struct W2: Model {
  var weights = Weights()
  let clip: Double? = 5
  private let words: WeightID
  private let layers: [(forward: LSTM, backward: LSTM)]
  private let tags: (weight: WeightID, bias: WeightID)
  private let classes: (weight: WeightID, bias: WeightID)

  init(vocabulary: Int) {
    let random = Random(seed: 1)
    var weights = Weights()
    func head(_ name: String, _ columns: Int) -> (WeightID, WeightID) {
      (
        weights.add(name, rows: 512, columns: columns, initializer: .uniform(limit: 0.05), random: random),
        weights.add("\(name).bias", rows: 1, columns: columns, initializer: .zeros, random: random)
      )
    }
    words = weights.add(
      "words", rows: vocabulary, columns: 100, kind: .rows, initializer: .normal(deviation: 1), random: random)
    layers = [100, 512].enumerated().map { layer, input in
      (
        LSTM.add("lstm.\(layer).forward", input: input, units: 256, weights: &weights, random: random),
        LSTM.add("lstm.\(layer).backward", input: input, units: 256, weights: &weights, random: random)
      )
    }
    tags = head("tags", 20)
    classes = head("classes", 6)
    self.weights = weights
  }

  func operations(_ batch: [Sentence], step: Int) -> Double {
    let tokens = Double(batch.reduce(0) { $0 + $1.ids.count })
    let lstm = Double(2 * 1024 * (100 + 256 + 512 + 256))
    let head = step % 2 == 0 ? tokens * 512 * 20 : Double(batch.count * 512 * 6)
    return 2 * (tokens * lstm + head)
  }

  private func encode(_ tape: Tape, _ part: [Sentence]) -> (Tensor, Packing) {
    let packing = Packing(lengths: part.map(\.ids.count))
    var x = tape.embedding(words, ids: packing.pack(part.map(\.ids)))
    for layer in layers {
      x = tape.lstmLayer(x, directions: [layer.forward, layer.backward], packing, recurrentDropout: 0).output
    }
    return (x, packing)
  }

  func loss(_ tape: Tape, _ part: [Sentence], of batch: [Sentence], step: Int) -> Tensor {
    let (states, packing) = encode(tape, part)
    if step % 2 == 0 {
      return tape.softmaxCrossEntropy(
        tape.linear(states, weight: tags.weight, bias: tags.bias), gold: packing.pack(part.map(\.tags)), smoothing: 0,
        classWeights: nil, normalizer: Float(batch.reduce(0) { $0 + $1.ids.count }))
    }
    return tape.softmaxCrossEntropy(
      tape.linear(tape.pool(states, packing, .max), weight: classes.weight, bias: classes.bias),
      gold: packing.order.map { part[$0].labels[0] }, smoothing: 0, classWeights: nil, normalizer: Float(batch.count))
  }

  func scores(_ tape: Tape, _ sentences: [Sentence], step: Int) -> Tensor {
    let (states, packing) = encode(tape, sentences)
    if step % 2 == 0 { return tape.linear(states, weight: tags.weight, bias: tags.bias) }
    return tape.linear(tape.pool(states, packing, .max), weight: classes.weight, bias: classes.bias)
  }
}
