import BraidTasks

/// One task's scores under several seeds.
public struct SeedSummary: Sendable, Equatable, Codable {
  /// The task; `aggregate` for the mean over tasks that decides which weights are kept.
  public var task: String
  /// What it is scored by, such as `F1`.
  public var metric: String
  /// The seeds.
  public var seeds: [UInt64]
  /// The score under each seed.
  public var scores: [Double]
  /// Mean of the scores.
  public var mean: Double
  /// Standard deviation of the scores around their mean, with n - 1; 0 for one seed.
  public var deviation: Double

  /// A summary of one score a seed.
  public init(task: String, metric: String, seeds: [UInt64], scores: [Double]) {
    self.task = task
    self.metric = metric
    self.seeds = seeds
    self.scores = scores
    let mean = scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
    self.mean = mean
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = scores.count > 1 ? (squares / Double(scores.count - 1)).squareRoot() : 0
  }

  /// One summary a task that every training has scored, in the order of names.
  public static func all(_ trainings: [SeededTraining]) -> [SeedSummary] {
    guard let first = trainings.first else { return [] }
    return first.result.scores.keys.sorted().compactMap { task in
      let scores = trainings.compactMap { $0.result.scores[task] }
      guard scores.count == trainings.count, let metric = scores.first?.metric else { return nil }
      return SeedSummary(task: task, metric: metric, seeds: trainings.map(\.seed), scores: scores.map(\.value))
    }
  }
}
