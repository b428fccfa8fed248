public import BraidFiles

/// How the states of a frozen model become features of words.
public struct ContextualOptions: Configurable, Sendable, Equatable {
  /// The LSTM layers of the model's encoder that are read.
  public enum Layers: String, Sendable, CaseIterable {
    /// A learned softmax-weighted sum of all of them, times a learned factor (Peters et al. 2018, equation 1).
    case mix
    /// All of them side by side.
    case all
    /// The last one (Akbik et al. 2018 read a model of one layer).
    case top
  }
  /// The LSTM layers of the model's encoder that are read.
  public var layers = Layers.mix
  /// Width that the states are projected to, in floats; 0 leaves them as they are.
  public var units = 0

  /// The mix of all layers, as wide as they are.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("layers", &layers, "layers that are read: their learned mix, all side by side, or the last")
    try visitor.field("units", &units, 0...4096, "width that the states are projected to; 0 to leave them as they are")
  }
}
