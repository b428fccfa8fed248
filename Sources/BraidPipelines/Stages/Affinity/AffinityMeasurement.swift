import BraidFiles
import BraidTasks
import BraidText
import BraidTraining
import Foundation

/// Trains the tasks of a train stage once, and measures how they help each other.
struct AffinityMeasurement {
  /// The train stage's training.
  var recipe: TrainingRecipe
  let request: AffinityRequest
  /// The train stage's name.
  let stage: String
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
    let development = recipe.corpora.map(\.development)
    if request.secondsPerMillionTokens > 0, !development.joined().contains(where: { !$0.tokens.isEmpty }) {
      throw PipelineError.stage(
        name: stage, reason: "has no development documents, on which the time of annotating is measured",
        advice: "Give a corpus a `dev` part, or group by `models`.")
    }
    let trainer = try recipe.trainer()
    let probe = AffinityProbe(interval: request.interval)
    trainer.probe = probe
    let result = try trainer.run(shouldStop: shouldStop) { onEvent(.affinity, $0) }
    guard !result.interrupted else { return nil }
    var budget: (seconds: Double, cost: AnnotationCost)?
    if request.secondsPerMillionTokens > 0 {
      var model = trainer.model
      model.weights = result.weights
      budget = AnnotationCost(model, on: development, threads: recipe.options.threads)
        .map { (request.secondsPerMillionTokens, $0) }
    }
    let estimates = request.linearized || request.groupBy == .linearized
    let report = AffinityReport(
      tasks: trainer.model.names, samples: probe.samples, steps: result.steps, seconds: result.seconds,
      measuringSeconds: probe.seconds, models: request.models,
      linearized: estimates ? trainer.linearized(at: result.weights) : nil, groupedBy: request.groupBy,
      budget: budget)
    let grouping = report.budgeted.map(\.grouping) ?? report.groupings.last
    var affinity = AffinityResult(report: report, grouping: grouping)
    guard request.verify, let grouping else { return affinity }
    let verification = AffinityVerification(
      self.recipe, grouping, request, result: result, seconds: result.seconds - probe.seconds)
    affinity.verification = verification
    guard verification.epochs > 0 else { return affinity }
    var (place, joint) = (folder, [SeededTraining(seed: recipe.options.seed, model: trainer.model, result: result)])
    if verification.epochs != recipe.options.epochs {
      recipe.options.epochs = verification.epochs
      place += "/epochs-\(verification.epochs)"
      joint = []
    }
    let study = TrainingStudy(recipe, folder: place, program: program)
    guard
      let trainings = try joint.first.map({
        try study.trainings(request.seeds, first: $0, shouldStop: shouldStop, onEvent: onEvent)
      }) ?? study.joint(request.seeds, shouldStop: shouldStop, onEvent: onEvent)
    else { return nil }
    affinity.together = try study.baselines(joint: trainings, shouldStop: shouldStop, onEvent: onEvent)
    guard affinity.together != nil else { return nil }
    affinity.grouped = try study.verify(grouping, joint: trainings, shouldStop: shouldStop, onEvent: onEvent)
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
