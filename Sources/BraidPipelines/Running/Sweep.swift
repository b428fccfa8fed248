import BraidFiles
public import BraidTasks
import BraidText
import BraidTraining
import Foundation

/// Variants of a pipeline's training that are tried within a budget of time by successive halving.
///
/// All variants are trained for a while, the better third for longer, and so on, until the time is over or the best ones are
/// done: the rungs get equal shares of the budget, and the variants of a rung equal shares of the rung's. A variant resumes
/// from its checkpoint, so that what it has learned is not lost. Source: Jamieson & Talwalkar 2016, algorithm 1.
public struct Sweep: Sendable {
  /// One variant.
  public struct Variant: Sendable {
    /// The settings that make it, such as `model.weights.kind=famo`.
    public var settings: [String]

    /// A variant.
    public init(settings: [String]) { self.settings = settings }

    /// The settings in one line.
    public var name: String { settings.joined(separator: " ") }

    /// A name that can be part of a path.
    var folder: String { StableHash.hexadecimal(name) }
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
    /// Why its training can't go on; nil when it can.
    public var failure: String?
    /// The mean of the tasks' development scores that decides, 0 to 100; nil before the first rung.
    public var aggregate: Double?
    /// Scores of its best weights on the development documents that chose them, with intervals.
    public var scores: [String: TaskScore] = [:]
  }

  /// What is kept in the run folder, so that a sweep resumes.
  struct Record: Codable {
    var budget: Double
    var rows: [Row]
  }

  /// The variants.
  public let variants: [Variant]
  /// Seconds of training, over all variants.
  public let budget: Double
  /// One in so many variants goes on to the next rung.
  static let reduction = 3

  /// A sweep.
  ///
  /// - Precondition: there is a variant, and the budget is positive.
  public init(_ variants: [Variant], budget: Double) {
    precondition(!variants.isEmpty && budget > 0, "\(variants.count) variants in \(budget) s")
    self.variants = variants
    self.budget = budget
  }

  /// How many variants each rung has: all, a third of them, and so on down to one.
  package static func rungs(_ variants: Int) -> [Int] {
    var rungs = [variants]
    while let last = rungs.last, last > 1 { rungs.append((last + reduction - 1) / reduction) }
    return rungs
  }

  /// The seconds of training that a variant of each rung has had at the rung's end.
  package static func seconds(_ variants: Int, budget: Double) -> [Double] {
    let rungs = rungs(variants)
    var total = 0.0
    return rungs.map { count in
      total += budget / Double(rungs.count) / Double(count)
      return total
    }
  }

  /// Every combination of one value for each key, the last key's values changing fastest.
  public static func combinations(_ alternatives: [[String]]) -> [Variant] {
    alternatives.reduce([[]]) { all, values in all.flatMap { chosen in values.map { chosen + [$0] } } }
      .map { Variant(settings: $0) }
  }

  /// Trains the variants.
  ///
  /// What is known after each training lies in `sweep/sweep.json` of the run folder; the same sweep resumes from there.
  ///
  /// - Parameters:
  ///   - folder: the run folder.
  ///   - fresh: whether an earlier sweep is discarded.
  ///   - shouldStop: asked before each step.
  ///   - runner: makes a runner of a variant's pipeline in the run folder, and names its train stage.
  ///   - onRow: called with what is known of a variant after it was trained.
  /// - Returns: a row for each variant, those that got furthest first, then the better ones; nil when it was asked to stop.
  /// - Throws: `PipelineError` with what is wrong with a variant.
  public func run(
    folder: String, fresh: Bool, shouldStop: @escaping () -> Bool,
    runner: (Variant) throws(PipelineError) -> (runner: PipelineRunner, stage: String),
    onRow: (Row) -> Void
  ) throws(PipelineError) -> [Row]? {
    let place = folder + "/sweep"
    let path = place + "/sweep.json"
    if fresh { try? FileManager.default.removeItem(atPath: place) }
    var record = Record(budget: budget, rows: variants.map { Row(name: $0.name) })
    if let data = FileManager.default.contents(atPath: path),
      let old = try? JSONDecoder().decode(Record.self, from: data)
    {
      guard old.budget == budget, old.rows.map(\.name) == record.rows.map(\.name) else {
        throw .stage(
          name: "sweep", reason: "\(path) is of another sweep",
          advice: "Repeat that sweep to resume it, name another run folder (`--output`), or discard it (`--fresh`).")
      }
      record = old
    }
    let rungs = Self.rungs(variants.count)
    let seconds = Self.seconds(variants.count, budget: budget)
    for (rung, count) in rungs.enumerated() {
      for index in Self.best(record.rows, count) where record.rows[index].rungs <= rung {
        if !record.rows[index].isFinished {
          let (runner, stage) = try runner(variants[index])
          guard
            try runner.train(
              stage, until: seconds[rung], folder: "\(place)/\(variants[index].folder)", shouldStop: shouldStop,
              &record.rows[index])
          else { return nil }
        }
        record.rows[index].rungs = rung + 1
        try Self.write(record, to: path)
        onRow(record.rows[index])
      }
    }
    return Self.best(record.rows, variants.count).map { record.rows[$0] }
  }

  /// The places of the rows that got furthest, of these the ones with the highest aggregate score, first ones first.
  static func best(_ rows: [Row], _ count: Int) -> [Int] {
    func key(_ index: Int) -> (Int, Double, Int) {
      (-rows[index].rungs, -(rows[index].aggregate ?? -.infinity), index)
    }
    // Whoever has been on the last rung was among the best there; before it, all are equal.
    return Array(rows.indices.sorted { key($0) < key($1) }.prefix(count))
  }

  private static func write(_ record: Record, to path: String) throws(PipelineError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try FileManager.default.createDirectory(atPath: Paths.folder(path), withIntermediateDirectories: true)
      try AtomicFile.write(path, text: String(decoding: try encoder.encode(record), as: UTF8.self) + "\n")
    } catch {
      throw .unreadable(path: path, reason: "can't be written: \(error.localizedDescription)")
    }
  }
}

extension PipelineRunner {
  /// Trains a train stage until its training has taken so many seconds, or is done.
  ///
  /// - Parameters:
  ///   - name: the train stage.
  ///   - seconds: seconds of training, earlier ones that it resumes from included.
  ///   - folder: where its checkpoint is.
  ///   - shouldStop: asked before each step.
  ///   - row: gets what is known afterwards.
  /// - Returns: false when it was asked to stop.
  /// - Throws: `PipelineError` with what is wrong with the stage.
  func train(
    _ name: String, until seconds: Double, folder: String, shouldStop: @escaping () -> Bool, _ row: inout Sweep.Row
  ) throws(PipelineError) -> Bool {
    guard let recipe = try recipe(of: name) else { return false }
    let code = try key(name).program
    return try failing(name) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let trainer = try recipe.trainer()
      var spent = 0.0
      let label = row.name
      let result: TrainingResult
      do {
        result = try trainer.run(
          checkpoint: CheckpointFile(path: folder + "/checkpoint.safetensors", program: code),
          shouldStop: { shouldStop() || spent >= seconds }
        ) { event in
          switch event {
          case .step(let record): spent = record.seconds
          case .evaluated(let record): spent = record.seconds
          default: break
          }
          onEvent(RunEvent(name, .training(variant: .swept(settings: label), event: event)))
        }
      } catch let error as TrainingError {
        // A learning rate that is too high is an answer, too.
        guard case .diverged = error else { throw error }
        row.failure = error.errorDescription
        row.isFinished = true
        row.aggregate = nil
        row.scores = [:]
        return true
      }
      if result.interrupted, spent < seconds { return false }
      row.seconds = result.seconds
      row.steps = result.steps
      row.isFinished = !result.interrupted
      row.scores = scores(trainer, result)
      let weights = row.scores.keys.map { recipe.options.earlyStopping.aggregate[$0] ?? 1 }
      let sum = zip(row.scores.values, weights).reduce(0) { $0 + $1.0.value * $1.1 }
      row.aggregate = sum / max(1e-9, weights.reduce(0, +))
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
