import BraidTasks
import BraidTensors
import BraidText
import BraidTraining
import BraidVocabularies
import Foundation

extension TrainStage {
  func run(_ name: String, in runner: PipelineRunner) throws -> StageResult? {
    let words = try runner.vocabulary(encoder.vocabulary)
    // Each stage that a task learns from is one corpus; its documents are encoded once for all of its tasks.
    var names: [String] = []
    for source in tasks.flatMap(\.value.of) where !names.contains(source) { names.append(source) }
    var training: [String: [Document]] = [:]
    for source in names { training[source] = try runner.documents(source)["train"]?.all() ?? [] }
    var configurations: [TaskConfiguration] = []
    for task in tasks {
      var inventory = LabelInventory(try task.value.options(task.name, place: task.place))
      for source in task.value.of { for document in training[source] ?? [] { inventory.observe(document) } }
      let target = task.value.vocabulary.isEmpty ? nil : try runner.vocabulary(task.value.vocabulary).serialized
      configurations.append(try inventory.configuration(targetVocabulary: target))
    }
    var characters: Vocabulary?
    if encoder.options.characters != nil {
      var counter = WordCounter()
      for document in training.values.joined() {
        for index in document.tokens.indices {
          for scalar in document.word(index).unicodeScalars { try counter.add(String(scalar)) }
        }
      }
      characters = try VocabularyBuilder(kind: "characters", minimumCount: 3).build(counter)
    }
    var options = self.training
    options.seed = runner.pipeline.seed
    options.threads = runner.threads
    options.weights = weights.options
    options.schedule = schedule.options
    let recipe = TrainingRecipe(
      encoder: encoder.options,
      features: FeatureExtractor(options: encoder.options, words: words, characters: characters),
      tasks: configurations,
      corpora: try names.map { source in
        TrainingRecipe.Corpus(
          name: source, tasks: tasks.filter { $0.value.of.contains(source) }.map(\.name),
          training: training[source] ?? [], development: try runner.documents(source)["dev"]?.all() ?? [])
      }, options: options,
      prepare: { model in if let path = encoder.vectors { _ = try WordVectors.load(path, into: &model) } })
    training = [:]
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
    try Self.write(json: trainer.analyses(of: model.weights), to: place + "/analysis.json")
    if keepTaskModels {
      for (task, weights) in result.bestByTask {
        var best = model
        best.weights = weights
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
      files: [place + "/model"])
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
