import Foundation

/// Weights under which each task's gain is a power of what it weighs: `(G α)_i = α_i^(-1 / fairness)` for all tasks, α > 0.
///
/// It is where `½ αᵀ G α - Σ u(α_i)` with `u'(α) = α^(-1 / fairness)` is least, which is convex: Newton's method with steps
/// that stay positive finds it. Nash's bargaining solution is `fairness` 1.
enum FairAllocation {
  /// The weights; equal ones when no gradient has a length.
  static func weights(_ gram: GramMatrix, fairness: Double) -> [Double] {
    let count = gram.count
    let trace = (0..<count).reduce(0) { $0 + gram.values[$1][$1] }
    guard trace > 0, trace.isFinite else { return [Double](repeating: 1, count: count) }
    let mean = trace / Double(count)
    // A little of the identity: gradients that cancel out would have no solution.
    let values = gram.values.enumerated().map { row, values in
      values.enumerated().map { ($1 + ($0 == row ? 1e-9 * mean : 0)) / mean }
    }
    let scaled = GramMatrix(values: values)
    let power = -1 / fairness
    func slope(_ weight: Double) -> Double { pow(weight, power) }
    func gain(_ weight: Double) -> Double {
      fairness == 1 ? log(weight) : pow(weight, power + 1) / (power + 1)
    }
    func objective(_ weights: [Double]) -> Double {
      scaled.squaredNorm(weights) / 2 - weights.reduce(0) { $0 + gain($1) }
    }
    var weights = [Double](repeating: 1, count: count)
    for _ in 0..<200 {
      let residual = (0..<count).map { scaled.dot($0, weights) - slope(weights[$0]) }
      if residual.reduce(0, { max($0, abs($1)) }) < 1e-12 { break }
      var curvature = scaled.values
      for task in 0..<count { curvature[task][task] += slope(weights[task]) / (fairness * weights[task]) }
      guard let step = LinearAlgebra.solve(curvature, residual) else { break }
      var length = 1.0
      for task in 0..<count where step[task] > 0 { length = min(length, 0.9 * weights[task] / step[task]) }
      let before = objective(weights)
      var next = weights
      for _ in 0..<60 {
        next = zip(weights, step).map { $0 - length * $1 }
        if objective(next) <= before + 1e-12 * abs(before) { break }
        length /= 2
      }
      let change = zip(next, weights).reduce(0) { max($0, abs($1.0 - $1.1)) }
      weights = next
      if change == 0 { break }
    }
    // G = mean · scaled: a factor c on the weights gives c · mean · (scaled α) = (c α)^power where c^(1 - power) = 1 / mean.
    let factor = pow(mean, -1 / (1 - power))
    return weights.map { $0 * factor }
  }
}
