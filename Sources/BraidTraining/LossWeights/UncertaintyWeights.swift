package import BraidFiles
import Foundation

/// Weights that are learned from each task's homoscedastic uncertainty: the joint loss is `Σ e^-s L + s / 2`, of which `s` is
/// learned by gradient descent at the step's learning rate.
///
/// Source: Kendall et al. 2018, equation 10, with `s = log σ²`.
package struct UncertaintyWeights: LossWeightRule {
  package static let name = "uncertainty"
  package static let about = "learned from each task's uncertainty"

  /// The logarithm of each task's variance.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private var logVariances: [Double]

    init(tasks: Int) {
      values = [Double](repeating: 1, count: tasks)
      logVariances = [Double](repeating: 0, count: tasks)
    }

    package mutating func observe(_ losses: [Double?], after: [Double?], rate: Double) {
      for (task, loss) in losses.enumerated() {
        guard let loss else { continue }
        // d/ds (e^-s L + s / 2)
        logVariances[task] -= rate * (0.5 - exp(-logVariances[task]) * loss)
        values[task] = exp(-logVariances[task])
      }
    }
  }

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}

  package func start(tasks: [String], seed: UInt64) -> Memory { Memory(tasks: tasks.count) }
}
