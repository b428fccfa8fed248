public import BraidFiles

/// How words are made into features from their characters.
public struct CharacterOptions: Configurable, Sendable, Equatable {
  /// What reads the characters.
  public enum Kind: String, Sendable, CaseIterable {
    /// A bidirectional LSTM; its two final states are the feature.
    case lstm
    /// A convolution over windows of three characters and a maximum over the word.
    case cnn
  }
  /// What reads the characters.
  public var kind = Kind.cnn
  /// Width of the character embedding, in floats.
  public var embedding = 32
  /// Width of the feature, in floats; even for `lstm`.
  public var units = 64

  /// A convolution of 64 filters over character embeddings of 32.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("kind", &kind, "what reads the characters")
    try visitor.field("embedding", &embedding, 2...1024, "width of the character embedding")
    try visitor.field("units", &units, 2...1024, "width of the feature")
  }
}
