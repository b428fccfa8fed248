/// A node of an enhanced dependency graph that stands for a word nobody wrote (CoNLL-U's `8.1`).
public struct EmptyNode: Hashable, Sendable {
  /// How many of the sentence's tokens come before it.
  public var position: Int
  /// Its number among the empty nodes at this position; the first is 1.
  public var index: Int
  /// The word understood; `_` when the treebank gives none.
  public var form: String
  /// What else its line says, by tag layer (`lemma`, `upos`, `deps`, …).
  public var tags: [String: String]

  /// An empty node after the first `position` tokens of its sentence.
  public init(position: Int, index: Int, form: String, tags: [String: String] = [:]) {
    self.position = position
    self.index = index
    self.form = form
    self.tags = tags
  }
}
