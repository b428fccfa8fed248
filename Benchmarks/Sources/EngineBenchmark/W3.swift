import BraidLayers
import BraidTensors

/// BiLSTM encoder with 256 units a direction, LSTM decoder 256 with "general" attention after it, vocabulary 8,000.
struct W3: Model {
  var weights = Weights()
  let clip: Double? = 5
  private let source: WeightID
  private let target: WeightID
  private let forward: LSTM
  private let backward: LSTM
  private let decoder: LSTM
  private let hidden: (weight: WeightID, bias: WeightID)
  private let cell: (weight: WeightID, bias: WeightID)
  private let queries: WeightID
  private let combined: (weight: WeightID, bias: WeightID)
  private let output: (weight: WeightID, bias: WeightID)
  private let vocabulary: Int
  private static let beginMark: Int32 = 1
  private static let endMark: Int32 = 2

  init(vocabulary: Int) {
    let random = Random(seed: 1)
    var weights = Weights()
    func table(_ name: String) -> WeightID {
      weights.add(
        name, rows: vocabulary, columns: 256, kind: .rows, initializer: .normal(deviation: 1), random: random)
    }
    func linear(_ name: String, _ rows: Int, _ columns: Int) -> (WeightID, WeightID) {
      (
        weights.add(name, rows: rows, columns: columns, initializer: .glorot, random: random),
        weights.add("\(name).bias", rows: 1, columns: columns, initializer: .zeros, random: random)
      )
    }
    source = table("source")
    target = table("target")
    forward = LSTM.add("forward", input: 256, units: 256, weights: &weights, random: random)
    backward = LSTM.add("backward", input: 256, units: 256, weights: &weights, random: random)
    decoder = LSTM.add("decoder", input: 256, units: 256, weights: &weights, random: random)
    hidden = linear("hidden", 512, 256)
    cell = linear("cell", 512, 256)
    queries = weights.add("queries", rows: 256, columns: 512, initializer: .glorot, random: random)
    combined = linear("combined", 768, 256)
    output = linear("output", 256, vocabulary)
    self.vocabulary = vocabulary
    self.weights = weights
  }

  func operations(_ batch: [Sentence], step: Int) -> Double {
    let sources = batch.reduce(0) { $0 + $1.ids.count }
    let targets = batch.reduce(0) { $0 + $1.target.count + 1 }
    let pairs = batch.reduce(0) { $0 + $1.ids.count * ($1.target.count + 1) }
    let decoding = 1024 * 512 + 256 * 512 + 768 * 256 + 256 * vocabulary
    return 2
      * (Double(sources * 2 * 1024 * 512) + Double(targets * decoding) + Double(pairs * 2 * 512)
        + Double(batch.count * 2 * 512 * 256))
  }

  /// States of the decoder with their contexts, and the packing of the targets.
  private func decode(_ tape: Tape, _ part: [Sentence]) -> (Tensor, Packing) {
    let sources = Packing(lengths: part.map(\.ids.count))
    let x = tape.embedding(source, ids: sources.pack(part.map(\.ids)))
    let memory = tape.lstmLayer(x, directions: [forward, backward], sources, recurrentDropout: 0)

    let targets = Packing(lengths: part.map { $0.target.count + 1 })
    var packedSource = [Int32](repeating: 0, count: part.count)
    for (packed, sentence) in sources.order.enumerated() { packedSource[sentence] = Int32(packed) }
    let rows = targets.order.map { packedSource[$0] }
    func initial(_ last: Tensor, _ layer: (weight: WeightID, bias: WeightID)) -> Tensor {
      tape.tanh(tape.linear(tape.gatherRows(last, rows: rows), weight: layer.weight, bias: layer.bias))
    }
    let start = (h: initial(memory.finalHidden, hidden), c: initial(memory.finalCell, cell))
    let inputs = tape.embedding(target, ids: targets.pack(part.map { [Self.beginMark] + $0.target }))
    let states = tape.lstm(inputs, decoder, targets, reverse: false, initial: start, recurrentDropout: 0).output
    let context = tape.attention(
      tape.linear(states, weight: queries, bias: nil), targets, memory: memory.output, sources, sources: rows
    ).context
    return (
      tape.tanh(
        tape.linear(tape.concatenate([context, states]), weight: combined.weight, bias: combined.bias)), targets
    )
  }

  func loss(_ tape: Tape, _ part: [Sentence], of batch: [Sentence], step: Int) -> Tensor {
    let (states, targets) = decode(tape, part)
    return tape.projectedCrossEntropy(
      states, weight: output.weight, bias: output.bias, gold: targets.pack(part.map { $0.target + [Self.endMark] }),
      smoothing: 0, normalizer: Float(batch.reduce(0) { $0 + $1.target.count + 1 }))
  }

  func scores(_ tape: Tape, _ sentences: [Sentence], step: Int) -> Tensor {
    tape.linear(decode(tape, sentences).0, weight: output.weight, bias: output.bias)
  }
}
