package import BraidFiles

/// Tasks as players that bargain for the direction of the update: `G α = 1 / α`, the solution that no proportional change
/// betters.
///
/// The update has the norm `√n` for n tasks, however large the gradients are. Source: Navon et al. 2022 (Nash-MTL), section
/// 3.2, claim 3.1 and equation 4.
package struct NashMTL: GradientRule {
  package static let name = "nash-mtl"
  package static let about = "a direction that the tasks have bargained for"

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    .weights(Self.weights(step.gram))
  }

  /// The weight of each task's gradient.
  package static func weights(_ gram: GramMatrix) -> [Double] {
    FairAllocation.weights(gram, fairness: 1)
  }
}
