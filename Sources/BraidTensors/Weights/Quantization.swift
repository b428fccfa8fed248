/// Matrices of whole numbers of 8 bits, -127 to 127, each times the scale of its column or of its row.
enum Quantization {
  /// The largest whole number.
  static let largest: Float = 127

  /// Puts whole numbers times scales in the place of numbers: a scale is the largest magnitude in its column or row divided by
  /// 127, and a whole number the nearest one, of two that are equally near the even one.
  ///
  /// - Parameters:
  ///   - values: row after row.
  ///   - columns: numbers in a row.
  ///   - byRow: whether rows have scales; columns, if not.
  /// - Returns: the scales.
  /// - Precondition: the numbers are finite.
  static func quantize(_ values: UnsafeMutableBufferPointer<Float>, columns: Int, byRow: Bool) -> [Float] {
    let rows = values.count / columns
    var scales = [Float](repeating: 0, count: byRow ? rows : columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let magnitude = values[row * columns + column].magnitude
        if magnitude > scales[byRow ? row : column] { scales[byRow ? row : column] = magnitude }
      }
    }
    for index in scales.indices { scales[index] /= largest }
    for row in 0..<rows {
      for column in 0..<columns {
        let (place, scale) = (row * columns + column, scales[byRow ? row : column])
        values[place] = Float(whole(values[place], scale)) * scale
      }
    }
    return scales
  }

  /// The whole number that a number is times a scale.
  @inline(__always)
  static func whole(_ value: Float, _ scale: Float) -> Int8 {
    guard scale > 0 else { return 0 }
    return Int8(max(-largest, min(largest, (value / scale).rounded(.toNearestOrEven))))
  }
}

extension Weights {
  /// The weights in 8 bits: matrices with a scale for each column, tables with one for each row, or for each column where rows
  /// are short. Vectors, small matrices and what must be precise stay in 32 bits.
  ///
  /// - Parameter isKept: whether the weight of a name stays in 32 bits, too.
  /// - Returns: nil when a number of a weight is not finite.
  package func quantized(except isKept: (String) -> Bool) -> Weights? {
    var weights = self
    for (index, entry) in entries.enumerated() where entry.isQuantizable && !isKept(entry.name) {
      guard storage[entry.offset..<entry.offset + entry.count].allSatisfy(\.isFinite) else { return nil }
      weights.quantize(index)
    }
    return weights
  }

  /// Whether some of the weights are in 8 bits.
  package var isQuantized: Bool { entries.contains { $0.scales != nil } }

  /// How many elements are in 8 bits.
  package var quantizedCount: Int { entries.reduce(0) { $0 + ($1.scales == nil ? 0 : $1.count) } }
}
