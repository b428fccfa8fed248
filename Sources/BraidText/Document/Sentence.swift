/// A sentence: a run of a document's tokens, with what its file said about it.
public struct Sentence: Hashable, Sendable {
  /// Indices into the document's tokens.
  public var tokens: Range<Int>
  /// Comment lines of the source file that belong to this sentence, without the line end.
  public var comments: [String]

  /// A sentence over `tokens`, indices into the document's tokens.
  public init(tokens: Range<Int>, comments: [String] = []) {
    self.tokens = tokens
    self.comments = comments
  }
}
