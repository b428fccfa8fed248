import BraidFiles
public import BraidTasks
import BraidText
import BraidTraining
import Foundation

/// Variants of a pipeline's training that are tried within a budget of time by successive halving.
///
/// All variants are trained for a while, the better third for longer, and so on, until the budget is spent or the best ones are
/// done: the rungs get equal shares of the budget, and the variants of a rung equal shares of the rung's. All variants of a
/// rung are trained for the same number of steps: with a budget of time, the one that is trained first decides how many fit. A
/// variant resumes from its checkpoint, so that what it has learned is not lost. Source: Jamieson & Talwalkar 2016,
/// algorithm 1.
public struct Sweep: Sendable {
  /// One variant.
  public struct Variant: Sendable {
    /// The settings that make it, such as `model.weights.kind=famo`.
    public var settings: [String]
    /// The settings that tell it from the others, in one line.
    public var name: String

    /// A variant.
    public init(settings: [String], name: String) {
      self.settings = settings
      self.name = name
    }

    /// A name that can be part of a path.
    var folder: String { StableHash.hexadecimal(settings.joined(separator: " ")) }
  }

  /// What has become of one variant so far; a line of the table.
  public struct Row: Sendable, Codable, Equatable {
    /// The variant.
    public var name: String
    /// Rungs that it has been trained on.
    public var rungs = 0
    /// Seconds of training.
    public var seconds = 0.0
    /// Steps.
    public var steps = 0
    /// Whether its training came to its end.
    public var isFinished = false
    /// Why its training can't continue; nil when it can.
    public var failure: String?
    /// The mean of the tasks' development scores in points that decides, 0 to 100, as early stopping weighs them; nil before
    /// the first rung, and when none counts.
    public var aggregate: Double?
    /// Scores of its best weights on the development documents that chose them, with intervals.
    public var scores: [String: TaskScore] = [:]

    /// A variant that was not trained yet.
    package init(name: String) { self.name = name }
  }

  /// Where the training of a variant pauses.
  enum Limit {
    /// After so many seconds, earlier ones that it resumes from included.
    case seconds(Double)
    /// After so many steps, earlier ones included.
    case steps(Int)
  }

  /// What is kept in the run folder, so that a sweep resumes.
  struct Record: Codable {
    var stage: String
    var budget: TrainingBudget
    var settings: [[String]]
    /// Steps that the variants of each rung have had at its end; nil while no variant has decided.
    var steps: [Int?]
    var rows: [Row]

    /// Whether there is a row for each variant, and what is said of rungs fits so many of them.
    var isWhole: Bool {
      let rungs = Sweep.rungs(rows.count).count
      return settings.count == rows.count && steps.count == rungs && rows.allSatisfy { 0...rungs ~= $0.rungs }
    }
  }

  /// The train stage.
  public let stage: String
  /// The variants.
  public let variants: [Variant]
  /// How much training there may be, over all variants.
  public let budget: TrainingBudget
  /// One in so many variants continues to the next rung.
  static let reduction = 3

  /// A sweep.
  ///
  /// - Precondition: there is a variant, and the budget is positive.
  public init(_ variants: [Variant], of stage: String, budget: TrainingBudget) {
    precondition(!variants.isEmpty && budget.amount > 0, "\(variants.count) variants within \(budget)")
    self.stage = stage
    self.variants = variants
    self.budget = budget
  }

  /// How many variants each rung has: all, a third of them, and so on down to one.
  package static func rungs(_ variants: Int) -> [Int] {
    var rungs = [variants]
    while let last = rungs.last, last > 1 { rungs.append((last + reduction - 1) / reduction) }
    return rungs
  }

  /// The part of the budget that a variant of each rung has had at the rung's end.
  package static func shares(_ variants: Int, budget: Double) -> [Double] {
    let rungs = rungs(variants)
    var total = 0.0
    return rungs.map { count in
      total += budget / Double(rungs.count) / Double(count)
      return total
    }
  }

  /// Every combination of one value for each key, the last key's values changing fastest.
  public static func combinations(_ alternatives: [[String]]) -> [Variant] {
    let varied = alternatives.map { $0.count > 1 }
    return alternatives.reduce([[]]) { all, values in all.flatMap { chosen in values.map { chosen + [$0] } } }
      .map { settings in
        let told = zip(settings, varied).filter(\.1).map(\.0)
        return Variant(settings: settings, name: (told.isEmpty ? settings : told).map(asTyped).joined(separator: " "))
      }
  }

  /// A setting as users write it: `KEY.kind=VALUE` for a rule that is set whole, `KEY={kind: VALUE}`.
  private static func asTyped(_ setting: String) -> String {
    guard setting.hasSuffix("}"), let start = setting.range(of: "={kind: ") else { return setting }
    return setting[..<start.lowerBound] + ".kind=" + setting[start.upperBound...].dropLast()
  }

  /// Trains the variants.
  ///
  /// What is known after each training lies in `sweep/sweep.json` of the run folder; the same sweep resumes from there.
  ///
  /// - Parameters:
  ///   - folder: the run folder.
  ///   - fresh: whether an earlier sweep is discarded.
  ///   - shouldStop: asked before each step.
  ///   - runner: makes a runner of a variant's pipeline in the run folder.
  ///   - onRow: called with what is known of a variant after it was trained.
  /// - Returns: a row for each variant, those that got furthest first, then the better ones, those that failed last; nil when
  ///   it was asked to stop.
  /// - Throws: `PipelineError` with what is wrong with a variant.
  public func run(
    folder: String, fresh: Bool, shouldStop: @escaping () -> Bool,
    runner: (Variant) throws(PipelineError) -> PipelineRunner,
    onRow: (Row) -> Void
  ) throws(PipelineError) -> [Row]? {
    let place = folder + "/sweep"
    let path = place + "/sweep.json"
    if fresh { try? FileManager.default.removeItem(atPath: place) }
    let rungs = Self.rungs(variants.count)
    let shares = Self.shares(variants.count, budget: budget.amount)
    var record = Record(
      stage: stage, budget: budget, settings: variants.map(\.settings), steps: rungs.map { _ in nil },
      rows: variants.map { Row(name: $0.name) })
    if case .steps = budget { record.steps = shares.map { max(1, Int(saturating: $0.rounded(.down))) } }
    if let data = FileManager.default.contents(atPath: path) {
      guard let old = try? JSONDecoder().decode(Record.self, from: data), old.isWhole else {
        throw .stage(
          name: "sweep", reason: "\(path) is not what this program writes",
          advice: "Name another run folder (`--output`), or discard it (`--fresh`).")
      }
      guard old.stage == stage, old.budget == budget, old.settings == record.settings else {
        throw .stage(
          name: "sweep", reason: "\(path) is of another sweep",
          advice: "Repeat that sweep to resume it, name another run folder (`--output`), or discard it (`--fresh`).")
      }
      record = old
    }
    for (rung, count) in rungs.enumerated() {
      for index in Self.best(record.rows, count)
      where record.rows[index].rungs <= rung && record.rows[index].failure == nil {
        if !record.rows[index].isFinished {
          guard
            try runner(variants[index]).train(
              stage, until: record.steps[rung].map(Limit.steps) ?? .seconds(shares[rung]),
              folder: "\(place)/\(variants[index].folder)", shouldStop: shouldStop, &record.rows[index])
          else { return nil }
          // One that came to its end says nothing of how far the others get in the time.
          if record.steps[rung] == nil, !record.rows[index].isFinished {
            record.steps[rung] = record.rows[index].steps
          }
        }
        record.rows[index].rungs = rung + 1
        try Self.write(record, to: path)
        onRow(record.rows[index])
      }
    }
    return Self.best(record.rows, variants.count).map { record.rows[$0] }
  }

  /// The places of the rows that got furthest, of these the ones with the highest aggregate score, first ones first; those that
  /// failed come behind all others.
  package static func best(_ rows: [Row], _ count: Int) -> [Int] {
    func key(_ index: Int) -> (Int, Int, Double, Int) {
      (rows[index].failure == nil ? 0 : 1, -rows[index].rungs, -(rows[index].aggregate ?? -.infinity), index)
    }
    // Whoever has been on the last rung was among the best there; before it, all are equal.
    return Array(rows.indices.sorted { key($0) < key($1) }.prefix(count))
  }

  private static func write(_ record: Record, to path: String) throws(PipelineError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try FileSystem.makeFolders(Paths.folder(path))
      try AtomicFile.write(path, text: String(decoding: try encoder.encode(record), as: UTF8.self) + "\n")
    } catch {
      throw .unreadable(path: path, reason: "can't be written: \(error.localizedDescription)")
    }
  }
}

extension PipelineRunner {
  /// Trains a train stage up to a limit, or until it is done.
  ///
  /// - Parameters:
  ///   - name: the train stage.
  ///   - limit: where its training pauses.
  ///   - folder: where its checkpoint is.
  ///   - shouldStop: asked before each step.
  ///   - row: gets what is known afterwards.
  /// - Returns: false when it was asked to stop.
  /// - Throws: `PipelineError` with what is wrong with the stage.
  func train(
    _ name: String, until limit: Sweep.Limit, folder: String, shouldStop: @escaping () -> Bool, _ row: inout Sweep.Row
  ) throws(PipelineError) -> Bool {
    guard let recipe = try recipe(of: name) else { return false }
    guard recipe.corpora.contains(where: { !$0.development.isEmpty }) else {
      throw .stage(
        name: name, reason: "has no development documents, by which variants are compared",
        advice: "Give a corpus a `dev` part, or add a `split` stage.")
    }
    let code = try key(name).program
    return try failing(name) {
      try FileSystem.makeFolders(folder)
      let trainer = try recipe.trainer()
      var seconds = row.seconds
      var steps = row.steps
      func isSpent() -> Bool {
        switch limit {
        case .seconds(let limit): seconds >= limit
        case .steps(let limit): steps >= limit
        }
      }
      let label = row.name
      let result: TrainingResult
      do {
        result = try trainer.run(
          checkpoint: CheckpointFile(path: folder + "/checkpoint.safetensors", program: code),
          shouldStop: { shouldStop() || isSpent() }
        ) { event in
          switch event {
          case .started(let plan): steps = plan.firstStep
          case .step(let record):
            seconds = record.seconds
            steps = record.step
          case .evaluated(let record): seconds = record.seconds
          default: break
          }
          onEvent(RunEvent(name, .training(variant: .swept(settings: label), event: event)))
        }
      } catch let error as TrainingError {
        // That a learning rate is too high is a result, too.
        guard case .diverged = error else { throw error }
        row.failure = error.errorDescription
        row.isFinished = true
        row.aggregate = nil
        row.scores = [:]
        return true
      }
      if result.interrupted, !isSpent() { return false }
      row.seconds = result.seconds
      row.steps = result.steps
      row.isFinished = !result.interrupted
      row.scores = scores(trainer, result)
      row.aggregate = trainer.aggregate(row.scores)
      return true
    }
  }

  /// The scores of a training's best weights on the development documents.
  private func scores(_ trainer: Trainer, _ result: TrainingResult) -> [String: TaskScore] {
    var model = trainer.model
    model.weights = result.weights
    let predictor = Predictor(model, threads: threads)
    var scores: [String: TaskScore] = [:]
    for corpus in trainer.corpora {
      let tasks = corpus.tasks.filter { task in
        scores[model.names[task]] == nil && corpus.development.contains { model.heads[task].target($0) != nil }
      }
      guard !tasks.isEmpty else { continue }
      for (task, predicted) in zip(tasks, predictor.predictions(corpus.development, tasks: tasks)) {
        scores[model.names[task]] = model.heads[task].metric.score(
          gold: corpus.development, predicted: predicted, bootstrap: 1000)
      }
    }
    return scores
  }
}
