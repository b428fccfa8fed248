public import BraidFiles

/// How a task that is about documents as wholes reads them.
public struct DocumentReading: Configurable, Sendable, Equatable {
  /// How token states become one vector; the vectors of several ways stand side by side.
  public var pooling = [TextPooling.max]
  /// How the two texts of a pair are read; nil for tasks about single texts.
  public var pair: PairReading?
  /// Width of the hidden layer that compares the texts of a pair.
  public var units = 64
  /// Words of the longest n-gram that has weights of its own beside the pooled vector; 0 for none.
  public var ngrams = 2
  /// Rows of weights that n-grams share by hash, a power of two. Where the labels are so many that there would be more than
  /// 33 million weights, it is halved until there are not.
  public var buckets = 65_536
  /// Whether n-grams that few training texts have count more: by inverse document frequency.
  public var idf = true

  /// Max pooling, words and pairs of words.
  public init() {}

  /// Every field with its name, range and meaning, as fields of the task's own options.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choices("pooling", &pooling, "how token states become one vector")
    try visitor.choice("pair", &pair, "how the two texts of a pair are read; absent for tasks about single texts")
    try visitor.field("units", &units, 1...4096, "width of the hidden layer that compares two texts")
    try visitor.field(
      "ngrams", &ngrams, WideLayer.lengths, "words of the longest n-gram with weights of its own; 0 for none")
    try visitor.field("buckets", &buckets, WideLayer.sizes, "rows of weights that n-grams share, a power of two")
    try visitor.field("idf", &idf, "whether n-grams that few training texts have count more")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    if pooling.isEmpty { return OptionProblem("pooling", found: "an empty list", expected: "one way or several") }
    if Set(pooling).count < pooling.count {
      return OptionProblem(
        "pooling", found: "`\(pooling.map(\.rawValue).joined(separator: ", "))`", expected: "each way once")
    }
    return WideLayer.problem(ngrams: ngrams, buckets: buckets)
  }
}
