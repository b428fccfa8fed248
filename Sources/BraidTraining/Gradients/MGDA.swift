package import BraidFiles

/// Multiple gradient descent: the shortest convex combination of the tasks' gradients, along which every loss falls.
///
/// `min ‖Σ α_i g_i‖²` over the simplex, on gradients that may be normalized first. Source: Désidéri 2012, section 2; for tasks
/// Sener & Koltun 2018, equation 3.
package struct MGDA: GradientRule {
  package static let name = "mgda"
  package static let about = "the shortest convex combination of the gradients"

  /// What each gradient is divided by first.
  package enum Normalization: String, Sendable, CaseIterable {
    case none
    /// Its norm.
    case norm
    /// The task's loss.
    case loss
    /// Both.
    case both
  }
  /// What each gradient is divided by first.
  package var normalization = Normalization.none

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("normalization", &normalization, "what each gradient is divided by first")
  }

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    let divisors = (0..<step.gram.count).map { task -> Double in
      let norm = max(0, step.gram.values[task][task]).squareRoot()
      let loss = task < step.losses.count ? step.losses[task] : 1
      let divisor =
        switch normalization {
        case .none: 1.0
        case .norm: norm
        case .loss: loss
        case .both: norm * loss
        }
      return divisor > 0 ? divisor : 1
    }
    let scaled = GramMatrix(
      values: step.gram.values.enumerated().map { row, values in
        values.enumerated().map { $1 / (divisors[row] * divisors[$0]) }
      })
    return .weights(zip(Self.weights(scaled), divisors).map { $0 / $1 })
  }

  /// The convex combination of least norm.
  ///
  /// Projected gradient descent with momentum finds which tasks have a part; among these the combination has one inner
  /// product with all of them, which is a linear system.
  package static func weights(_ gram: GramMatrix) -> [Double] {
    let count = gram.count
    let equal = [Double](repeating: 1 / Double(count), count: count)
    let trace = (0..<count).reduce(0) { $0 + gram.values[$1][$1] }
    guard trace > 0 else { return equal }
    var weights = equal
    var point = equal
    for iteration in 0..<5000 {
      let next = Simplex.projected((0..<count).map { point[$0] - gram.dot($0, point) / trace })
      let momentum = Double(iteration) / Double(iteration + 3)
      point = zip(next, weights).map { $0 + momentum * ($0 - $1) }
      let change = zip(next, weights).reduce(0) { max($0, abs($1.0 - $1.1)) }
      weights = next
      if change < 1e-14 { break }
    }
    let active = weights.indices.filter { weights[$0] > 1e-7 }
    let part = active.map { row in active.map { gram.values[row][$0] } }
    guard let solution = LinearAlgebra.solve(part, active.map { _ in 1 }) else { return weights }
    let sum = solution.reduce(0, +)
    guard sum > 0, solution.allSatisfy({ $0 >= 0 }) else { return weights }
    var exact = [Double](repeating: 0, count: count)
    for (task, value) in zip(active, solution) { exact[task] = value / sum }
    return gram.squaredNorm(exact) <= gram.squaredNorm(weights) * (1 + 1e-9) ? exact : weights
  }
}
