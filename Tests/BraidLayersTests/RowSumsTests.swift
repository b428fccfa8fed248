import BraidLayers
import BraidTensors
import BraidTestSupport
import Testing

@Suite struct RowSumsTests {
  /// Bags over a table of 7 rows: a row twice, none, one, four.
  static let bags: [[Int32]] = [[3, 0, 3], [], [6], [1, 2, 3, 4]]

  /// `[7, 5]`.
  func table(_ weights: inout Weights) -> WeightID {
    weights.add(
      "table", rows: 7, columns: 5, kind: .rows, initializer: .uniform(limit: 0.8), random: Random(seed: 29))
  }

  @Test func `a bag's output is its factor times the sum of its rows, and zeros for an empty one`() {
    var weights = Weights()
    let table = table(&weights)
    let factors: [Float] = [0.5, 3, -2, 1]
    let executor = Executor(weights: weights, threads: 1, training: false, seed: 0)
    let output = executor.run(step: 0, shards: 1) { tape, _ in
      tape.rowSums(table, bags: Self.bags, factors: factors).toArray()
    }[0]
    let rows = weights.values(table)
    #expect(output.count == 20)
    for (index, bag) in Self.bags.enumerated() {
      for column in 0..<5 {
        let expected = factors[index] * bag.reduce(0) { $0 + rows[Int($1) * 5 + column] }
        #expect(abs(output[index * 5 + column] - expected) < 1e-6)
      }
    }
  }

  @Test func `bags agree with central differences, where the table is read elsewhere too`() {
    var weights = Weights()
    let table = table(&weights)
    let worst = GradientCheck.worst(weights) { tape in
      let sums = tape.rowSums(table, bags: Self.bags, factors: [0.5, 3, -2, 1])
      return tape.multiply(tape.tanh(sums), tape.embedding(table, ids: [2, 3, 6, -1]))
    }
    #expect(worst < 5e-3)
  }

  /// `torch.nn.functional.embedding_bag(ids, table, starts, mode="sum", per_sample_weights=factors)`.
  @Test func `bags are PyTorch's, forward and every gradient`() {
    var weights = Weights()
    let table = table(&weights)
    weights.set(table, TorchEqualityTests.numbers(35, 1))
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 0)
    let output = executor.run(step: 0, shards: 1) { tape, _ in
      let output = tape.rowSums(table, bags: Self.bags, factors: TorchEqualityTests.numbers(4, 2))
      tape.backward(GradientCheck.sum(tape, output, times: TorchEqualityTests.numbers(20, 99)))
      return output.toArray()
    }[0]
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    TorchEqualityTests().expect(output, "bags.output")
    TorchEqualityTests().expect(gradients.values(table), "bags.table")
  }
}
