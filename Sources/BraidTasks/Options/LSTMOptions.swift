public import BraidTensors

/// A stack of LSTM layers.
public struct LSTMOptions: Sendable, Equatable, Codable {
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

  /// Width of a layer's output, in floats.
  public var width: Int { bidirectional ? 2 * units : units }
}
