public import BraidCorpora
public import BraidTasks
public import BraidTraining

/// What a run tells while it goes on.
public enum RunEvent: Sendable {
  /// A stage begins, and why it is not taken as it was left.
  case started(stage: String, verb: String, reason: String)
  /// A stage is not run: nothing that it depends on has changed, and what it left is whole.
  case unchanged(stage: String, verb: String, summary: String)
  /// A stage has handled so many documents.
  case progress(stage: String, documents: Int)
  /// What a reader dropped, repaired or truncated in one part of a corpus.
  case ledger(stage: String, part: String, Ledger)
  /// What a training tells.
  case training(stage: String, TrainingEvent)
  /// Scores of an evaluation by task.
  case scores(stage: String, [String: TaskScore])
  /// A stage is done.
  case finished(stage: String, summary: String, seconds: Double)
}
