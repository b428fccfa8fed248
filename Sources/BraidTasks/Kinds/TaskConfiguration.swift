public import BraidVocabularies

/// Everything besides weights that makes a task's head: its options, and what was found in the training data.
public struct TaskConfiguration: Sendable, Equatable {
  /// The task's options.
  public var options: TaskOptions
  /// Label sets and tables.
  public var resources: TaskResources
  /// Vocabularies of the task's own, by what they are for.
  public var vocabularies: [String: SymbolVocabulary]
  /// What each loss term's logits are divided by before they become probabilities, fitted on development data; nil
  /// for 1.
  public var temperatures: [Double]?

  /// What the head reads of the encoder; given to a kind while it makes a head, nil at other times.
  package var reading: EncoderReading?

  /// A configuration of a task with `options`.
  public init(
    options: TaskOptions, resources: TaskResources = TaskResources(), vocabularies: [String: SymbolVocabulary] = [:]
  ) {
    self.options = options
    self.resources = resources
    self.vocabularies = vocabularies
  }

  /// The task's name.
  public var name: String { options.name }

  /// A label set of at least `minimum` labels.
  ///
  /// - Throws: `TaskError.missingLabels`, or `tooFewLabels` with those that there are.
  public func labels(_ set: String, atLeast minimum: Int = 2) throws(TaskError) -> LabelSet {
    guard let labels = resources.labels[set] else { throw .missingLabels(task: name, set: set) }
    guard labels.count >= minimum else { throw .tooFewLabels(task: name, found: labels.names, needed: minimum) }
    return labels
  }
}
