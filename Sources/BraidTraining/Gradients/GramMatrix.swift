/// Inner products of the tasks' gradients, `values[i][j] = g_i · g_j`.
///
/// Whatever a rule does to the gradients ends as a weighted sum of them, so that the rules work on this small matrix
/// and the gradients themselves are added once.
package struct GramMatrix: Sendable, Equatable {
  package let values: [[Double]]

  /// The matrix of these inner products.
  package init(values: [[Double]]) { self.values = values }

  /// Number of tasks.
  var count: Int { values.count }

  /// The cosine between two gradients; 0 when one of them is zero.
  package func cosine(_ first: Int, _ second: Int) -> Double {
    let norms = (values[first][first] * values[second][second]).squareRoot()
    return norms > 0 ? values[first][second] / norms : 0
  }

  /// `g_i · Σ_j weights_j g_j`.
  package func dot(_ task: Int, _ weights: [Double]) -> Double {
    zip(values[task], weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// `‖Σ_j weights_j g_j‖²`.
  package func squaredNorm(_ weights: [Double]) -> Double {
    max(0, weights.indices.reduce(0) { $0 + weights[$1] * dot($1, weights) })
  }
}
