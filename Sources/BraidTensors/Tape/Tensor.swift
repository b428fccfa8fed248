/// A matrix on a tape: row-major `Float`s that live until the tape is reset.
public struct Tensor {
  /// Rows.
  public let rows: Int
  /// Columns.
  public let columns: Int
  /// The elements, row after row.
  package let values: UnsafeMutablePointer<Float>
  /// Index of the tensor's gradient on its tape; negative for a constant.
  let node: Int

  /// Number of elements.
  public var count: Int { rows * columns }

  /// Whether a gradient flows through the tensor.
  package var needsGradient: Bool { node >= 0 }

  /// The element at a row and a column.
  ///
  /// - Precondition: both are in range.
  public subscript(_ row: Int, _ column: Int) -> Float {
    demand(
      row >= 0 && row < rows && column >= 0 && column < columns, "[\(row), \(column)] of a tensor [\(rows), \(columns)]"
    )
    return values[row * columns + column]
  }

  /// The elements, row after row.
  public func toArray() -> [Float] { Array(UnsafeBufferPointer(start: values, count: count)) }

  /// The elements of one row, while `body` runs.
  public func withRow<Result>(_ row: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    demand(row >= 0 && row < rows, "row \(row) of a tensor [\(rows), \(columns)]")
    return body(UnsafeBufferPointer(start: values + row * columns, count: columns))
  }

  /// The shape, as messages show it.
  package var shape: String { "[\(rows), \(columns)]" }
}
