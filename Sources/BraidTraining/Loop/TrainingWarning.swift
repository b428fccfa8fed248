/// What is odd about a training, though it can be done.
public enum TrainingWarning: Sendable, Equatable, Codable {
  /// Development documents of a corpus have labels that the training documents don't have: they can't be predicted.
  case labelsOnlyInDevelopment(task: String, corpus: String, labels: [String])
  /// A task has no development documents with labels that it knows: it is not scored, has no part in the choice of the best
  /// weights, and is not stopped early.
  case notScored(task: String)
  /// A translation is learned from texts of several sentences, but is predicted sentence by sentence.
  case severalSentences(task: String, corpus: String, documents: Int)
  /// A task of the model that training starts from begins with new weights all the same.
  case newHead(task: String, reason: String)

  /// A part is frozen with the random weights that it begins with.
  case frozenAtRandom(part: String)
  /// A frozen part would be trained after more epochs than there are.
  case neverUnfrozen(part: String, after: Double, epochs: Int)

  /// The warning as a sentence.
  public var message: String {
    switch self {
    case .labelsOnlyInDevelopment(let task, let corpus, let labels):
      let shown = labels.prefix(8).joined(separator: ", ") + (labels.count > 8 ? ", …" : "")
      return "task \(task): \(labels.count == 1 ? "one label occurs" : "\(labels.count) labels occur") in the "
        + "development documents of \(corpus) only and can't be predicted: \(shown)"
    case .severalSentences(let task, let corpus, let documents):
      return "task \(task): \(documents) training documents of \(corpus) have several sentences, but sentences are "
        + "translated one by one: set wholeDocuments, or read each pair as one sentence (sentences: none)"
    case .newHead(let task, let reason): return "task \(task) begins with new weights: \(reason)"
    case .frozenAtRandom(let part):
      return "\(part) is frozen with random weights: name a model to start from (from), or do not freeze it"
    case .neverUnfrozen(let part, let after, let epochs):
      return "\(part) is to be trained after \(Int(after)) epochs, and there are \(epochs): it stays frozen"
    case .notScored(let task):
      return
        "task \(task) has no development documents with labels that it knows: it is neither scored nor stopped early"
    }
  }
}
