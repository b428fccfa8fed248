import BraidTasks

/// How one task has done so far.
struct TaskProgress: Sendable, Equatable, Codable {
  /// Best development score, in points that rise with it.
  var best: Double?
  /// The same as the metric has it.
  var bestValue: Double?
  /// Step of the best score.
  var bestStep = 0
  /// Evaluations since then.
  var waiting = 0
  /// Whether the task is not trained any more.
  var hasStoppedEarly = false
  /// Loss of the task's first step.
  var firstLoss: Double?
  /// Sum and number of training losses since the last evaluation.
  var lossSum = 0.0
  var lossCount = 0
  /// Sum of what the task added to the joint loss since the last evaluation, and source tokens with its labels.
  var contributionSum = 0.0
  var tokens = 0
  /// The best development loss so far, its step, and the training loss there.
  var bestDevelopment: Double?
  var bestDevelopmentStep = 0
  var trainingAtBest = 0.0
  /// Evaluations in a row at which the training loss was below that one and the development loss above the best one.
  var widening = 0
  /// Step of the best development loss, from which on it rose; nil while it has not.
  var overfittingStep: Int?

  /// Takes note of a step's training loss, of what it added to the joint loss, and of its tokens.
  mutating func add(_ loss: Double, contribution: Double, tokens: Int) {
    if firstLoss == nil { firstLoss = loss }
    lossSum += loss
    lossCount += 1
    contributionSum += contribution
    self.tokens += tokens
  }

  /// Forgets the steps before an evaluation.
  mutating func endInterval() {
    lossSum = 0
    lossCount = 0
    contributionSum = 0
    tokens = 0
  }

  /// Takes note of a development score; true when it is the best so far.
  mutating func observe(score: TaskScore, step: Int, options: EarlyStoppingOptions) -> Bool {
    if let best, score.points <= best + options.minimumGain {
      waiting += 1
      return false
    }
    best = score.points
    bestValue = score.value
    bestStep = step
    waiting = 0
    return true
  }

  /// The share of the best development loss by which another one has to be above it to count as risen.
  static let margin = 0.02

  /// What two losses say about overfitting.
  enum Overfitting {
    case started, ended
  }

  /// Takes note of both losses: overfitting starts at the second evaluation in a row at which the development loss is above
  /// the best one by a margin while the training loss has fallen, `overfittingStep` then being the step of the best one; it ends
  /// when the loss falls back.
  mutating func observe(training: Double, development: Double, step: Int) -> Overfitting? {
    if bestDevelopment.map({ development < $0 }) ?? true {
      (bestDevelopment, bestDevelopmentStep, trainingAtBest) = (development, step, training)
    }
    guard let best = bestDevelopment, development > best + Self.margin * abs(best) else {
      widening = 0
      guard overfittingStep != nil else { return nil }
      overfittingStep = nil
      return .ended
    }
    guard training < trainingAtBest else {
      widening = 0
      return nil
    }
    widening += 1
    guard widening == 2, overfittingStep == nil else { return nil }
    overfittingStep = bestDevelopmentStep
    return .started
  }
}
