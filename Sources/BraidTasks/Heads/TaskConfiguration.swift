/// Everything besides weights that rebuilds a task's head: its options and the label sets found in the training data.
public struct TaskConfiguration: Sendable, Equatable, Codable {
  /// The task's options.
  public var options: TaskOptions
  /// The task's label sets by name.
  public var labels: [String: LabelSet]
  /// A lemma for each lower-cased word form that the head needs one of.
  public var lemmas: [String: String] = [:]
  /// The senses that each lemma has in the training data, for a head that chooses among them.
  public var lemmaSenses: [String: [String]] = [:]
  /// What each loss term's logits are divided by before they become probabilities, fitted on development data; nil
  /// for 1.
  public var temperatures: [Double]?
  /// The vocabulary of what the head writes, in its file format; nil when it writes labels only.
  public var targetVocabulary: String?

  /// A configuration of a task with `options`.
  public init(options: TaskOptions, labels: [String: LabelSet] = [:], targetVocabulary: String? = nil) {
    self.options = options
    self.labels = labels
    self.targetVocabulary = targetVocabulary
  }
}
