public import BraidTensors
import CKernels

extension Tape {
  /// Projection onto a large vocabulary, softmax, loss and gradient in one operation.
  ///
  /// The probabilities take the place of the logits and the gradient takes theirs: one `[N, V]` block of memory, of
  /// real target positions only.
  ///
  /// `loss = 1/normalizer Σ -(Σ_c q(c) log softmax(x W + b)[c])`, `q` smoothed as in `softmaxCrossEntropy`.
  ///
  /// - Parameters:
  ///   - x: `[N, H]`.
  ///   - projection: `[H, V]`.
  ///   - bias: `[1, V]`.
  ///   - gold: N ids in `0..<V`; a negative one carries no loss.
  ///   - smoothing: 0..<1.
  ///   - normalizer: what the sum is divided by.
  /// - Returns: `[1, 1]`.
  /// - Precondition: the shapes fit, the ids are in range.
  public func projectedCrossEntropy(
    _ x: Tensor, weight projection: WeightID, bias: WeightID, gold: [Int32], smoothing: Float, normalizer: Float
  ) -> Tensor {
    let entry = entry(projection)
    let (inner, vocabulary) = (entry.rows, entry.columns)
    demand(x.columns == inner, "\(x.shape) times \(entry.name) [\(inner), \(vocabulary)]")
    demand(gold.count == x.rows, "\(gold.count) gold ids for \(x.shape)")
    demand(gold.allSatisfy { Int($0) < vocabulary }, "an id outside a vocabulary of \(vocabulary)")
    let output = make(1, 1, needsGradient: x.needsGradient || isTrained(projection))
    let scores = allocate(x.rows * vocabulary)
    product(
      x.values, rows: x.rows, stride: inner, projection, bias: values(bias), into: scores, stride: vocabulary,
      accumulate: false)
    let even = smoothing / Float(vocabulary)
    var total = 0.0
    var logSum: Float = 0
    for row in 0..<x.rows where gold[row] >= 0 {
      let scores = scores + row * vocabulary
      let target = scores[Int(gold[row])]
      let sum = smoothing > 0 ? Float(bk_sum(vocabulary, scores)) : 0
      bk_softmax(1, vocabulary, scores, vocabulary, scores, vocabulary, &logSum)
      total += Double((1 - smoothing) * (logSum - target) + even * (Float(vocabulary) * logSum - sum))
    }
    output.values[0] = Float(total / Double(normalizer))
    record(output) { tape, gradient in
      let scale = gradient[0] / normalizer
      for row in 0..<x.rows {
        let slopes = scores + row * vocabulary
        guard gold[row] >= 0 else {
          slopes.update(repeating: 0, count: vocabulary)
          continue
        }
        for column in 0..<vocabulary { slopes[column] = scale * (slopes[column] - even) }
        slopes[Int(gold[row])] -= scale * (1 - smoothing)
      }
      if let (target, isFirst) = tape.gradient(x) {
        tape.product(scores, rows: x.rows, transposed: projection, into: target, accumulate: !isFirst)
      }
      if let (target, isFirst) = tape.gradient(projection) {
        bk_gemm_tn(
          inner, vocabulary, x.rows, x.values, inner, nil, scores, vocabulary, target, vocabulary, isFirst ? 0 : 1,
          tape.productWork)
      }
      if let (target, isFirst) = tape.gradient(bias) {
        bk_column_sums(x.rows, vocabulary, scores, vocabulary, target, isFirst ? 0 : 1)
      }
    }
    return output
  }
}
