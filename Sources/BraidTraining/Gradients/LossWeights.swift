import Foundation

/// The weight of each task's loss, as the options say and as training has gone so far.
package struct LossWeights: Sendable, Equatable, Codable {
  let options: LossWeightOptions
  /// Current weights, in the model's order of tasks.
  package private(set) var values: [Double]
  private var logVariances: [Double]
  private var sums: [Double]
  private var counts: [Int]
  private var previousMeans: [[Double]] = []
  private var firstLosses: [Double?]

  /// Step size of GradNorm's own descent (Chen et al. 2018, section 5.1).
  static let gradNormRate = 0.025

  /// The weights before the first step of a model whose tasks are named `tasks`.
  package init(_ options: LossWeightOptions, tasks: [String]) {
    self.options = options
    values = [Double](repeating: 1, count: tasks.count)
    logVariances = [Double](repeating: 0, count: tasks.count)
    sums = logVariances
    counts = [Int](repeating: 0, count: tasks.count)
    firstLosses = [Double?](repeating: nil, count: tasks.count)
    switch options {
    case .geometric(let lambda, let order):
      let order = order.isEmpty ? tasks : order
      for (index, task) in tasks.enumerated() {
        values[index] = pow(lambda, Double(order.firstIndex(of: task) ?? order.count))
      }
    case .fixed(let weights): values = tasks.map { weights[$0] ?? 1 }
    case .uncertainty, .dynamicAverage, .gradNorm: break
    }
  }

  /// What the joint loss adds besides the weighted losses: `s / 2` for each task under uncertainty weighting.
  var penalty: Double { options == .uncertainty ? logVariances.reduce(0, +) / 2 : 0 }

  /// Takes note of one step's unweighted losses; nil for a task that had no part in the step.
  ///
  /// `rate` is the step's learning rate, with which the uncertainties are learned.
  package mutating func observe(_ losses: [Double?], rate: Double) {
    for (task, loss) in losses.enumerated() {
      guard let loss else { continue }
      sums[task] += loss
      counts[task] += 1
      if firstLosses[task] == nil { firstLosses[task] = loss }
      if options == .uncertainty {
        // d/ds (e^-s L + s / 2)
        logVariances[task] -= rate * (0.5 - exp(-logVariances[task]) * loss)
        values[task] = exp(-logVariances[task])
      }
    }
  }

  /// Ends an epoch: the dynamic weight average looks at how the mean losses of the last two fell.
  package mutating func endEpoch() {
    guard case .dynamicAverage(let temperature) = options else { return }
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

  /// One step of GradNorm from the norms of the unweighted tasks' gradients and their losses.
  ///
  /// - Parameters:
  ///   - tasks: the tasks that are still trained; nil for all. Their weights keep their sum.
  ///   - norms: the norm of each of their gradients.
  ///   - losses: the loss of each of them.
  package mutating func balance(_ tasks: [Int]? = nil, norms: [Double], losses: [Double]) {
    guard case .gradNorm(let alpha) = options else { return }
    let tasks = tasks ?? Array(values.indices)
    let sum = tasks.reduce(0) { $0 + values[$1] }
    let ratios = zip(tasks, losses).map { task, loss in firstLosses[task].map { $0 > 0 ? loss / $0 : 1 } ?? 1 }
    let meanRatio = ratios.reduce(0, +) / Double(ratios.count)
    let weighted = zip(tasks, norms).map { values[$0] * $1 }
    let meanNorm = weighted.reduce(0, +) / Double(weighted.count)
    for (place, task) in tasks.enumerated() {
      let goal = meanNorm * pow(meanRatio > 0 ? ratios[place] / meanRatio : 1, alpha)
      let slope = norms[place] * (weighted[place] > goal ? 1 : weighted[place] < goal ? -1 : 0)
      values[task] = max(1e-3, values[task] - Self.gradNormRate * slope)
    }
    let total = tasks.reduce(0) { $0 + values[$1] }
    for task in tasks { values[task] *= sum / total }
  }
}
