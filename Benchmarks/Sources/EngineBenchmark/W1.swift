import BraidLayers
import BraidTensors

/// Embedding 10,000 × 128, LSTM 128, two sigmoid heads on the last state.
struct W1: Model {
  var weights = Weights()
  let clip: Double? = nil
  private let words: WeightID
  private let lstm: LSTM
  private let heads: [(weight: WeightID, bias: WeightID)]

  init(vocabulary: Int) {
    let random = Random(seed: 1)
    words = weights.add(
      "words", rows: vocabulary, columns: 128, kind: .rows, initializer: .normal(deviation: 1), random: random)
    lstm = LSTM.add("lstm", input: 128, units: 128, weights: &weights, random: random)
    var heads: [(WeightID, WeightID)] = []
    for name in ["first", "second"] {
      heads.append(
        (
          weights.add(name, rows: 128, columns: 1, initializer: .uniform(limit: 0.09), random: random),
          weights.add("\(name).bias", rows: 1, columns: 1, initializer: .zeros, random: random)
        ))
    }
    self.heads = heads
  }

  func operations(_ batch: [Sentence], step: Int) -> Double {
    Double(batch.reduce(0) { $0 + $1.ids.count }) * 2 * 256 * 512
  }

  private func logits(_ tape: Tape, _ part: [Sentence]) -> ([Tensor], Packing) {
    let packing = Packing(lengths: part.map(\.ids.count))
    let x = tape.embedding(words, ids: packing.pack(part.map(\.ids)))
    let last = tape.lstm(x, lstm, packing, reverse: false, initial: nil, recurrentDropout: 0).finalHidden
    return (heads.map { tape.linear(last, weight: $0.weight, bias: $0.bias) }, packing)
  }

  func loss(_ tape: Tape, _ part: [Sentence], of batch: [Sentence], step: Int) -> Tensor {
    let (logits, packing) = logits(tape, part)
    return tape.weightedSum(
      logits.enumerated().map { head, logits in
        let gold = packing.order.map { Float(part[$0].labels[head]) }
        return (tape.sigmoidCrossEntropy(logits, gold: gold, normalizer: Float(batch.count)), 1)
      })
  }

  func scores(_ tape: Tape, _ sentences: [Sentence], step: Int) -> Tensor {
    tape.concatenate(logits(tape, sentences).0.map { tape.sigmoid($0) })
  }
}
