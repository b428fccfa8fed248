public import BraidTasks
import BraidTensors
import BraidText
import Foundation

/// Trains a joint model on several corpora at once.
///
/// Yields events and prints nothing. The same seed gives the same bits, for any number of threads and for a training
/// that was stopped and resumed.
public final class Trainer {
  let options: TrainingOptions
  let corpora: [TrainingCorpus]
  let model: JointModel
  let executor: Executor
  let predictor: Predictor
  let names: [String]
  var sampler: BatchSampler
  var optimizer: Optimizer
  var state: TrainerState
  var best: Weights
  var bestByTask: [Weights]
  var lastGood: (weights: Weights, optimizer: Optimizer, step: Int)
  private let gradients: Gradients
  private var taskGradients: [Gradients] = []
  var scores: [String: TaskScore] = [:]
  let started = ContinuousClock.now

  /// Recoveries after which a training is given up.
  static let maximumRecoveries = 5

  /// Prepares a training.
  ///
  /// - Parameters:
  ///   - model: the model with its first weights.
  ///   - corpora: what it learns from.
  ///   - options: how.
  /// - Throws: `TrainingError` for everything that can be known before the first batch.
  public init(model: JointModel, corpora: [TrainingCorpus], options: TrainingOptions) throws(TrainingError) {
    try Self.check(model: model, corpora: corpora, options: options)
    self.model = model
    self.corpora = corpora
    self.options = options
    names = model.heads.map(\.name)
    executor = Executor(weights: model.weights, threads: options.threads, training: true, seed: options.seed)
    predictor = Predictor(model, threads: options.threads)
    optimizer = Optimizer(options.optimizer)
    sampler = BatchSampler(
      options.schedule, names: corpora.map(\.name), lengths: corpora.map { $0.examples.map(\.count) },
      sentences: options.batchSentences, tokens: options.batchTokens, epochs: options.epochs,
      random: Random(seed: options.seed))
    state = TrainerState(
      sampler: sampler.state, lossWeights: LossWeights(options.weights, tasks: names),
      tasks: names.map { _ in TaskProgress() })
    best = model.weights
    bestByTask = names.map { _ in model.weights }
    lastGood = (model.weights, optimizer, 0)
    gradients = executor.makeGradients()
  }

  /// Seconds since the trainer was made.
  var seconds: Double {
    let elapsed = ContinuousClock.now - started
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }

  /// Trains to the end.
  ///
  /// - Parameters:
  ///   - checkpoint: where checkpoints are kept; if there is one, training goes on from it. Nil for none.
  ///   - shouldStop: asked before each step; when it says yes, a checkpoint is written and training ends.
  ///   - onEvent: told everything as it happens.
  /// - Returns: the best weights and their scores.
  /// - Throws: `TrainingError` when the loss is not finite again and again, or a checkpoint can't be read or written.
  public func run(
    checkpoint: CheckpointFile? = nil, shouldStop: () -> Bool = { false }, onEvent: (TrainingEvent) -> Void
  ) throws(TrainingError) -> TrainingResult {
    if let checkpoint, checkpoint.exists { try restore(checkpoint) }
    onEvent(
      .started(
        TrainingPlan(
          examples: Dictionary(uniqueKeysWithValues: corpora.map { ($0.name, $0.examples.count) }),
          stepsPerEpoch: sampler.stepsPerEpoch, epochs: options.epochs, parameters: model.weights.trainableCount,
          firstStep: state.step)))
    func save() throws(TrainingError) {
      guard let checkpoint else { return }
      try write(checkpoint)
      onEvent(.checkpoint(step: state.step, path: checkpoint.path))
    }
    while sampler.state.epoch < options.epochs, state.tasks.contains(where: { !$0.isRetired }) {
      if shouldStop() {
        try save()
        return result(interrupted: true, onEvent)
      }
      let active = corpora.map { $0.tasks.contains { !state.tasks[$0].isRetired } }
      if let draws = sampler.next(active: active) {
        try step(draws, onEvent)
        if evaluationIsDue {
          state.evaluationsInEpoch += 1
          evaluate(onEvent)
          try save()
        } else if options.checkpointSteps > 0, state.step % options.checkpointSteps == 0 {
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

  private var evaluationIsDue: Bool {
    let steps = sampler.stepsPerEpoch / max(1, options.evaluationsPerEpoch)
    let next = (state.evaluationsInEpoch + 1) * steps
    return next < sampler.stepsPerEpoch && sampler.state.position >= next
      && state.evaluationsInEpoch + 1 < options.evaluationsPerEpoch
  }

  private func result(interrupted: Bool, _ onEvent: (TrainingEvent) -> Void) -> TrainingResult {
    let result = TrainingResult(
      weights: state.bestAggregate == nil ? executor.weights : best,
      bestByTask: Dictionary(uniqueKeysWithValues: zip(names, bestByTask)), scores: scores, steps: state.step,
      bestStep: state.bestStep,
      gapSteps: Dictionary(
        uniqueKeysWithValues: zip(names, state.tasks).compactMap { name, task in task.gapStep.map { (name, $0) } }),
      seconds: seconds, interrupted: interrupted)
    onEvent(.finished(result))
    return result
  }

  // MARK: one step

  /// A corpus's batch with what its tasks' losses are divided by.
  struct Piece {
    let corpus: Int
    let examples: [Example]
    let tasks: [Int]
    let normalizers: [[Float]]
  }

  private func pieces(_ draws: [BatchSampler.Draw]) -> [Piece] {
    draws.map { draw in
      let examples = draw.examples.map { corpora[draw.corpus].examples[$0] }
      let tasks = corpora[draw.corpus].tasks.filter { task in
        !state.tasks[task].isRetired && examples.contains { $0.targets[task] != nil }
      }
      return Piece(
        corpus: draw.corpus, examples: examples, tasks: tasks,
        normalizers: tasks.map { model.normalizers(examples, task: $0) })
    }
  }

  private func step(_ draws: [BatchSampler.Draw], _ onEvent: (TrainingEvent) -> Void) throws(TrainingError) {
    let pieces = pieces(draws)
    let total = options.epochs * sampler.stepsPerEpoch
    let rate =
      state.rateFactor * options.learningRate.rate(step: state.step, total: total, reductions: state.reductions)
    let tasks = Array(Set(pieces.flatMap(\.tasks))).sorted()
    var losses = [Double?](repeating: nil, count: names.count)
    var cosines: [String: Double]?
    if needsTaskGradients, !tasks.isEmpty {
      cosines = combineTaskGradients(pieces, tasks: tasks, losses: &losses)
    } else {
      losses = run(pieces, tasks: nil, weighted: true)
      executor.reduce(into: gradients)
    }
    let norm = executor.update(&optimizer, gradients, rate: rate, clip: options.clip > 0 ? options.clip : nil)
    state.step += 1
    state.sampler = sampler.state
    let sum = losses.compactMap { $0 }.reduce(0, +)
    guard norm.isFinite, sum.isFinite else { return try recover(loss: sum, onEvent) }
    let weights = state.lossWeights.values
    state.lossWeights.observe(losses, rate: rate)
    for (task, loss) in losses.enumerated() { if let loss { state.tasks[task].add(loss) } }
    func byName(_ values: [Double?]) -> [String: Double] {
      Dictionary(uniqueKeysWithValues: zip(names, values).compactMap { name, value in value.map { (name, $0) } })
    }
    onEvent(
      .step(
        StepRecord(
          step: state.step, epoch: sampler.state.epoch, corpora: pieces.map { corpora[$0.corpus].name },
          losses: byName(losses), weights: byName(zip(losses, weights).map { $0 == nil ? nil : $1 }), rate: rate,
          norm: norm, tokens: pieces.reduce(0) { $0 + $1.examples.reduce(0) { $0 + $1.count } }, seconds: seconds,
          cosines: options.conflict.log ? cosines : nil)))
  }

  /// Runs the shards of a step forward and back.
  ///
  /// - Parameters:
  ///   - pieces: the step's batches.
  ///   - only: the one task whose loss counts; nil for all.
  ///   - weighted: whether losses are weighed; else each counts once.
  /// - Returns: the unweighted loss of each task; nil for one without part.
  private func run(_ pieces: [Piece], tasks only: Int?, weighted: Bool) -> [Double?] {
    let weights = state.lossWeights.values
    let shards = options.shards
    let results = executor.run(step: UInt64(state.step), shards: shards) { tape, shard -> [(task: Int, loss: Double)] in
      var losses: [(loss: Tensor, weight: Float)] = []
      var values: [(task: Int, loss: Double)] = []
      for piece in pieces {
        let examples = stride(from: shard, to: piece.examples.count, by: shards).map { piece.examples[$0] }
        let tasks = only.map { task in piece.tasks.filter { $0 == task } } ?? piece.tasks
        guard !examples.isEmpty, !tasks.isEmpty else { continue }
        let forms = model.features.characters == nil ? nil : corpora[piece.corpus].forms
        let batch = PackedBatch(examples, forms: forms, tasks: model.heads.count)
        for input in model.inputs(tape, batch, tasks: tasks) {
          let place = piece.tasks.firstIndex(of: input.task) ?? 0
          guard let loss = model.heads[input.task].loss(input, normalizers: piece.normalizers[place]) else { continue }
          losses.append((loss, weighted ? Float(weights[input.task]) : 1))
          values.append((input.task, Double(loss[0, 0])))
        }
      }
      if !losses.isEmpty { tape.backward(tape.weightedSum(losses)) }
      return values
    }
    var totals = [Double?](repeating: nil, count: names.count)
    for (task, loss) in results.joined() { totals[task] = (totals[task] ?? 0) + loss }
    return totals
  }

  // MARK: one gradient a task

  private var needsTaskGradients: Bool {
    if options.conflict.kind != .none || options.conflict.log { return true }
    if case .gradNorm = options.weights { return true }
    return false
  }

  /// Computes each task's gradient, combines them by the rule, and returns the cosines of all pairs.
  private func combineTaskGradients(_ pieces: [Piece], tasks: [Int], losses: inout [Double?]) -> [String: Double] {
    while taskGradients.count < tasks.count { taskGradients.append(executor.makeGradients()) }
    for (index, task) in tasks.enumerated() {
      losses[task] = run(pieces, tasks: task, weighted: false)[task]
      executor.reduce(into: taskGradients[index])
    }
    let parts = Array(taskGradients.prefix(tasks.count))
    if case .gradNorm = options.weights, tasks.count == names.count {
      state.lossWeights.balance(
        norms: parts.map { $0.dot($0, include: Self.isShared).squareRoot() }, losses: losses.map { $0 ?? 0 })
    }
    let weights = tasks.map { state.lossWeights.values[$0] }
    let gram = GramMatrix(
      values: parts.indices.map { first in
        parts.indices.map { second in
          weights[first] * weights[second] * parts[first].dot(parts[second], include: Self.isShared)
        }
      })
    let factors: [Double]
    switch options.conflict.kind {
    case .none: factors = tasks.map { _ in 1 }
    case .pcgrad:
      factors = PCGrad.weights(
        gram,
        orders: tasks.indices.map { task in
          var order = Array(tasks.indices)
          var stream = Random(seed: options.seed).stream("pcgrad", UInt64(state.step), UInt64(task))
          stream.shuffle(&order)
          return order
        })
    case .cagrad: factors = CAGrad.weights(gram, radius: options.conflict.radius)
    }
    gradients.combine(zip(parts, zip(weights, factors)).map { ($0, Float($1.0 * $1.1)) })
    var cosines: [String: Double] = [:]
    for first in parts.indices {
      for second in parts.indices where second > first {
        cosines["\(names[tasks[first]])/\(names[tasks[second]])"] = gram.cosine(first, second)
      }
    }
    return cosines
  }

  /// Whether a weight belongs to the shared encoder.
  private static func isShared(_ name: String) -> Bool { name.hasPrefix("encoder.") }
}
