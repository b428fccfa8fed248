import BraidTasks
import BraidTraining

extension ReportContent {
  /// Scores by task, in the order in which the pipeline names the tasks; others after them by name.
  func inOrder(_ scores: [String: TaskScore]) -> [(task: String, score: TaskScore)] {
    let order = trainings.flatMap(\.tasks)
    func place(_ task: String) -> Int { order.firstIndex(of: task) ?? order.count }
    return scores.sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }.map { ($0.key, $0.value) }
  }

  /// What a reader wants to know first: the scores of the last evaluation, or of the last training if there is none.
  var headlines: [(task: String, score: TaskScore)] {
    if let evaluation = evaluations.last { return inOrder(evaluation.scores) }
    guard let training = trainings.last else { return [] }
    return inOrder(training.evaluations.last { $0.step == training.bestStep }?.scores ?? [:])
  }
}
