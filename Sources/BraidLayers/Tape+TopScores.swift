public import BraidTensors
import CKernels
import Foundation

extension Tape {
  /// The likeliest classes of a row of logits.
  public struct TopScores {
    /// Classes, likeliest first; of equal ones the lower first.
    public var classes: [Int32]
    /// Their log-probabilities, in nats.
    public var logProbabilities: [Float]
  }

  /// For each row the `count` likeliest classes and their log-probabilities, `log softmax(logits)`.
  ///
  /// - Parameters:
  ///   - logits: `[N, C]`; its values are used up.
  ///   - count: how many are wanted, at least 1; fewer when fewer may be taken.
  ///   - excluded: classes that are never taken; they keep their share of the probability.
  /// - Returns: N lists.
  /// - Complexity: O(N·C).
  public func topScores(_ logits: Tensor, count: Int, excluded: Set<Int32>) -> [TopScores] {
    precondition(count > 0, "\(count) classes wanted")
    let width = logits.columns
    return (0..<logits.rows).map { row in
      let scores = logits.values + row * width
      var top: [(score: Float, symbol: Int32)] = []
      var bound = -Float.infinity
      for column in 0..<width where scores[column] > bound {
        if excluded.contains(Int32(column)) { continue }
        let score = scores[column]
        let place = top.firstIndex { score > $0.score } ?? top.count
        top.insert((score, Int32(column)), at: place)
        if top.count > count { top.removeLast() }
        if top.count == count { bound = top[count - 1].score }
      }
      var logSum: Float = 0
      bk_softmax(1, width, scores, width, scores, width, &logSum)
      return TopScores(classes: top.map(\.symbol), logProbabilities: top.map { $0.score - logSum })
    }
  }
}
