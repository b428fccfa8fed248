package import BraidFiles

/// Impartial learning by gradients: the combination, of weights that add up to 1, that has the same projection on every task's
/// gradient.
///
/// `α = g₁ Uᵀ (D Uᵀ)⁻¹` for the tasks after the first, with rows `D = g₁ - g_i` and `U = u₁ - u_i`, `u` the unit gradients.
/// Source: Liu et al. 2021 (IMTL), section 3.1, equation 7.
package struct ImpartialGradients: GradientRule {
  package static let name = "imtl-g"
  package static let about = "the same projection on every gradient"

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    .weights(Self.weights(step.gram))
  }

  /// The weight of each task's gradient; equal ones where no combination is impartial, as with parallel gradients.
  package static func weights(_ gram: GramMatrix) -> [Double] {
    let count = gram.count
    let equal = [Double](repeating: 1 / Double(count), count: count)
    let norms = (0..<count).map { max(0, gram.values[$0][$0]).squareRoot() }
    guard count > 1, norms.allSatisfy({ $0 > 0 }) else { return equal }
    /// `g_i · (u₁ - u_j)`.
    func product(_ task: Int, _ other: Int) -> Double {
      gram.values[task][0] / norms[0] - gram.values[task][other] / norms[other]
    }
    // One equation for each j: Σ_i α_i (g₁ - g_i) · (u₁ - u_j) = g₁ · (u₁ - u_j).
    let matrix = (1..<count).map { other in (1..<count).map { product(0, other) - product($0, other) } }
    guard let rest = LinearAlgebra.solve(matrix, (1..<count).map { product(0, $0) }) else { return equal }
    return [1 - rest.reduce(0, +)] + rest
  }
}
