package import BraidTasks
import BraidTensors
import BraidText

extension Trainer {
  /// Scores the development data, keeps the best weights, stops tasks that do not get better.
  func evaluate(_ onEvent: (TrainingEvent) -> Void) {
    let start = ContinuousClock.now
    let present = executor.weights
    let weights = averageStorage.map { present.replacing($0) } ?? present
    predictor.load(weights)
    var newScores: [String: TaskScore] = [:]
    var development: [String: Double] = [:]
    var training: [String: Double] = [:]
    var foldScores = [[String: Double]](repeating: [:], count: DocumentFolds.count)
    for (set, folds) in zip(developmentSets, developmentFolds) {
      let (predicted, losses) = predictor.evaluate(set)
      for (place, task) in set.tasks.enumerated() {
        let metric = model.heads[task].metric
        let scores = metric.scores(gold: set.gold, predicted: predicted[place], folds: folds)
        newScores[names[task]] = scores.whole
        for (fold, score) in scores.folds.enumerated() { foldScores[fold][names[task]] = score.map(metric.points) }
        if let loss = losses[place] { development[names[task]] = loss }
      }
    }
    for (task, name) in names.enumerated() where state.tasks[task].lossCount > 0 {
      training[name] = state.tasks[task].lossSum / Double(state.tasks[task].lossCount)
    }
    state.lossWeights.evaluated(names.map { development[$0] })
    let aggregate = aggregate(newScores)
    for (fold, scores) in foldScores.enumerated() {
      let aggregate = self.aggregate(points: scores)
      guard aggregate.map({ $0 > state.bestByFold[fold] ?? -.infinity }) ?? true else { continue }
      state.bestByFold[fold] = aggregate
      bestByFold[fold] = weights
    }
    // Where no score counts, the latest weights are kept.
    let isBest = aggregate.map { $0 > state.bestAggregate ?? -.infinity } ?? true
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
    let active = names.indices.filter { state.tasks[$0].lossCount > 0 }
    let contributed = max(1e-30, active.reduce(0) { $0 + abs(state.tasks[$1].contributionSum) })
    let contributions = byName(active) { abs(state.tasks[$0].contributionSum) / contributed }
    let tokens = byName(active) { state.tasks[$0].tokens }
    let spentByTask = byName(active) { taskSeconds[$0] }
    taskSeconds = names.map { _ in 0 }
    var opened: [(task: Int, training: Double, development: Double)] = []
    var closed: [Int] = []
    var stoppedEarly: [Int] = []
    for (task, name) in names.enumerated() {
      state.tasks[task].endInterval()
      guard let score = newScores[name], !state.tasks[task].hasStoppedEarly else { continue }
      if state.tasks[task].observe(score: score, step: state.step, options: options.earlyStopping) {
        bestByTask[task] = weights
      }
      if let training = training[name], let development = development[name] {
        switch state.tasks[task].observe(training: training, development: development, step: state.step) {
        case .started: opened.append((task, training, development))
        case .ended: closed.append(task)
        case nil: break
        }
      }
      if options.earlyStopping.patience > 0, state.tasks[task].waiting >= options.earlyStopping.patience {
        state.tasks[task].hasStoppedEarly = true
        stoppedEarly.append(task)
      }
    }
    noteNeeds(newScores, losses: names.map { development[$0] })
    lastGood = (present, optimizer, state.step)
    state.evaluations += 1
    let evaluationSeconds = Self.seconds(since: start)
    spent.evaluation += evaluationSeconds
    onEvent(
      .evaluated(
        record: EvaluationRecord(
          step: state.step,
          epoch: Double(sampler.state.epoch) + Double(sampler.state.position) / Double(max(1, sampler.stepsPerEpoch)),
          scores: newScores, trainingLosses: training, developmentLosses: development,
          lossGaps: training.reduce(into: [:]) { lossGaps, loss in
            lossGaps[loss.key] = development[loss.key].map { $0 - loss.value }
          },
          overfittingSteps: byName(names.indices.filter { state.tasks[$0].overfittingStep != nil }) {
            state.tasks[$0].overfittingStep ?? 0
          },
          contributions: contributions, taskTokens: tokens, taskSeconds: spentByTask,
          stoppedEarly: names.indices.filter { state.tasks[$0].hasStoppedEarly }.map { names[$0] },
          aggregate: aggregate ?? 0,
          isBest: isBest, evaluationSeconds: evaluationSeconds, seconds: seconds)))
    for (task, training, development) in opened {
      onEvent(
        .overfittingStarted(
          task: names[task], step: state.tasks[task].overfittingStep ?? 0, training: training, development: development)
      )
    }
    for task in closed { onEvent(.overfittingEnded(task: names[task], step: state.step)) }
    for task in stoppedEarly {
      onEvent(.stoppedEarly(task: names[task], step: state.step, best: state.tasks[task].bestValue ?? 0))
    }
  }

  /// Tells the schedule what each corpus's tasks have still to learn, where it draws by that.
  private func noteNeeds(_ scores: [String: TaskScore], losses: [Double?]) {
    defer { state.developmentLosses = losses }
    guard case .dynamic(let sampling) = options.schedule else { return }
    let before = state.developmentLosses
    sampler.evaluated(
      needs: corpora.map { corpus in
        let needs = corpus.tasks.filter { !state.tasks[$0].hasStoppedEarly }.map { task in
          sampling.need(
            of: names[task], points: scores[names[task]]?.points,
            losses: (before.isEmpty ? nil : before[task], losses[task]))
        }
        let known = needs.compactMap(\.self)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
      })
  }

  /// The weighted mean of the tasks' scores in points, 0 to 100, which decides which weights are the best; nil when none of
  /// the scores counts.
  package func aggregate(_ scores: [String: TaskScore]) -> Double? { aggregate(points: scores.mapValues(\.points)) }

  private func aggregate(points: [String: Double]) -> Double? {
    var sum = 0.0
    var total = 0.0
    for (name, score) in points.sorted(by: { $0.key < $1.key }) {
      let weight = options.earlyStopping.aggregate[name] ?? 1
      sum += weight * score
      total += weight
    }
    return total > 0 ? sum / total : nil
  }

  /// Goes back to the weights of the last evaluation with half the learning rate.
  func recover(loss: Double, cause: String?, _ onEvent: (TrainingEvent) -> Void) throws(TrainingError) {
    state.recoveries += 1
    guard state.recoveries <= Self.maximumRecoveries else {
      // All processes of a team are here.
      team?.isTraining = false
      throw .diverged(step: state.step, loss: loss, cause: cause, attempts: Self.maximumRecoveries)
    }
    state.rateFactor /= 2
    executor.load(lastGood.weights)
    if averageStorage != nil { averageStorage = lastGood.weights.storage }
    optimizer = lastGood.optimizer
    onEvent(.recovered(step: state.step, backTo: lastGood.step, rate: state.rateFactor, cause: cause))
  }
}
