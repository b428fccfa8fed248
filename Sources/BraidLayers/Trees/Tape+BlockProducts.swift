public import BraidTensors
import CKernels

extension Tape {
  /// The inner products of a row with the blocks of another one.
  ///
  /// `out[i, c] = Σ_k x[i, c K + k] y[i, k]`; with `x = z W` for W `[K, C K]` that is a bilinear form of z and y for each of C
  /// labels (Dozat & Manning 2017, equation 3).
  ///
  /// - Parameters:
  ///   - x: `[N, C · K]`.
  ///   - y: `[N, K]`.
  /// - Returns: `[N, C]`.
  /// - Precondition: the rows are as many, and the width of x is a multiple of that of y.
  public func blockProducts(_ x: Tensor, _ y: Tensor) -> Tensor {
    let width = y.columns
    demand(x.rows == y.rows && x.columns % width == 0, "blocks of \(x.shape) with \(y.shape)")
    let blocks = x.columns / width
    let output = make(x.rows, blocks, needsGradient: x.needsGradient || y.needsGradient)
    for row in 0..<x.rows {
      for block in 0..<blocks {
        output.values[row * blocks + block] = Float(
          bk_dot(width, x.values + row * x.columns + block * width, y.values + row * width))
      }
    }
    record(output) { tape, gradient in
      let first = tape.zeroedGradient(x)
      let second = tape.zeroedGradient(y)
      for row in 0..<x.rows {
        for block in 0..<blocks {
          let slope = gradient[row * blocks + block]
          let start = row * x.columns + block * width
          if let first { bk_add_scaled(width, slope, y.values + row * width, first + start) }
          if let second { bk_add_scaled(width, slope, x.values + start, second + row * width) }
        }
      }
    }
    return output
  }
}
