import BraidFiles
import BraidTasks
package import BraidTraining

/// The trainings that verify groups of tasks.
public struct AffinityVerification: Sendable, Equatable, Codable {
  /// Passes over the data of each; 0 where not even one kept the budget, and nothing was trained.
  public var epochs: Int
  /// Number of seeds.
  public var seeds: Int
  /// The budget as it was given; nil for none.
  public var budget: String?
  /// What one pass of all of them takes, in seconds or steps as the budget has it; nil for none.
  public var perEpoch: Double?

  /// Trainings of as many passes as were measured.
  package init(epochs: Int, seeds: Int) { (self.epochs, self.seeds) = (epochs, seeds) }

  /// Trainings of as many passes as fit in a budget.
  ///
  /// - Parameters:
  ///   - budget: the budget.
  ///   - seeds: number of seeds.
  ///   - joint: what one pass of all tasks together takes, in the budget's unit.
  ///   - trainings: all trainings of one seed, in joint trainings.
  ///   - most: most passes.
  package init(budget: String, seeds: Int, joint: Double, trainings: Double, most: Int) {
    let perEpoch = joint * trainings * Double(seeds)
    let fit = (TrainingBudget(budget)?.amount ?? 0) / max(perEpoch, 1e-9)
    self.init(epochs: Int(saturating: min(fit, Double(most)).rounded(.down)), seeds: seeds)
    (self.budget, self.perEpoch) = (budget, perEpoch)
  }

  /// What verifies groups after a measured training.
  ///
  /// - Parameters:
  ///   - recipe: the training, with the pipeline's passes.
  ///   - grouping: the groups.
  ///   - request: the budget, and the numbers of seeds and of measured passes.
  ///   - result: what became of the measured training.
  ///   - seconds: what it took, measuring not included.
  init(
    _ recipe: TrainingRecipe, _ grouping: TaskGrouping, _ request: AffinityRequest, result: TrainingResult,
    seconds: Double
  ) {
    let measured = request.epochs ?? recipe.options.epochs
    guard let budget = request.budget, let limit = TrainingBudget(budget) else {
      self.init(epochs: measured, seeds: request.seeds)
      return
    }
    let all: Double
    switch limit {
    case .seconds: all = seconds
    case .steps: all = Double(result.steps)
    }
    self.init(
      budget: budget, seeds: request.seeds, joint: all / Double(measured),
      trainings: Self.trainings(
        recipe.tasks.map(\.name), corpora: recipe.corpora.map { ($0.tasks, $0.tokens) }, grouping),
      most: recipe.options.epochs)
  }

  /// All trainings of one seed, in joint trainings: all tasks together, each alone, and the groups that are neither.
  ///
  /// A training of some of the tasks takes the share of the joint one that its corpora have of all tokens.
  package static func trainings(
    _ tasks: [String], corpora: [(tasks: [String], tokens: Int)], _ grouping: TaskGrouping
  ) -> Double {
    let groups = Set(grouping.groups.map { Set($0.tasks) }).filter { 1 < $0.count && $0.count < tasks.count }
    let all = corpora.reduce(0) { $0 + $1.tokens }
    return 1
      + (tasks.map { Set([$0]) } + groups).reduce(0) { sum, part in
        let tokens = corpora.filter { !part.isDisjoint(with: $0.tasks) }.reduce(0) { $0 + $1.tokens }
        return sum + Double(tokens) / Double(max(1, all))
      }
  }

  /// How the groups were verified, in words.
  package var text: String {
    guard epochs > 0 else {
      let unit = budget?.hasSuffix("steps") == true ? "steps" : "s"
      return "not verified: one epoch of all trainings takes about "
        + "\(Int(saturating: (perEpoch ?? 0).rounded(.up))) \(unit), the budget is \(budget ?? "")"
    }
    return "verified by trainings of \(epochs.counted("epoch")) under \(seeds.counted("seed"))"
      + (budget.map { ", as many as fit in \($0)" } ?? "")
  }
}
