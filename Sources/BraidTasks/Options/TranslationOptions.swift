/// Options of a translation-style head: an LSTM decoder with attention.
public struct TranslationOptions: Sendable, Equatable, Codable {
  /// The aligned text that the head learns to write, such as `de`.
  public var target: String
  /// Whether target words are learned and written in lower case.
  public var lowercase = false
  /// Width of the target embedding, in floats.
  public var embedding = 128
  /// Hidden units of the decoder.
  public var units = 128
  /// Dropout rate, 0..<1, on target embeddings and on the attentional state.
  public var dropout = 0.0
  /// Label smoothing, 0..<1.
  public var smoothing = 0.0
  /// Beam width when decoding; 1 is greedy.
  public var beam = 4
  /// Exponent of the length penalty, score / length^penalty.
  public var lengthPenalty = 1.0
  /// Longest output, in target tokens, for each source token.
  public var maximumRatio = 2.0
  /// Target tokens allowed beside `maximumRatio`.
  public var maximumExtra = 10

  /// A decoder of 128 units that writes the aligned text `target`.
  public init(target: String) { self.target = target }
}
