import BraidTensors
import BraidTestSupport
import Testing

/// Sizes that can't be confused: 3, 5, 7.
@Suite struct OperationTests {
  let random = Random(seed: 11)

  func weights(_ shapes: [(String, Int, Int, WeightKind)]) -> Weights {
    var weights = Weights()
    for (name, rows, columns, kind) in shapes {
      _ = weights.add(
        name, rows: rows, columns: columns, kind: kind, initializer: .uniform(limit: 0.8), random: random)
    }
    return weights
  }

  func check(_ shapes: [(String, Int, Int, WeightKind)], _ operation: (Tape, (String) -> WeightID) -> Tensor) -> Double
  {
    let weights = weights(shapes)
    return GradientCheck.worst(weights) { tape in
      operation(tape) { name in
        guard let id = weights[name] else { preconditionFailure("no weight \(name)") }
        return id
      }
    }
  }

  @Test func `linear maps, with bias and from one row, agree with central differences`() {
    #expect(
      check([("x", 5, 3, .dense), ("w", 3, 7, .dense), ("b", 1, 7, .dense)]) {
        $0.linear($0.weight($1("x")), weight: $1("w"), bias: $1("b"))
      } < 2e-3)
    #expect(
      check([("x", 5, 1, .dense), ("w", 1, 7, .dense)]) { $0.linear($0.weight($1("x")), weight: $1("w"), bias: nil) }
        < 2e-3)
  }

  @Test func `a table's rows agree with central differences, read twice or not at all`() {
    #expect(check([("e", 7, 3, .rows)]) { $0.embedding($1("e"), ids: [2, -1, 5, 2]) } < 1e-3)
  }

  @Test func `moving rows and columns agrees with central differences`() {
    #expect(check([("x", 5, 3, .dense)]) { $0.gatherRows($0.weight($1("x")), rows: [4, 0, -1, 4]) } < 1e-3)
    #expect(
      check([("x", 5, 3, .dense), ("y", 5, 7, .dense)]) {
        $0.concatenate([$0.weight($1("x")), $0.weight($1("y")), $0.weight($1("x"))])
      } < 1e-3)
    #expect(check([("x", 5, 7, .dense)]) { $0.slice($0.weight($1("x")), columns: 2..<5) } < 1e-3)
  }

  @Test func `elementwise operations agree with central differences`() {
    #expect(
      check([("x", 5, 3, .dense), ("y", 5, 3, .dense)]) {
        let (x, y) = ($0.weight($1("x")), $0.weight($1("y")))
        return $0.add($0.multiply($0.tanh(x), $0.sigmoid(y)), $0.scale($0.multiply(x, x), 0.3))
      } < 2e-3)
  }

  @Test(arguments: [PoolingKind.last, .mean, .max])
  func `pooling agrees with central differences`(kind: PoolingKind) {
    #expect(check([("x", 9, 3, .dense)]) { $0.pool($0.weight($1("x")), Packing(lengths: [2, 4, 3]), kind) } < 2e-3)
  }

  @Test func `rows added up agree with central differences`() {
    #expect(
      check([("x", 5, 3, .dense), ("y", 2, 3, .dense)]) {
        $0.gatherSum([($0.weight($1("x")), [4, 0, -1, 4]), ($0.weight($1("y")), [1, -1, 0, 1])])
      } < 1e-3)
  }

  @Test func `tensors one below the other agree with central differences`() {
    #expect(
      check([("x", 5, 3, .dense), ("y", 2, 3, .dense)]) { $0.stack([$0.weight($1("x")), $0.weight($1("y"))]) } < 1e-3)
  }

  @Test func `a mix of layers agrees with central differences`() {
    #expect(
      check([("x", 5, 3, .dense), ("y", 5, 3, .dense), ("s", 1, 2, .dense), ("g", 1, 1, .dense)]) {
        $0.mix([$0.weight($1("x")), $0.weight($1("y"))], scores: $0.weight($1("s")), scale: $0.weight($1("g")))
      } < 2e-3)
  }

  @Test func `cross-entropies agree with central differences, missing labels and all`() {
    #expect(
      check([("x", 5, 7, .dense)]) {
        $0.softmaxCrossEntropy(
          $0.weight($1("x")), gold: [3, -1, 0, 6, 3], smoothing: 0.1,
          classWeights: [1, 2, 1, 0.5, 1, 1, 3], normalizer: 4)
      } < 2e-3)
    #expect(
      check([("x", 3, 2, .dense)]) {
        $0.sigmoidCrossEntropy($0.weight($1("x")), gold: [1, 0, .nan, 1, 0, .nan], normalizer: 3)
      } < 2e-3)
  }

  @Test func `log-probabilities of a row are its scores less the log of their exponentials' sum`() {
    let executor = Executor(weights: weights([("x", 1, 1, .dense)]), threads: 1, training: false, seed: 1)
    let logs = executor.run(step: 1, shards: 1) { tape, _ in
      tape.logSoftmax(tape.constant(2, 3, [0, 0, 0, 100, 101, 99])).toArray()
    }[0]
    // -ln 3; 100 - ln(e^100 + e^101 + e^99) = -1 - ln(1 + e^-1 + e^-2), and 1 more and less.
    let expected: [Float] = [-1.0986123, -1.0986123, -1.0986123, -1.4076059, -0.40760595, -2.407606]
    #expect(zip(logs, expected).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `dropout keeps the mean and its gradient is its mask`() {
    #expect(check([("x", 9, 3, .dense)]) { $0.dropout($0.weight($1("x")), rate: 0.3) } < 1e-3)
    #expect(
      check([("x", 9, 3, .dense)]) {
        $0.sequenceDropout($0.weight($1("x")), Packing(lengths: [2, 4, 3]), rate: 0.3)
      } < 1e-3)
    let executor = Executor(weights: weights([("x", 1, 1, .dense)]), threads: 1, training: true, seed: 1)
    let kept = executor.run(step: 1, shards: 1) { tape, _ in
      tape.dropout(tape.constant(100, 100, [Float](repeating: 1, count: 10_000)), rate: 0.25).toArray()
    }[0]
    #expect(abs(kept.reduce(0, +) / 10_000 - 1) < 0.02)
    #expect(Set(kept) == [0, 1 / 0.75])
  }
}
