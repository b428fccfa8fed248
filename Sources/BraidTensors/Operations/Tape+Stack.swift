extension Tape {
  /// Tensors one below the other.
  ///
  /// - Parameter parts: `[N1, W]`, `[N2, W]`, …
  /// - Returns: `[N1 + N2 + …, W]`.
  /// - Precondition: all have the same number of columns.
  public func stack(_ parts: [Tensor]) -> Tensor {
    guard let first = parts.first else { preconditionFailure("nothing to stack") }
    let width = first.columns
    precondition(
      parts.allSatisfy { $0.columns == width }, "one below the other: \(parts.map(\.shape).joined(separator: ", "))")
    let output = make(
      parts.reduce(0) { $0 + $1.rows }, width, needsGradient: parts.contains { $0.needsGradient })
    var start = 0
    for part in parts {
      (output.values + start).update(from: part.values, count: part.count)
      start += part.count
    }
    record(output) { tape, gradient in
      var start = 0
      for part in parts {
        tape.pass(gradient + start, to: part)
        start += part.count
      }
    }
    return output
  }
}
