import BraidLayers

/// What the states that a head reads know of their sentence.
public enum StateDirections: Sendable, Equatable {
  /// A token's state knows the sentence up to the token.
  case forward
  /// The first half of a token's state knows the sentence up to the token, the second half the sentence from it on.
  case halves
  /// Any part of a token's state may know the whole sentence.
  case mixed

  /// What the encoder's states know at `layer`.
  ///
  /// Each direction of the first layer reads features of single tokens. A layer above it reads both of its directions at
  /// once, so that there the forward direction knows what comes.
  init(_ layer: EncoderLayer, of encoder: LSTMOptions) {
    let number = if case .layer(let number) = layer { number } else { encoder.layers }
    if !encoder.bidirectional || number == 0 {
      self = .forward
    } else {
      // Features and layers side by side have no halves.
      self = number == 1 && layer != .all ? .halves : .mixed
    }
  }

  /// What the states of layers that read such states know.
  ///
  /// - Parameters:
  ///   - stack: the layers.
  ///   - ofTokens: whether the states know nothing but their own token.
  /// - Returns: what the states of the last of the layers know.
  func read(by stack: LSTMOptions, ofTokens: Bool) -> StateDirections {
    guard self == .forward else { return .mixed }
    if !stack.bidirectional { return .forward }
    return ofTokens && stack.layers == 1 ? .halves : .mixed
  }
}
