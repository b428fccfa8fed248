package import BraidFiles
import Foundation

/// Smooth Tchebycheff scalarization: the joint loss is a smooth maximum of the losses' logarithms, each against what the loss
/// was when the warm-up ended.
///
/// `n μ log Σ exp(log(L_i / N_i) / μ)`, with `N_i` the mean loss of the last epoch of the warm-up; during the warm-up
/// `Σ log L_i`. For a task without part in a step its last loss stands. Source: Lin et al. 2024 (STCH), section 3.1,
/// equation 6; logarithms and warm-up as in its appendix on multi-task learning.
package struct SmoothTchebycheffWeights: LossWeightRule {
  package static let name = "stch"
  package static let about = "a smooth maximum of the losses' logarithms"

  /// How smooth the maximum is.
  package var smoothness = 1.0
  /// Epochs of warm-up.
  package var warmup = 4

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("smoothness", &smoothness, 1e-3...1e3, "how smooth the maximum is; μ")
    try visitor.field("warmup", &warmup, 1...100_000, "epochs before the maximum is taken")
  }

  package var needs: LossWeightNeeds { .losses }

  /// The losses of the tasks, and those that they are held against.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private let smoothness: Double
    private let warmup: Int
    private var losses: LatestLosses
    private var sums: [Double]
    private var counts: [Int]
    private var ended = 0

    init(tasks: Int, smoothness: Double, warmup: Int) {
      (self.smoothness, self.warmup) = (smoothness, warmup)
      values = [Double](repeating: 1, count: tasks)
      losses = LatestLosses(tasks: tasks)
      sums = [Double](repeating: 0, count: tasks)
      counts = [Int](repeating: 0, count: tasks)
    }

    package mutating func begin(step: Int, epoch: Int, losses present: [Double?]) {
      losses.update(present)
      let known = losses.known
      guard ended >= warmup, known.allSatisfy({ counts[$0.task] > 0 }) else {
        for (task, loss) in known { values[task] = 1 / loss }
        return
      }
      let logarithms = known.map { task, loss in
        log(loss * Double(counts[task]) / max(LatestLosses.smallest, sums[task])) / smoothness
      }
      let highest = logarithms.max() ?? 0
      let exponentials = logarithms.map { exp($0 - highest) }
      let total = exponentials.reduce(0, +)
      for (place, (task, loss)) in known.enumerated() {
        values[task] = Double(known.count) * exponentials[place] / total / loss
      }
    }

    package mutating func observe(_ losses: [Double?], after: [Double?], rate: Double) {
      guard ended == warmup - 1 else { return }
      for (task, loss) in losses.enumerated() {
        guard let loss else { continue }
        sums[task] += loss
        counts[task] += 1
      }
    }

    package mutating func endEpoch() { ended += 1 }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory {
    Memory(tasks: tasks.count, smoothness: smoothness, warmup: warmup)
  }
}
