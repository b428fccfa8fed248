/// The part of the shared encoder that a task reads.
public enum EncoderLayer: Sendable, Equatable, Codable {
  /// The last LSTM layer.
  case top
  /// One layer: 0 is the input features, 1 the first LSTM layer (Søgaard & Goldberg 2016: low-level tasks low).
  case layer(Int)
  /// A learned softmax-weighted sum of all LSTM layers (Peters et al. 2018, section 3.2).
  case mix
  /// The input features and all LSTM layers side by side.
  case all
}
