import BraidTasks
import BraidTensors
import BraidText

extension Trainer {
  /// Scores the development data, keeps the best weights, retires tasks that do not get better.
  func evaluate(_ onEvent: (TrainingEvent) -> Void) {
    let weights = executor.weights
    predictor.load(weights)
    var newScores: [String: TaskScore] = [:]
    var development: [String: Double] = [:]
    var training: [String: Double] = [:]
    for corpus in corpora where !corpus.development.isEmpty {
      let predicted = predictor.annotate(corpus.development, tasks: corpus.tasks, answers: .bare)
      let losses = predictor.losses(corpus.development, tasks: corpus.tasks)
      for (task, loss) in zip(corpus.tasks, losses) {
        // A task with several corpora is scored on the first of them that has development data.
        guard newScores[names[task]] == nil else { continue }
        newScores[names[task]] = model.heads[task].metric.score(
          gold: corpus.development, predicted: predicted, bootstrap: 0)
        if let loss { development[names[task]] = loss }
      }
    }
    for (task, name) in names.enumerated() where state.tasks[task].lossCount > 0 {
      training[name] = state.tasks[task].lossSum / Double(state.tasks[task].lossCount)
    }
    let aggregate = aggregate(newScores)
    let isBest = state.bestAggregate.map { aggregate > $0 } ?? true
    if isBest {
      state.bestAggregate = aggregate
      state.bestStep = state.step
      state.waiting = 0
      best = weights
      scores = newScores
    } else {
      state.waiting += 1
      if options.learningRate.decay == .plateau, state.waiting % max(1, options.learningRate.patience) == 0 {
        state.reductions += 1
      }
    }
    onEvent(
      .evaluated(
        EvaluationRecord(
          step: state.step,
          epoch: Double(sampler.state.epoch) + Double(sampler.state.position) / Double(max(1, sampler.stepsPerEpoch)),
          scores: newScores, trainingLosses: training, developmentLosses: development, aggregate: aggregate,
          isBest: isBest, seconds: seconds)))
    for (task, name) in names.enumerated() {
      observe(task, name, newScores[name], training[name], development[name], weights, onEvent)
    }
    lastGood = (weights, optimizer, state.step)
  }

  private func observe(
    _ task: Int, _ name: String, _ score: TaskScore?, _ training: Double?, _ development: Double?, _ weights: Weights,
    _ onEvent: (TrainingEvent) -> Void
  ) {
    state.tasks[task].lossSum = 0
    state.tasks[task].lossCount = 0
    guard let score, !state.tasks[task].isRetired else { return }
    if state.tasks[task].observe(score: score.value, step: state.step, options: options.earlyStopping) {
      bestByTask[task] = weights
    }
    if let training, let development,
      state.tasks[task].observe(training: training, development: development, step: state.step)
    {
      onEvent(.gapOpened(task: name, step: state.step, training: training, development: development))
    }
    if options.earlyStopping.patience > 0, state.tasks[task].waiting >= options.earlyStopping.patience {
      state.tasks[task].isRetired = true
      onEvent(.retired(task: name, step: state.step, best: state.tasks[task].best ?? 0))
    }
  }

  /// The weighted mean of the tasks' scores, 0 to 100.
  private func aggregate(_ scores: [String: TaskScore]) -> Double {
    var sum = 0.0
    var total = 0.0
    for (name, score) in scores.sorted(by: { $0.key < $1.key }) {
      let weight = options.earlyStopping.aggregate[name] ?? 1
      sum += weight * score.value
      total += weight
    }
    return total > 0 ? sum / total : 0
  }

  /// Goes back to the weights of the last evaluation with half the learning rate.
  func recover(loss: Double, _ onEvent: (TrainingEvent) -> Void) throws(TrainingError) {
    state.recoveries += 1
    guard state.recoveries <= Self.maximumRecoveries else {
      throw .diverged(step: state.step, loss: loss, attempts: Self.maximumRecoveries)
    }
    state.rateFactor /= 2
    executor.load(lastGood.weights)
    optimizer = lastGood.optimizer
    onEvent(.recovered(step: state.step, backTo: lastGood.step, rate: state.rateFactor))
  }
}
