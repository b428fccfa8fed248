import BraidFiles

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

  /// Whether both are the same, comments by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.tokens == second.tokens && first.comments.isExactly(second.comments)
      && first.multiwords == second.multiwords && first.emptyNodes == second.emptyNodes
  }
}

extension Sentence {
  /// Whether there is more than the tokens.
  package var hasMore: Bool { !comments.isEmpty || !multiwords.isEmpty || !emptyNodes.isEmpty }
}

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

  /// Whether both are the same, forms and tags by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.tokens == second.tokens && first.form.isExactly(second.form) && first.tags.isExactly(second.tags)
  }
}

/// A node of an enhanced dependency graph that stands for an unwritten word (CoNLL-U's `8.1`).
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

  /// Whether both are the same, forms and tags by their bytes.
  public static func == (first: Self, second: Self) -> Bool {
    first.position == second.position && first.index == second.index && first.form.isExactly(second.form)
      && first.tags.isExactly(second.tags)
  }
}
