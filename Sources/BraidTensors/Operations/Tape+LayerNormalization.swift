import CKernels

extension Tape {
  /// Layer normalization of each row, `gain (x - mean) / √(variance + 1e-5) + bias`.
  ///
  /// Source: Ba, Kiros & Hinton 2016, equation 4.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`.
  ///   - gain: `[1, W]`.
  ///   - bias: `[1, W]`.
  /// - Returns: `[N, W]`.
  /// - Precondition: the widths fit.
  public func layerNormalization(_ x: Tensor, gain: WeightID, bias: WeightID) -> Tensor {
    let width = x.columns
    for id in [gain, bias] {
      let entry = entry(id)
      demand(entry.count == width, "\(entry.name) [\(entry.rows), \(entry.columns)] for rows of \(x.shape)")
    }
    let output = make(x.rows, width, needsGradient: x.needsGradient || isTrained(gain))
    let normalized = allocate(x.count)
    let scales = allocate(x.rows)
    bk_layer_norm(x.rows, width, x.values, values(gain), values(bias), normalized, scales, output.values, 0)
    record(output) { tape, gradient in
      let input = tape.gradient(x)
      bk_layer_norm_backward(
        x.rows, width, gradient, tape.values(gain), normalized, scales, input?.pointer ?? tape.allocate(x.count),
        input.map { $0.isFirst ? 0 : 1 } ?? 0, tape.zeroedGradient(gain), tape.zeroedGradient(bias))
    }
    return output
  }
}
