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

  @Test func `distances and squared errors agree with central differences, missing numbers and all`() {
    #expect(
      check([("x", 5, 3, .dense), ("y", 5, 3, .dense)]) { $0.distance($0.weight($1("x")), $0.weight($1("y"))) } < 2e-3)
    #expect(
      check([("x", 5, 3, .dense)]) {
        $0.squaredError(
          $0.weight($1("x")), gold: [1, -0.5, .nan, 0, 2, 1, .nan, .nan, .nan, 0.25, 1, 0, -1, 0.5, 0],
          normalizers: [4, 3, 2])
      } < 2e-3)
  }

  @Test func `a squared error is the sum of squares over what each column is divided by`() {
    let executor = Executor(weights: weights([("x", 1, 1, .dense)]), threads: 1, training: false, seed: 1)
    let loss = executor.run(step: 1, shards: 1) { tape, _ in
      tape.squaredError(tape.constant(2, 2, [1, 2, 3, 4]), gold: [0, 4, .nan, 1], normalizers: [2, 4])[0, 0]
    }[0]
    // 1 / 2 + (4 + 9) / 4.
    #expect(abs(loss - 3.75) < 1e-6)
  }

  /// Rows of three classes: whole, of one class, and without a loss.
  var targets: SoftTargets {
    var targets = SoftTargets(columns: 3)
    for row: [Float]? in [[0.2, 0.5, 0.3], [0, 2, 0], nil] { targets.add(row) }
    return targets
  }

  @Test(arguments: [Float(1), 2.5])
  func `cross-entropy of soft targets agrees with central differences`(temperature: Float) {
    #expect(
      check([("x", 3, 3, .dense)]) {
        $0.softCrossEntropy(
          $0.weight($1("x")), targets: targets, temperature: temperature, rowWeights: [1, 0.5, 3], normalizer: 2)
      } < 2e-3)
  }

  @Test func `soft targets of one class are gold classes, and a row of a softmax has no gradient for itself`() {
    let executor = Executor(weights: weights([("x", 3, 3, .dense)]), threads: 1, training: true, seed: 1)
    let losses = executor.run(step: 1, shards: 1) { tape, _ -> [Float] in
      let x = tape.constant(3, 3, [1, 2, 3, 0.5, -1, 2, 0, 0, 0])
      var one = SoftTargets(columns: 3)
      for row: [Float]? in [[0, 0, 1], [1, 0, 0], nil] { one.add(row) }
      return [
        tape.softCrossEntropy(x, targets: one, normalizer: 2)[0, 0],
        tape.softmaxCrossEntropy(x, gold: [2, 0, -1], smoothing: 0, classWeights: nil, normalizer: 2)[0, 0],
        // T² (log 3 - 0): all classes are equally likely, and so are the scores.
        tape.softCrossEntropy(
          tape.constant(1, 3, [5, 5, 5]),
          targets: SoftTargets(tape.constant(1, 3, [0, 0, 0]), including: [true], temperature: 2), temperature: 2,
          normalizer: 1)[0, 0],
      ]
    }[0]
    #expect(abs(losses[0] - losses[1]) < 1e-6)
    #expect(abs(losses[2] - 4 * 1.0986123) < 1e-5)
    guard let id = executor.weights["x"] else { return }
    _ = executor.run(step: 2, shards: 1) { tape, _ in
      let x = tape.weight(id)
      tape.backward(
        tape.softCrossEntropy(
          x, targets: SoftTargets(x, including: [true, true, true], temperature: 2), temperature: 2, normalizer: 1))
    }
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    #expect(gradients.values(id).allSatisfy { abs($0) < 1e-6 })
  }

  @Test func `of many classes a soft target keeps the likeliest, which add up to 1`() {
    var targets = SoftTargets(columns: 200)
    targets.add((0..<200).map { Float($0) })
    #expect(targets.classes == (136..<200).map { Int32($0) })
    #expect(abs(targets.probabilities.reduce(0, +) - 1) < 1e-5)
    #expect(targets.row(0)?[135] == 0)
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
