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
    options.conflict.rule.needsTaskGradients || options.conflict.log || state.lossWeights.needs == .gradientNorms
  }

  /// Computes each task's unweighted gradient; the next call overwrites them.
  func gradients(_ rounds: [[BatchPiece]], tasks: [Int]) -> (passes: [TaskPass?], parts: [Gradients]) {
    while taskGradients.count < tasks.count { taskGradients.append(executor.makeGradients()) }
    var passes = [TaskPass?](repeating: nil, count: names.count)
    for (index, task) in tasks.enumerated() {
      passes[task] = gradients(rounds, tasks: task, weighted: false, into: taskGradients[index]).passes[task]
    }
    return (passes, Array(taskGradients.prefix(tasks.count)))
  }

  /// Computes each task's gradient and combines them by the rule.
  func combineTaskGradients(
    _ rounds: [[BatchPiece]], tasks: [Int]
  ) -> (passes: [TaskPass?], gradients: Gradients, combination: GradientCombination) {
    let (passes, parts) = self.gradients(rounds, tasks: tasks)
    if state.lossWeights.needs == .gradientNorms {
      state.lossWeights.balance(
        tasks, norms: parts.map { $0.dot($0, include: isShared).squareRoot() },
        losses: tasks.map { passes[$0]?.loss ?? 0 })
    }
    let weights = tasks.map { state.lossWeights.values[$0] }
    let gram = GramMatrix(
      values: parts.indices.map { first in
        parts.indices.map { second in
          weights[first] * weights[second] * parts[first].dot(parts[second], include: isShared)
        }
      })
    let step = GradientStep(
      gram: gram, tasks: tasks, losses: zip(tasks, weights).map { (passes[$0]?.loss ?? 0) * $1 }, step: state.step,
      random: Random(seed: options.seed))
    let gradients = combinedGradients ?? executor.makeGradients()
    combinedGradients = gradients
    let rule = options.conflict.rule
    let factors: [Double]
    switch rule.combine(step, memory: &state.gradientMemory) {
    case .weights(let values):
      factors = values
      let weighed = parts.indices.map { place -> (gradients: Gradients, weight: Float, other: Float) in
        let weight = Float(weights[place] * values[place])
        return (parts[place], weight, rule.weighsHeads ? weight : Float(weights[place]))
      }
      gradients.combine(weighed, include: isShared)
    case .signs(let leak):
      factors = tasks.map { _ in 1 }
      gradients.combineSigns(
        zip(parts, weights).map { ($0, Float($1)) }, leak: Float(leak), random: step.random, step: UInt64(state.step),
        include: isShared)
    }
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

  /// Whether a weight belongs to the shared encoder, by its name.
  func isShared(_ name: String) -> Bool { sharedWeights.contains(name) }
}
