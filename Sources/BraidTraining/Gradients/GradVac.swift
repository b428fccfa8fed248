package import BraidFiles

/// Gradient vaccine: gradients that are less alike than they usually are are turned towards each other.
///
/// Where the cosine φ between a task's gradient and another one is below its mean so far, φ̂, the task's gradient gets
/// `‖g_i‖ (φ̂ √(1 - φ²) - φ √(1 - φ̂²)) / (‖g_j‖ √(1 - φ̂²))` times the other one, after which the cosine is φ̂; the mean follows
/// with `rate`. Source: Wang et al. 2021 (GradVac), section 3.2, equations 2 and 3, algorithm 1.
package struct GradVac: GradientRule {
  package static let name = "gradvac"
  package static let about = "gradients made as alike as they usually are"

  /// How fast the mean cosines follow.
  package var rate = 0.01

  package init() {}

  /// A rule whose means follow this fast.
  package init(rate: Double) { self.rate = rate }

  package mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("rate", &rate, 0...1, "how fast the mean cosines follow; β")
  }

  package func combine(_ step: GradientStep, memory: inout GradientMemory) -> GradientMix {
    let most = (step.tasks.max() ?? -1) + 1
    while memory.cosines.count < most { memory.cosines.append([]) }
    for row in memory.cosines.indices {
      memory.cosines[row] += [Double](repeating: 0, count: max(0, most - memory.cosines[row].count))
    }
    return .weights(weights(step.gram, tasks: step.tasks, orders: step.orders("gradvac"), cosines: &memory.cosines))
  }

  /// The weight of each task's gradient.
  ///
  /// - Parameters:
  ///   - gram: inner products of the gradients.
  ///   - tasks: the places of the tasks in `cosines`.
  ///   - orders: a random order of all tasks for each task.
  ///   - cosines: the mean cosines, which follow.
  /// - Returns: one weight a task.
  package func weights(
    _ gram: GramMatrix, tasks: [Int], orders: [[Int]], cosines: inout [[Double]]
  ) -> [Double] {
    var total = [Double](repeating: 0, count: gram.count)
    for task in 0..<gram.count {
      var turned = [Double](repeating: 0, count: gram.count)
      turned[task] = 1
      for other in orders[task] where other != task && gram.values[other][other] > 0 {
        let norm = gram.squaredNorm(turned).squareRoot()
        let otherNorm = gram.values[other][other].squareRoot()
        guard norm > 0 else { continue }
        let cosine = min(1, max(-1, gram.dot(other, turned) / (norm * otherNorm)))
        let goal = min(1 - 1e-9, cosines[tasks[task]][tasks[other]])
        if cosine < goal {
          let goalSine = (1 - goal * goal).squareRoot()
          let sine = (1 - cosine * cosine).squareRoot()
          turned[other] += norm * (goal * sine - cosine * goalSine) / (otherNorm * goalSine)
        }
        cosines[tasks[task]][tasks[other]] = (1 - rate) * cosines[tasks[task]][tasks[other]] + rate * cosine
      }
      for other in 0..<gram.count { total[other] += turned[other] }
    }
    return total
  }
}
