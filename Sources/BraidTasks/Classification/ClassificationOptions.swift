public import BraidFiles
public import BraidTensors
public import BraidText

/// Labels of a whole document.
public struct ClassificationOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "classification"
  /// What its tasks do.
  public static let about = "labels of a whole document"

  /// How the states of a text's tokens become one vector.
  public enum Pooling: String, Sendable, CaseIterable {
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
  /// Loss weight by class; classes not named weigh 1.
  public var classWeights: [String: Double] = [:]
  /// Dropout rate, 0..<1, on the pooled vector.
  public var dropout = 0.0
  /// Label smoothing, 0..<1: the share of the probability spread evenly over all classes.
  public var smoothing = 0.0

  /// Max pooling, a softmax over the labels of the layer `label`.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("label", &label, required: false, "document layer with the labels")
    try visitor.field("multiLabel", &multiLabel, "whether a document has any number of labels")
    try visitor.field("sigmoid", &sigmoid, "whether two labels share one sigmoid output")
    try visitor.choice("pooling", &pooling, "how token states become one vector")
    try visitor.field("classWeights", &classWeights, "loss weight by label")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the pooled vector")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    multiLabel && sigmoid
      ? OptionProblem("sigmoid", found: "`true` beside `multiLabel`", expected: "one of the two") : nil
  }

  /// The layer that it learns from and writes.
  public var annotationLayers: [AnnotationLayer] { [.labels(label)] }
  /// All that is about the loss.
  public var adjustableOptions: Set<String> { ["dropout", "smoothing", "classWeights"] }
  /// To weigh the others.
  public var imbalanceAdvice: String { "Weigh the others with `classWeights`, and look at macro F1." }

  /// Makes the head.
  ///
  /// - Throws: `TaskError` when a label set or vocabulary is missing or too small.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    let labels = try task.labels("labels", atLeast: multiLabel ? 1 : 2)
    guard !sigmoid || labels.count == 2 else { throw .notBinary(task: task.name, found: labels.names) }
    return ClassificationHead(
      task: task.name, options: self, labels: labels, width: width, weights: &weights, random: random)
  }
}
