public import BraidTensors
public import BraidVocabularies

/// What a head reads of the encoder, for kinds that must know more of it than its width.
public struct EncoderReading: Sendable, Equatable {
  /// What the states know of their sentence.
  public let directions: StateDirections
  /// The words that the encoder knows; a word outside has an id outside, or that of the unknown word.
  public let words: Vocabulary
  /// The table of word embeddings, `[words.count + buckets, embedding]`.
  public let wordEmbedding: WeightID
  /// Width of a word embedding, in floats.
  public let embedding: Int
}
