/// What the shared encoder is made of.
public struct EncoderOptions: Sendable, Equatable, Codable {
  /// Width of the word embedding, in floats.
  public var embedding = 128
  /// Whether the word embedding is trained; a frozen one keeps its pretrained vectors.
  public var trainsEmbedding = true
  /// Whether words are lower-cased before they are looked up; characters keep their case.
  public var lowercase = false
  /// Rows that words outside the vocabulary share by hash; 0 gives all of them the one unknown-word row.
  public var unknownBuckets = 0
  /// Features made from each word's characters; nil for none.
  public var characters: CharacterOptions?
  /// The stacked LSTM.
  public var lstm = LSTMOptions()
  /// Probability, 0..<1, with which a word is taken for an unknown one while training.
  public var wordDropout = 0.0
  /// Dropout rate, 0..<1, on the input features, one mask a sentence.
  public var inputDropout = 0.0

  /// The default encoder: embedding of 128, one bidirectional LSTM layer of 128 a direction.
  public init() {}
}
