/// One document that a model got wrong, with what it should have said.
public struct DocumentError: Sendable, Equatable, Codable {
  /// Position among the documents scored, from 0.
  public var index: Int
  /// The document's name; empty when it has none.
  public var id: String
  /// The document's text.
  public var text: String
  /// The gold label in readable form.
  public var gold: String
  /// The prediction in readable form.
  public var predicted: String
  /// How wrong the prediction is: above 0, at most 1.
  public var severity: Double
  /// Items of the document that were scored.
  public var items: Int
}

/// All that the development data says about one task: scores, labels one by one, confusions and the worst errors.
public struct TaskAnalysis: Sendable, Equatable, Codable {
  /// The deciding score with its interval, and the others.
  public var score: TaskScore
  /// Each label's scores, those with most gold labels first; empty for tasks without labels.
  public var labels: [LabelScore]
  /// All predictions together; nil for tasks without labels.
  public var micro: LabelScore?
  /// The mean over labels; nil for tasks without labels.
  public var macro: LabelScore?
  /// How often each label was predicted for each gold label; nil for tasks without labels.
  public var confusion: ConfusionMatrix?
  /// How far probabilities are from how often they came true; nil for predictions without probabilities.
  public var calibration: Calibration?
  /// The score on documents of one sort, such as long ones; nil if not asked for.
  public var slices: [ScoreSlice]?
  /// The documents that are most wrong, the worst first.
  public var errors: [DocumentError]
}
