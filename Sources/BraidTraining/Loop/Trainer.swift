import BraidFiles
public import BraidTasks
import BraidTensors
import BraidText
import Foundation

/// Where a training stands, besides its numbers: with weights and moments this is a checkpoint.
struct TrainerState: Sendable, Equatable, Codable {
  var step = 0
  var sampler: BatchSampler.State
  var lossWeights: LossWeights
  /// What the rule for conflicting gradients keeps.
  var gradientMemory = GradientMemory()
  var tasks: [TaskProgress]
  /// The development losses of the last evaluation; nil for a task without any.
  var developmentLosses: [Double?] = []
  /// Best aggregate score and its step.
  var bestAggregate: Double?
  var bestStep = 0
  /// Best aggregate score on each half of the development documents.
  var bestByFold = [Double?](repeating: nil, count: DocumentFolds.count)
  /// Evaluations since the best aggregate, and plateaus reached.
  var waiting = 0
  var reductions = 0
  /// What the learning rate is multiplied by after going back from a loss that was not finite.
  var rateFactor = 1.0
  var recoveries = 0
  /// Evaluations so far.
  var evaluations = 0
  /// Steps of this epoch after which the next evaluation is due.
  var evaluationsInEpoch = 0
}

/// Trains a joint model on several corpora at once.
///
/// Yields events and prints nothing. The same seed gives the same bits, for any number of threads and for a training
/// that was stopped and resumed.
public final class Trainer {
  let options: TrainingOptions
  /// The model that it started from; nil when its first weights are random.
  let origin: TrainingOrigin?
  /// The parts that are frozen now; nil before the first step.
  private var frozen: [String]?
  /// What it learns from.
  public let corpora: [TrainingCorpus]
  /// The model that is trained, with its first weights.
  public let model: JointModel
  let executor: Executor
  let predictor: Predictor
  let names: [String]
  var sampler: BatchSampler
  var optimizer: Optimizer
  var state: TrainerState
  var best: Weights
  var bestByTask: [Weights]
  /// For each half of the development documents the weights with the best aggregate score on it, so that they can be scored
  /// on the other half.
  var bestByFold: [Weights]
  var lastGood: (weights: Weights, optimizer: Optimizer, step: Int)
  /// The mean of weights; nil when it is not asked for.
  var averageStorage: [Float]?
  /// Gradients of each task of a step and their combination, once an option has asked for them.
  var taskGradients: [Gradients] = []
  /// The names of the shared encoder's weights.
  lazy var sharedWeights = Set(
    model.weights.entries.map(\.name).filter { model.part(ofWeight: $0) == JointModel.encoderPart })
  var combinedGradients: Gradients?
  /// Gradients of the batches of a step that go through the model one after the other, and of one of them, once there
  /// are any.
  lazy var accumulated = (sum: executor.makeGradients(), part: executor.makeGradients())
  var scores: [String: TaskScore] = [:]
  private let started = ContinuousClock.now
  /// Seconds of training before it was resumed.
  var secondsBefore = 0.0
  /// Development data, each task on the first of its corpora that has some for it.
  let developmentSets: [EvaluationSet]
  /// The halves of each of them.
  let developmentFolds: [DocumentFolds]
  /// Seconds by task since the last evaluation.
  var taskSeconds: [Double]
  /// What the training has cost so far, before a resume included.
  var spent: TrainingSpending
  /// The processes that train together; nil for one.
  package var team: TrainingTeam?
  /// Who says what the model should predict, beside gold labels; nil for none.
  let teachers: Teachers?
  /// Measures how tasks help each other; nil when that is not asked for.
  package var probe: AffinityProbe?

  /// Recoveries after which training fails.
  static let maximumRecoveries = 5

  /// How many times its first loss, or 1 nat, a task's loss is when training is taken to diverge.
  static let explosion = 100.0

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - model: the model with its first weights.
  ///   - corpora: what it learns from.
  ///   - options: how.
  ///   - origin: the model that the first weights are from; nil when they are random.
  ///   - teachers: by task, models that say what it should predict, beside its gold labels.
  /// - Throws: `TrainingError` for everything that can be known before the first batch.
  public init(
    model: JointModel, corpora: [TrainingCorpus], options: TrainingOptions, origin: TrainingOrigin? = nil,
    teachers: [String: [JointModel]] = [:]
  ) throws(TrainingError) {
    try Self.check(model: model, corpora: corpora, options: options)
    self.teachers =
      teachers.isEmpty
      ? nil
      : try Teachers(
        teachers, model: model, corpora: corpora, options: options.distillation, threads: options.threads)
    self.origin = origin
    self.model = model
    self.corpora = corpora
    self.options = options
    names = model.names
    executor = Executor(weights: model.weights, threads: options.threads, training: true, seed: options.seed)
    if !options.rates.isEmpty { executor.scaleRates { options.rates[model.part(ofWeight: $0)] ?? 1 } }
    predictor = Predictor(model, threads: options.threads)
    optimizer = Optimizer(options.optimizer)
    sampler = BatchSampler(
      options.schedule, names: corpora.map(\.name), lengths: corpora.map(\.examples.lengths),
      costs: corpora.map(\.costs),
      sentences: options.batchSentences, tokens: options.batchTokens, batches: options.batches, epochs: options.epochs,
      random: Random(seed: options.seed))
    state = TrainerState(
      sampler: sampler.state, lossWeights: LossWeights(options.weights, tasks: names, seed: options.seed),
      tasks: names.map { _ in TaskProgress() })
    best = model.weights
    bestByTask = names.map { _ in model.weights }
    bestByFold = (0..<DocumentFolds.count).map { _ in model.weights }
    lastGood = (model.weights, optimizer, 0)
    averageStorage = options.average > 0 ? model.weights.storage : nil
    taskSeconds = names.map { _ in 0 }
    spent = TrainingSpending(tasks: names.count)
    var scored = Set<Int>()
    let sets = corpora.compactMap { corpus -> (set: EvaluationSet, folds: DocumentFolds)? in
      let tasks = corpus.tasks.filter { task in
        !scored.contains(task) && Self.isScored(task, on: corpus, model: model)
      }
      scored.formUnion(tasks)
      guard !tasks.isEmpty else { return nil }
      return (
        EvaluationSet(corpus.development, tasks: tasks, model: model),
        DocumentFolds(corpus.development.count, of: corpus.name)
      )
    }
    developmentSets = sets.map(\.set)
    developmentFolds = sets.map(\.folds)
  }

  /// Seconds of training so far, those before a resume included.
  var seconds: Double { secondsBefore + Self.seconds(since: started) }

  static func seconds(since start: ContinuousClock.Instant) -> Double { (ContinuousClock.now - start).seconds }

  /// Values of some tasks by name.
  func byName<Value>(_ tasks: some Sequence<Int>, _ value: (Int) -> Value) -> [String: Value] {
    Dictionary(uniqueKeysWithValues: tasks.map { (names[$0], value($0)) })
  }

  /// Trains to the end.
  ///
  /// - Parameters:
  ///   - checkpoint: where checkpoints are kept; if there is one, training resumes from it. Nil for none.
  ///   - shouldStop: asked before each step; when it says yes, a checkpoint is written and training ends.
  ///   - onEvent: called with every event.
  /// - Returns: the best weights and their scores.
  /// - Throws: `TrainingError` when the loss is not finite again and again, or a checkpoint can't be read or written.
  public func run(
    checkpoint: CheckpointFile? = nil, shouldStop: () -> Bool = { false }, onEvent: (TrainingEvent) -> Void
  ) throws(TrainingError) -> TrainingResult {
    let file = try begin(checkpoint)
    defer { withExtendedLifetime(file?.lock) {} }
    let own = checkpoint.flatMap { checkpoint in file.map { (checkpoint, $0.identity) } }
    return try train(checkpoint: own, shouldStop: shouldStop, onEvent: onEvent)
  }

  /// Trains from where training stands.
  ///
  /// - Parameters:
  ///   - checkpoint: where checkpoints are kept, and this training's identity; nil for none.
  ///   - shouldStop: as for `run`.
  ///   - onEvent: as for `run`.
  /// - Returns: as `run` does.
  /// - Throws: as `run` does.
  func train(
    checkpoint: (file: CheckpointFile, identity: String)?, shouldStop: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TrainingError) -> TrainingResult {
    onEvent(.started(plan: plan()))
    for warning in warnings { onEvent(.warning(warning: warning)) }
    var saved = ContinuousClock.now
    func save() throws(TrainingError) {
      guard let checkpoint else { return }
      try write(checkpoint.file, identity: checkpoint.identity)
      saved = .now
      onEvent(.checkpoint(step: state.step, path: checkpoint.file.path))
    }
    while sampler.state.epoch < options.epochs, state.tasks.contains(where: { !$0.hasStoppedEarly }) {
      if isToStop(shouldStop) {
        try save()
        return result(interrupted: true, onEvent)
      }
      let active = corpora.map { $0.tasks.contains { !state.tasks[$0].hasStoppedEarly } }
      if let draws = sampler.next(active: active) {
        try step(draws, onEvent)
        if evaluationIsDue {
          state.evaluationsInEpoch += 1
          evaluate(onEvent)
          try save()
        } else if options.checkpointSteps > 0 && state.step % options.checkpointSteps == 0
          || options.checkpointSeconds > 0 && Self.seconds(since: saved) > options.checkpointSeconds
        {
          try save()
        }
      } else {
        state.lossWeights.endEpoch()
        state.evaluationsInEpoch = 0
        evaluate(onEvent)
        try save()
      }
    }
    return result(interrupted: false, onEvent)
  }

  /// What it is about to do.
  package func plan() -> TrainingPlan {
    freezeParts()
    return TrainingPlan(
      examples: Dictionary(uniqueKeysWithValues: corpora.map { ($0.name, $0.examples.count) }),
      stepsPerEpoch: sampler.stepsPerEpoch, totalSteps: sampler.totalSteps, epochs: options.epochs,
      parameters: executor.trainableCount, firstStep: state.step, evaluations: state.evaluations,
      processes: team?.communicator.count)
  }

  /// Whether to stop before the next step: in a team when any process was to stop before the last one.
  private func isToStop(_ shouldStop: () -> Bool) -> Bool {
    guard let team else { return shouldStop() }
    team.wantsStop = shouldStop()
    return team.stopIsAgreed
  }

  /// Leaves the parts alone that are frozen in the present epoch.
  func freezeParts() {
    let parts = options.frozen(inEpoch: sampler.state.epoch)
    guard parts != frozen else { return }
    frozen = parts
    let names = Set(parts)
    executor.freeze { names.contains(model.part(ofWeight: $0)) }
  }

  private var evaluationIsDue: Bool {
    let steps = sampler.stepsPerEpoch / max(1, options.evaluationsPerEpoch)
    let next = (state.evaluationsInEpoch + 1) * steps
    return next < sampler.stepsPerEpoch && sampler.state.position >= next
      && state.evaluationsInEpoch + 1 < options.evaluationsPerEpoch
  }

  private func result(interrupted: Bool, _ onEvent: (TrainingEvent) -> Void) -> TrainingResult {
    team?.isTraining = false
    let kept =
      state.bestAggregate != nil ? best : averageStorage.map { executor.weights.replacing($0) } ?? executor.weights
    let result = TrainingResult(
      weights: kept, bestByTask: Dictionary(uniqueKeysWithValues: zip(names, bestByTask)),
      bestByFold: state.evaluations > 0 ? bestByFold : bestByFold.map { _ in kept }, scores: scores, steps: state.step,
      bestStep: state.bestStep,
      overfittingSteps: Dictionary(
        uniqueKeysWithValues: zip(names, state.tasks).compactMap { name, task in task.overfittingStep.map { (name, $0) }
        }),
      seconds: seconds, taskTokens: byName(names.indices) { spent.tokens[$0] },
      taskSeconds: byName(names.indices) { spent.seconds[$0] }, evaluationSeconds: spent.evaluation,
      interrupted: interrupted)
    onEvent(
      .finished(steps: result.steps, bestStep: result.bestStep, scores: result.scores, seconds: result.seconds))
    return result
  }
}
