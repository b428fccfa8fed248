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
  /// How token states become one vector; the vectors of several ways stand side by side.
  public var pooling = [Pooling.max]
  /// Words of the longest n-gram that has weights of its own beside the pooled vector; 0 for none.
  public var ngrams = 2
  /// Rows of weights that n-grams share by hash, a power of two. Where the labels are so many that there would be more than
  /// 33 million weights, it is halved until there are not.
  public var buckets = 65_536
  /// Loss weight by class; classes not named weigh 1.
  public var classWeights: [String: Double] = [:]
  /// Dropout rate, 0..<1, on the pooled vector and on n-grams.
  public var dropout = 0.0
  /// Label smoothing, 0..<1: the share of the probability spread evenly over all classes.
  public var smoothing = 0.0

  private static let lengths = 0...8
  private static let sizes = 2...4_194_304

  /// Max pooling, words and pairs of words, a softmax over the labels of the layer `label`.
  public init() {}

  /// Without n-grams.
  public static var ofOlderModels: Self {
    var options = Self()
    options.ngrams = 0
    return options
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("label", &label, required: false, "document layer with the labels")
    try visitor.field("multiLabel", &multiLabel, "whether a document has any number of labels")
    try visitor.field("sigmoid", &sigmoid, "whether two labels share one sigmoid output")
    try visitor.choices("pooling", &pooling, "how token states become one vector")
    try visitor.field(
      "ngrams", &ngrams, Self.lengths, "words of the longest n-gram with weights of its own; 0 for none")
    try visitor.field("buckets", &buckets, Self.sizes, "rows of weights that n-grams share, a power of two")
    try visitor.field("classWeights", &classWeights, "loss weight by label")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the pooled vector and of n-grams")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    if multiLabel && sigmoid {
      return OptionProblem("sigmoid", found: "`true` beside `multiLabel`", expected: "one of the two")
    }
    if pooling.isEmpty { return OptionProblem("pooling", found: "an empty list", expected: "one way or several") }
    if Set(pooling).count < pooling.count {
      return OptionProblem(
        "pooling", found: "`\(pooling.map(\.rawValue).joined(separator: ", "))`", expected: "each way once")
    }
    if !Self.lengths.contains(ngrams) {
      return OptionProblem(
        "ngrams", found: "`\(ngrams)`", expected: "\(Self.lengths.lowerBound) to \(Self.lengths.upperBound)")
    }
    if !Self.sizes.contains(buckets) {
      return OptionProblem(
        "buckets", found: "`\(buckets)`", expected: "\(Self.sizes.lowerBound) to \(Self.sizes.upperBound)")
    }
    if buckets & (buckets - 1) != 0 {
      let next = 1 << (Int.bitWidth - buckets.leadingZeroBitCount)
      return OptionProblem(
        "buckets", found: "`\(buckets)`", expected: "a power of two, such as \(next / 2) or \(next)")
    }
    return nil
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
    if let problem {
      throw .badOption(
        task: task.name, option: problem.key, found: problem.found ?? "missing", expected: problem.expected)
    }
    let labels = try task.labels("labels", atLeast: multiLabel ? 1 : 2)
    guard !sigmoid || labels.count == 2 else { throw .notBinary(task: task.name, found: labels.names) }
    return ClassificationHead(
      task: task.name, options: self, labels: labels, width: width, weights: &weights, random: random)
  }
}
