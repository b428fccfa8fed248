public import BraidFiles

/// What is output besides the predicted labels.
public struct PredictionOptions: Configurable, Sendable, Hashable {
  /// Whether tags, spans, predicates and arguments have their probabilities.
  public var scores = true
  /// Whether a classification task gives the probability of every label, not only of the predicted one; nil: as `scores`.
  public var probabilities: Bool?
  /// Translations given for each text, and tag sequences for each sentence, the best included; of translations at most the
  /// beam's width.
  public var nBest = 1
  /// Whether translations say how much of each word came from each word of the text.
  public var attention = false

  /// What only some kinds of task can give, called as the field that asks for it.
  public enum Extra: String, CaseIterable, Sendable {
    /// The probability of every label.
    case probabilities
    /// Alternatives to the best prediction.
    case nBest
    /// How much of each word came from each word of the text.
    case attention

    /// The tasks that give it, in a few words.
    package var about: String {
      switch self {
      case .probabilities: "tasks that choose labels of texts"
      case .nBest: "tasks that translate or tag"
      case .attention: "tasks that translate"
      }
    }
  }

  /// What was set to ask for something, or to leave it away; nil where nothing was.
  package func asked(_ extra: Extra) -> String? {
    switch extra {
    case .probabilities: probabilities.map { "\($0)" }
    case .nBest: nBest == 1 ? nil : "\(nBest)"
    case .attention: attention ? "true" : nil
    }
  }

  /// What costs little: scores and probabilities.
  public init() {}

  /// The predictions alone, as scoring needs them.
  public static var bare: PredictionOptions {
    var options = PredictionOptions()
    options.scores = false
    return options
  }

  /// Numbers of best translations and tag sequences that can be asked for.
  public static let nBestRange = 1...64

  /// Whether every label of a classification has its probability.
  public var givesProbabilities: Bool { probabilities ?? scores }

  /// Translations and tag sequences given besides the best.
  public var alternatives: Int { nBest - 1 }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("scores", &scores, "output the scores of predictions")
    try visitor.field(
      "probabilities", &probabilities, "output the probability of every label of a classification (default: as scores)")
    try visitor.field("nBest", &nBest, Self.nBestRange, "number of best translations and tag sequences to output")
    try visitor.field("attention", &attention, "output attention weights for translations")
  }
}
