import BraidFiles
import CKernels

/// How a weight's first values are drawn.
public enum Initializer: Sendable, Equatable {
  /// All 0.
  case zeros
  /// All the same.
  case constant(Float)
  /// Evenly from -limit...limit.
  case uniform(limit: Float)
  /// From a normal distribution around 0.
  case normal(deviation: Float)
  /// Evenly from ±√(6 / (rows + columns)) (Glorot & Bengio 2010, equation 16).
  case glorot
  /// Square blocks side by side, as many columns each as there are rows, each with orthonormal rows (Saxe et al. 2014,
  /// section 3).
  case orthogonal

  /// Values for a weight of `rows` × `columns`, from a stream named like the weight.
  func values(rows: Int, columns: Int, name: String, random: Random) -> [Float] {
    var stream = random.stream("initial." + name)
    let count = rows * columns
    switch self {
    case .zeros: return [Float](repeating: 0, count: count)
    case .constant(let value): return [Float](repeating: value, count: count)
    case .uniform(let limit): return (0..<count).map { _ in Float(2 * stream.uniform() - 1) * limit }
    case .normal(let deviation): return (0..<count).map { _ in Float(stream.normal()) * deviation }
    case .glorot:
      let limit = Float((6 / Double(rows + columns)).squareRoot())
      return (0..<count).map { _ in Float(2 * stream.uniform() - 1) * limit }
    case .orthogonal:
      precondition(columns % rows == 0, "\(name) [\(rows), \(columns)] is not made of square blocks")
      var values = [Float](repeating: 0, count: count)
      for block in 0..<columns / rows {
        let vectors = Self.orthonormal(rows, &stream)
        for row in 0..<rows {
          for column in 0..<rows { values[row * columns + block * rows + column] = vectors[row * rows + column] }
        }
      }
      return values
    }
  }

  /// `count` orthonormal vectors of as many elements: random ones, each made orthogonal to those before (Gram-Schmidt,
  /// twice, which is as good as exact: Giraud et al. 2005).
  private static func orthonormal(_ count: Int, _ stream: inout SplitMix64) -> [Float] {
    var vectors = (0..<count * count).map { _ in Float(stream.normal()) }
    vectors.withUnsafeMutableBufferPointer { vectors in
      guard let first = vectors.baseAddress else { return }
      for row in 0..<count {
        let vector = first + row * count
        for _ in 0..<2 {
          for other in 0..<row {
            let other = first + other * count
            bk_add_scaled(count, -Float(bk_dot(count, vector, other)), other, vector)
          }
        }
        let norm = Float(bk_sum_of_squares(count, vector).squareRoot())
        for index in 0..<count { vector[index] /= norm }
      }
    }
    return vectors
  }
}
