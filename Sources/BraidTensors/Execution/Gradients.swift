import CKernels

/// The gradient of a loss with respect to all weights.
public final class Gradients {
  let entries: [WeightEntry]
  /// Dense weights, at the same offsets as the weights; valid where `touched`.
  let dense: FloatBuffer
  var touched: [Bool]
  var tables: [RowGradients?]
  /// The sum of squares of the dense weights; nil when they have changed since it was taken.
  var denseSquares: Double?

  init(_ entries: [WeightEntry], dense: FloatBuffer) {
    self.entries = entries
    self.dense = dense
    touched = entries.map { _ in false }
    tables = entries.map { $0.kind == .rows ? RowGradients(rows: $0.rows, width: $0.columns) : nil }
  }

  /// The norm over all weights.
  public func norm() -> Double {
    guard let denseSquares else { return dot(self).squareRoot() }
    let rows = tables.indices.reduce(0.0) { sum, index in
      guard touched[index], let table = tables[index] else { return sum }
      return sum + table.dot(table)
    }
    return (denseSquares + rows).squareRoot()
  }

  /// The inner product with another gradient of the same weights.
  ///
  /// - Parameters:
  ///   - other: the other gradient.
  ///   - include: which weights count, by name; nil for all.
  /// - Returns: the sum of the products of their elements.
  public func dot(_ other: Gradients, include: ((String) -> Bool)? = nil) -> Double {
    var total = 0.0
    for (index, entry) in entries.enumerated() where touched[index] && other.touched[index] {
      guard include?(entry.name) ?? true else { continue }
      if let table = tables[index], let second = other.tables[index] {
        total += table.dot(second)
      } else {
        total += bk_dot(entry.count, dense.pointer + entry.offset, other.dense.pointer + entry.offset)
      }
    }
    return total
  }

  /// Makes the gradient the weighted sum of others of the same weights.
  public func combine(_ parts: [(gradients: Gradients, weight: Float)]) {
    denseSquares = nil
    for (index, entry) in entries.enumerated() {
      touched[index] = false
      tables[index]?.clear()
      for (part, weight) in parts where part.touched[index] {
        if let table = tables[index], let source = part.tables[index] {
          table.add(source, weight: weight)
        } else {
          let target = dense.pointer + entry.offset
          if !touched[index] { target.update(repeating: 0, count: entry.count) }
          bk_add_scaled(entry.count, weight, part.dense.pointer + entry.offset, target)
        }
        touched[index] = true
      }
    }
  }

  /// The gradient of one weight, row after row; zeros where nothing has reached it.
  public func values(_ id: WeightID) -> [Float] {
    let entry = entries[id.index]
    guard touched[id.index] else { return [Float](repeating: 0, count: entry.count) }
    if let table = tables[id.index] { return table.full() }
    return Array(UnsafeBufferPointer(start: dense.pointer + entry.offset, count: entry.count))
  }
}
