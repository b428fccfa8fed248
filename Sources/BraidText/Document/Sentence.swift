/// A sentence: a run of a document's tokens, with what its file said about it.
public struct Sentence: Hashable, Sendable {
  /// Indices into the document's tokens.
  public var tokens: Range<Int>
  /// Comment lines of the source file that belong to this sentence, without the line end.
  public var comments: [String]
  /// Surface tokens that are several words, in order.
  public var multiwords: [MultiwordToken]
  /// Nodes of the enhanced graph that no token stands for, in order.
  public var emptyNodes: [EmptyNode]

  /// A sentence over `tokens`, indices into the document's tokens.
  public init(
    tokens: Range<Int>, comments: [String] = [], multiwords: [MultiwordToken] = [], emptyNodes: [EmptyNode] = []
  ) {
    self.tokens = tokens
    self.comments = comments
    self.multiwords = multiwords
    self.emptyNodes = emptyNodes
  }
}
