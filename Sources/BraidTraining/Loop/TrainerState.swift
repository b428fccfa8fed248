/// Where a training stands, besides its numbers: with weights and moments this is a checkpoint.
struct TrainerState: Sendable, Equatable, Codable {
  var step = 0
  var sampler: BatchSampler.State
  var lossWeights: LossWeights
  var tasks: [TaskProgress]
  /// Best aggregate score and its step.
  var bestAggregate: Double?
  var bestStep = 0
  /// Evaluations since the best aggregate, and plateaus reached.
  var waiting = 0
  var reductions = 0
  /// What the learning rate is multiplied by after going back from a loss that was not finite.
  var rateFactor = 1.0
  var recoveries = 0
  /// Steps of this epoch after which the next evaluation is due.
  var evaluationsInEpoch = 0
}
