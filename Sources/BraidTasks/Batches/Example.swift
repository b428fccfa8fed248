/// A document as numbers: what the encoder reads and what each task's head learns from.
///
/// The tokens of the second text of a pair follow those of the document's own text.
public struct Example: Sendable, Equatable {
  /// Word ids of all tokens, sentence after sentence.
  public var words: [Int32]
  /// For each token the row of its written form in a `FormTable`; empty when the encoder reads no characters.
  public var forms: [Int32]
  /// For each token a hash of its written form, in lower case where the encoder reads it so; empty when no head reads any.
  public var hashes: [Int32]
  /// What each token is given beside its word; nil when the encoder is given nothing.
  public var vectors: TokenVectors?
  /// Tokens in each sentence; every one is at least 1.
  public var sentences: [Int]
  /// How many of the tokens are of the second text of a pair; 0 for a document that is no pair, or when no head reads it.
  public var second = 0
  /// One target a task, in the model's order, in the coding of the task's head; nil where the document has no label.
  public var targets: [[Int32]?]

  /// An example of `words` in `sentences`.
  public init(
    words: [Int32], forms: [Int32] = [], hashes: [Int32] = [], sentences: [Int], targets: [[Int32]?] = []
  ) {
    self.words = words
    self.forms = forms
    self.hashes = hashes
    self.sentences = sentences
    self.targets = targets
  }

  /// Number of tokens.
  public var count: Int { words.count }
  /// Number of tokens of the document's own text.
  var ownCount: Int { words.count - second }

  /// Longest piece of a second text, which has no sentences, that is read at once, in tokens.
  private static let longestPiece = 4096

  /// Takes the last tokens for those of a second text.
  mutating func addSecond(_ count: Int) {
    second = count
    for start in stride(from: 0, to: count, by: Self.longestPiece) {
      sentences.append(min(Self.longestPiece, count - start))
    }
  }

  /// The example without its second text.
  package var withoutSecond: Example {
    guard second > 0 else { return self }
    var example = self
    example.words.removeLast(second)
    if !forms.isEmpty { example.forms.removeLast(second) }
    if !hashes.isEmpty { example.hashes.removeLast(second) }
    example.vectors = vectors?.prefix(example.words.count)
    example.sentences = ownSentences
    example.second = 0
    return example
  }

  /// Tokens in each sentence of the document's own text.
  var ownSentences: [Int] {
    var left = second
    var count = sentences.count
    while left > 0, count > 0 {
      count -= 1
      left -= sentences[count]
    }
    return Array(sentences[..<count])
  }
}
