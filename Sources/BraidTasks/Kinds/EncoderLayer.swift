/// The part of the shared encoder that a task reads.
public enum EncoderLayer: Sendable, Equatable {
  /// The last LSTM layer.
  case top
  /// One layer: 0 is the input features, 1 the first LSTM layer (Søgaard & Goldberg 2016: low-level tasks low).
  case layer(Int)
  /// A learned softmax-weighted sum of all LSTM layers (Peters et al. 2018, section 3.2).
  case mix
  /// The input features and all LSTM layers side by side.
  case all

  /// The part that a word names: `top`, `mix`, `all` or a number from 0; nil for any other.
  public init?(_ text: String) {
    switch text {
    case "top": self = .top
    case "mix": self = .mix
    case "all": self = .all
    default:
      guard let number = Int(text), number >= 0 else { return nil }
      self = .layer(number)
    }
  }

  /// The word that names it.
  public var text: String {
    switch self {
    case .top: "top"
    case .layer(let number): "\(number)"
    case .mix: "mix"
    case .all: "all"
    }
  }
}
