import BraidTasks
import BraidTensors
import BraidText

extension Trainer {
  /// What goes through the model at a time: a batch of each corpus of the step, then those that are added to it.
  func rounds(_ draws: [BatchSampler.Draw]) -> [[BatchPiece]] {
    let pieces = draws.map { draw -> [BatchPiece] in
      let batches = draw.batches.map { batch in batch.map { corpora[draw.corpus].examples[$0] } }
      let examples = batches.flatMap(\.self)
      let tasks = corpora[draw.corpus].tasks.filter { task in
        !state.tasks[task].hasStoppedEarly && examples.contains { $0.targets[task] != nil }
      }
      let normalizers = tasks.map { model.normalizers(examples, task: $0) }
      return batches.map {
        BatchPiece(corpus: draw.corpus, examples: $0, tasks: tasks, normalizers: normalizers)
      }
    }
    return (0..<(pieces.map(\.count).max() ?? 0)).map { round in
      pieces.compactMap { $0.indices.contains(round) ? $0[round] : nil }
    }
  }

  /// Takes one step on the batches drawn.
  func step(_ draws: [BatchSampler.Draw], _ onEvent: (TrainingEvent) -> Void) throws(TrainingError) {
    let start = ContinuousClock.now
    let sentBefore = team?.communicator.sentBytes
    freezeParts()
    let rounds = rounds(draws)
    let rate =
      state.rateFactor
      * options.learningRate.rate(step: state.step, total: sampler.totalSteps, reductions: state.reductions)
    let tasks = Array(Set(rounds.joined().flatMap(\.tasks))).sorted()
    beginWeighing(rounds)
    let weights = state.lossWeights.values
    let passes: [TaskPass?]
    var combination: GradientCombination?
    let gradients: Gradients
    if needsTaskGradients, !tasks.isEmpty {
      let combined = combineTaskGradients(rounds, tasks: tasks)
      passes = combined.passes
      combination = combined.combination
      gradients = combined.gradients
    } else {
      (passes, gradients) = self.gradients(rounds, tasks: nil, weighted: true)
    }
    probe?.willStep(self)
    let norm = executor.update(&optimizer, gradients, rate: rate, clip: options.clip > 0 ? options.clip : nil)
    let after = lossesAfter(rounds)
    state.step += 1
    state.sampler = sampler.state
    let sum = passes.reduce(0) { $0 + ($1?.loss ?? 0) }
    let exploded = passes.indices.contains { task in
      guard let loss = passes[task]?.loss else { return false }
      return loss > Self.explosion * max(1, state.tasks[task].firstLoss ?? .infinity)
    }
    guard norm.isFinite, sum.isFinite, !exploded else {
      return try recover(loss: sum, cause: norm.isFinite ? nil : cause(of: rounds), onEvent)
    }
    if var average = averageStorage {
      averageStorage = nil
      executor.average(
        into: &average, decay: Float(min(options.average, Double(1 + state.step) / Double(10 + state.step))))
      averageStorage = average
    }
    state.lossWeights.observe(passes.map { $0?.loss }, after: after, rate: rate)
    let elapsed = Self.seconds(since: start)
    let forward = max(1e-12, passes.reduce(0) { $0 + ($1?.seconds ?? 0) })
    let active = passes.indices.filter { passes[$0] != nil }
    let effective = combination?.weights ?? weights
    for task in active {
      guard let pass = passes[task] else { continue }
      state.tasks[task].add(pass.loss, contribution: effective[task] * pass.loss, tokens: pass.tokens)
      let seconds = elapsed * pass.seconds / forward
      taskSeconds[task] += seconds
      spent.add(task, tokens: pass.tokens, seconds: seconds)
    }
    onEvent(
      .step(
        record: StepRecord(
          step: state.step, epoch: sampler.state.epoch, corpora: draws.map { corpora[$0.corpus].name },
          losses: byName(active) { passes[$0]?.loss ?? 0 }, weights: byName(active) { weights[$0] }, rate: rate,
          norm: norm, contributions: byName(active) { effective[$0] * (passes[$0]?.loss ?? 0) },
          tokens: rounds.joined().reduce(0) { $0 + $1.examples.reduce(0) { $0 + $1.count } },
          taskTokens: byName(active) { passes[$0]?.tokens ?? 0 }, stepSeconds: elapsed,
          taskSeconds: byName(active) { elapsed * (passes[$0]?.seconds ?? 0) / forward }, seconds: seconds,
          cosines: options.conflict.log ? combination?.cosines : nil, gradientNorms: combination?.norms,
          sentBytes: sentBefore.flatMap { before in team.map { $0.communicator.sentBytes - before } })))
    probe?.didStep(self)
  }

  /// Lets the rule for loss weights look at the step before it is weighed.
  private func beginWeighing(_ rounds: [[BatchPiece]]) {
    var losses: [Double?] = []
    switch state.lossWeights.needs {
    case .losses, .lossesOfAllBeforeAndAfter:
      losses = self.losses(rounds).map { $0?.loss }
    case .nothing, .gradientNorms: break
    }
    state.lossWeights.begin(step: state.step, epoch: sampler.state.epoch, losses: losses)
  }

  /// The losses of the step's batches with the weights as they are now, where the rule for loss weights asks for them.
  private func lossesAfter(_ rounds: [[BatchPiece]]) -> [Double?] {
    guard state.lossWeights.needs == .lossesOfAllBeforeAndAfter else { return [] }
    return losses(rounds).map { $0?.loss }
  }

  /// What made the first number that was not finite in the step just done, which has changed nothing: it is done again
  /// with every operation watched.
  private func cause(of rounds: [[BatchPiece]]) -> String? {
    executor.checksValues = true
    state.step -= 1
    defer {
      executor.checksValues = false
      state.step += 1
    }
    for (number, pieces) in rounds.enumerated() {
      _ = run(pieces, round: number, tasks: nil, weighted: true)
      let found = executor.nonFinite?.description
      if let cause = team.map({ $0.first(found) }) ?? found { return cause }
    }
    return nil
  }

  /// The unweighted losses of a step's batches, in which no gradient is taken.
  func losses(_ rounds: [[BatchPiece]]) -> [TaskPass?] {
    passes(rounds) { run($1, round: $0, tasks: nil, weighted: false, backward: false) }
  }

  /// The gradient of a step's batches, and what became of each task.
  ///
  /// - Parameters:
  ///   - rounds: the step's batches.
  ///   - only: the one task whose loss counts; nil for all.
  ///   - weighted: whether losses are weighed; else each counts once.
  ///   - target: where the gradient is put; nil for memory that the next call overwrites.
  /// - Returns: what became of each task, nil for one without part; and the gradient.
  func gradients(
    _ rounds: [[BatchPiece]], tasks only: Int?, weighted: Bool, into target: Gradients? = nil
  ) -> (passes: [TaskPass?], gradients: Gradients) {
    var sum = target
    if rounds.count > 1, sum == nil { sum = accumulated.sum }
    let passes = passes(rounds) { number, pieces in
      let passes = run(pieces, round: number, tasks: only, weighted: weighted)
      if number == 0 {
        sum = reduce(into: sum)
      } else {
        sum?.add(reduce(into: accumulated.part))
      }
      return passes
    }
    return (passes, sum ?? reduce(into: nil))
  }

  private func passes(_ rounds: [[BatchPiece]], _ run: (Int, [BatchPiece]) -> [TaskPass?]) -> [TaskPass?] {
    let all = rounds.enumerated().map { run($0.offset, $0.element) }
    guard all.count != 1 else { return all[0] }
    return TaskPass.sums(
      all.joined().enumerated().compactMap { place, pass in pass.map { (task: place % names.count, pass: $0) } },
      tasks: names.count)
  }

  /// Adds up the gradients of the shards just run, in memory that lasts where it is given, else in that of the shards.
  private func reduce(into target: Gradients?) -> Gradients {
    guard let target else {
      return team.map { executor.sumGradients(over: $0.communicator) } ?? executor.sumGradients()
    }
    if let team {
      executor.reduce(into: target, over: team.communicator)
    } else {
      executor.reduce(into: target)
    }
    return target
  }

  /// Runs the shards of batches forward and back.
  ///
  /// - Parameters:
  ///   - pieces: batches of a step that go through the model together.
  ///   - round: how many of the step went before them; with the step's number it decides what dropout drops.
  ///   - only: the one task whose loss counts; nil for all.
  ///   - weighted: whether losses are weighed; else each counts once.
  ///   - backward: whether gradients are taken.
  /// - Returns: what became of each task; nil for one without part.
  func run(
    _ pieces: [BatchPiece], round: Int, tasks only: Int?, weighted: Bool, backward: Bool = true
  ) -> [TaskPass?] {
    let weights = state.lossWeights.values
    let shards = options.shards
    let parts = pieces.map { Shards.split(lengths: $0.examples.map(\.count), into: shards) }
    let own = team?.shards(of: shards) ?? 0..<shards
    let predictions = teachers?.predictions(pieces, parts: parts, shards: own)
    let (step, total) = (state.step, sampler.totalSteps)
    let results = executor.run(step: UInt64(state.step) + UInt64(round) << 40, shards: own) {
      tape, shard -> [(task: Int, pass: TaskPass)] in
      var losses: [(loss: Tensor, weight: Float)] = []
      var passes: [(task: Int, pass: TaskPass)] = []
      for (number, (piece, parts)) in zip(pieces, parts).enumerated() {
        let examples = parts[shard].map { piece.examples[$0] }
        let tasks = only.map { task in piece.tasks.filter { $0 == task } } ?? piece.tasks
        guard !examples.isEmpty, !tasks.isEmpty else { continue }
        let forms = model.features.characters == nil ? nil : corpora[piece.corpus].forms
        let batch = PackedBatch(examples, forms: forms, tasks: model.heads.count)
        for var input in model.inputs(tape, batch, tasks: tasks) {
          let start = ContinuousClock.now
          input.lesson = predictions?[shard - own.lowerBound][number][input.task].flatMap {
            teachers?.lesson($0, step: step, of: total)
          }
          let place = piece.tasks.firstIndex(of: input.task) ?? 0
          guard let loss = model.heads[input.task].loss(input, normalizers: piece.normalizers[place]) else { continue }
          losses.append((loss, weighted ? Float(weights[input.task]) : 1))
          let tokens = examples.reduce(0) { $0 + ($1.targets[input.task] == nil ? 0 : $1.count) }
          passes.append(
            (input.task, TaskPass(loss: Double(loss[0, 0]), tokens: tokens, seconds: Self.seconds(since: start))))
        }
      }
      if backward, !losses.isEmpty { tape.backward(tape.weightedSum(losses)) }
      return passes
    }
    return TaskPass.sums(team?.passes(results) ?? Array(results.joined()), tasks: names.count)
  }
}
