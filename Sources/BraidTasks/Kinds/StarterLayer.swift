import BraidFiles

/// What some corpora have for a task to learn, for which `braid init` asks every kind for a task.
public struct StarterLayer: Sendable {
  /// What there is to learn.
  public enum Content: Sendable {
    /// Labels of whole texts.
    case labels
    /// Labels that are numbers with fractions.
    case numbers
    /// One tag a token.
    case tags
    /// Morphological features, a list in a tag of each token.
    case features
    /// Lemmas.
    case lemmas
    /// Heads and labels of dependency trees.
    case trees
    /// Labelled spans of tokens.
    case spans
    /// Predicates with their arguments.
    case frames
    /// An aligned text.
    case translation
    /// A field of documents.
    case field
    /// The tokens and sentences of raw text, which windows of characters show.
    case segments
    /// The words of texts without any annotation.
    case words
  }

  /// What there is to learn.
  public let content: Content
  /// The layer's name in documents; empty where it has none.
  public let name: String
  /// Whether documents are pairs of texts.
  public let isOfPairs: Bool
  /// Whether a document may have several labels in it.
  public let hasSeveralLabels: Bool

  package init(_ content: Content, _ name: String = "", isOfPairs: Bool = false, hasSeveralLabels: Bool = false) {
    self.content = content
    self.name = name
    self.isOfPairs = isOfPairs
    self.hasSeveralLabels = hasSeveralLabels
  }

  /// The name as YAML.
  public var quotedName: String { OptionNode.quoted(name) }

  /// How tasks about whole texts, or pairs of them, read these at first, as YAML.
  var reading: String {
    isOfPairs
      ? "layer: all, pair: attention, pooling: [max, mean], dropout: 0.3" : "pooling: [max, mean], dropout: 0.5"
  }
}

/// A task that a kind proposes for a `StarterLayer`.
public struct StarterTask: Sendable {
  /// What it learns, in words.
  public var what: String
  /// Its options beside its kind and corpora, as YAML, `key: value` each.
  public var options: [String]
  /// The translation whose words make the vocabulary that it writes with; nil for none.
  public var vocabularyOf: String?
  /// The share of the learning rate at which the encoder learns where there are no other tasks.
  public var encoderRate: Double

  /// A task.
  public init(_ what: String, options: [String] = [], vocabularyOf: String? = nil, encoderRate: Double = 1) {
    self.what = what
    self.options = options
    self.vocabularyOf = vocabularyOf
    self.encoderRate = encoderRate
  }
}
