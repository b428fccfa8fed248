import BraidFiles
import BraidTasks
import BraidTensors
import BraidTraining
import Foundation

extension TrainStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let recipe = try recipe(name, in: runner)
    let place = "\(runner.folder)/\(name)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let trainer = try recipe.trainer()
    let key = try runner.keys.key(name).digest.prefix(16)
    let checkpoint = CheckpointFile(
      path: "\(place)/checkpoint-\(key).safetensors", start: runner.variants.start)
    try Self.removeOthers(in: place, key: key)
    let result = try trainer.run(checkpoint: checkpoint, shouldStop: runner.shouldStop) { event in
      runner.onEvent(.training(stage: name, event))
    }
    if result.interrupted { return nil }
    var model = trainer.model
    model.weights = result.weights
    var calibrated: Set<Int> = []
    for corpus in trainer.corpora where !corpus.development.isEmpty {
      for task in corpus.tasks where calibrated.insert(task).inserted {
        model.tuneThresholds(task: task, on: corpus.development, threads: runner.threads)
        model.calibrate(task: task, on: corpus.development, threads: runner.threads)
      }
    }
    try Self.write(model, to: place + "/model")
    runner.keep(model, of: name)
    var files = [place + "/model"]
    if keepTaskModels {
      for (task, weights) in result.bestByTask.sorted(by: { $0.key < $1.key }) {
        var best = model
        best.weights = weights
        files.append("\(place)/best-\(task)")
        try Self.write(best, to: "\(place)/best-\(task)")
      }
    }
    let study = TrainingStudy(recipe, folder: "\(place)/variants-\(key)", start: runner.variants.start)
    guard try run(study, name, model, result, in: runner) else { return nil }
    let scores = result.scores.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.metric) \(String(format: "%.2f", $0.value.value))"
    }
    return StageResult(
      summary:
        "\(scores.joined(separator: ", ")) at step \(result.bestStep) of \(result.steps); model in \(place)/model",
      files: files)
  }

  /// Trains the variants that were asked for; false when a training was stopped.
  private func run(
    _ study: TrainingStudy, _ name: String, _ model: JointModel, _ result: TrainingResult, in runner: PipelineRunner
  ) throws -> Bool {
    func tell(_ variant: String, _ event: TrainingEvent) {
      runner.onEvent(.training(stage: "\(name)/\(variant)", event))
    }
    let place = "\(runner.folder)/\(name)"
    if runner.variants.seeds > 1 {
      guard
        let summaries = try study.seeds(
          runner.variants.seeds, scores: result.scores, shouldStop: runner.shouldStop, onEvent: tell)
      else { return false }
      try Self.write(json: summaries, to: place + "/seeds.json")
      runner.onEvent(.seeds(stage: name, summaries))
    }
    if runner.variants.baselines {
      guard let comparisons = try study.baselines(joint: model, shouldStop: runner.shouldStop, onEvent: tell) else {
        return false
      }
      try Self.write(json: comparisons, to: place + "/baselines.json")
      runner.onEvent(.baselines(stage: name, comparisons))
    }
    return true
  }

  private static func write(json value: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(path, text: String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
  }

  /// The trainer's options.
  func options(in runner: PipelineRunner) -> TrainingOptions {
    var options = self.training
    options.seed = runner.pipeline.seed
    options.threads = runner.threads
    options.weights = weights.options
    options.schedule = schedule.options
    return options
  }

  /// Deletes the checkpoints of trainings that are not this one.
  private static func removeOthers(in folder: String, key: Substring) throws {
    for other in try FileManager.default.contentsOfDirectory(atPath: folder)
    where (other.hasPrefix("checkpoint-") || other.hasPrefix("variants-")) && !other.contains(key) {
      try FileManager.default.removeItem(atPath: "\(folder)/\(other)")
    }
  }

  /// Puts a model in the place of an older one, so that no moment leaves files of both.
  private static func write(_ model: JointModel, to folder: String) throws {
    let temporary = folder + ".braid-temporary"
    let files = FileManager.default
    if files.fileExists(atPath: temporary) { try files.removeItem(atPath: temporary) }
    try model.write(to: temporary)
    if files.fileExists(atPath: folder) { try files.removeItem(atPath: folder) }
    guard rename(temporary, folder) == 0 else {
      throw TaskError.notWritten(path: folder, reason: String(cString: strerror(errno)))
    }
  }
}
