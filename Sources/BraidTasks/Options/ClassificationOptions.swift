/// Options of a classification head.
public struct ClassificationOptions: Sendable, Equatable, Codable {
  /// How the states of a text's tokens become one vector.
  public enum Pooling: String, Sendable, Codable, CaseIterable {
    /// The state that has read the whole text: the last one, and for the backward direction the first one.
    case last
    /// The mean over the tokens.
    case mean
    /// The maximum over the tokens, for each unit.
    case max
    /// A sum weighted by a learned softmax over the tokens.
    case attention
  }
  /// The document layer that holds the labels.
  public var label = "label"
  /// Whether a document may have any number of labels, each with a sigmoid of its own.
  public var multiLabel = false
  /// Whether two classes share one sigmoid output instead of a softmax over two.
  public var sigmoid = false
  /// How token states become one vector.
  public var pooling = Pooling.max
  /// Dropout rate, 0..<1, on the pooled vector.
  public var dropout = 0.0
  /// Label smoothing, 0..<1: the share of the probability spread evenly over all classes.
  public var smoothing = 0.0
  /// Loss weight by class; classes not named weigh 1.
  public var classWeights: [String: Double] = [:]

  /// Max pooling, a softmax over the labels of the layer `label`.
  public init() {}
}
