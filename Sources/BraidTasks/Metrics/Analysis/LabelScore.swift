/// Precision, recall and F1 of one label, or of all together.
public struct LabelScore: Sendable, Equatable, Codable {
  /// The label; empty for a mean over labels.
  public var label: String
  /// Predictions of this name that are right.
  public var correct: Int
  /// Predictions of this name.
  public var predicted: Int
  /// Gold labels of this name.
  public var gold: Int
  /// Share of predictions that are right, 0 to 100; 0 when there are none.
  public var precision: Double
  /// Share of gold labels that were found, 0 to 100; 0 when there are none.
  public var recall: Double
  /// Harmonic mean of both, 0 to 100; of a macro mean the mean over labels.
  public var f1: Double
  /// The bootstrap intervals of the three; nil if not asked for, and for all but the 500 most frequent labels.
  public var intervals: LabelIntervals?

  /// The scores of counts.
  public init(label: String, correct: Int, predicted: Int, gold: Int) {
    let score = F1(correct: Double(correct), predicted: Double(predicted), gold: Double(gold))
    self.label = label
    self.correct = correct
    self.predicted = predicted
    self.gold = gold
    precision = score.precision
    recall = score.recall
    f1 = score.value
  }

  /// The scores over all labels together.
  static func micro(_ scores: [LabelScore]) -> LabelScore {
    LabelScore(
      label: "", correct: scores.reduce(0) { $0 + $1.correct }, predicted: scores.reduce(0) { $0 + $1.predicted },
      gold: scores.reduce(0) { $0 + $1.gold })
  }

  /// The mean of the labels' scores, each label counting once.
  static func macro(_ scores: [LabelScore]) -> LabelScore {
    var mean = micro(scores)
    func average(_ value: (LabelScore) -> Double) -> Double {
      scores.isEmpty ? 0 : scores.reduce(0) { $0 + value($1) } / Double(scores.count)
    }
    mean.precision = average(\.precision)
    mean.recall = average(\.recall)
    mean.f1 = average(\.f1)
    return mean
  }
}
