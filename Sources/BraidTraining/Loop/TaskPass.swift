import BraidTasks

/// A corpus's batch with what its tasks' losses are divided by.
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
}
