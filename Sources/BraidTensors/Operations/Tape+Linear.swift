import CKernels

extension Tape {
  /// An affine map, `x W + b`.
  ///
  /// - Parameters:
  ///   - x: `[N, K]`.
  ///   - weight: `[K, M]`.
  ///   - bias: `[1, M]`; nil for none.
  /// - Returns: `[N, M]`.
  /// - Precondition: the widths fit.
  public func linear(_ x: Tensor, weight: WeightID, bias: WeightID?) -> Tensor {
    let entry = entry(weight)
    demand(x.columns == entry.rows, "\(x.shape) times \(entry.name) [\(entry.rows), \(entry.columns)]")
    if let bias {
      let shape = self.entry(bias)
      demand(shape.count == entry.columns, "bias \(shape.name) [\(shape.rows), \(shape.columns)]")
    }
    let inner = entry.rows
    let width = entry.columns
    let output = make(x.rows, width, needsGradient: x.needsGradient || isTrained(weight))
    if entry.isPacked {
      product(
        x.values, rows: x.rows, stride: inner, weight, bias: bias.map { UnsafePointer(values($0)) },
        into: output.values, stride: width, accumulate: false)
    } else {
      outer(x, values(weight), bias.map { values($0) }, output)
    }
    record(output) { tape, gradient in
      if let (target, isFirst) = tape.gradient(x) {
        tape.product(gradient, rows: x.rows, transposed: weight, into: target, accumulate: !isFirst)
      }
      if let (target, isFirst) = tape.gradient(weight) {
        bk_gemm_tn(
          inner, width, x.rows, x.values, inner, nil, gradient, width, target, width, isFirst ? 0 : 1, tape.productWork)
      }
      if let bias, let (target, isFirst) = tape.gradient(bias) {
        bk_column_sums(x.rows, width, gradient, width, target, isFirst ? 0 : 1)
      }
    }
    return output
  }

  /// `[rows, M] (+)= [rows, K] W + b` for a matrix `[K, M]`; of whole numbers where the weight is in 8 bits, see
  /// `bk_gemm_bytes`.
  ///
  /// `left` and `output` have so many floats from row to row; there is no bias where it is added to what `output` holds.
  package func product(
    _ left: UnsafePointer<Float>, rows: Int, stride leftStride: Int, _ weight: WeightID, bias: UnsafePointer<Float>?,
    into output: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    let entry = entry(weight)
    if let bytes = store.packedBytes(weight) {
      bk_gemm_bytes(
        rows, entry.columns, entry.rows, left, leftStride, bytes, output, stride, accumulate ? 1 : 0, bias, productWork)
    } else {
      bk_gemm(
        rows, entry.columns, entry.rows, left, leftStride, store.packed(weight), output, stride, accumulate ? 1 : 0,
        bias, productWork)
    }
  }

  /// `[rows, K] (+)= [rows, M] Wᵀ` for a weight `[K, M]`.
  package func product(
    _ left: UnsafePointer<Float>, rows: Int, transposed weight: WeightID, into output: UnsafeMutablePointer<Float>,
    accumulate: Bool
  ) {
    let entry = entry(weight)
    if entry.isPacked {
      bk_gemm(
        rows, entry.rows, entry.columns, left, entry.columns, packedTranspose(weight), output, entry.rows,
        accumulate ? 1 : 0, nil, productWork)
    } else {
      let values = values(weight)
      for row in 0..<rows {
        let dot = Float(bk_dot(entry.columns, left + row * entry.columns, values))
        output[row] = accumulate ? output[row] + dot : dot
      }
    }
  }

  /// A weight of one row: every output row is the bias plus one number times that row.
  private func outer(
    _ x: Tensor, _ weight: UnsafePointer<Float>, _ bias: UnsafeMutablePointer<Float>?, _ output: Tensor
  ) {
    for row in 0..<x.rows {
      let target = output.values + row * output.columns
      if let bias {
        target.update(from: bias, count: output.columns)
      } else {
        target.update(repeating: 0, count: output.columns)
      }
      bk_add_scaled(output.columns, x.values[row], weight, target)
    }
  }
}
