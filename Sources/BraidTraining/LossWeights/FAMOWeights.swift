package import BraidFiles
import Foundation

/// Fast adaptive multi-task optimization: weights under which the losses of all tasks fall at the same rate, learned from how
/// each loss changed by a step.
///
/// The loss is `c Σ z_i log L_i` with `z = softmax(ξ)` and `c` such that the weights `c z_i / L_i` add up to the number of
/// tasks. After the step, `ξ` follows the gradient of `Σ z_i (log L_i before - log L_i after)` by Adam.
///
/// Source: Liu et al. 2023 (FAMO), section 3.2, algorithm 1; Adam for `ξ` as in section 5.
package struct FAMOWeights: LossWeightRule {
  package static let name = "famo"
  package static let about = "losses that fall at the same rate"

  /// The learning rate of the weights.
  package var rate = 0.025
  /// What pulls the weights back to equal ones.
  package var decay = 0.001

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("rate", &rate, 0...10, "learning rate of the weights")
    try visitor.field("decay", &decay, 0...10, "decay of the weights towards equal ones")
  }

  package var needs: LossWeightNeeds { .lossesOfAllBeforeAndAfter }

  /// The logits of the weights, and Adam's means.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private let rate: Double
    private let decay: Double
    private var logits: [Double]
    private var first: [Double]
    private var second: [Double]
    private var steps = 0

    init(tasks: Int, rate: Double, decay: Double) {
      (self.rate, self.decay) = (rate, decay)
      values = [Double](repeating: 1, count: tasks)
      logits = [Double](repeating: 0, count: tasks)
      first = logits
      second = logits
    }

    private var shares: [Double] {
      let highest = logits.max() ?? 0
      let exponentials = logits.map { exp($0 - highest) }
      let total = exponentials.reduce(0, +)
      return exponentials.map { $0 / total }
    }

    package mutating func begin(step: Int, epoch: Int, losses: [Double?]) {
      let shares = shares
      let present = losses.indices.filter { losses[$0] != nil }
      func inverse(_ task: Int) -> Double { shares[task] / max(LatestLosses.smallest, losses[task] ?? 1) }
      let total = present.reduce(0) { $0 + inverse($1) }
      guard total > 0, total.isFinite else { return }
      for task in present { values[task] = Double(present.count) * inverse(task) / total }
    }

    package mutating func observe(_ losses: [Double?], after: [Double?], rate _: Double) {
      let falls = logits.indices.map { task -> Double in
        guard task < after.count, let before = losses[task], let after = after[task] else { return 0 }
        return log(max(LatestLosses.smallest, before)) - log(max(LatestLosses.smallest, after))
      }
      guard falls.allSatisfy(\.isFinite) else { return }
      let shares = shares
      let mean = zip(shares, falls).reduce(0) { $0 + $1.0 * $1.1 }
      steps += 1
      for task in logits.indices {
        let slope = shares[task] * (falls[task] - mean) + decay * logits[task]
        first[task] = 0.9 * first[task] + 0.1 * slope
        second[task] = 0.999 * second[task] + 0.001 * slope * slope
        let corrected = (
          first[task] / (1 - pow(0.9, Double(steps))), second[task] / (1 - pow(0.999, Double(steps)))
        )
        logits[task] -= rate * corrected.0 / (corrected.1.squareRoot() + 1e-8)
      }
    }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory {
    Memory(tasks: tasks.count, rate: rate, decay: decay)
  }
}
