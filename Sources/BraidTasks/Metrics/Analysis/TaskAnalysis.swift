/// One document that a model got wrong, with what it should have said.
public struct DocumentError: Sendable, Equatable, Codable {
  /// Position among the documents scored, from 0.
  public var index: Int
  /// The document's name; empty when it has none.
  public var id: String
  /// The document's text.
  public var text: String
  /// The gold answer, as a person reads it.
  public var gold: String
  /// The model's answer, as a person reads it.
  public var predicted: String
  /// How wrong the answer is: above 0, at most 1.
  public var severity: Double
  /// Items of the document that were scored.
  public var items: Int
}

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
