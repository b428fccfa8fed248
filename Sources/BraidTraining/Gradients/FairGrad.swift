package import BraidFiles

/// An update that is fair to the tasks: `(G α)_i = α_i^(-1 / fairness)`; of each task's gain, `fairness` 1 makes the product
/// largest, larger ones look more at the task that is worst off.
///
/// Source: Ban & Ji 2024 (FairGrad), section 4.1, equation 5.
package struct FairGrad: GradientRule {
  package static let name = "fairgrad"
  package static let about = "a fair share of the gain for each task"

  /// How much more the tasks that gain little count.
  package var fairness = 2.0

  package init() {}

  /// A rule of this fairness.
  package init(fairness: Double) { self.fairness = fairness }

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("fairness", &fairness, 0.1...100, "how much more the tasks that gain little count")
  }

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    .weights(FairAllocation.weights(step.gram, fairness: fairness))
  }
}
