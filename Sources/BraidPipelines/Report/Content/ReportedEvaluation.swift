import BraidTasks

/// The scores of one evaluate stage.
struct ReportedEvaluation {
  var stage: String
  /// The part of the corpora that was scored on.
  var part: String
  /// Scores by task.
  var scores: [String: TaskScore] = [:]
  /// What stands behind the scores, by task.
  var analyses: [String: TaskAnalysis] = [:]
}

extension ReportedEvaluation {
  /// Puts the records of one stage together, with at most `errors` errors a task.
  init(stage: String, part: String, records: [EventRecord], errors: Int) {
    self.init(stage: stage, part: part)
    for record in records {
      if let scores = record.scores { self.scores = scores }
      guard let task = record.task, var analysis = record.analysis else { continue }
      analysis.errors = Array(analysis.errors.prefix(errors))
      analyses[task] = analysis
    }
  }
}
