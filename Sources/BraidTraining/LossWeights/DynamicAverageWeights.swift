package import BraidFiles
import Foundation

/// Dynamic weight average: a task weighs more the less its mean loss fell from the epoch before last to the last.
///
/// `w = n softmax(r / temperature)`, with `r` the ratio of the two mean losses. Source: Liu et al. 2019, equation 7.
package struct DynamicAverageWeights: LossWeightRule {
  package static let name = "dynamic-average"
  package static let about = "more for tasks whose loss falls slowly"

  /// How even the weights are.
  package var temperature = 2.0

  package init() {}

  init(temperature: Double) { self.temperature = temperature }

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("temperature", &temperature, 1e-6...1e6, "how even the weights are")
  }

  /// The losses of this epoch, and the means of the last two.
  package struct Memory: LossWeightMemory {
    package private(set) var values: [Double]
    private let temperature: Double
    private var sums: [Double]
    private var counts: [Int]
    private var previousMeans: [[Double]] = []

    init(tasks: Int, temperature: Double) {
      self.temperature = temperature
      values = [Double](repeating: 1, count: tasks)
      sums = [Double](repeating: 0, count: tasks)
      counts = [Int](repeating: 0, count: tasks)
    }

    package mutating func observe(_ losses: [Double?], after: [Double?], rate: Double) {
      for (task, loss) in losses.enumerated() {
        guard let loss else { continue }
        sums[task] += loss
        counts[task] += 1
      }
    }

    package mutating func endEpoch() {
      previousMeans.append(zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : 0 })
      sums = sums.map { _ in 0 }
      counts = counts.map { _ in 0 }
      if previousMeans.count > 2 { previousMeans.removeFirst() }
      guard previousMeans.count == 2 else { return }
      let rates = zip(previousMeans[1], previousMeans[0]).map { $1 > 0 ? $0 / $1 : 1 }
      let exponentials = rates.map { exp($0 / temperature) }
      let total = exponentials.reduce(0, +)
      values = exponentials.map { Double(values.count) * $0 / total }
    }
  }

  package func start(tasks: [String], seed: UInt64) -> Memory { Memory(tasks: tasks.count, temperature: temperature) }
}
