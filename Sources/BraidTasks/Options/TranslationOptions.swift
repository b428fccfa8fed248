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
  /// Whether the target embedding is the output's weights; its width is then `units`, whatever `embedding` says.
  public var tied = false
  /// Whether the decoder also reads the attentional state of the step before (Luong et al. 2015, section 3.3).
  public var inputFeeding = false
  /// Dropout rate, 0..<1, on target embeddings and on the attentional state.
  public var dropout = 0.0
  /// Label smoothing, 0..<1.
  public var smoothing = 0.0
  /// Beam width when decoding; 1 is greedy.
  public var beam = 4
  /// Exponent of the length penalty, score / length^penalty.
  public var lengthPenalty = 1.0
  /// Whether a document is translated as one sequence, as it is learned; else its sentences one by one.
  public var wholeDocuments = false
  /// Whether an unknown word becomes the source word that attention looked at most; not with pieces.
  public var copiesUnknown = true
  /// Whether written words are put together as people write the language named by `target`; else with spaces.
  public var detokenizes = true
  /// Longest output, in target tokens, for each source token.
  public var maximumRatio = 2.0
  /// Target tokens allowed beside `maximumRatio`.
  public var maximumExtra = 10

  /// A decoder of 128 units that writes the aligned text `target`.
  public init(target: String) { self.target = target }
}
