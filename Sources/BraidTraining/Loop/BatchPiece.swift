import BraidTasks

/// A corpus's batch with what its tasks' losses are divided by.
struct BatchPiece {
  let corpus: Int
  let examples: [Example]
  let tasks: [Int]
  let normalizers: [[Float]]
}
