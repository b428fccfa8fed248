package import BraidFiles
import Foundation

/// Weights that keep the norms of the tasks' gradients in step with their training rates; they keep their sum.
///
/// One step of descent on `Σ |w_i ‖g_i‖ - mean(w ‖g‖) r_i^alpha|`, with `r_i` the task's share of its first loss that is left,
/// over the mean of these. Source: Chen et al. 2018, section 3, algorithm 1.
package struct GradNormWeights: LossWeightRule {
  package static let name = "gradnorm"
  package static let about = "gradient norms in step with training rates"

  /// How strongly training rates are balanced.
  package var alpha = 1.5

  package init() {}

  init(alpha: Double) { self.alpha = alpha }

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("alpha", &alpha, 0...100, "how strongly training rates are balanced")
  }

  package var needs: LossWeightNeeds { .gradientNorms }

  /// The first loss of each task.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private let alpha: Double
    private var firstLosses: [Double?]

    /// Step size of the rule's own descent (Chen et al. 2018, section 5.1).
    private static let rate = 0.025

    init(tasks: Int, alpha: Double) {
      self.alpha = alpha
      values = [Double](repeating: 1, count: tasks)
      firstLosses = [Double?](repeating: nil, count: tasks)
    }

    package mutating func observe(_ losses: [Double?], after: [Double?], rate: Double) {
      for (task, loss) in losses.enumerated() where firstLosses[task] == nil { firstLosses[task] = loss }
    }

    package mutating func balance(_ tasks: [Int], norms: [Double], losses: [Double]) {
      let sum = tasks.reduce(0) { $0 + values[$1] }
      let ratios = zip(tasks, losses).map { task, loss in firstLosses[task].map { $0 > 0 ? loss / $0 : 1 } ?? 1 }
      let meanRatio = ratios.reduce(0, +) / Double(ratios.count)
      let weighted = zip(tasks, norms).map { values[$0] * $1 }
      let meanNorm = weighted.reduce(0, +) / Double(weighted.count)
      for (place, task) in tasks.enumerated() {
        let goal = meanNorm * pow(meanRatio > 0 ? ratios[place] / meanRatio : 1, alpha)
        let slope = norms[place] * (weighted[place] > goal ? 1 : weighted[place] < goal ? -1 : 0)
        values[task] = max(1e-3, values[task] - Self.rate * slope)
      }
      let total = tasks.reduce(0) { $0 + values[$1] }
      for task in tasks { values[task] *= sum / total }
    }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory { Memory(tasks: tasks.count, alpha: alpha) }
}
