public import BraidTasks

/// What a training is about to do.
public struct TrainingPlan: Sendable, Equatable, Codable {
  /// Examples by corpus.
  public var examples: [String: Int]
  /// Steps of the first epoch.
  public var stepsPerEpoch: Int
  /// Steps of all epochs, at most.
  public var totalSteps: Int
  /// Epochs, at most.
  public var epochs: Int
  /// Trained numbers in the model.
  public var parameters: Int
  /// The step that training starts with: 0, or that of a checkpoint.
  public var firstStep: Int
  /// Evaluations that were done before it: 0, or those of a checkpoint.
  public var evaluations: Int
  /// Processes that train together; nil for one.
  public var processes: Int?
}

/// An event of training; the command line prints it, the report draws it.
public enum TrainingEvent: Sendable, Codable {
  /// Training starts or resumes from a checkpoint.
  case started(plan: TrainingPlan)
  /// Something is odd about the training, though it can be done; given before the first step.
  case warning(warning: TrainingWarning)
  /// A step is done.
  case step(record: StepRecord)
  /// The development data was scored.
  case evaluated(record: EvaluationRecord)
  /// A task's score stopped rising, and training of the task ended early.
  case stoppedEarly(task: String, step: Int, best: Double)
  /// A task started to overfit: its development loss is above the best one by a margin while its training loss fell, for
  /// the second evaluation in a row; `step` is the one at which the development loss was lowest.
  case overfittingStarted(task: String, step: Int, training: Double, development: Double)
  /// What looked like overfitting was none: the development loss fell back.
  case overfittingEnded(task: String, step: Int)
  /// A loss or gradient was not finite, or a loss a hundred times what it began with; training went back to the weights
  /// of an earlier step, and the learning rate was multiplied by `rate`.
  /// `cause` names the operation that made the first number that was not finite; nil when all numbers were.
  case recovered(step: Int, backTo: Int, rate: Double, cause: String?)
  /// A checkpoint was written.
  case checkpoint(step: Int, path: String)
  /// Training is over; the scores are those of the weights that are kept, of `bestStep`.
  case finished(steps: Int, bestStep: Int, scores: [String: TaskScore], seconds: Double)

  /// The step that it is about.
  public var step: Int? {
    switch self {
    case .started, .warning: nil
    case .step(let record): record.step
    case .evaluated(let record): record.step
    case .stoppedEarly(_, let step, _), .overfittingStarted(_, let step, _, _),
      .overfittingEnded(_, let step), .recovered(let step, _, _, _),
      .checkpoint(let step, _), .finished(let step, _, _, _):
      step
    }
  }
}
