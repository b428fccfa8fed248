package import BraidFiles

/// Conflict-averse gradient descent: the update near the mean gradient that helps the worst-off task most (Liu et al. 2021,
/// algorithm 1).
package struct CAGrad: GradientRule {
  package static let name = "cagrad"
  package static let about = "near the mean gradient, best for the task that is worst off"

  /// How far from the mean gradient the update may go, 0..<1.
  package var radius = 0.5

  package init() {}

  /// A rule of this radius.
  package init(radius: Double) { self.radius = radius }

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("radius", &radius, 0...0.9999, "how far the update goes from the mean gradient")
  }

  package var weighsHeads: Bool { true }

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    .weights(Self.weights(step.gram, radius: radius))
  }

  /// The weight of each task's gradient in the update `g0 + √φ / ‖g_w‖ g_w`, with `g0` the mean gradient, `φ =
  /// radius² ‖g0‖²` and `w` on the simplex the minimum of `g_w · g0 + √φ ‖g_w‖`.
  ///
  /// The minimum is found by projected gradient descent on the Gram matrix; the objective is convex in `w`.
  package static func weights(_ gram: GramMatrix, radius: Double) -> [Double] {
    let count = gram.count
    let mean = [Double](repeating: 1 / Double(count), count: count)
    let root = radius * gram.squaredNorm(mean).squareRoot()
    guard root > 0 else { return mean }
    let linear = (0..<count).map { gram.dot($0, mean) }
    var best = mean
    var weights = mean
    var bestValue = Double.infinity
    let scale = (0..<count).map { gram.values[$0][$0] }.max() ?? 1
    for iteration in 0..<500 {
      let norm = gram.squaredNorm(weights).squareRoot()
      let value = zip(weights, linear).reduce(0) { $0 + $1.0 * $1.1 } + root * norm
      if value < bestValue {
        bestValue = value
        best = weights
      }
      guard norm > 0 else { break }
      let step = 1 / (scale * Double(iteration + 1).squareRoot())
      weights = Simplex.projected(
        (0..<count).map { weights[$0] - step * (linear[$0] + root * gram.dot($0, weights) / norm) })
    }
    let norm = gram.squaredNorm(best).squareRoot()
    return norm > 0 ? (0..<count).map { mean[$0] + root / norm * best[$0] } : mean
  }
}
