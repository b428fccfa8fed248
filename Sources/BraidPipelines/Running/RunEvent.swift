public import BraidCorpora
public import BraidTasks
public import BraidTraining

/// What a run tells while it goes on.
public enum RunEvent: Sendable {
  /// A large file is read to find out whether it has changed; `share`, 0...1, says how far.
  case reading(file: String, share: Double)
  /// A stage begins, and why it is not taken as it was left.
  case started(stage: String, verb: String, reason: String)
  /// A stage is not run: nothing that it depends on has changed, and what it left is whole.
  case unchanged(stage: String, verb: String, summary: String)
  /// A stage has handled so many documents; `share`, 0...1, says how far it is, when that is known.
  case progress(stage: String, documents: Int, share: Double?)
  /// What a reader dropped, repaired or truncated in one part of a corpus.
  case ledger(stage: String, part: String, Ledger)
  /// What a training tells; the trainings of variants come under the names `STAGE/alone-TASK` and `STAGE/seed-N`.
  case training(stage: String, TrainingEvent)
  /// Each task of a joint training beside the task trained alone.
  case baselines(stage: String, [BaselineComparison])
  /// Each task's scores under several seeds.
  case seeds(stage: String, [SeedSummary])
  /// All that an evaluation says about one task.
  case analysis(stage: String, task: String, TaskAnalysis)
  /// Scores of an evaluation by task.
  case scores(stage: String, [String: TaskScore])
  /// A stage is done.
  case finished(stage: String, summary: String, seconds: Double)
}
