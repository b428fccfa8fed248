public import BraidText

/// Two systems compared on the same documents by a paired bootstrap test (Koehn 2004).
public struct ScoreComparison: Sendable, Equatable, Codable {
  /// The verdict of a comparison.
  public enum Verdict: String, Sendable, Codable {
    /// The second system is better; chance alone would hardly show it.
    case helps
    /// The second system is worse; chance alone would hardly show it.
    case hurts
    /// The documents can't tell.
    case noEvidence = "no evidence"
  }
  /// Score of the first system.
  public var first: Double
  /// Score of the second system.
  public var second: Double
  /// The difference's 95 % interval, second minus first, in points.
  public var interval: ScoreInterval
  /// Share of resamples in which the difference has the other sign or none, doubled: a two-sided p-value.
  public var p: Double
  /// Whether lower scores are better; nil for no.
  public var lowerIsBetter: Bool?

  /// The verdict at the level of 0.05.
  public var verdict: Verdict {
    guard p < 0.05, first != second else { return .noEvidence }
    return (second > first) == (lowerIsBetter != true) ? .helps : .hurts
  }

  /// Compares the predictions of two systems.
  ///
  /// - Parameters:
  ///   - metric: how they are scored.
  ///   - gold: documents with gold labels.
  ///   - first: the first system's predictions.
  ///   - second: the second system's predictions.
  ///   - resamples: number of bootstrap resamples.
  public init(
    _ metric: any DocumentMetric, gold: [Document], first: [Document], second: [Document], resamples: Int = 1000
  ) {
    let statistics = (
      metric.statistics(gold: gold, predicted: first), metric.statistics(gold: gold, predicted: second)
    )
    func value(_ sums: [Double]) -> Double { metric.values(sums)[0].value }
    let whole = Bootstrap(resamples: 1).whole(statistics.0, statistics.1, score: value)
    self.first = whole.first
    self.second = whole.second
    let differences = Bootstrap(resamples: resamples).pairs(statistics.0, statistics.1, score: value)
      .map { $0.second - $0.first }
    interval = Bootstrap.interval(differences)
    let against = differences.count { whole.second > whole.first ? $0 <= 0 : $0 >= 0 }
    lowerIsBetter = metric.lowerIsBetter ? true : nil
    p = min(1, 2 * Double(against) / Double(max(1, differences.count)))
  }
}
