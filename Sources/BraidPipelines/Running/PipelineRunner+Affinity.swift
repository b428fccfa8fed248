import BraidFiles
import BraidTasks
public import BraidTraining
import Foundation

/// How it is measured which tasks help each other.
public struct AffinityRequest: Sendable {
  /// Steps between measurements.
  public var interval = 10
  /// Passes over the training data; nil for those of the pipeline.
  public var epochs: Int?
  /// Most models that tasks are grouped into; nil for as many as there are tasks.
  public var models: Int?
  /// Whether the groups are trained, too, and compared with the tasks alone and all together.
  public var verifies = false

  /// A measurement at every tenth step of the whole training.
  public init() {}
}

/// What is known about the tasks of a training.
public struct AffinityAnswer: Sendable, Encodable {
  /// What was measured, and the groups that follow.
  public var report: AffinityReport
  /// The groups for the number of models asked for; nil when there are none.
  public var grouping: TaskGrouping?
  /// All tasks in one model, beside each alone; nil if not asked for.
  public var together: [BaselineComparison]?
  /// The groups, beside each task alone; nil if not asked for.
  public var grouped: [BaselineComparison]?
}

extension PipelineRunner {
  /// The recipe of a train stage, after all that it needs has run; nil when the run was asked to stop.
  ///
  /// - Throws: `PipelineError` for the first stage that fails.
  func recipe(of name: String) throws(PipelineError) -> TrainingRecipe? {
    try cache.open()
    guard let stage = pipeline.stage(name), let train = stage.options as? TrainStage else {
      preconditionFailure("\(name) is no train stage")
    }
    for reference in train.references { guard try prepare(reference.name) else { return nil } }
    return try failing(name) { () throws -> TrainingRecipe? in
      do {
        let context = context(name)
        return try train.recipe(in: context, from: try train.source(in: context))
      } catch is StageStopped {
        return nil
      }
    }
  }

  /// Trains the tasks of a train stage once, and measures how they help each other.
  ///
  /// The answer is also left as `affinity.json` in the stage's folder, which is otherwise as it was.
  ///
  /// - Parameters:
  ///   - name: the train stage.
  ///   - request: how it is measured.
  /// - Returns: the answer; nil when the run was asked to stop.
  /// - Throws: `PipelineError` with what is wrong.
  /// - Precondition: `name` is a train stage of the pipeline.
  public func affinity(_ name: String, _ request: AffinityRequest) throws(PipelineError) -> AffinityAnswer? {
    guard var recipe = try recipe(of: name) else { return nil }
    if let epochs = request.epochs { recipe.options.epochs = epochs }
    let answer = try failing(name) { try measure(recipe, name, request) }
    guard let answer else { return nil }
    try failing(name) {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try AtomicFile.write(
        "\(folder)/\(name)/affinity.json", text: String(decoding: try encoder.encode(answer), as: UTF8.self) + "\n")
    }
    return answer
  }

  private func measure(
    _ recipe: TrainingRecipe, _ name: String, _ request: AffinityRequest
  ) throws -> AffinityAnswer? {
    func tell(_ variant: TrainingVariant, _ event: TrainingEvent) {
      onEvent(RunEvent(name, .training(variant: variant, event: event)))
    }
    let trainer = try recipe.trainer()
    let probe = AffinityProbe(interval: request.interval)
    trainer.probe = probe
    let result = try trainer.run(shouldStop: progress.shouldStop) { tell(.affinity, $0) }
    guard !result.interrupted else { return nil }
    let report = AffinityReport(
      tasks: trainer.model.names, samples: probe.samples, steps: result.steps, seconds: result.seconds,
      measuringSeconds: probe.seconds, models: request.models)
    var answer = AffinityAnswer(report: report, grouping: report.groupings.last)
    guard request.verifies, let grouping = answer.grouping else { return answer }
    let study = TrainingStudy(
      recipe, folder: "\(folder)/\(name)/affinity", program: try key(name).program)
    let joint = SeededTraining(seed: recipe.options.seed, model: trainer.model, result: result)
    answer.together = try study.baselines(joint: [joint], shouldStop: progress.shouldStop, onEvent: tell)
    guard answer.together != nil else { return nil }
    answer.grouped = try study.verify(grouping, shouldStop: progress.shouldStop, onEvent: tell)
    return answer.grouped == nil ? nil : answer
  }
}
