public import BraidTasks
import BraidText
import Foundation

/// A training that is made beside a joint one, to compare it with.
public enum TrainingVariant: Sendable, Hashable, Codable {
  /// One task, without the others.
  case alone(task: String)
  /// The same training under another seed.
  case seeded(seed: UInt64)

  /// A name that can be part of a path.
  public var name: String {
    switch self {
    case .alone(let task): "alone-\(task)"
    case .seeded(let seed): "seed-\(seed)"
    }
  }
}

/// Trains variants of one recipe beside it: each task alone, or other seeds.
///
/// Every variant keeps its checkpoint in a folder of its own, so that an interrupted study resumes where it was, and
/// variants that are done are not trained again.
public struct TrainingStudy {
  /// The joint training.
  public let recipe: TrainingRecipe
  /// Folder of the variants' checkpoints.
  public let folder: String
  /// How training starts where there are checkpoints.
  public let start: CheckpointFile.Start
  /// What stands for the program that trains; see `CheckpointFile`.
  public let program: String?
  /// Resamples of the paired bootstrap test.
  public var resamples = 1000

  /// A study of `recipe`.
  public init(
    _ recipe: TrainingRecipe, folder: String, start: CheckpointFile.Start = .resumeIfPresent, program: String? = nil
  ) {
    self.recipe = recipe
    self.folder = folder
    self.start = start
    self.program = program
  }

  /// Trains each task alone and compares it with the joint model, on the joint model's development documents.
  ///
  /// - Parameters:
  ///   - joint: the jointly trained model.
  ///   - shouldStop: asked before each step.
  ///   - onEvent: called with each event of a variant's training, after the variant.
  /// - Returns: one comparison a task that has development documents, in the order of the tasks; nil when it was stopped.
  /// - Throws: as a training does.
  public func baselines(
    joint: JointModel, shouldStop: () -> Bool, onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> [BaselineComparison]? {
    let predictor = Predictor(joint, threads: recipe.options.threads)
    var comparisons: [BaselineComparison] = []
    // A head that is never trained has nothing to be compared.
    for (index, name) in joint.names.enumerated() where !recipe.options.isFrozen(name) {
      let head = joint.heads[index]
      guard
        let gold = recipe.corpora.first(where: { corpus in
          corpus.tasks.contains(name) && corpus.development.contains { head.target($0) != nil }
        })?.development
      else { continue }
      let trainer = try recipe.alone(name).trainer()
      guard let result = try run(trainer, .alone(task: name), shouldStop, onEvent) else { return nil }
      var alone = trainer.model
      alone.weights = result.weights
      let answers = Predictor(alone, threads: recipe.options.threads).annotate(gold, tasks: [0], options: .bare)
      let comparison = ScoreComparison(
        head.metric, gold: gold, first: answers, second: predictor.annotate(gold, tasks: [index], options: .bare),
        resamples: resamples)
      comparisons.append(
        BaselineComparison(
          task: name, metric: head.metric.score(gold: gold, predicted: answers, bootstrap: 0).metric,
          documents: gold.count { head.target($0) != nil }, comparison: comparison, verdict: comparison.verdict,
          steps: result.steps, seconds: result.seconds))
    }
    return comparisons
  }

  /// Trains the recipe under other seeds.
  ///
  /// - Parameters:
  ///   - count: number of seeds, the recipe's own included; the others follow it.
  ///   - scores: the scores under the recipe's own seed.
  ///   - shouldStop: asked before each step.
  ///   - onEvent: called with each event of a variant's training, after the variant.
  /// - Returns: one summary a task; nil when it was stopped.
  /// - Throws: as a training does.
  public func seeds(
    _ count: Int, scores: [String: TaskScore], shouldStop: () -> Bool, onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> [SeedSummary]? {
    var results = [(seed: recipe.options.seed, scores: scores)]
    for offset in 1..<max(1, count) {
      let seed = recipe.options.seed &+ UInt64(offset)
      guard let result = try run(recipe.seeded(seed).trainer(), .seeded(seed: seed), shouldStop, onEvent) else {
        return nil
      }
      results.append((seed, result.scores))
    }
    return SeedSummary.all(results)
  }

  private func run(
    _ trainer: Trainer, _ variant: TrainingVariant, _ shouldStop: () -> Bool,
    _ onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> TrainingResult? {
    let folder = "\(folder)/\(variant.name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var file = CheckpointFile(path: folder + "/checkpoint.safetensors", start: start, program: program)
    // A study that was stopped has variants that were not begun.
    if start == .resume, !file.exists { file.start = .resumeIfPresent }
    let result = try trainer.run(checkpoint: file, shouldStop: shouldStop) { onEvent(variant, $0) }
    return result.interrupted ? nil : result
  }
}
