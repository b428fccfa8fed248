import BraidFiles
import BraidTasks
import BraidTraining
import Foundation

/// Trains the tasks of a train stage once, and measures how they help each other.
struct AffinityMeasurement {
  /// The train stage's training.
  var recipe: TrainingRecipe
  let request: AffinityRequest
  /// The folder of the trainings that verify, so that they resume.
  let folder: String
  /// What the program is, so that a study knows its own checkpoints; nil where that is not known.
  let program: String?
  let shouldStop: () -> Bool
  let onEvent: (TrainingVariant, TrainingEvent) -> Void

  /// Measures.
  ///
  /// - Returns: the result; nil when the run was asked to stop.
  /// - Throws: what is wrong with the data or the files.
  func run() throws -> AffinityResult? {
    var recipe = recipe
    if let epochs = request.epochs { recipe.options.epochs = epochs }
    let trainer = try recipe.trainer()
    let probe = AffinityProbe(interval: request.interval)
    trainer.probe = probe
    let result = try trainer.run(shouldStop: shouldStop) { onEvent(.affinity, $0) }
    guard !result.interrupted else { return nil }
    let estimates = request.linearized || request.groupBy == .linearized
    let report = AffinityReport(
      tasks: trainer.model.names, samples: probe.samples, steps: result.steps, seconds: result.seconds,
      measuringSeconds: probe.seconds, models: request.models,
      linearized: estimates ? trainer.linearized(at: result.weights) : nil, groupedBy: request.groupBy)
    var affinity = AffinityResult(report: report, grouping: report.groupings.last)
    guard request.verify, let grouping = affinity.grouping else { return affinity }
    let study = TrainingStudy(recipe, folder: folder, program: program)
    let joint = SeededTraining(seed: recipe.options.seed, model: trainer.model, result: result)
    affinity.together = try study.baselines(joint: [joint], shouldStop: shouldStop, onEvent: onEvent)
    guard affinity.together != nil else { return nil }
    affinity.grouped = try study.verify(grouping, shouldStop: shouldStop, onEvent: onEvent)
    return affinity.grouped == nil ? nil : affinity
  }
}

extension AffinityResult {
  /// Writes the result as JSON.
  ///
  /// - Throws: `FileError` when the file can't be written.
  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(path, text: String(decoding: try encoder.encode(self), as: UTF8.self) + "\n")
  }
}
