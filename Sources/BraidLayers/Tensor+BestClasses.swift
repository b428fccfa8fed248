package import BraidTensors
import CKernels

extension Tensor {
  /// The highest column of some rows of logits, of equal ones the first, and the probability of each.
  ///
  /// - Parameters:
  ///   - rows: M row numbers.
  ///   - temperature: what logits are divided by before they become probabilities; nil: these are not wanted.
  /// - Returns: M columns, and M probabilities or none.
  /// - Precondition: the rows are in range; there is a column.
  package func bestClasses(rows: [Int32], temperature: Double?) -> (classes: [Int32], probabilities: [Double]) {
    demand(
      columns > 0 && rows.allSatisfy { $0 >= 0 && Int($0) < self.rows },
      "rows \(rows) of a tensor [\(self.rows), \(columns)]")
    var classes = [Int32](repeating: 0, count: rows.count)
    var probabilities = [Double](repeating: 0, count: temperature == nil ? 0 : rows.count)
    probabilities.withUnsafeMutableBufferPointer {
      bk_best_classes(
        rows.count, columns, values, columns, rows, temperature ?? 1, &classes,
        temperature == nil ? nil : $0.baseAddress)
    }
    return (classes, probabilities)
  }
}
