/// A surface token that its treebank analyses as several words, such as German *zum* = *zu* + *dem*.
///
/// The words are the document's tokens; this says what they look like together.
public struct MultiwordToken: Hashable, Sendable {
  /// Indices of the words into the document's tokens.
  public var tokens: Range<Int>
  /// What is written.
  public var form: String
  /// What else its line says, by tag layer (`feats`, `misc`).
  public var tags: [String: String]

  /// A surface token over the words `tokens`.
  public init(_ tokens: Range<Int>, form: String, tags: [String: String] = [:]) {
    self.tokens = tokens
    self.form = form
    self.tags = tags
  }
}
