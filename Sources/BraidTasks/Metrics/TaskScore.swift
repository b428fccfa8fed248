/// The 95 % bootstrap interval of a score.
public struct ScoreInterval: Sendable, Equatable, Codable {
  /// Lower end, in points.
  public var low: Double
  /// Upper end, in points.
  public var high: Double

  /// Number of bootstrap resamples that an interval is made of unless another is asked for.
  public static let resamples = 1000

  /// An interval.
  package init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

  /// The middle 95 % of values.
  package init(of values: [Double]) { self = Bootstrap.interval(values) }
}

/// The score of one task on a set of documents.
public struct TaskScore: Sendable, Equatable, Codable {
  /// The metric that decides, such as `accuracy` or `F1`.
  public var metric: String
  /// Its value, 0 to 100 where higher is better.
  public var value: Double
  /// Whether lower values are better, as of a perplexity; nil for no.
  public var lowerIsBetter: Bool?
  /// Other metrics by name.
  public var secondary: [String: Double]
  /// The bootstrap interval of the value; nil if not asked for.
  public var interval: ScoreInterval?
  /// The bootstrap intervals of the other metrics by name; nil if not asked for.
  public var intervals: [String: ScoreInterval]?
  /// How the value was counted, in the words of the program that it equals; nil when the metric's name says enough.
  public var signature: String?
  /// Items that were scored: documents, tokens or gold spans.
  public var items: Int
  /// How many of the documents that were scored the model's weights and thresholds were chosen on, which makes the score
  /// better than it would be on others; nil for none, and where it is not known.
  public var chosenOn: Int?

  /// What model selection compares: the value, 0 to 100; where lower values are better, `100 / (1 + value)`.
  public var points: Double { lowerIsBetter == true ? 100 / (1 + max(0, value)) : value }

  /// A score.
  public init(metric: String, value: Double, secondary: [String: Double] = [:], items: Int) {
    self.metric = metric
    self.value = value
    self.secondary = secondary
    self.items = items
  }
}

extension [String: TaskScore] {
  /// How many of the documents that were scored a model's weights and thresholds were chosen on, `200 of these documents`; by tasks
  /// where they differ, `150 (pos, roles) and 200 (sentiment) of these documents`. Nil for none.
  ///
  /// - Parameter number: Writes a number.
  /// - Returns: The words.
  package func chosenOn(_ number: (Int) -> String) -> String? {
    var tasks: [Int: [String]] = [:]
    for (task, score) in self { if let count = score.chosenOn { tasks[count, default: []].append(task) } }
    guard !tasks.isEmpty else { return nil }
    let parts = tasks.sorted { $0.key < $1.key }.map { count, names in
      number(count) + (tasks.count == 1 ? "" : " (\(names.sorted().joined(separator: ", ")))")
    }
    return parts.joined(separator: " and ") + " of these documents"
  }
}
