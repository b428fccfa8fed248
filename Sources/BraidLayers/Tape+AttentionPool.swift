public import BraidTensors
import CKernels

extension Tape {
  /// A weighted mean of each sequence's rows, weights a softmax of given scores.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`, rows laid out by `packing`.
  ///   - scores: `[N, 1]`.
  ///   - packing: B sequences.
  /// - Returns: `[B, W]`, in packed order.
  public func attentionPool(_ x: Tensor, scores: Tensor, _ packing: Packing) -> Tensor {
    let width = x.columns
    demand(
      scores.rows == x.rows && scores.columns == 1 && packing.count == x.rows, "\(x.shape) pooled by \(scores.shape)")
    let sequences = packing.lengths.count
    let output = make(sequences, width, needsGradient: x.needsGradient || scores.needsGradient)
    output.values.update(repeating: 0, count: output.count)
    let weights = allocate(x.rows)
    let scratch = allocate(packing.lengths.first ?? 1)
    for (sequence, length) in packing.lengths.enumerated() {
      for step in 0..<length { scratch[step] = scores.values[packing.row(sequence: sequence, step: step)] }
      bk_softmax(1, length, scratch, length, scratch, length, nil)
      for step in 0..<length {
        let row = packing.row(sequence: sequence, step: step)
        weights[row] = scratch[step]
        bk_add_scaled(width, scratch[step], x.values + row * width, output.values + sequence * width)
      }
    }
    record(output) { tape, gradient in
      let inputGradient = tape.zeroedGradient(x)
      let scoreGradient = tape.zeroedGradient(scores)
      for (sequence, length) in packing.lengths.enumerated() {
        let incoming = gradient + sequence * width
        let mean = Float(bk_dot(width, incoming, output.values + sequence * width))
        for step in 0..<length {
          let row = packing.row(sequence: sequence, step: step)
          if let inputGradient { bk_add_scaled(width, weights[row], incoming, inputGradient + row * width) }
          if let scoreGradient {
            scoreGradient[row] += weights[row] * (Float(bk_dot(width, incoming, x.values + row * width)) - mean)
          }
        }
      }
    }
    return output
  }
}
