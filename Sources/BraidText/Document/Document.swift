/// A text with its tokens, sentences and layers of annotation.
///
/// Tokens are byte ranges of `text`, which is never changed; everything else points at tokens. A layer that is absent
/// is *missing*: it is unknown, and no task treats it as a negative label. A layer that is present
/// and empty says that there is nothing.
public struct Document: Hashable, Sendable {
  /// Name of the document, unique in its corpus where the source gives one.
  public var id: String
  /// BCP 47 language of the text, when known.
  public var language: String?
  /// The original text.
  public var text: String
  /// Tokens in text order, not overlapping; the words of a multiword token that are not its parts (`du` for *de* and *le*)
  /// lie all where it lies, and layer `form` of `tags` says what they are.
  public var tokens: [Token]
  /// Sentences in order; empty until split.
  public var sentences: [Sentence]
  /// Labels of the whole document by layer; several when the layer is multi-label.
  public var labels: [String: [Label]]
  /// The probability of every label that a model knows, by layer, in the model's order; each has a score.
  public var probabilities: [String: [Label]]
  /// One tag a token by layer; nil where the tag is missing.
  public var tags: [String: [String?]]
  /// Probability in 0...1 of each tag of the layer of the same name in `tags`, when a model gave it.
  public var tagScores: [String: [Double?]]
  /// For layers of `tags` and `spans` the tags that a model would have given otherwise, sentence by sentence, the likeliest
  /// first.
  public var tagAlternatives: [String: [AlternativeTags]]
  /// Labelled token spans by layer.
  public var spans: [String: [LabeledSpan]]
  /// Predicate–argument frames; nil if not annotated.
  public var frames: [Frame]?
  /// Aligned texts by BCP 47 language or by name (`lemma`, `latin`).
  public var translations: [String: AlignedText]
  /// Anything else the source says about the document, by name.
  public var fields: [String: String]
  /// What tasks of a model predict about the document, by task; the layers above are what the source says.
  public var predictions: [String: Prediction]

  /// A document with `text` and no annotation.
  public init(
    id: String = "", language: String? = nil, text: String, tokens: [Token] = [], sentences: [Sentence] = []
  ) {
    self.id = id
    self.language = language
    self.text = text
    self.tokens = tokens
    self.sentences = sentences
    labels = [:]
    probabilities = [:]
    tags = [:]
    tagScores = [:]
    tagAlternatives = [:]
    spans = [:]
    frames = nil
    translations = [:]
    fields = [:]
    predictions = [:]
  }

  /// A document of pre-tokenized sentences: the text is the words joined by single spaces, sentences by line feeds.
  ///
  /// Words may hold spaces.
  public init(id: String = "", language: String? = nil, words sentences: [[String]]) {
    var text = ""
    var tokens: [Token] = []
    var ranges: [Sentence] = []
    var bytes = 0
    for (index, words) in sentences.enumerated() {
      if index > 0 {
        text += "\n"
        bytes += 1
      }
      let first = tokens.count
      for (position, word) in words.enumerated() {
        if position > 0 {
          text += " "
          bytes += 1
        }
        text += word
        tokens.append(Token(bytes..<bytes + word.utf8.count))
        bytes += word.utf8.count
      }
      ranges.append(Sentence(tokens: first..<tokens.count))
    }
    self.init(id: id, language: language, text: text, tokens: tokens, sentences: ranges)
  }

  /// The text of one token.
  public func word(_ index: Int) -> String { string(tokens[index].range) }

  /// The texts of the tokens in `range`, indices into `tokens`.
  public func words(_ range: Range<Int>) -> [String] { range.map(word) }

  /// The text of the UTF-8 bytes in `range`.
  public func string(_ range: Range<Int>) -> String {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
    let end = utf8.index(start, offsetBy: range.count)
    return String(text[start..<end])
  }
}
