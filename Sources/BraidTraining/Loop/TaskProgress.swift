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
  var isRetired = false
  /// Loss of the task's first step.
  var firstLoss: Double?
  /// Sum and number of training losses since the last evaluation.
  var lossSum = 0.0
  var lossCount = 0
  /// Sum of what the task added to the joint loss since the last evaluation, and source tokens with its labels.
  var contributionSum = 0.0
  var tokens = 0
  /// Losses of the last evaluation, training and development, and its step.
  var lastTraining: Double?
  var lastDevelopment: Double?
  var lastStep = 0
  /// Evaluations in a row at which the training loss fell and the development loss rose.
  var widening = 0
  /// Step after which the losses drew apart for the first of these evaluations.
  var wideningStep = 0
  /// Step at which the development loss began to rise; nil while it has not.
  var gapStep: Int?

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

  /// Takes note of both losses; true at the second evaluation in a row at which they drew apart, `gapStep` then being the
  /// last step before.
  mutating func observe(training: Double, development: Double, step: Int) -> Bool {
    defer {
      lastTraining = training
      lastDevelopment = development
      lastStep = step
    }
    guard let lastTraining, let lastDevelopment, training < lastTraining, development > lastDevelopment else {
      widening = 0
      return false
    }
    widening += 1
    if widening == 1 { wideningStep = lastStep }
    guard widening == 2, gapStep == nil else { return false }
    gapStep = wideningStep
    return true
  }
}
