import BraidFiles
import BraidTensors

/// What was made of the tasks' gradients.
struct GradientCombination {
  /// For each task what its unweighted gradient was multiplied by in the update.
  var weights: [Double]
  /// The cosine between the gradients of each pair of tasks.
  var cosines: [String: Double]
  /// The norm of each task's weighted gradient in the shared encoder.
  var norms: [String: Double]
}

extension Trainer {
  /// Whether any option looks at one gradient a task.
  var needsTaskGradients: Bool {
    if options.conflict.kind != .none || options.conflict.log { return true }
    if case .gradNorm = options.weights { return true }
    return false
  }

  /// Computes each task's gradient and combines them by the rule.
  func combineTaskGradients(
    _ pieces: [BatchPiece], tasks: [Int]
  ) -> (passes: [TaskPass?], gradients: Gradients, combination: GradientCombination) {
    while taskGradients.count < tasks.count { taskGradients.append(executor.makeGradients()) }
    var passes = [TaskPass?](repeating: nil, count: names.count)
    for (index, task) in tasks.enumerated() {
      passes[task] = run(pieces, tasks: task, weighted: false)[task]
      executor.reduce(into: taskGradients[index])
    }
    let parts = Array(taskGradients.prefix(tasks.count))
    if case .gradNorm = options.weights {
      state.lossWeights.balance(
        tasks, norms: parts.map { $0.dot($0, include: Self.isShared).squareRoot() },
        losses: tasks.map { passes[$0]?.loss ?? 0 })
    }
    let weights = tasks.map { state.lossWeights.values[$0] }
    let gram = GramMatrix(
      values: parts.indices.map { first in
        parts.indices.map { second in
          weights[first] * weights[second] * parts[first].dot(parts[second], include: Self.isShared)
        }
      })
    let factors: [Double]
    switch options.conflict.kind {
    case .none: factors = tasks.map { _ in 1 }
    case .pcgrad:
      factors = PCGrad.weights(
        gram,
        orders: tasks.indices.map { task in
          var order = Array(tasks.indices)
          var stream = Random(seed: options.seed).stream("pcgrad", UInt64(state.step), UInt64(task))
          stream.shuffle(&order)
          return order
        })
    case .cagrad: factors = CAGrad.weights(gram, radius: options.conflict.radius)
    }
    let gradients = combinedGradients ?? executor.makeGradients()
    combinedGradients = gradients
    gradients.combine(zip(parts, zip(weights, factors)).map { ($0, Float($1.0 * $1.1)) })
    var combination = GradientCombination(weights: names.map { _ in 0 }, cosines: [:], norms: [:])
    for first in parts.indices {
      combination.weights[tasks[first]] = weights[first] * factors[first]
      combination.norms[names[tasks[first]]] = max(0, gram.values[first][first]).squareRoot()
      for second in parts.indices where second > first {
        combination.cosines["\(names[tasks[first]])/\(names[tasks[second]])"] = gram.cosine(first, second)
      }
    }
    return (passes, gradients, combination)
  }

  /// Whether a weight belongs to the shared encoder.
  private static func isShared(_ name: String) -> Bool { name.hasPrefix("encoder.") }
}
