import BraidTasks

/// A corpus's batch with what its tasks' losses are divided by, which counts all batches that the step takes of the
/// corpus.
struct BatchPiece {
  let corpus: Int
  let examples: [Example]
  let tasks: [Int]
  let normalizers: [[Float]]
}

/// What one step made of one task.
struct TaskPass {
  /// The unweighted loss, in nats.
  var loss: Double
  /// Source tokens of documents with a label.
  var tokens: Int
  /// Seconds that the head took forward, over all threads.
  var seconds: Double

  /// What several shards, or several batches, made of each task.
  static func sums(_ passes: some Sequence<(task: Int, pass: TaskPass)>, tasks: Int) -> [TaskPass?] {
    var totals = [TaskPass?](repeating: nil, count: tasks)
    for (task, pass) in passes {
      let sum = totals[task] ?? TaskPass(loss: 0, tokens: 0, seconds: 0)
      totals[task] = TaskPass(
        loss: sum.loss + pass.loss, tokens: sum.tokens + pass.tokens, seconds: sum.seconds + pass.seconds)
    }
    return totals
  }
}
