package import BraidTraining

/// What one task of a joint training cost.
struct TaskCost {
  var task: String
  /// Trained numbers.
  var parameters: Int
  /// Bytes of the weights, their gradients and what the optimizer keeps of them.
  var memory: Int
  /// Source tokens with a label for the task; nil for the shared encoder.
  var tokens: Int?
  /// Seconds of training.
  var seconds: Double?
  /// Mean share in the loss, 0...1, weights and rules applied.
  var share: Double?
}

/// How one train stage went.
package struct ReportedTraining {
  /// A step at which something happened to a task.
  package struct Mark {
    package var task: String
    package var step: Int

    /// What happened to `task` at `step`.
    package init(task: String, step: Int) { (self.task, self.step) = (task, step) }
  }

  package var stage: String
  /// The tasks in the order in which the pipeline names them.
  package var tasks: [String]
  /// Trained numbers of the shared encoder.
  package var sharedParameters = 0
  /// Trained numbers of each task's own layers.
  package var parameters: [String: Int] = [:]
  /// How many numbers a trained number needs in memory: itself, its gradient, what the optimizer keeps.
  package var copies = 2
  package var plan: TrainingPlan?
  package var evaluations: [EvaluationRecord] = []
  /// Learning rate and norm of the gradient at each step.
  package var steps: [(step: Int, rate: Double, norm: Double)] = []
  /// Step whose weights were kept.
  package var bestStep: Int?
  /// Steps at which the development loss of a task began to rise while its training loss fell.
  package var overfittingStarts: [Mark] = []
  /// Each task beside the task trained alone; empty if not asked for.
  package var baselines: [BaselineComparison] = []
  /// What it cost, and what `braid check` expected; nil if not known.
  package var cost: TrainingCost?
  package var forecast: TrainingCost?
  /// Scores under several seeds; empty if not asked for.
  package var seeds: [SeedSummary] = []
  /// How the tasks help each other; nil if not measured.
  package var affinity: AffinityReport?
  /// All tasks together, and the groups that the affinities propose, beside each task alone; empty if not asked for.
  package var together: [BaselineComparison] = []
  package var grouped: [BaselineComparison] = []
  /// How these were trained, in words; nil if not asked for.
  package var verification: String?
  /// What is odd about the training, in words.
  package var warnings: [String] = []
  /// Steps after which a task was not trained further.
  package var stoppedEarly: [Mark] = []

  /// A training that nothing is known of yet.
  package init(stage: String, tasks: [String]) { (self.stage, self.tasks) = (stage, tasks) }
}

extension ReportedTraining {
  /// The epochs done at a step, with a fraction.
  func epoch(_ step: Int) -> Double {
    if let evaluation = evaluations.first(where: { $0.step == step }) { return evaluation.epoch }
    return Double(step) / Double(max(1, plan?.stepsPerEpoch ?? 1))
  }

  /// A figure of the steps over the epochs, of many steps the mean of as many each.
  func curve(_ value: ((step: Int, rate: Double, norm: Double)) -> Double) -> [(x: Double, y: Double)] {
    let width = max(1, (steps.count + Self.mostPoints - 1) / Self.mostPoints)
    return stride(from: 0, to: steps.count, by: width).map { first in
      let group = steps[first..<min(first + width, steps.count)]
      let mean = group.reduce(0) { $0 + value($1) } / Double(group.count)
      return (Double(group[group.startIndex].step) / Double(max(1, plan?.stepsPerEpoch ?? 1)), mean)
    }
  }

  private static let mostPoints = 60

  /// What the shared encoder and each task cost.
  var costs: [TaskCost] {
    let shared = TaskCost(
      task: "shared encoder", parameters: sharedParameters, memory: sharedParameters * copies * 4)
    return [shared]
      + tasks.map { task in
        let parameters = parameters[task] ?? 0
        let shares = evaluations.compactMap { $0.contributions[task] }
        return TaskCost(
          task: task, parameters: parameters, memory: parameters * copies * 4,
          tokens: evaluations.reduce(0) { $0 &+ ($1.taskTokens[task] ?? 0) },
          seconds: evaluations.reduce(0) { $0 + ($1.taskSeconds[task] ?? 0) },
          share: shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count))
      }
  }
}
