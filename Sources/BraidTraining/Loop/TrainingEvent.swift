/// What a training tells while it runs; the command line and the report make words and curves of it.
public enum TrainingEvent: Sendable {
  /// Training starts or goes on after a checkpoint.
  case started(TrainingPlan)
  /// Something is odd about the training, though it can be done; told before the first step.
  case warning(TrainingWarning)
  /// A step is done.
  case step(StepRecord)
  /// The development data was scored.
  case evaluated(EvaluationRecord)
  /// A task's score did not rise any more, and the task is not trained further.
  case retired(task: String, step: Int, best: Double)
  /// A task's development loss has risen while its training loss fell, for the second evaluation in a row;
  /// `step` is the one at which it was lowest.
  case gapOpened(task: String, step: Int, training: Double, development: Double)
  /// A loss or gradient was not finite, or a loss a hundred times what it began with; training went back to the weights of an earlier step.
  /// `cause` names the operation that made the first number that was not finite; nil when all numbers were.
  case recovered(step: Int, backTo: Int, rate: Double, cause: String?)
  /// A checkpoint was written.
  case checkpoint(step: Int, path: String)
  /// Training is over.
  case finished(TrainingResult)
}
