package import BraidFiles

/// Aligned gradients: the principal directions of all gradients together are given one length, so that no direction
/// dominates and none cancels out.
///
/// `α = σ Σ_k v_k v_kᵀ / √λ_k · 1` over the eigenvectors of the Gram matrix, with `σ` the length given, `√λ` the lengths that
/// there were. Source: Senushkin et al. 2023 (Aligned-MTL), section 4.2, equation 9 and algorithm 1.
package struct AlignedMTL: GradientRule {
  package static let name = "aligned-mtl"
  package static let about = "principal directions of the gradients made equally long"

  /// The length that each direction is given.
  package enum Scale: String, Sendable, CaseIterable {
    /// That of the shortest.
    case min
    /// That of the one in the middle.
    case median
    /// The root of the mean square of all.
    case rmse
  }
  /// The length that each direction is given.
  package var scale = Scale.min

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("scale", &scale, "the length that each direction is given")
  }

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    .weights(weights(step.gram))
  }

  /// The weight of each task's gradient.
  package func weights(_ gram: GramMatrix) -> [Double] {
    let count = gram.count
    let (values, vectors) = LinearAlgebra.eigen(gram.values)
    // Directions that are nothing but rounding of single precision.
    let smallest = (values.max() ?? 0) * Double(count) * 0x1p-23
    let kept = values.indices.filter { values[$0] > smallest && values[$0] > 0 }
    guard !kept.isEmpty else { return [Double](repeating: 1, count: count) }
    let sorted = kept.map { values[$0] }.sorted()
    let square =
      switch scale {
      case .min: sorted[0]
      case .median: sorted[(sorted.count - 1) / 2]
      case .rmse: sorted.reduce(0, +) / Double(sorted.count)
      }
    return (0..<count).map { task in
      kept.reduce(0) { sum, direction in
        let all = (0..<count).reduce(0) { $0 + vectors[$1][direction] }
        return sum + vectors[task][direction] * all * (square / values[direction]).squareRoot()
      }
    }
  }
}
