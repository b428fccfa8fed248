/// How one task has done so far.
struct TaskProgress: Sendable, Equatable, Codable {
  /// Best development score.
  var best: Double?
  /// Step of the best score.
  var bestStep = 0
  /// Evaluations since then.
  var waiting = 0
  /// Whether the task is not trained any more.
  var isRetired = false
  /// Sum and number of training losses since the last evaluation.
  var lossSum = 0.0
  var lossCount = 0
  /// Losses of the last evaluation: training and development.
  var lastTraining: Double?
  var lastDevelopment: Double?
  /// Evaluations in a row at which the training loss fell and the development loss rose.
  var widening = 0
  /// Step at which the development loss began to rise.
  var gapStep: Int?

  /// Takes note of a training loss.
  mutating func add(_ loss: Double) {
    lossSum += loss
    lossCount += 1
  }

  /// Takes note of a development score; true when it is the best so far.
  mutating func observe(score: Double, step: Int, options: EarlyStoppingOptions) -> Bool {
    if let best, score <= best + options.minimumGain {
      waiting += 1
      return false
    }
    best = score
    bestStep = step
    waiting = 0
    return true
  }

  /// Takes note of both losses; true at the second evaluation in a row at which they drew apart.
  mutating func observe(training: Double, development: Double, step: Int) -> Bool {
    defer {
      lastTraining = training
      lastDevelopment = development
    }
    guard let lastTraining, let lastDevelopment, training < lastTraining, development > lastDevelopment else {
      widening = 0
      return false
    }
    widening += 1
    guard widening == 2, gapStep == nil else { return false }
    gapStep = step
    return true
  }
}
