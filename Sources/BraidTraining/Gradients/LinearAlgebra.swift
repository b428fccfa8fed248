/// Solving and decomposing small matrices.
enum LinearAlgebra {
  /// The solution of `matrix x = right` by elimination with row pivots; nil for a singular matrix.
  static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var rows = zip(matrix, right).map { $0 + [$1] }
    let count = right.count
    let scale = matrix.joined().map(abs).max() ?? 0
    for column in 0..<count {
      guard let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
        abs(rows[pivot][column]) > 1e-12 * scale
      else { return nil }
      rows.swapAt(column, pivot)
      for row in column + 1..<max(count, column + 1) {
        let factor = rows[row][column] / rows[column][column]
        guard factor != 0 else { continue }
        for place in column...count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    var solution = [Double](repeating: 0, count: count)
    for row in (0..<count).reversed() {
      let known = (row + 1..<max(count, row + 1)).reduce(0) { $0 + rows[row][$1] * solution[$1] }
      solution[row] = (rows[row][count] - known) / rows[row][row]
    }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }

  /// The solution of `matrix x = right` for a symmetric, positive definite matrix `[N, N]`, row after row, by Cholesky's
  /// decomposition; nil for any other.
  static func solve(positive matrix: [Double], _ right: [Double]) -> [Double]? {
    let count = right.count
    var factor = matrix
    var column = right
    var solution = right
    let isPositive = factor.withUnsafeMutableBufferPointer { factor in
      // Column by column, each taken off the rows behind it at once: sums that don't wait for each other.
      for pivot in 0..<count {
        let square = factor[pivot * count + pivot]
        guard square > 0, square.isFinite else { return false }
        let root = square.squareRoot()
        factor[pivot * count + pivot] = root
        column.withUnsafeMutableBufferPointer { column in
          for row in pivot + 1..<max(count, pivot + 1) {
            let value = factor[row * count + pivot] / root
            factor[row * count + pivot] = value
            column[row] = value
            for place in pivot + 1...row { factor[row * count + place] -= value * column[place] }
          }
        }
      }
      for row in 0..<count {
        for place in 0..<row { solution[row] -= factor[row * count + place] * solution[place] }
        solution[row] /= factor[row * count + row]
      }
      for row in (0..<count).reversed() {
        for place in row + 1..<max(count, row + 1) { solution[row] -= factor[place * count + row] * solution[place] }
        solution[row] /= factor[row * count + row]
      }
      return true
    }
    return isPositive && solution.allSatisfy(\.isFinite) ? solution : nil
  }

  /// Eigenvalues of a symmetric matrix and the eigenvectors that belong to them, as columns (Jacobi 1846: rotations that take
  /// away one element after the other).
  static func eigen(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    var matrix = matrix
    let count = matrix.count
    var vectors = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
    let scale = matrix.joined().map(abs).max() ?? 0
    for _ in 0..<100 {
      var changed = false
      for first in 0..<count {
        for second in first + 1..<max(count, first + 1) where abs(matrix[first][second]) > 1e-15 * scale {
          changed = true
          let angle = (matrix[second][second] - matrix[first][first]) / (2 * matrix[first][second])
          let tangent = (angle < 0 ? -1 : 1) / (abs(angle) + (angle * angle + 1).squareRoot())
          let cosine = 1 / (tangent * tangent + 1).squareRoot()
          let sine = tangent * cosine
          func rotate(_ first: inout Double, _ second: inout Double) {
            (first, second) = (cosine * first - sine * second, sine * first + cosine * second)
          }
          for row in 0..<count {
            var (left, right) = (matrix[row][first], matrix[row][second])
            rotate(&left, &right)
            (matrix[row][first], matrix[row][second]) = (left, right)
          }
          for column in 0..<count {
            var (upper, lower) = (matrix[first][column], matrix[second][column])
            rotate(&upper, &lower)
            (matrix[first][column], matrix[second][column]) = (upper, lower)
          }
          for row in 0..<count {
            var (left, right) = (vectors[row][first], vectors[row][second])
            rotate(&left, &right)
            (vectors[row][first], vectors[row][second]) = (left, right)
          }
        }
      }
      if !changed { break }
    }
    return ((0..<count).map { matrix[$0][$0] }, vectors)
  }
}
