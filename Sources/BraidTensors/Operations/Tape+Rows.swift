import CKernels

extension Tape {
  /// Rows of `x` in another order, any number of times each.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`.
  ///   - rows: M row numbers in `0..<N`; a negative one gives a row of zeros.
  /// - Returns: `[M, W]`.
  /// - Precondition: the rows are in range.
  public func gatherRows(_ x: Tensor, rows: [Int32]) -> Tensor {
    let width = x.columns
    let output = make(rows.count, width, needsGradient: x.needsGradient)
    for (index, row) in rows.enumerated() {
      demand(Int(row) < x.rows, "row \(row) of a tensor \(x.shape)")
      if row < 0 {
        (output.values + index * width).update(repeating: 0, count: width)
      } else {
        (output.values + index * width).update(from: x.values + Int(row) * width, count: width)
      }
    }
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(x) else { return }
      for (index, row) in rows.enumerated() where row >= 0 {
        bk_add(width, gradient + index * width, target + Int(row) * width)
      }
    }
    return output
  }

  /// Rows of several tensors, added up.
  ///
  /// - Parameter parts: tensors `[N1, W]`, `[N2, W]`, …, each with M row numbers; a negative one adds nothing.
  /// - Returns: `[M, W]`: row i is the sum of the rows that the i-th numbers name.
  /// - Precondition: the widths and the numbers of rows are the same, and the rows are in range.
  public func gatherSum(_ parts: [(x: Tensor, rows: [Int32])]) -> Tensor {
    guard let first = parts.first else { preconditionFailure("nothing to add up") }
    let width = first.x.columns
    let count = first.rows.count
    precondition(
      parts.allSatisfy { $0.x.columns == width && $0.rows.count == count },
      "\(count) rows each of \(parts.map(\.x.shape).joined(separator: ", "))")
    let output = make(count, width, needsGradient: parts.contains { $0.x.needsGradient })
    output.values.update(repeating: 0, count: output.count)
    for (x, rows) in parts {
      for (index, row) in rows.enumerated() where row >= 0 {
        precondition(Int(row) < x.rows, "row \(row) of a tensor \(x.shape)")
        bk_add(width, x.values + Int(row) * width, output.values + index * width)
      }
    }
    record(output) { tape, gradient in
      for (x, rows) in parts {
        guard let target = tape.zeroedGradient(x) else { continue }
        for (index, row) in rows.enumerated() where row >= 0 {
          bk_add(width, gradient + index * width, target + Int(row) * width)
        }
      }
    }
    return output
  }

  /// Tensors side by side.
  ///
  /// - Parameter parts: `[N, W1]`, `[N, W2]`, …
  /// - Returns: `[N, W1 + W2 + …]`.
  /// - Precondition: all have the same number of rows.
  public func concatenate(_ parts: [Tensor]) -> Tensor {
    guard let first = parts.first else { preconditionFailure("nothing to concatenate") }
    demand(
      parts.allSatisfy { $0.rows == first.rows }, "side by side: \(parts.map(\.shape).joined(separator: ", "))")
    let width = parts.reduce(0) { $0 + $1.columns }
    let output = make(first.rows, width, needsGradient: parts.contains { $0.needsGradient })
    var column = 0
    for part in parts {
      for row in 0..<part.rows {
        (output.values + row * width + column).update(from: part.values + row * part.columns, count: part.columns)
      }
      column += part.columns
    }
    record(output) { tape, gradient in
      var column = 0
      for part in parts {
        if let (target, isFirst) = tape.gradient(part) {
          for row in 0..<part.rows {
            let source = gradient + row * width + column
            if isFirst {
              (target + row * part.columns).update(from: source, count: part.columns)
            } else {
              bk_add(part.columns, source, target + row * part.columns)
            }
          }
        }
        column += part.columns
      }
    }
    return output
  }

  /// Some columns of a tensor.
  ///
  /// - Parameters:
  ///   - x: `[N, W]`.
  ///   - columns: a range inside `0..<W`.
  /// - Returns: `[N, columns.count]`.
  public func slice(_ x: Tensor, columns: Range<Int>) -> Tensor {
    demand(
      columns.lowerBound >= 0 && columns.upperBound <= x.columns, "columns \(columns) of a tensor \(x.shape)")
    let width = columns.count
    let output = make(x.rows, width, needsGradient: x.needsGradient)
    for row in 0..<x.rows {
      (output.values + row * width).update(from: x.values + row * x.columns + columns.lowerBound, count: width)
    }
    record(output) { tape, gradient in
      guard let target = tape.zeroedGradient(x) else { return }
      for row in 0..<x.rows {
        bk_add(width, gradient + row * width, target + row * x.columns + columns.lowerBound)
      }
    }
    return output
  }
}
