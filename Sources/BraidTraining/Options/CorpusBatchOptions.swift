public import BraidFiles

/// The batches of one corpus, and how many of them make a step.
///
/// A batch belongs to a corpus, and with it to all tasks that learn from the corpus.
public struct CorpusBatchOptions: Configurable, Sendable, Equatable {
  /// Sentences in a batch, at most; nil for as many as in other corpora's.
  public var sentences: Int?
  /// Tokens in a batch, at most; nil for as many as in other corpora's.
  public var tokens: Int?
  /// Batches whose gradients are added up in one step, one after the other, so that they take the memory of one. The
  /// loss is that of all their sentences in one batch. A step does not reach beyond the end of a pass over the corpus.
  public var accumulate = 1

  /// Batches like those of other corpora, one a step.
  public init() {}

  /// Batches of these sizes.
  public init(sentences: Int? = nil, tokens: Int? = nil, accumulate: Int = 1) {
    (self.sentences, self.tokens, self.accumulate) = (sentences, tokens, accumulate)
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("sentences", &sentences, 1...100_000, "maximum number of documents in a batch")
    try visitor.field("tokens", &tokens, 1...10_000_000, "maximum number of tokens in a batch; text or target")
    try visitor.field("accumulate", &accumulate, 1...10_000, "batches whose gradients are added up in one step")
  }
}
