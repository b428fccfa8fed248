import BraidLayers
import BraidTensors
import BraidTestSupport
import Testing

/// Values and gradients on the weights that `References/torch_numbers.py` gives PyTorch, 1e-5 relative to the largest.
@Suite struct TorchEqualityTests {
  /// `(37 i + 11 seed) mod 101 / 101 - 1/2`, as in the script.
  static func numbers(_ count: Int, _ seed: Int) -> [Float] {
    (0..<count).map { Float(Double((37 * $0 + 11 * seed) % 101) / 101 - 0.5) }
  }

  /// The script's results by name.
  static let expected: [String: [Float]] = {
    var results: [String: [Float]] = [:]
    var name = ""
    for word in torchNumbers.split(whereSeparator: \.isWhitespace) {
      if word.first?.isLetter == true {
        name = String(word)
      } else {
        results[name, default: []].append(Float(word) ?? .nan)
      }
    }
    return results
  }()

  /// A weight by the name that the script stores its gradient under.
  struct Given {
    let name: String
    let rows: Int
    let columns: Int
    let seed: Int

    init(_ name: String, _ rows: Int, _ columns: Int, _ seed: Int) {
      self.name = name
      self.rows = rows
      self.columns = columns
      self.seed = seed
    }
  }

  func weights(_ given: [Given]) -> Weights {
    var weights = Weights()
    for part in given {
      let id = weights.add(
        part.name, rows: part.rows, columns: part.columns, initializer: .zeros, random: Random(seed: 0))
      weights.set(id, Self.numbers(part.rows * part.columns, part.seed))
    }
    return weights
  }

  func expect(_ values: [Float], _ name: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let expected = Self.expected[name] else {
      Issue.record("the script has no \(name)", sourceLocation: sourceLocation)
      return
    }
    #expect(values.count == expected.count, "\(name)", sourceLocation: sourceLocation)
    let largest = expected.map(abs).max() ?? 0
    let worst = zip(values, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(worst <= 1e-5 * largest, "\(name): \(worst) of \(largest)", sourceLocation: sourceLocation)
  }

  /// Runs an operation forward and back: results by name, and every weight's gradient, are PyTorch's.
  func check(
    _ prefix: String, _ weights: Weights, _ operation: (Tape, (String) -> WeightID) -> [(name: String, value: Tensor)]
  ) {
    func id(_ name: String) -> WeightID { weights[name] ?? { preconditionFailure("no weight \(name)") }() }
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
    let results = executor.run(step: 0, shards: 1) { tape, _ in
      let results = operation(tape, id)
      let factors = Self.numbers(results.reduce(0) { $0 + $1.value.count }, 99)
      var start = 0
      let parts = results.map { result in
        defer { start += result.value.count }
        return GradientCheck.sum(tape, result.value, times: Array(factors[start..<start + result.value.count]))
      }
      tape.backward(tape.weightedSum(parts.map { ($0, 1) }))
      return results.map { ($0.name, $0.value.toArray()) }
    }[0]
    for (name, values) in results { expect(values, "\(prefix).\(name)") }
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    for entry in weights.entries { expect(gradients.values(id(entry.name)), "\(prefix).\(entry.name)") }
  }

  static let lengths = [4, 3, 2]

  @Test func `two bidirectional LSTM layers over packed sequences are PyTorch's, forward and every gradient`() {
    var given = [Given("x", 9, 3, 4)]
    for layer in 0..<2 {
      for direction in 0..<2 {
        let seed = 10 * layer + 5 * direction
        given += [
          Given("\(layer).\(direction).input", layer == 0 ? 3 : 10, 20, seed + 1),
          Given("\(layer).\(direction).recurrent", 5, 20, seed + 2),
          Given("\(layer).\(direction).bias", 1, 20, seed + 3),
        ]
      }
    }
    check("lstm", weights(given)) { tape, id in
      var result = LSTMOutput?.none
      for layer in 0..<2 {
        let directions = (0..<2).map {
          LSTM(
            input: id("\(layer).\($0).input"), recurrent: id("\(layer).\($0).recurrent"),
            bias: id("\(layer).\($0).bias"), units: 5)
        }
        result = tape.lstmLayer(
          result?.output ?? tape.weight(id("x")), directions: directions, Packing(lengths: Self.lengths),
          recurrentDropout: 0)
      }
      guard let result else { return [] }
      return [("output", result.output), ("hidden", result.finalHidden), ("cell", result.finalCell)]
    }
  }

  @Test(arguments: [LSTMKind.highway, .layerNormalized])
  func `highway and layer-normalized LSTMs are the papers' equations, forward and every gradient`(kind: LSTMKind) {
    var weights = Weights()
    let random = Random(seed: 0)
    let x = weights.add("x", rows: 9, columns: 3, initializer: .zeros, random: random)
    weights.set(x, Self.numbers(27, 4))
    let lstm = LSTM.add("lstm", kind: kind, input: 3, units: 5, weights: &weights, random: random)
    var parts = [("input", lstm.input, 1), ("recurrent", lstm.recurrent, 2), ("bias", lstm.bias, 3)]
    if let normalization = lstm.normalization {
      parts += [
        ("inputGain", normalization.inputGain, 5), ("recurrentGain", normalization.recurrentGain, 6),
        ("cellGain", normalization.cellGain, 7), ("cellBias", normalization.cellBias, 8),
      ]
    }
    for (_, id, seed) in parts { weights.set(id, Self.numbers(weights.values(id).count, seed)) }
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
    let output = executor.run(step: 0, shards: 1) { tape, _ in
      let output = tape.lstm(
        tape.weight(x), lstm, Packing(lengths: Self.lengths), reverse: false, initial: nil, recurrentDropout: 0
      ).output
      tape.backward(GradientCheck.sum(tape, output, times: Self.numbers(output.count, 99)))
      return output.toArray()
    }[0]
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    expect(output, "\(kind).output")
    expect(gradients.values(x), "\(kind).x")
    for (name, id, _) in parts { expect(gradients.values(id), "\(kind).\(name)") }
  }

  @Test(arguments: ["dot", "general", "additive"])
  func `attention with every score is PyTorch's, forward and every gradient`(kind: String) {
    var given = [Given("queries", 6, kind == "dot" ? 4 : 3, 1), Given("memory", 9, 4, 2)]
    if kind == "general" { given.append(Given("general", 3, 4, 3)) }
    if kind == "additive" { given += [Given("wq", 3, 5, 4), Given("wm", 4, 5, 5), Given("v", 1, 5, 6)] }
    check("attention.\(kind)", weights(given)) { tape, id in
      let score: AttentionScore =
        switch kind {
        case "dot": .dot
        case "general": .general(id("general"))
        default: .additive(query: id("wq"), memory: id("wm"), score: id("v"))
        }
      let attended = tape.attention(
        tape.weight(id("queries")), Packing(lengths: [3, 2, 1]), memory: tape.weight(id("memory")),
        Packing(lengths: Self.lengths), sources: [2, 0, 0], score: score)
      return [("output", attended.context)]
    }
  }

  @Test func `the projection fused with its loss is PyTorch's, label smoothing, missing labels and all`() {
    let weights = weights([Given("x", 7, 5, 1), Given("w", 5, 37, 2), Given("b", 1, 37, 3)])
    func id(_ name: String) -> WeightID { weights[name] ?? { preconditionFailure("no weight \(name)") }() }
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
    let loss = executor.run(step: 0, shards: 1) { tape, _ in
      let loss = tape.projectedCrossEntropy(
        tape.weight(id("x")), weight: id("w"), bias: id("b"), gold: [3, -1, 36, 0, 3, 17, -1], smoothing: 0.1,
        normalizer: 5)
      tape.backward(loss)
      return loss.toArray()
    }[0]
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    expect(loss, "projection.loss")
    for name in ["x", "w", "b"] { expect(gradients.values(id(name)), "projection.\(name)") }
  }

  @Test func `layer normalization and a highway layer are PyTorch's, forward and every gradient`() {
    check("layerNorm", weights([Given("x", 5, 7, 1), Given("gain", 1, 7, 2), Given("bias", 1, 7, 3)])) {
      [("output", $0.layerNormalization($0.weight($1("x")), gain: $1("gain"), bias: $1("bias")))]
    }
    check(
      "highwayLayer",
      weights([
        Given("x", 5, 7, 1), Given("w", 7, 7, 2), Given("b", 1, 7, 3), Given("gate", 7, 7, 4),
        Given("gateBias", 1, 7, 5),
      ])
    ) {
      let layer = HighwayWeights(transform: ($1("w"), $1("b")), gate: ($1("gate"), $1("gateBias")))
      return [("output", $0.highway($0.weight($1("x")), layer))]
    }
  }

  @Test func `the loss of arcs and inner products with blocks are PyTorch's, forward and every gradient`() {
    check("arcs", weights([Given("d", 7, 5, 1), Given("h", 7, 5, 2), Given("r", 1, 5, 3)])) { tape, id in
      let scores = tape.arcScores(
        tape.weight(id("d")), heads: tape.weight(id("h")), root: tape.weight(id("r")), rows: [4, 0, 6, 2, 5])
      return [
        (
          "loss",
          tape.softmaxCrossEntropy(
            scores, gold: [2, 0, -1, 1, 4], smoothing: 0, classWeights: nil, normalizer: 2)
        )
      ]
    }
    check("blocks", weights([Given("x", 3, 20, 4), Given("y", 3, 5, 5)])) {
      [("output", $0.blockProducts($0.weight($1("x")), $0.weight($1("y"))))]
    }
  }

  @Test(arguments: ["adam", "adam.l2", "adamw", "sgd"])
  func `ten steps of an optimizer are PyTorch's`(name: String) {
    let weights = weights([Given("p", 5, 7, 1)])
    let id = weights["p"] ?? { preconditionFailure("no weight p") }()
    var options = OptimizerOptions()
    options.kind = name == "sgd" ? .sgd : name == "adamw" ? .adamw : .adam
    options.momentum = name == "sgd" ? 0.9 : 0
    options.weightDecay = name == "adam" ? 0 : 0.1
    var optimizer = Optimizer(options)
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
    let gradients = executor.makeGradients()
    for step in 0..<10 {
      let factors = Self.numbers(35, step + 2).map { $0 * (step >= 7 ? 100 : 1) }
      _ = executor.run(step: UInt64(step), shards: 1) { tape, _ in
        tape.backward(GradientCheck.sum(tape, tape.weight(id), times: factors))
      }
      executor.reduce(into: gradients)
      _ = executor.update(&optimizer, gradients, rate: 0.01, clip: nil)
    }
    expect(executor.weights.values(id), name)
  }
}
