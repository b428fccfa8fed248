public import BraidTensors
import CKernels

extension Tape {
  /// Sums of rows of a table, one for each bag of row numbers, each times a factor.
  ///
  /// `output[b] = factors[b] Σ_i scales[bags[b][i]] table[bags[b][i]]`
  ///
  /// - Parameters:
  ///   - table: `[V, W]`, of kind `.rows`.
  ///   - bags: B lists of row numbers in `0..<V`; a number that is in a list twice counts twice, and an empty list gives
  ///     zeros.
  ///   - factors: B numbers.
  ///   - scales: `[V, 1]`, what each row is multiplied by, which is not learned; nil for 1.
  /// - Returns: `[B, W]`.
  /// - Precondition: the row numbers are in range, and each bag has a factor.
  /// - Complexity: O(W · Σ |bags[b]|); the gradient has the rows of the bags only.
  ///
  /// Source: Joulin et al. 2017, section 2, <https://aclanthology.org/E17-2068>.
  public func rowSums(_ table: WeightID, bags: [[Int32]], factors: [Float], scales: WeightID? = nil) -> Tensor {
    let entry = entry(table)
    demand(entry.kind == .rows, "bags of rows of \(entry.name), which is not a table")
    demand(bags.count == factors.count, "\(bags.count) bags with \(factors.count) factors")
    let width = entry.columns
    let output = make(bags.count, width, needsGradient: isTrained(table))
    demand(
      scales.map { self.entry($0).count == entry.rows && !isTrained($0) } ?? true, "scales of the rows of \(entry.name)"
    )
    let scale = scales.map { values($0) }
    let rows = values(table)
    output.values.update(repeating: 0, count: output.count)
    for (index, bag) in bags.enumerated() {
      let target = output.values + index * width
      for row in bag {
        demand((0..<entry.rows).contains(Int(row)), "row \(row) of \(entry.name) [\(entry.rows), \(width)]")
        if let scale {
          bk_add_scaled(width, scale[Int(row)], rows + Int(row) * width, target)
        } else {
          bk_add(width, rows + Int(row) * width, target)
        }
      }
      for column in 0..<width { target[column] *= factors[index] }
    }
    record(output) { tape, gradient in
      let slopes = tape.allocate(bags.reduce(0) { $0 + $1.count } * width)
      var next = slopes
      for (index, bag) in bags.enumerated() {
        for row in bag {
          let factor = scale.map { factors[index] * $0[Int(row)] } ?? factors[index]
          for column in 0..<width { next[column] = factor * gradient[index * width + column] }
          next += width
        }
      }
      tape.addRows(table, ids: Array(bags.joined()), gradient: slopes)
    }
    return output
  }
}
