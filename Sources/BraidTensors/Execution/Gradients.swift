import BraidFiles
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
    combine(parts.map { ($0.gradients, $0.weight, $0.weight) }) { _ in true }
  }

  /// Makes the gradient the weighted sum of others of the same weights, some weights' by one factor, the others' by another.
  ///
  /// - Parameters:
  ///   - parts: the other gradients, each with the factor of the weights that `include` names and that of all others.
  ///   - include: which weights are multiplied by the first factor, by name.
  public func combine(
    _ parts: [(gradients: Gradients, weight: Float, other: Float)], include: (String) -> Bool
  ) {
    denseSquares = nil
    for (index, entry) in entries.enumerated() {
      touched[index] = false
      tables[index]?.clear()
      let isIncluded = include(entry.name)
      for (part, included, other) in parts where part.touched[index] {
        let weight = isIncluded ? included : other
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

  /// Adds another gradient of the same weights.
  public func add(_ other: Gradients) {
    denseSquares = nil
    for (index, entry) in entries.enumerated() where other.touched[index] {
      if let table = tables[index], let source = other.tables[index] {
        if !touched[index] { table.clear() }
        table.add(source, weight: 1)
      } else {
        let target = dense.pointer + entry.offset
        if touched[index] {
          bk_add(entry.count, other.dense.pointer + entry.offset, target)
        } else {
          target.update(from: other.dense.pointer + entry.offset, count: entry.count)
        }
      }
      touched[index] = true
    }
  }

  /// The gradient of one weight, row after row; zeros where nothing has reached it.
  public func values(_ id: WeightID) -> [Float] {
    let entry = entries[id.index]
    guard touched[id.index] else { return [Float](repeating: 0, count: entry.count) }
    if let table = tables[id.index] { return table.full() }
    return Array(UnsafeBufferPointer(start: dense.pointer + entry.offset, count: entry.count))
  }

  /// Makes the gradient the sum of others of the same weights, but that of some weights only of those elements that have the
  /// sign drawn for it.
  ///
  /// The sign is positive with probability `½ (1 + Σ g / Σ |g|)`; of elements of the other sign the share `leak` is added.
  ///
  /// - Parameters:
  ///   - parts: the other gradients, each with the factor that it is multiplied by first.
  ///   - leak: 0...1.
  ///   - random: what signs are drawn from.
  ///   - step: number of the step, on which the signs depend.
  ///   - include: the weights that signs are drawn for, by name.
  package func combineSigns(
    _ parts: [(gradients: Gradients, weight: Float)], leak: Float, random: Random, step: UInt64,
    include: (String) -> Bool
  ) {
    combine(parts)
    for (index, entry) in entries.enumerated() where touched[index] && include(entry.name) {
      var stream = random.stream("gradient signs", step, UInt64(index))
      let present = parts.filter { $0.gradients.touched[index] }
      if let table = tables[index] {
        for (slot, row) in table.rows.enumerated() {
          let rows = present.compactMap { part -> (UnsafeMutablePointer<Float>, Float)? in
            part.gradients.tables[index]?.pointer(row: row).map { ($0, part.weight) }
          }
          Self.keepSigns(rows, count: table.width, into: table.pointer(slot), leak: leak, &stream)
        }
      } else {
        let rows = present.map { ($0.gradients.dense.pointer + entry.offset, $0.weight) }
        Self.keepSigns(rows, count: entry.count, into: dense.pointer + entry.offset, leak: leak, &stream)
      }
    }
  }

  private static func keepSigns(
    _ parts: [(values: UnsafeMutablePointer<Float>, weight: Float)], count: Int,
    into target: UnsafeMutablePointer<Float>,
    leak: Float, _ stream: inout SplitMix64
  ) {
    for element in 0..<count {
      let drawn = Float(stream.uniform())
      let values = parts.lazy.map { $0.weight * $0.values[element] }
      target[element] = keptSign(of: values, drawn: drawn, leak: leak)
    }
  }

  /// What stays of one element of several gradients: those of the sign that `drawn`, 0..<1, decides on, and the share `leak` of
  /// the others.
  package static func keptSign(of values: some Sequence<Float>, drawn: Float, leak: Float) -> Float {
    var positive: Float = 0
    var negative: Float = 0
    for value in values { if value > 0 { positive += value } else { negative += value } }
    guard positive - negative > 0 else { return 0 }
    let isPositive = (1 + (positive + negative) / (positive - negative)) / 2 > drawn
    return isPositive ? positive + leak * negative : negative + leak * positive
  }
}
