import BraidFiles
import BraidTensors
public import BraidText

/// Two systems compared on the same documents by a paired bootstrap test (Koehn 2004).
///
/// Where both were trained under several seeds, seeds and documents are resampled together, since another training would
/// give other scores as much as other documents would.
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
  /// Score of the first system, 0 to 100; the mean over its trainings.
  public var first: Double
  /// Score of the second system, 0 to 100; the mean over its trainings.
  public var second: Double
  /// The difference's 95 % interval, second minus first, in points.
  public var interval: ScoreInterval
  /// A two-sided p-value: the share of resamples in which the difference has the other sign or none, the scored documents
  /// themselves counted as one, doubled (Davison & Hinkley 1997, section 4.2).
  public var p: Double
  /// Whether lower scores are better; nil for no.
  public var lowerIsBetter: Bool?
  /// The difference under each seed, second minus first, in points; nil for one training of each system.
  public var differences: [Double]?

  /// How much the differences vary between seeds: their standard deviation, with n - 1, in points; nil for one training of
  /// each system.
  public var deviation: Double? {
    guard let differences, differences.count > 1 else { return nil }
    let mean = differences.reduce(0, +) / Double(differences.count)
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(differences.count - 1)).squareRoot()
  }

  /// The verdict at the level of 0.05; a difference that is not larger than its deviation between seeds shows nothing.
  public var verdict: Verdict {
    guard p < 0.05, first != second, abs(second - first) > deviation ?? 0 else { return .noEvidence }
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
    _ metric: any DocumentMetric, gold: [Document], first: [Document], second: [Document],
    resamples: Int = ScoreInterval.resamples
  ) {
    self.init(metric, gold: gold, trainings: [(first, second)], resamples: resamples)
  }

  /// Compares the predictions of two systems, each trained once for each of some seeds.
  ///
  /// A resample draws documents and, independently, seeds. What the seeds add to the spread is scaled up by
  /// `√(n / (n - 1))`, without which a few seeds would look steadier than they are (Rao & Wu 1988, section 2.2).
  ///
  /// - Parameters:
  ///   - metric: how they are scored.
  ///   - gold: documents with gold labels.
  ///   - trainings: for each seed the predictions of the first system and those of the second.
  ///   - resamples: number of bootstrap resamples.
  /// - Precondition: there is a training.
  package init(
    _ metric: any DocumentMetric, gold: [Document], trainings: [(first: [Document], second: [Document])],
    resamples: Int = ScoreInterval.resamples
  ) {
    precondition(!trainings.isEmpty, "a comparison of no trainings")
    let statistics = trainings.map { training in
      (
        first: metric.statistics(gold: gold, predicted: training.first),
        second: metric.statistics(gold: gold, predicted: training.second)
      )
    }
    let seeds = statistics.count
    let documents = statistics[0].first.count
    func scores(_ seed: Int, _ picks: some Sequence<Int>) -> (first: Double, second: Double) {
      func value(_ statistics: [[Double]]) -> Double {
        statistics.isEmpty ? 0 : metric.values(statistics, at: picks)[0].value
      }
      return (value(statistics[seed].first), value(statistics[seed].second))
    }
    let whole = (0..<seeds).map { scores($0, 0..<documents) }
    lowerIsBetter = metric.lowerIsBetter ? true : nil
    first = whole.reduce(0) { $0 + $1.first } / Double(seeds)
    second = whole.reduce(0) { $0 + $1.second } / Double(seeds)
    differences = seeds > 1 ? whole.map { $0.second - $0.first } : nil
    let bootstrap = Bootstrap(resamples: resamples)
    var stream = Random(seed: bootstrap.seed).stream("seeds")
    let scale = seeds > 1 ? (Double(seeds) / Double(seeds - 1)).squareRoot() : 0
    let values = bootstrap.draws(documents) { picks in
      let differences = (0..<seeds).map { seed in
        let scores = scores(seed, picks)
        return scores.second - scores.first
      }
      let mean = differences.reduce(0, +) / Double(seeds)
      guard seeds > 1 else { return mean }
      let drawn = (0..<seeds).reduce(0) { sum, _ in sum + differences[stream.index(below: seeds)] } / Double(seeds)
      return mean + scale * (drawn - mean)
    }
    interval = Bootstrap.interval(values)
    let isGain = second > first
    let against = values.count { isGain ? $0 <= 0 : $0 >= 0 }
    p = min(1, 2 * Double(against + 1) / Double(values.count + 1))
  }
}
