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
    let features = FeatureExtractor(options: encoder.options, words: words, characters: characters)
    var model = try JointModel(
      encoder: encoder.options, features: features, tasks: configurations, random: Random(seed: runner.pipeline.seed))
    if let path = encoder.vectors { _ = try WordVectors.load(path, into: &model) }

    var options = self.training
    options.seed = runner.pipeline.seed
    options.threads = runner.threads
    options.weights = weights.options
    options.schedule = schedule.options
    let corpora = try names.map { source in
      TrainingCorpus(
        name: source, tasks: tasks.indices.filter { tasks[$0].value.of.contains(source) },
        training: training[source] ?? [], development: try runner.documents(source)["dev"]?.all() ?? [], model: model)
    }
    training = [:]
    let place = "\(runner.folder)/\(name)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let trainer = try Trainer(model: model, corpora: corpora, options: options)
    let checkpoint = try Self.checkpoint(in: place, key: runner.keys.key(name))
    let result = try trainer.run(checkpoint: checkpoint, shouldStop: runner.shouldStop) { event in
      runner.onEvent(.training(stage: name, event))
    }
    if result.interrupted { return nil }
    model.weights = result.weights
    var calibrated: Set<Int> = []
    for corpus in corpora where !corpus.development.isEmpty {
      for task in corpus.tasks where calibrated.insert(task).inserted {
        model.calibrate(task: task, on: corpus.development, threads: runner.threads)
      }
    }
    try Self.write(model, to: place + "/model")
    runner.keep(model, of: name)
    let scores = result.scores.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.metric) \(String(format: "%.2f", $0.value.value))"
    }
    return StageResult(
      summary:
        "\(scores.joined(separator: ", ")) at step \(result.bestStep) of \(result.steps); model in \(place)/model",
      files: [place + "/model"])
  }

  /// The checkpoint file of a training with `key`; those of other trainings are deleted.
  private static func checkpoint(in folder: String, key: StageKey) throws -> CheckpointFile {
    let name = "checkpoint-\(key.digest.prefix(16)).safetensors"
    for other in try FileManager.default.contentsOfDirectory(atPath: folder)
    where other.hasPrefix("checkpoint-") && other != name {
      try FileManager.default.removeItem(atPath: "\(folder)/\(other)")
    }
    return CheckpointFile(path: "\(folder)/\(name)", identity: key.digest)
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
