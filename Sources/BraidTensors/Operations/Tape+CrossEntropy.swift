import CKernels
import Foundation

extension Tape {
  /// Cross-entropy between softmax(logits) and gold classes, in nats.
  ///
  /// `loss = 1/normalizer Σ w[gold] · -(Σ_c q(c) log softmax(logits)[c])`, with `q` the gold class smoothed:
  /// `1 - smoothing` on it and `smoothing / C` on every class (Szegedy et al. 2016, section 7).
  ///
  /// - Parameters:
  ///   - logits: `[N, C]`.
  ///   - gold: N class ids in `0..<C`; a negative one is a missing label and carries no loss.
  ///   - smoothing: 0..<1.
  ///   - classWeights: C weights; nil for all 1.
  ///   - normalizer: what the sum is divided by; that of a whole batch, so that the losses of its shards add up.
  /// - Returns: `[1, 1]`.
  public func softmaxCrossEntropy(
    _ logits: Tensor, gold: [Int32], smoothing: Float, classWeights: [Float]?, normalizer: Float
  ) -> Tensor {
    let classes = logits.columns
    demand(gold.count == logits.rows, "\(gold.count) gold classes for logits \(logits.shape)")
    demand(classWeights == nil || classWeights?.count == classes, "class weights for logits \(logits.shape)")
    let output = make(1, 1, needsGradient: logits.needsGradient)
    let probabilities = allocate(logits.count)
    let logSums = allocate(logits.rows)
    bk_softmax(logits.rows, classes, logits.values, classes, probabilities, classes, logSums)
    let even = smoothing / Float(classes)
    var total = 0.0
    for (row, gold) in gold.enumerated() where gold >= 0 {
      demand(Int(gold) < classes, "class \(gold) of logits \(logits.shape)")
      let scores = logits.values + row * classes
      var loss = (1 - smoothing) * (logSums[row] - scores[Int(gold)])
      if smoothing > 0 { loss += even * (Float(classes) * logSums[row] - Float(bk_sum(classes, scores))) }
      total += Double((classWeights?[Int(gold)] ?? 1) * loss)
    }
    output.values[0] = Float(total / Double(normalizer))
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(logits) else { return }
      for (row, gold) in gold.enumerated() where gold >= 0 {
        let scale = gradient[0] / normalizer * (classWeights?[Int(gold)] ?? 1)
        let start = row * classes
        for column in 0..<classes { target[start + column] += scale * (probabilities[start + column] - even) }
        target[start + Int(gold)] -= scale * (1 - smoothing)
      }
    }
    return output
  }

  /// Cross-entropy between σ(logits) and gold truth values, in nats.
  ///
  /// `loss = 1/normalizer Σ max(x, 0) - x y + log(1 + e^-|x|)`.
  ///
  /// - Parameters:
  ///   - logits: `[N, C]`.
  ///   - gold: N·C truth values in 0...1, row after row; NaN is a missing label and carries no loss.
  ///   - normalizer: what the sum is divided by.
  /// - Returns: `[1, 1]`.
  public func sigmoidCrossEntropy(_ logits: Tensor, gold: [Float], normalizer: Float) -> Tensor {
    demand(gold.count == logits.count, "\(gold.count) truth values for logits \(logits.shape)")
    let output = make(1, 1, needsGradient: logits.needsGradient)
    var total = 0.0
    for (index, truth) in gold.enumerated() where !truth.isNaN {
      let logit = logits.values[index]
      total += Double(max(logit, 0) - logit * truth + log1p(exp(-abs(logit))))
    }
    output.values[0] = Float(total / Double(normalizer))
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(logits) else { return }
      let probabilities = tape.allocate(logits.count)
      bk_sigmoid(logits.count, logits.values, probabilities)
      for (index, truth) in gold.enumerated() where !truth.isNaN {
        target[index] += gradient[0] / normalizer * (probabilities[index] - truth)
      }
    }
    return output
  }

  /// A weighted sum of losses.
  ///
  /// - Parameter losses: at least one loss `[1, 1]` with its weight.
  /// - Returns: `[1, 1]`.
  public func weightedSum(_ losses: [(loss: Tensor, weight: Float)]) -> Tensor {
    demand(!losses.isEmpty && losses.allSatisfy { $0.loss.count == 1 }, "losses must be [1, 1]")
    let output = make(1, 1, needsGradient: losses.contains { $0.loss.needsGradient })
    output.values[0] = losses.reduce(0) { $0 + $1.weight * $1.loss.values[0] }
    record(output) { tape, gradient in
      for (loss, weight) in losses {
        guard let target = tape.zeroedGradient(loss) else { continue }
        target[0] += weight * gradient[0]
      }
    }
    return output
  }
}

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
