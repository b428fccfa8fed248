extension Tape {
  /// Rows of a table.
  ///
  /// - Parameters:
  ///   - id: `[V, D]`, of kind `.rows`.
  ///   - ids: N row numbers in `0..<V`; a negative one gives a row of zeros and no gradient.
  /// - Returns: `[N, D]`.
  /// - Precondition: the ids are in range.
  public func embedding(_ id: WeightID, ids: [Int32]) -> Tensor {
    let entry = entry(id)
    demand(entry.kind == .rows, "an embedding in \(entry.name), which is not a table")
    let width = entry.columns
    let output = make(ids.count, width, needsGradient: isTrained(id))
    let table = values(id)
    for (row, id) in ids.enumerated() {
      demand(Int(id) < entry.rows, "row \(id) of \(entry.name) [\(entry.rows), \(width)]")
      if id < 0 {
        (output.values + row * width).update(repeating: 0, count: width)
      } else {
        (output.values + row * width).update(from: table + Int(id) * width, count: width)
      }
    }
    record(output) { tape, gradient in tape.addRows(id, ids: ids, gradient: gradient) }
    return output
  }
}
