import BraidLayers
import BraidTensors
import BraidTestSupport
import Testing

@Suite struct TiedProjectionTests {
  let random = Random(seed: 23)

  /// `x [3, 5]`, the row of class 0, a table of 7 rows of which 4 are read, and a bias of 5.
  func weights() -> (weights: Weights, x: WeightID, first: WeightID, table: WeightID, bias: WeightID) {
    var weights = Weights()
    func add(_ name: String, _ rows: Int, _ columns: Int, _ kind: WeightKind = .dense) -> WeightID {
      weights.add(
        name, rows: rows, columns: columns, kind: kind, initializer: .uniform(limit: 0.8), random: random)
    }
    let ids = (add("x", 3, 5), add("first", 1, 5), add("table", 7, 5, .rows), add("bias", 1, 5))
    return (weights, ids.0, ids.1, ids.2, ids.3)
  }

  @Test func `logits are products with the rows, and agree with central differences where a table is read twice`() {
    let (weights, x, first, table, bias) = weights()
    let executor = Executor(weights: weights, threads: 1, training: false, seed: 0)
    let logits = executor.run(step: 0, shards: 1) { tape, _ in
      tape.tiedProjection(tape.weight(x), first: first, table: table, rows: 4, bias: bias).toArray()
    }[0]
    #expect(logits.count == 15)
    let (input, own, rows, offsets) = (
      weights.values(x), weights.values(first), weights.values(table), weights.values(bias)
    )
    for row in 0..<3 {
      for label in 0..<5 {
        let vector = label == 0 ? own : Array(rows[(label - 1) * 5..<label * 5])
        let expected = (0..<5).reduce(offsets[label]) { $0 + input[row * 5 + $1] * vector[$1] }
        #expect(abs(logits[row * 5 + label] - expected) < 1e-5)
      }
    }
    let worst = GradientCheck.worst(weights) { tape in
      let states = tape.tanh(tape.concatenate([tape.embedding(table, ids: [1, 6, 1])]))
      let sum = tape.multiply(states, tape.weight(x))
      return tape.tiedProjection(sum, first: first, table: table, rows: 4, bias: bias)
    }
    #expect(worst < 5e-3)
  }
}
