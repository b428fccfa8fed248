package import BraidFiles
import Foundation

/// Impartial learning by losses: the joint loss is `Σ e^s L - s`, of which `s` is learned by gradient descent at the step's
/// learning rate, so that all weighted losses become 1.
///
/// Source: Liu et al. 2021 (IMTL), section 3.2, equation 8.
package struct ImpartialLossWeights: LossWeightRule {
  package static let name = "imtl-l"
  package static let about = "weighted losses that become equal"

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}

  /// The logarithm of each weight.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private var logarithms: [Double]

    init(tasks: Int) {
      values = [Double](repeating: 1, count: tasks)
      logarithms = [Double](repeating: 0, count: tasks)
    }

    package mutating func observe(_ losses: [Double?], after: [Double?], rate: Double) {
      for (task, loss) in losses.enumerated() {
        guard let loss else { continue }
        // d/ds (e^s L - s)
        logarithms[task] -= rate * (values[task] * loss - 1)
        values[task] = exp(logarithms[task])
      }
    }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory { Memory(tasks: tasks.count) }
}
