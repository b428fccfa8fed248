public import BraidCorpora
public import BraidTasks
public import BraidTraining
import Foundation

/// An event of a run; a line of `events.jsonl`.
public struct RunEvent: Sendable {
  /// What there is to tell.
  public enum Message: Sendable, Codable {
    /// A large file is read to find out whether it has changed; `share`, 0...1, says how far. It belongs to no stage.
    case reading(file: String, share: Double)
    /// The stage begins, and why it is not taken as it was left.
    case started(verb: String, reason: RunReason)
    /// The stage will run, and may not do what was meant.
    case warning(text: String, advice: String?)
    /// The stage is not run: nothing that it depends on has changed, and what it left is whole.
    case unchanged(verb: String, summary: String)
    /// The stage has handled so many documents; `share`, 0...1, says how far it is, when that is known.
    case progress(documents: Int, share: Double?)
    /// What a reader dropped, repaired or truncated in one part of a corpus.
    case ledger(part: String, ledger: Ledger)
    /// An event of training, the stage's own or that of a variant.
    case training(variant: TrainingVariant?, event: TrainingEvent)
    /// Each task of a joint training beside the task trained alone.
    case baselines(comparisons: [BaselineComparison])
    /// Each task's scores under several seeds.
    case seeds(summaries: [SeedSummary])
    /// What a training cost, and what `braid check` expected of the same training; nil if it was not asked.
    case cost(measured: TrainingCost, forecast: TrainingCost?)
    /// How the tasks of a training help each other.
    case affinity(result: AffinityResult)
    /// All that an evaluation says about one task.
    case analysis(task: String, analysis: TaskAnalysis)
    /// Scores of an evaluation by task.
    case scores(scores: [String: TaskScore])
    /// The stage can't be done: what is wrong, and what to do.
    case failed(reason: String, advice: String?)
    /// The stage is done; `peakMemory` is the most that the process has had at once so far, in bytes.
    case finished(summary: String, seconds: Double, peakMemory: Int)
  }

  /// The stage.
  public let stage: String
  /// When, in seconds since 1970.
  public let time: Double
  /// The event.
  public let message: Message

  /// An event of `stage` at this moment.
  init(_ stage: String, _ message: Message) {
    (self.stage, self.message) = (stage, message)
    time = Date().timeIntervalSince1970
  }
}

/// A line holds `stage`, `time`, and a member named after the case of the message, with what belongs to it.
extension RunEvent: Codable {
  private enum CodingKeys: CodingKey { case stage, time }

  /// Reads a line.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    stage = try container.decode(String.self, forKey: .stage)
    time = try container.decode(Double.self, forKey: .time)
    message = try Message(from: decoder)
  }

  /// Writes a line.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(stage, forKey: .stage)
    try container.encode(time, forKey: .time)
    try message.encode(to: encoder)
  }

  /// The event as one line of JSON.
  public var jsonLine: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = try? encoder.encode(self) else { preconditionFailure("an event that JSON can't hold: \(self)") }
    return String(decoding: data, as: UTF8.self)
  }
}
