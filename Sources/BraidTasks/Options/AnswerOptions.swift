/// What is written beside the answers themselves.
public struct AnswerOptions: Sendable, Equatable, Codable {
  /// Probabilities of tags, spans, predicates and arguments.
  public var scores = true
  /// Probability of every label of a classification task, not only of the answer.
  public var probabilities = true
  /// Most translations of a text, and tag sequences of each sentence, that are given beside the best; the beam gives no more
  /// than its width.
  public var alternatives = 0
  /// How much of each word of a translation came from each word of the text.
  public var attention = false

  /// Everything that costs little: scores and probabilities.
  public init() {}

  /// The bare answers, as scoring needs them.
  public static var bare: AnswerOptions {
    var options = AnswerOptions()
    options.scores = false
    options.probabilities = false
    return options
  }
}
