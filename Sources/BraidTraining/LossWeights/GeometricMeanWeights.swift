package import BraidFiles
import Foundation

/// Geometric loss strategy: the joint loss is the geometric mean of the losses times their number, so that equal losses weigh
/// 1 each; a task's weight is that mean over its loss.
///
/// For a task without part in a step its last loss stands. Source: Chennupati et al. 2019, section 3.3, equation 3.
package struct GeometricMeanWeights: LossWeightRule {
  package static let name = "geometric-mean"
  package static let about = "the geometric mean of the losses"

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}

  package var needs: LossWeightNeeds { .losses }

  /// The losses of the tasks.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private var losses: LatestLosses

    init(tasks: Int) {
      values = [Double](repeating: 1, count: tasks)
      losses = LatestLosses(tasks: tasks)
    }

    package mutating func begin(step: Int, epoch: Int, losses present: [Double?]) {
      losses.update(present)
      let known = losses.known
      guard !known.isEmpty else { return }
      let mean = exp(known.reduce(0) { $0 + log($1.loss) } / Double(known.count))
      for (task, loss) in known { values[task] = mean / loss }
    }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory { Memory(tasks: tasks.count) }
}
