public import BraidFiles

/// A stack of LSTM layers.
public struct LSTMOptions: Configurable, Sendable, Equatable {
  /// The recurrence.
  public var kind = LSTMKind.standard
  /// Hidden units a direction.
  public var units = 128
  /// Stacked layers, 1 to 8.
  public var layers = 1
  /// Whether each layer also runs from right to left.
  public var bidirectional = true
  /// Dropout rate, 0..<1, on each layer's output, one mask a sentence (variational: Gal & Ghahramani 2016).
  public var dropout = 0.0
  /// Dropout rate, 0..<1, on the recurrent state, one mask a sentence.
  public var recurrentDropout = 0.0
  /// Whether every layer after the first also reads the first one's input (shortcut-stacked: Nie & Bansal 2017).
  public var shortcuts = false

  /// One bidirectional layer of 128 units a direction.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("kind", &kind, "recurrence of the layers")
    try visitor.field("units", &units, 2...4096, "hidden units a direction")
    try visitor.field("layers", &layers, 1...8, "stacked layers")
    try visitor.field("bidirectional", &bidirectional, "whether each layer also runs backwards")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of each layer's output")
    try visitor.field("recurrentDropout", &recurrentDropout, 0...0.99, "dropout of the recurrent state")
    try visitor.field("shortcuts", &shortcuts, "whether upper layers read the input features as well")
  }

  /// Width of a layer's output, in floats.
  public var width: Int { bidirectional ? 2 * units : units }
}
