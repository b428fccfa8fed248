/// What a metric compares of gold and predicted documents; it says how predictions about other tokens than gold's are scored.
public enum ComparedUnits: Sendable {
  /// Documents as wholes: tokens don't count.
  case documents
  /// Stretches of tokens: the same characters are the same stretch, whatever the tokens.
  case characters
  /// Words one by one, as the CoNLL 2018 shared task does: words that both have are compared, others are missed or made up.
  ///
  /// - Parameters:
  ///   - scoredBy: the metric of the words that are there, to which a word without a tag is one that is not there.
  ///   - untagged: the tag that a word without one counts with; nil when it does not count.
  ///   - heads: the layer of tags whose values are numbers of words in a sentence; nil for none.
  case words(scoredBy: any DocumentMetric, untagged: String?, heads: String?)
}
