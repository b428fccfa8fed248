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
    }
  }
}
