import CKernels

extension Tape {
  /// The logarithm of each row's softmax, `x - log Σ exp(x)`, for decoders; no gradient flows through it.
  ///
  /// - Parameter x: `[N, C]`.
  /// - Returns: `[N, C]`, log-probabilities in nats.
  public func logSoftmax(_ x: Tensor) -> Tensor {
    let classes = x.columns
    let output = make(x.rows, classes, needsGradient: false)
    let logSums = allocate(x.rows)
    bk_softmax(x.rows, classes, x.values, classes, output.values, classes, logSums)
    for row in 0..<x.rows {
      let logSum = logSums[row]
      for index in row * classes..<(row + 1) * classes { output.values[index] = x.values[index] - logSum }
    }
    return output
  }
}
