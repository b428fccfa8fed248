public import BraidTasks

/// One task of a joint training beside the same task trained alone on the same budget.
public struct BaselineComparison: Sendable, Equatable, Codable {
  /// The task.
  public var task: String
  /// What it is scored by, such as `F1`.
  public var metric: String
  /// Development documents that were scored.
  public var documents: Int
  /// How many documents each half of them has: weights and thresholds were chosen on one half and scored on the other.
  public var chosenOn: [Int]
  /// The seeds that both systems were trained under.
  public var seeds: [UInt64]
  /// Both scores, the interval of their difference and its p-value: the first system is the task alone, the second the
  /// joint model.
  public var comparison: ScoreComparison
  /// Whether training the tasks jointly helps this one.
  public var verdict: ScoreComparison.Verdict
  /// Whether scores on all of the documents decided when training ended or its learning rate fell, in both systems alike.
  public var followsScores: Bool
  /// Steps of training the task alone, over all seeds.
  public var steps: Int
  /// Seconds of training the task alone, over all seeds.
  public var seconds: Double

  /// Joint score minus score alone, in points.
  public var difference: Double { comparison.second - comparison.first }
}
