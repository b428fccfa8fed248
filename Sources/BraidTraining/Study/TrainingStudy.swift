import BraidFiles
import BraidTasks
import BraidText
import Foundation

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
  public var resamples = ScoreInterval.resamples

  /// A study of `recipe`.
  public init(
    _ recipe: TrainingRecipe, folder: String, start: CheckpointFile.Start = .resumeIfPresent, program: String? = nil
  ) {
    self.recipe = recipe
    self.folder = folder
    self.start = start
    self.program = program
  }

  /// Trains the recipe under other seeds.
  ///
  /// - Parameters:
  ///   - count: number of seeds, the recipe's own included; the others follow it.
  ///   - first: the training under the recipe's own seed.
  ///   - shouldStop: asked before each step.
  ///   - onEvent: called with each event of a variant's training, after the variant.
  /// - Returns: `first` and a training for each other seed; nil when it was stopped.
  /// - Throws: as a training does.
  public func trainings(
    _ count: Int, first: SeededTraining, shouldStop: () -> Bool, onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> [SeededTraining]? {
    var trainings = [first]
    for offset in 1..<max(1, count) {
      let seed = recipe.options.seed &+ UInt64(offset)
      guard let training = try run(recipe.seeded(seed), .seeded(seed: seed), shouldStop, onEvent) else { return nil }
      trainings.append(training)
    }
    return trainings
  }

  /// Trains each task alone under the seeds of joint trainings and compares both on the development documents.
  ///
  /// Both are scored by cross-fitting: weights are kept and thresholds tuned on one half of the documents, and the other half
  /// is scored.
  ///
  /// - Parameters:
  ///   - joint: the joint trainings, that under the recipe's own seed first.
  ///   - shouldStop: asked before each step.
  ///   - onEvent: called with each event of a variant's training, after the variant.
  /// - Returns: one comparison a task that has development documents, in the order of the tasks; nil when it was stopped.
  /// - Throws: as a training does.
  /// - Precondition: there is a joint training.
  public func baselines(
    joint: [SeededTraining], shouldStop: () -> Bool, onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> [BaselineComparison]? {
    try baselines(of: joint[0].model.names, joint: joint, shouldStop: shouldStop, onEvent: onEvent)
  }

  /// Trains all tasks together under several seeds.
  ///
  /// - Parameters:
  ///   - count: number of seeds, the recipe's own the first.
  ///   - shouldStop: asked before each step.
  ///   - onEvent: called with each event of a variant's training, after the variant.
  /// - Returns: a training for each seed; nil when it was stopped.
  /// - Throws: as a training does.
  public func joint(
    _ count: Int, shouldStop: () -> Bool, onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> [SeededTraining]? {
    let seed = recipe.options.seed
    guard let first = try run(recipe, .seeded(seed: seed), shouldStop, onEvent) else { return nil }
    return try trainings(count, first: first, shouldStop: shouldStop, onEvent: onEvent)
  }

  /// Trains groups of tasks, and each task alone, under the seeds of joint trainings and compares the groups with the tasks
  /// alone.
  ///
  /// - Parameters:
  ///   - grouping: the groups; of each those tasks are compared that it serves.
  ///   - joint: the joint trainings, that under the recipe's own seed first; a group of all tasks is this.
  ///   - shouldStop: asked before each step.
  ///   - onEvent: called with each event of a variant's training, after the variant.
  /// - Returns: one comparison a task that has development documents; nil when it was stopped.
  /// - Throws: as a training does.
  public func verify(
    _ grouping: TaskGrouping, joint: [SeededTraining], shouldStop: () -> Bool,
    onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> [BaselineComparison]? {
    var comparisons: [BaselineComparison] = []
    for group in grouping.groups {
      let tasks = recipe.tasks.map(\.name).filter(group.tasks.contains)
      var trainings = joint
      if tasks.count < recipe.tasks.count {
        trainings = []
        for training in joint {
          let seed = training.seed
          let isOwn = seed == recipe.options.seed
          let variant: TrainingVariant =
            tasks.count == 1
            ? (isOwn ? .alone(task: tasks[0]) : .aloneSeeded(task: tasks[0], seed: seed))
            : (isOwn ? .group(tasks: tasks) : .groupSeeded(tasks: tasks, seed: seed))
          guard let training = try run(recipe.variant(variant), variant, shouldStop, onEvent) else { return nil }
          trainings.append(training)
        }
      }
      guard
        let rows = try baselines(of: group.serves, joint: trainings, shouldStop: shouldStop, onEvent: onEvent)
      else { return nil }
      comparisons += rows
    }
    return comparisons
  }

  /// Compares some tasks of joint trainings with the tasks alone.
  private func baselines(
    of compared: [String], joint: [SeededTraining], shouldStop: () -> Bool,
    onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> [BaselineComparison]? {
    let model = joint[0].model
    let options = recipe.options
    var comparisons: [BaselineComparison] = []
    // A head that is never trained has nothing to be compared.
    for (index, name) in model.names.enumerated() where compared.contains(name) && !options.isFrozen(name) {
      let head = model.heads[index]
      guard
        let corpus = recipe.corpora.first(where: { corpus in
          corpus.tasks.contains(name) && corpus.development.contains { head.target($0) != nil }
        })
      else { continue }
      let gold = corpus.development
      let folds = DocumentFolds(gold.count, of: corpus.name)
      func predictions(_ training: SeededTraining, _ task: Int) -> [Document] {
        CrossFitting(model: training.model, result: training.result, threads: options.threads)
          .predictions(gold, task: task, folds: folds)
      }
      var trainings: [(first: [Document], second: [Document])] = []
      var (steps, seconds) = (0, 0.0)
      for training in joint {
        let isOwn = training.seed == options.seed
        let variant =
          isOwn ? TrainingVariant.alone(task: name) : .aloneSeeded(task: name, seed: training.seed)
        guard let alone = try run(recipe.alone(name).seeded(training.seed), variant, shouldStop, onEvent) else {
          return nil
        }
        steps += alone.result.steps
        seconds += alone.result.seconds
        trainings.append((predictions(alone, 0), predictions(training, index)))
      }
      let comparison = ScoreComparison(head.metric, gold: gold, trainings: trainings, resamples: resamples)
      comparisons.append(
        BaselineComparison(
          task: name, metric: head.metric.score(gold: gold, predicted: trainings[0].second, bootstrap: 0).metric,
          documents: gold.count { head.target($0) != nil },
          chosenOn: (0..<DocumentFolds.count).map { fold in
            folds.documents(fold, of: gold).count { head.target($0) != nil }
          }, seeds: joint.map(\.seed), comparison: comparison, verdict: comparison.verdict,
          followsScores: options.earlyStopping.patience > 0 || options.learningRate.decay == .plateau, steps: steps,
          seconds: seconds))
    }
    return comparisons
  }

  private func run(
    _ recipe: TrainingRecipe, _ variant: TrainingVariant, _ shouldStop: () -> Bool,
    _ onEvent: (TrainingVariant, TrainingEvent) -> Void
  ) throws -> SeededTraining? {
    let trainer = try recipe.trainer()
    let folder = "\(folder)/\(variant.name)"
    try FileSystem.makeFolders(folder)
    var file = CheckpointFile(path: folder + "/checkpoint.safetensors", start: start, program: program)
    // A study that was stopped has variants that were not begun.
    if start == .resume, !file.exists { file.start = .resumeIfPresent }
    recipe.team?.begin(variant)
    let result = try trainer.run(checkpoint: file, shouldStop: shouldStop) { onEvent(variant, $0) }
    guard !result.interrupted else { return nil }
    return SeededTraining(seed: recipe.options.seed, model: trainer.model, result: result)
  }
}
