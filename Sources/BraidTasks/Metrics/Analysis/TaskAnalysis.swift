/// All that the development data says about one task: scores, labels one by one, confusions and the worst errors.
public struct TaskAnalysis: Sendable, Equatable, Codable {
  /// The deciding score with its interval, and the others.
  public var score: TaskScore
  /// Each label's scores, those with most gold answers first; empty for tasks without labels.
  public var labels: [LabelScore]
  /// All answers together; nil for tasks without labels.
  public var micro: LabelScore?
  /// The mean over labels; nil for tasks without labels.
  public var macro: LabelScore?
  /// How often each gold label got each answer; nil for tasks without labels.
  public var confusion: ConfusionMatrix?
  /// The documents that are most wrong, the worst first.
  public var errors: [DocumentError]
}
