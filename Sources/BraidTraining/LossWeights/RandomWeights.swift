package import BraidFiles
import BraidTensors
import Foundation

/// Random loss weighting: new weights at each step, the softmax of normal numbers times the number of tasks, so that a
/// learning rate means what it means with equal weights.
///
/// Source: Lin et al. 2022, section 3.1.
package struct RandomWeights: LossWeightRule {
  package static let name = "random"
  package static let about = "new random weights at each step"

  package init() {}

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {}

  /// The seed.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private let seed: UInt64

    init(tasks: Int, seed: UInt64) {
      self.seed = seed
      values = [Double](repeating: 1, count: tasks)
    }

    package mutating func begin(step: Int, epoch: Int, losses: [Double?]) {
      var stream = Random(seed: seed).stream("random weights", UInt64(step))
      values = RandomWeights.weights(values.map { _ in stream.normal() })
    }
  }

  /// The weights that follow from one normal number a task.
  package static func weights(_ numbers: [Double]) -> [Double] {
    let highest = numbers.max() ?? 0
    let exponentials = numbers.map { exp($0 - highest) }
    let total = exponentials.reduce(0, +)
    return exponentials.map { Double(numbers.count) * $0 / total }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory { Memory(tasks: tasks.count, seed: seed) }
}
