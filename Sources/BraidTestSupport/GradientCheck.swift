import BraidFiles
package import BraidTensors

/// Compares an operation's gradients with central differences.
package enum GradientCheck {
  /// The largest relative difference over all elements of all weights.
  ///
  /// The loss is a fixed random weighting of the operation's output, so that every output element matters.
  package static func worst(
    _ weights: Weights, epsilon: Float = 1e-2, operation: (Tape) -> Tensor
  ) -> Double {
    let executor = Executor(weights: weights, threads: 1, training: true, seed: 5)
    func loss() -> Double {
      executor.run(step: 1, shards: 1) { tape, _ in Double(weigh(tape, operation(tape)).toArray()[0]) }[0]
    }
    _ = executor.run(step: 1, shards: 1) { tape, _ in
      tape.backward(weigh(tape, operation(tape)))
      return 0
    }
    let gradients = executor.makeGradients()
    executor.reduce(into: gradients)
    var worst = 0.0
    for entry in weights.entries {
      guard let id = weights[entry.name] else { continue }
      let analytic = gradients.values(id)
      let values = weights.values(id)
      let largest = Double(analytic.map(abs).max() ?? 0)
      for index in values.indices {
        var changed = weights
        func at(_ value: Float) -> Double {
          var all = values
          all[index] = value
          changed.set(id, all)
          executor.load(changed)
          return loss()
        }
        let numeric = (at(values[index] + epsilon) - at(values[index] - epsilon)) / Double(2 * epsilon)
        worst = max(worst, abs(numeric - Double(analytic[index])) / (largest + 1e-2))
      }
    }
    return worst
  }

  /// `[1, 1]`: the sum of the elements, each with a weight of its own.
  private static func weigh(_ tape: Tape, _ tensor: Tensor) -> Tensor {
    guard tensor.count > 1 else { return tensor }
    var stream = Random(seed: 3).stream("weighing")
    return sum(tape, tensor, times: (0..<tensor.count).map { _ in Float(stream.uniform() + 0.5) })
  }

  /// `[1, 1]`: the sum of the elements, each times the factor in its place.
  package static func sum(_ tape: Tape, _ tensor: Tensor, times factors: [Float]) -> Tensor {
    let product = tape.multiply(tensor, tape.constant(tensor.rows, tensor.columns, factors))
    let mean = tape.pool(product, Packing(lengths: [product.rows]), .mean)
    let columns = (0..<mean.columns).map { tape.slice(mean, columns: $0..<$0 + 1) }
    return tape.weightedSum(columns.map { ($0, Float(tensor.rows)) })
  }
}
