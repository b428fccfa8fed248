extension Tape {
  /// Squared differences between predictions and gold numbers.
  ///
  /// `loss = Σ_k 1/normalizers[k] Σ_n (x[n, k] - gold[n, k])²`.
  ///
  /// - Parameters:
  ///   - x: `[N, K]`.
  ///   - gold: N·K numbers, row after row; NaN is a missing one and carries no loss.
  ///   - normalizers: what the sum of each column is divided by; that of a whole batch, so that the losses of its shards add up.
  /// - Returns: `[1, 1]`.
  public func squaredError(_ x: Tensor, gold: [Float], normalizers: [Float]) -> Tensor {
    let columns = x.columns
    demand(gold.count == x.count, "\(gold.count) numbers for predictions \(x.shape)")
    demand(normalizers.count == columns, "\(normalizers.count) normalizers for predictions \(x.shape)")
    let output = make(1, 1, needsGradient: x.needsGradient)
    var total = 0.0
    for (index, number) in gold.enumerated() where !number.isNaN {
      let difference = x.values[index] - number
      total += Double(difference * difference / normalizers[index % columns])
    }
    output.values[0] = Float(total)
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(x) else { return }
      for (index, number) in gold.enumerated() where !number.isNaN {
        target[index] += 2 * gradient[0] / normalizers[index % columns] * (x.values[index] - number)
      }
    }
    return output
  }
}
