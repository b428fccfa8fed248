import BraidFiles
public import BraidTasks
import BraidTensors
import Foundation

/// A mean of measurements with its 95 % interval.
public struct AffinityMean: Sendable, Equatable, Codable {
  /// The mean.
  public var mean: Double
  /// Its interval, by a block bootstrap over steps: neighbouring steps are alike. Nil for fewer than `fewest` values.
  public var interval: ScoreInterval?
  /// Fewer measurements say nothing of how much they vary.
  public static let fewest = 8

  /// A mean whose interval is not known.
  init(mean: Double) { self.mean = mean }

  /// The mean of values in the order of steps; nil for none.
  ///
  /// Blocks of `n^(1/3)` values are drawn with replacement (Künsch 1989, section 2).
  init?(_ values: [Double], resamples: Int = ScoreInterval.resamples) {
    guard !values.isEmpty else { return nil }
    mean = values.reduce(0, +) / Double(values.count)
    guard values.count >= Self.fewest else { return }
    let length = max(1, min(values.count, Int(pow(Double(values.count), 1.0 / 3).rounded())))
    let blocks = (values.count + length - 1) / length
    var stream = Random(seed: 12345).stream("blocks")
    interval = ScoreInterval(
      of: (0..<resamples).map { _ in
        var sum = 0.0
        var count = 0
        for _ in 0..<blocks {
          let start = stream.index(below: values.count - length + 1)
          for value in values[start..<start + length] where count < values.count {
            sum += value
            count += 1
          }
        }
        return sum / Double(count)
      })
  }
}

/// What says how much tasks help each other.
public enum AffinityMeasure: String, Sendable, Codable, CaseIterable {
  /// How much a step of one task lowers the losses of the others, over the training.
  case lookahead
  /// The losses of each set of tasks, estimated from gradients at the joint model.
  case linearized
}

/// How much the tasks of a joint training help each other, and which of them to train together.
public struct AffinityReport: Sendable, Equatable, Codable {
  /// The tasks.
  public var tasks: [String]
  /// Measurements.
  public var samples: Int
  /// Steps of the training.
  public var steps: Int
  /// Seconds of the training, measuring included.
  public var seconds: Double
  /// Seconds that measuring took.
  public var measuringSeconds: Double
  /// In row i and column j the percentage by which a step of task i alone lowers the loss of task j; nil where it was never
  /// measured.
  public var affinities: [[AffinityMean?]]
  /// The mean cosines of the tasks' gradients, by layer of the encoder.
  public var cosines: [String: [[AffinityMean?]]]
  /// Estimates for any tasks together; nil if not asked for.
  public var linearized: LinearizedAffinity?
  /// What the groups follow from.
  public var groupedBy: AffinityMeasure
  /// The best groups for one model, two models, and so on; empty for more than 12 tasks, and when a pair was never measured.
  public var groupings: [TaskGrouping]
  /// What annotating costs, and the groups that keep a budget of it; nil if none was given.
  public var budgeted: BudgetedGrouping?

  /// A report on measurements.
  package init(
    tasks: [String], samples: [AffinitySample], steps: Int, seconds: Double, measuringSeconds: Double,
    models: Int? = nil, linearized: LinearizedAffinity? = nil, groupedBy: AffinityMeasure = .lookahead,
    budget: (seconds: Double, cost: AnnotationCost)? = nil
  ) {
    self.tasks = tasks
    self.samples = samples.count
    self.steps = steps
    self.seconds = seconds
    self.measuringSeconds = measuringSeconds
    func means(_ scale: Double, _ matrix: (AffinitySample) -> [[Double?]]?) -> [[AffinityMean?]] {
      tasks.indices.map { row in
        tasks.indices.map { column in
          AffinityMean(samples.compactMap { matrix($0)?[row][column].map { scale * $0 } })
        }
      }
    }
    affinities = means(100) { $0.affinities }
    var cosines: [String: [[AffinityMean?]]] = [:]
    for layer in Set(samples.flatMap(\.cosines.keys)) { cosines[layer] = means(1) { $0.cosines[layer] } }
    self.cosines = cosines
    self.linearized = linearized
    self.groupedBy = groupedBy
    let most = models ?? tasks.count
    let gain =
      switch groupedBy {
      case .lookahead: TaskGrouping.meanHelp(affinities.map { $0.map { $0?.mean } })
      case .linearized: linearized?.gain(of: tasks)
      }
    groupings = gain.map { TaskGrouping.all(tasks, models: most, gain: $0) } ?? []
    budgeted = budget.map { BudgetedGrouping(tasks, seconds: $0.seconds, cost: $0.cost, gain: gain) }
  }
}

/// The best groups of tasks whose models together annotate within a budget.
public struct BudgetedGrouping: Sendable, Equatable, Codable {
  /// The budget, in seconds a million tokens.
  public var seconds: Double
  /// What annotating costs.
  public var cost: AnnotationCost
  /// The groups; nil when none keep the budget, or groups can't be searched.
  public var grouping: TaskGrouping?

  /// The best groups by what tasks gain in sets; nil where that is not known.
  package init(
    _ tasks: [String], seconds: Double, cost: AnnotationCost, gain: ((_ set: Int, _ task: Int) -> Double)?
  ) {
    self.seconds = seconds
    self.cost = cost
    grouping = gain.flatMap { gain in
      TaskGrouping.best(tasks, budget: seconds) { set in
        cost.seconds(serving: tasks.indices.filter { set & 1 << $0 != 0 }.map { tasks[$0] })
      } gain: {
        gain($0, $1)
      }
    }
  }
}
