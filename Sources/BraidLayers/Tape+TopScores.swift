public import BraidTensors
import CKernels

extension Tape {
  /// The likeliest classes of rows of logits.
  public struct TopScores {
    /// Classes of each row.
    public var count: Int
    /// `[N, count]`: classes, likeliest first; of equal ones the lower first; -1 where fewer may be taken.
    public var classes: [Int32]
    /// `[N, count]`: their log-probabilities, in nats.
    public var logProbabilities: [Float]
  }

  /// For each row the `count` likeliest classes and their log-probabilities, `log softmax(logits)`.
  ///
  /// - Parameters:
  ///   - logits: `[N, C]`.
  ///   - count: how many are wanted, at least 1; fewer when fewer may be taken.
  ///   - excluded: classes that are never taken; they keep their share of the probability.
  /// - Returns: N rows of `count` classes.
  /// - Complexity: O(N·C).
  public func topScores(_ logits: Tensor, count: Int, excluded: Set<Int32>) -> TopScores {
    precondition(count > 0, "\(count) classes wanted")
    let excluded = excluded.sorted()
    var top = TopScores(
      count: count, classes: [Int32](repeating: -1, count: logits.rows * count),
      logProbabilities: [Float](repeating: 0, count: logits.rows * count))
    bk_top_scores(
      logits.rows, logits.columns, logits.values, logits.columns, count, excluded, excluded.count, &top.classes,
      &top.logProbabilities)
    return top
  }
}
