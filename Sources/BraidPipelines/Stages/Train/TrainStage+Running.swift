import BraidFiles
import BraidTasks
import BraidTensors
import BraidTraining
import Foundation

extension TrainStage {
  func run(in context: StageContext) throws -> StageResult? {
    let source = try source(in: context)
    var recipe = try recipe(in: context, from: source)
    context.team?.stage = context.stage
    recipe.team = context.team
    let place = "\(context.folder)/\(context.stage)"
    try FileSystem.makeFolders(place)
    if context.variants.baselines || context.variants.seeds > 1 {
      guard recipe.corpora.contains(where: { !$0.development.isEmpty }) else {
        throw PipelineError.stage(
          name: context.stage, reason: "has no development documents, by which trainings are compared",
          advice: "Give a corpus a `dev` part, or add a `split` stage.")
      }
    }
    let trainer = try recipe.trainer()
    let program = try context.results.key(context.stage).program
    let checkpoints = StageCheckpoints(folder: place, program: program)
    let start = context.variants.start
    try checkpoints.prepare(trainer, start: start, repeatsFinished: context.variants.repeatsFinished)
    context.team?.begin(nil)
    let expected = Forecast.read(place, of: trainer, options(in: context))
    let result = try trainer.run(
      checkpoint: checkpoints.file(start), shouldStop: context.progress.shouldStop
    ) { event in
      // It says nothing of the training itself, which continues without it.
      if case .started = event { try? context.cache.begin(context.stage, key: context.results.key(context.stage)) }
      context.tell(.training(variant: nil, event: event))
    }
    if result.interrupted { return nil }
    let (model, tunedScores) = tuned(trainer, result.weights, threads: context.threads)
    let final = result.scores.merging(tunedScores) { $1 }
    var card = ModelCard(pipeline: context.pipeline, bestStep: result.bestStep, steps: result.steps, scores: final)
    card.contextual = encoder.contextual
    try Self.write(model, card, to: place + "/model")
    context.results.keep(model, of: context.stage)
    var files = [place + "/model"]
    if keepTaskModels {
      for (task, weights) in result.bestByTask.sorted(by: { $0.key < $1.key }) {
        files.append("\(place)/best-\(task)")
        try Self.write(tuned(trainer, weights, threads: context.threads).model, nil, to: "\(place)/best-\(task)")
      }
    }
    let cost = TrainingCost(
      model, optimizer: training.optimizer, tokens: result.taskTokens, seconds: result.taskSeconds,
      evaluationSeconds: result.evaluationSeconds, peakMemory: PeakMemory.bytes,
      annotation: AnnotationCost(model, on: recipe.corpora.map(\.development), threads: context.threads))
    try Self.write(json: cost, to: place + "/cost.json")
    context.tell(.cost(measured: cost, forecast: expected))
    let study = TrainingStudy(recipe, folder: checkpoints.variants, start: start, program: program)
    let training = SeededTraining(seed: recipe.options.seed, model: trainer.model, result: result)
    guard try run(study, training, in: context) else { return nil }
    try checkpoints.finish()
    let scores = final.sorted { $0.key < $1.key }.map { name, score in
      let before = tunedScores[name] == nil ? nil : result.scores[name]?.value
      return "\(name) \(score.metric) \(score.value.fixed(2))"
        + (before.map { " (\($0.fixed(2)) before its thresholds were tuned)" } ?? "")
    }
    return StageResult(
      summary: (scores.isEmpty ? "no scores, the last weights" : scores.joined(separator: ", "))
        + " at step \(result.bestStep) of \(result.steps)"
        + "; model in \(place)/model",
      files: files)
  }

  /// The trained model with some of its weights, with thresholds and temperatures that are tuned for these, and the scores of the
  /// tasks whose thresholds have moved.
  private func tuned(
    _ trainer: Trainer, _ weights: Weights, threads: Int
  ) -> (model: JointModel, scores: [String: TaskScore]) {
    var model = trainer.model
    var scores: [String: TaskScore] = [:]
    model.weights = weights
    var calibrated: Set<Int> = []
    for corpus in trainer.corpora where !corpus.development.isEmpty {
      // A head that is not trained keeps its thresholds and temperatures as well.
      for task in corpus.tasks where calibrated.insert(task).inserted && !training.isFrozen(model.names[task]) {
        let before = model.weights.storage
        model.tuneThresholds(task: task, on: corpus.development, threads: threads)
        if model.weights.storage != before {
          let predicted = Predictor(model, threads: threads).predictions(corpus.development, tasks: [task])[0]
          scores[model.names[task]] = model.heads[task].metric.score(
            gold: corpus.development, predicted: predicted, bootstrap: 0)
        }
        model.calibrate(task: task, on: corpus.development, threads: threads)
      }
    }
    model.selection = DocumentSketch(trainer.corpora.flatMap(\.development))
    return (model, scores)
  }

  /// Trains the variants that were asked for; false when a training was stopped.
  private func run(_ study: TrainingStudy, _ training: SeededTraining, in context: StageContext) throws -> Bool {
    func tell(_ variant: TrainingVariant, _ event: TrainingEvent) {
      context.tell(.training(variant: variant, event: event))
    }
    let place = "\(context.folder)/\(context.stage)"
    let shouldStop = context.progress.shouldStop
    guard
      let joint = try study.trainings(
        context.variants.seeds, first: training, shouldStop: shouldStop, onEvent: tell)
    else { return false }
    if joint.count > 1 {
      let summaries = SeedSummary.all(joint)
      try Self.write(json: summaries, to: place + "/seeds.json")
      context.tell(.seeds(summaries: summaries))
    }
    if context.variants.baselines {
      guard let comparisons = try study.baselines(joint: joint, shouldStop: shouldStop, onEvent: tell) else {
        return false
      }
      try Self.write(json: comparisons, to: place + "/baselines.json")
      context.tell(.baselines(comparisons: comparisons))
    }
    return true
  }

  static func write(json value: some Encodable, to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(path, text: String(decoding: try encoder.encode(value), as: UTF8.self) + "\n")
  }

  /// The trainer's options.
  func options(in context: StageContext) -> TrainingOptions {
    var options = self.training
    options.seed = context.seed
    options.threads = context.threads
    return options
  }

  /// Puts a model in the place of an older one, so that no moment leaves files of both; the older one stays when the new
  /// one can't be written or moved.
  ///
  /// - Throws: `TaskError.notWritten`, or what the file system says.
  private static func write(_ model: JointModel, _ card: ModelCard?, to folder: String) throws {
    let (temporary, previous) = (folder + ".braid-temporary", folder + ".braid-previous")
    let files = FileManager.default
    func move(_ from: String, _ to: String) throws(TaskError) {
      guard rename(from, to) == 0 else { throw .notWritten(path: folder, reason: FileSystem.lastError) }
    }
    // A process that was killed between the two moves below.
    if FileSystem.isAbsent(folder), FileSystem.exists(previous) { try move(previous, folder) }
    for left in [temporary, previous] where !FileSystem.isAbsent(left) { try files.removeItem(atPath: left) }
    try model.write(to: temporary)
    try card?.write(to: temporary)
    let replaces = !FileSystem.isAbsent(folder)
    if replaces { try move(folder, previous) }
    do {
      try move(temporary, folder)
    } catch {
      if replaces { rename(previous, folder) }
      throw error
    }
    FileSystem.synchronizeFolder(of: folder)
    if replaces { try? files.removeItem(atPath: previous) }
  }
}
