import BraidFiles
package import BraidTensors

/// The tasks of a joint model near it, from which the losses of a model that is trained on any of them are estimated.
///
/// For each set S of tasks the step `u` is solved for that lowers the training losses of S, `Σ_S w (g · u + ½ uᵀ H u) + ½ ρ u²`,
/// with `g` and `H` of each task in a random projection of the gradients; the estimate is the development loss after that
/// step. No model is trained.
///
/// Source: Li, Sharma & Zhang 2024 (Grad-TAG), "Scalable Multitask Learning Using Gradient-based Estimation of Task Affinity",
/// <https://arxiv.org/abs/2409.06091>. There the features of a logistic regression are projected
/// gradients of the margin; here, so that it works for every loss, the regression is replaced by one Newton step with
/// the empirical Fisher matrix of the same projected gradients and the same penalty on `u`.
package struct LinearizedTasks: Sendable {
  /// The training loss of each task; nil where it is not known.
  package let training: [QuadraticLoss?]
  /// The development loss of each task; nil for one without development documents.
  package let development: [QuadraticLoss?]
  /// What each task's loss is multiplied by in training.
  package let weights: [Double]

  /// Some tasks.
  ///
  /// - Precondition: there are as many of each, in one projection.
  package init(training: [QuadraticLoss?], development: [QuadraticLoss?], weights: [Double]) {
    precondition(training.count == development.count && training.count == weights.count, "tasks without a loss")
    self.training = training
    self.development = development
    self.weights = weights
  }

  /// The development losses, in their order, after training on some tasks.
  ///
  /// - Parameters:
  ///   - tasks: their indices.
  ///   - ridge: the penalty ρ; positive.
  /// - Returns: one loss a task, nil for one without development documents; nil where the training loss of one is not known.
  /// - Complexity: O(D³) for D dimensions.
  package func losses(of tasks: [Int], ridge: Double) -> [Double?]? {
    let width = self.width
    var matrix = [Double](repeating: 0, count: width * width)
    var right = [Double](repeating: 0, count: width)
    for task in tasks {
      guard let training = training[task] else { return nil }
      let weight = weights[task]
      for place in right.indices { right[place] -= weight * training.gradient[place] }
      matrix.withUnsafeMutableBufferPointer { matrix in
        training.curvature.withUnsafeBufferPointer { curvature in
          for place in matrix.indices { matrix[place] += weight * curvature[place] }
        }
      }
    }
    for place in right.indices { matrix[place * width + place] += ridge }
    guard let step = LinearAlgebra.solve(positive: matrix, right) else { return nil }
    return tasks.map { development[$0]?.value(after: step) }
  }

  /// The penalty, in powers of ten of the mean eigenvalue of the tasks' curvatures, with which the development losses of each
  /// task alone and of all together are lowest, each as a share of that before; nil when no gradient reaches the weights.
  package var ridge: Double? {
    let width = self.width
    let known = training.indices.filter { training[$0] != nil }
    let trace = known.reduce(0.0) { sum, task in
      (0..<width).reduce(sum) { $0 + weights[task] * (training[task]?.curvature[$1 * width + $1] ?? 0) }
    }
    let scale = trace / Double(max(1, width * known.count))
    guard scale > 0, scale.isFinite else { return nil }
    let sets = known.map { [$0] } + (known.count > 1 ? [known] : [])
    var best: (ridge: Double, loss: Double)?
    for factor in [1000, 100, 10, 1, 0.1, 0.01, 0.001] {
      let losses = sets.flatMap { set -> [Double] in
        guard let losses = self.losses(of: set, ridge: factor * scale) else { return [.infinity] }
        return zip(set, losses).compactMap { task, loss in
          guard let loss, let before = development[task]?.loss, before > 0 else { return nil }
          return loss / before
        }
      }
      let sum = losses.reduce(0, +)
      if sum < best?.loss ?? .infinity { best = (factor * scale, sum) }
    }
    return best?.ridge
  }

  /// Numbers that a step has.
  private var width: Int { training.lazy.compactMap { $0 }.first?.gradient.count ?? 0 }

  /// The sets of tasks whose losses are estimated: all of up to 12 tasks, else as many random ones, each with every task by an
  /// even chance.
  package static func sets(of count: Int, random: Random) -> [[Int]] {
    guard count > TaskGrouping.most else {
      return (1..<1 << count).map { set in (0..<count).filter { set & 1 << $0 != 0 } }
    }
    var stream = random.stream("sets of tasks")
    return (0..<1 << TaskGrouping.most).map { _ in (0..<count).filter { _ in stream.index(below: 2) == 1 } }
      .filter { !$0.isEmpty }
  }
}
