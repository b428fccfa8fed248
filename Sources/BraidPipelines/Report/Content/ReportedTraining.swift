import BraidTraining

/// How one train stage went.
struct ReportedTraining {
  /// A step at which something happened to a task.
  struct Mark {
    var task: String
    var step: Int
  }

  var stage: String
  /// The tasks in the order in which the pipeline names them.
  var tasks: [String]
  /// Trained numbers of the shared encoder.
  var sharedParameters = 0
  /// Trained numbers of each task's own layers.
  var parameters: [String: Int] = [:]
  /// How many numbers a trained number needs in memory: itself, its gradient, what the optimizer keeps.
  var copies = 2
  var plan: TrainingPlan?
  var evaluations: [EvaluationRecord] = []
  /// Step whose weights were kept.
  var bestStep: Int?
  /// Steps at which the development loss of a task began to rise while its training loss fell.
  var gaps: [Mark] = []
  /// Each task beside the task trained alone; empty when nobody asked.
  var baselines: [BaselineComparison] = []
  /// Scores under several seeds; empty when nobody asked.
  var seeds: [SeedSummary] = []
  /// What is odd about the training, in words.
  var warnings: [String] = []
  /// Steps after which a task was not trained further.
  var retired: [Mark] = []
}

extension ReportedTraining {
  /// Puts the records of one stage together.
  init(stage: String, tasks: [String], records: [EventRecord]) {
    self.init(stage: stage, tasks: tasks)
    for record in records {
      switch record.event {
      case .plan: plan = record.plan
      case .evaluated: if let evaluation = record.evaluation { evaluations.append(evaluation) }
      case .gapOpened: mark(record, in: \.gaps)
      case .retired: mark(record, in: \.retired)
      case .warning: if let message = record.message { warnings.append(message) }
      case .baselines: baselines = record.baselines ?? []
      case .seeds: seeds = record.seeds ?? []
      case .trained: bestStep = record.bestStep
      default: break
      }
    }
  }

  private mutating func mark(_ record: EventRecord, in list: WritableKeyPath<ReportedTraining, [Mark]>) {
    guard let task = record.task, let step = record.steps else { return }
    self[keyPath: list].append(Mark(task: task, step: step))
  }

  /// The epochs done at a step, with a fraction.
  func epoch(_ step: Int) -> Double {
    if let evaluation = evaluations.first(where: { $0.step == step }) { return evaluation.epoch }
    return Double(step) / Double(max(1, plan?.stepsPerEpoch ?? 1))
  }

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
          tokens: evaluations.reduce(0) { $0 + ($1.taskTokens[task] ?? 0) },
          seconds: evaluations.reduce(0) { $0 + ($1.taskSeconds[task] ?? 0) },
          share: shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count))
      }
  }
}
