/// One probability that a model gave, and whether what it was given for came true.
public struct Confidence: Sendable, Equatable {
  /// The probability, 0 to 1.
  public var probability: Double
  /// Whether it came true.
  public var isRight: Bool

  /// A probability that came true or not.
  public init(_ probability: Double, isRight: Bool) {
    self.probability = probability
    self.isRight = isRight
  }
}

/// How far a model's probabilities are from how often they come true.
public struct Calibration: Sendable, Equatable, Codable {
  /// The predictions whose probabilities lie in one range.
  public struct Bin: Sendable, Equatable, Codable {
    /// Lower end of the range, 0 to 1.
    public var low: Double
    /// Upper end of the range, 0 to 1.
    public var high: Double
    /// Predictions in it.
    public var count: Int
    /// Mean of their probabilities, 0 to 100.
    public var confidence: Double
    /// Share of them that came true, 0 to 100.
    public var accuracy: Double
  }

  /// Ranges of equal width.
  static let bins = 10

  /// Expected calibration error: the mean over predictions of how far the accuracy of their range is from its mean
  /// probability, 0 to 100. Source: Guo et al. 2017, equation 3.
  public var error: Double
  /// Its bootstrap interval; nil if not asked for.
  public var interval: ScoreInterval?
  /// The ranges that hold a prediction, in order: the reliability diagram.
  public var bins: [Bin]

  /// The calibration of documents' predictions; nil when none has a probability.
  ///
  /// - Parameters:
  ///   - documents: for each document that counts its probabilities.
  ///   - bootstrap: number of bootstrap resamples for the interval; 0 for none.
  init?(_ documents: [[Confidence]], bootstrap: Int) {
    guard documents.contains(where: { !$0.isEmpty }) else { return nil }
    let statistics = documents.map(Self.statistics)
    let sums = Bootstrap.sum(statistics, statistics.indices)
    error = Self.error(sums)
    interval =
      bootstrap > 0 ? Bootstrap.interval(Bootstrap(resamples: bootstrap).sums(statistics).map(Self.error)) : nil
    bins = (0..<Self.bins).compactMap { bin in
      let count = sums[3 * bin]
      guard count > 0 else { return nil }
      return Bin(
        low: Double(bin) / Double(Self.bins), high: Double(bin + 1) / Double(Self.bins), count: Int(count),
        confidence: 100 * sums[3 * bin + 1] / count, accuracy: 100 * sums[3 * bin + 2] / count)
    }
  }

  /// For each range the number of predictions, the sum of their probabilities and the number that came true.
  private static func statistics(_ confidences: [Confidence]) -> [Double] {
    var counts = [Double](repeating: 0, count: 3 * bins)
    for confidence in confidences {
      let bin = min(bins - 1, max(0, Int(confidence.probability * Double(bins))))
      counts[3 * bin] += 1
      counts[3 * bin + 1] += confidence.probability
      counts[3 * bin + 2] += confidence.isRight ? 1 : 0
    }
    return counts
  }

  private static func error(_ sums: [Double]) -> Double {
    let total = stride(from: 0, to: sums.count, by: 3).reduce(0) { $0 + sums[$1] }
    guard total > 0 else { return 0 }
    return stride(from: 0, to: sums.count, by: 3).reduce(0) { $0 + 100 * abs(sums[$1 + 1] - sums[$1 + 2]) / total }
  }
}
