public import BraidFiles
public import BraidLayers

/// What the shared encoder is made of.
public struct EncoderOptions: Configurable, Sendable, Equatable {
  /// Width of the word embedding, in floats.
  public var embedding = 128
  /// Whether the word embedding is trained; a frozen one keeps its pretrained vectors.
  public var trainEmbedding = true
  /// Whether words are lower-cased before they are looked up; characters keep their case.
  public var lowercase = false
  /// Rows that words outside the vocabulary share by hash; 0 gives all of them the one unknown-word row.
  public var unknownBuckets = 0
  /// Features made from each word's characters; nil for none.
  public var characters: CharacterOptions?
  /// How the states of a frozen model become features; nil for an encoder without such a model.
  public var states: ContextualOptions?
  /// The stacked LSTM.
  public var lstm = LSTMOptions()
  /// Probability, 0..<1, with which a word is taken for an unknown one while training.
  public var wordDropout = 0.0
  /// Dropout rate, 0..<1, on the input features, one mask a sentence.
  public var inputDropout = 0.0

  /// The default encoder: embedding of 128, one bidirectional LSTM layer of 128 a direction.
  public init() {}

  /// The fields that decide how words become ids, so that examples depend on them.
  package static let fieldsOfExamples: Set<String> = ["lowercase", "unknownBuckets", "characters"]

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("embedding", &embedding, 2...4096, "width of the word embedding")
    try visitor.field("trainEmbedding", &trainEmbedding, "whether to train the word embedding")
    try visitor.field("lowercase", &lowercase, "whether to look words up in lower case")
    try visitor.field(
      "unknownBuckets", &unknownBuckets, 0...1_000_000, "embedding rows shared by unknown words, by hash")
    try visitor.field("wordDropout", &wordDropout, 0...0.99, "share of words treated as unknown in training")
    try visitor.field("inputDropout", &inputDropout, 0...0.99, "dropout of the input features")
    try visitor.object("characters", &characters, "features from characters; none if absent")
    try visitor.object(
      "states", &states, "how the states of the model `contextual` become features; only with such a model")
    try visitor.object("lstm", &lstm, "the stacked LSTM")
  }
}
