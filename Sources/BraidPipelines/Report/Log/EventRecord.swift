import BraidCorpora
import BraidTasks
import BraidTraining
import Foundation

/// One line of a run's `events.jsonl`: what was told, by which stage and when.
///
/// Which of the members are there depends on `event`; the others are absent from the line.
struct EventRecord: Codable, Sendable {
  /// The kinds of line.
  enum Kind: String, Codable, Sendable {
    case started, unchanged, reading, progress, ledger, plan, warning, step, evaluated, retired, gapOpened, recovered,
      checkpoint
    case trained, baselines, seeds, analysis, scores, finished
  }

  /// What was told.
  var event: Kind
  /// The stage that told it.
  var stage: String
  /// Seconds since 1970.
  var time: Double
  var verb: String?
  /// Why the stage runs.
  var reason: String?
  var part: String?
  var ledger: Ledger?
  /// Documents handled so far.
  var documents: Int?
  /// How far the stage is, 0...1.
  var share: Double?
  var plan: TrainingPlan?
  var record: StepRecord?
  var evaluation: EvaluationRecord?
  var task: String?
  var steps: Int?
  var bestStep: Int?
  var best: Double?
  var trainingLoss: Double?
  var developmentLoss: Double?
  var backTo: Int?
  /// What the learning rate was multiplied by.
  var rate: Double?
  var path: String?
  var analysis: TaskAnalysis?
  var scores: [String: TaskScore]?
  var baselines: [BaselineComparison]?
  var seeds: [SeedSummary]?
  /// A warning, in words.
  var message: String?
  var summary: String?
  var seconds: Double?
  /// Most memory the process has had at once so far, in bytes.
  var peakMemory: Int?
}

extension EventRecord {
  /// The line that says what `event` says.
  init(_ event: RunEvent, time: Double = Date().timeIntervalSince1970) {
    switch event {
    case .started(let stage, let verb, let reason):
      self.init(event: .started, stage: stage, time: time, verb: verb, reason: reason)
    case .unchanged(let stage, let verb, let summary):
      self.init(event: .unchanged, stage: stage, time: time, verb: verb, summary: summary)
    case .reading(let file, let share):
      self.init(event: .reading, stage: "", time: time, share: share, path: file)
    case .progress(let stage, let documents, let share):
      self.init(event: .progress, stage: stage, time: time, documents: documents, share: share)
    case .ledger(let stage, let part, let ledger):
      self.init(event: .ledger, stage: stage, time: time, part: part, ledger: ledger)
    case .training(let stage, let event):
      self.init(event, stage: stage, time: time)
    case .baselines(let stage, let baselines):
      self.init(event: .baselines, stage: stage, time: time, baselines: baselines)
    case .seeds(let stage, let seeds):
      self.init(event: .seeds, stage: stage, time: time, seeds: seeds)
    case .analysis(let stage, let task, let analysis):
      self.init(event: .analysis, stage: stage, time: time, task: task, analysis: analysis)
    case .scores(let stage, let scores):
      self.init(event: .scores, stage: stage, time: time, scores: scores)
    case .finished(let stage, let summary, let seconds):
      self.init(
        event: .finished, stage: stage, time: time, summary: summary, seconds: seconds, peakMemory: PeakMemory.bytes)
    }
  }

  private init(_ event: TrainingEvent, stage: String, time: Double) {
    switch event {
    case .started(let plan):
      self.init(event: .plan, stage: stage, time: time, plan: plan)
    case .warning(let warning):
      self.init(event: .warning, stage: stage, time: time, message: warning.message)
    case .step(let record):
      self.init(event: .step, stage: stage, time: time, record: record)
    case .evaluated(let evaluation):
      self.init(event: .evaluated, stage: stage, time: time, evaluation: evaluation)
    case .retired(let task, let step, let best):
      self.init(event: .retired, stage: stage, time: time, task: task, steps: step, best: best)
    case .gapOpened(let task, let step, let training, let development):
      self.init(
        event: .gapOpened, stage: stage, time: time, task: task, steps: step, trainingLoss: training,
        developmentLoss: development)
    case .recovered(let step, let backTo, let rate, let cause):
      self.init(
        event: .recovered, stage: stage, time: time, steps: step, backTo: backTo, rate: rate, message: cause)
    case .checkpoint(let step, let path):
      self.init(event: .checkpoint, stage: stage, time: time, steps: step, path: path)
    case .finished(let result):
      self.init(
        event: .trained, stage: stage, time: time, steps: result.steps, bestStep: result.bestStep,
        scores: result.scores, seconds: result.seconds)
    }
  }
}

extension EventRecord {
  /// The training step that the record is about.
  var step: Int? { record?.step ?? evaluation?.step ?? steps }

  /// The record as one line of JSON.
  var jsonLine: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(self) else { preconditionFailure("an event that JSON can't hold: \(self)") }
    return String(decoding: data, as: UTF8.self)
  }
}

extension RunEvent {
  /// The event as one line of JSON, as it stands in `events.jsonl`.
  public var jsonLine: String { EventRecord(self).jsonLine }
}
