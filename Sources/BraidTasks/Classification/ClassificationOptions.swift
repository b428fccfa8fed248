public import BraidFiles
public import BraidTensors
public import BraidText

/// Labels of a whole document, or of a pair of texts.
@dynamicMemberLookup
public struct ClassificationOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "classification"
  /// What its tasks do.
  public static let about = "labels of a whole document, or of a pair of texts"

  /// How the states of a text's tokens become one vector.
  public typealias Pooling = TextPooling

  /// The document layer that holds the labels.
  public var label = "label"
  /// Whether a document may have any number of labels, each with a sigmoid of its own.
  public var multiLabel = false
  /// Whether two classes share one sigmoid output instead of a softmax over two.
  public var sigmoid = false
  /// The labels from the lowest to the highest, where they have an order: they share one score then. Empty for none.
  public var order: [String] = []
  /// How it reads documents; its fields are fields of these options.
  public var reading = DocumentReading()
  /// Whether pooled states and n-grams each learn the labels by themselves, and are added up only to predict.
  public var separate = false
  /// Loss weight by class; classes not named weigh 1.
  public var classWeights = ExactDictionary<Double>()
  /// Dropout rate, 0..<1, on the pooled vector and on n-grams.
  public var dropout = 0.0
  /// Label smoothing, 0..<1: the share of the probability spread evenly over all classes.
  public var smoothing = 0.0

  /// Max pooling, words and pairs of words, a softmax over the labels of the layer `label`.
  public init() {}

  /// Without n-grams.
  public static var ofOlderModels: Self {
    var options = Self()
    options.reading.ngrams = 0
    options.reading.idf = false
    return options
  }

  /// A field of `reading`.
  public subscript<Value>(dynamicMember field: WritableKeyPath<DocumentReading, Value>) -> Value {
    get { reading[keyPath: field] }
    set { reading[keyPath: field] = newValue }
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("label", &label, required: false, "document layer with the labels")
    try visitor.field("multiLabel", &multiLabel, "whether a document has any number of labels")
    try visitor.field("sigmoid", &sigmoid, "whether two labels share one sigmoid output")
    try visitor.field(
      "order", &order, required: false, "the labels from the lowest to the highest, if they have an order")
    try reading.fields(&visitor)
    try visitor.field("separate", &separate, "whether pooled states and n-grams learn the labels each by itself")
    try visitor.field("classWeights", &classWeights, "loss weight by label")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the pooled vector and of n-grams")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    if multiLabel && sigmoid {
      return OptionProblem("sigmoid", found: "`true` beside `multiLabel`", expected: "one of the two")
    }
    if !order.isEmpty, multiLabel || sigmoid {
      return OptionProblem(
        "order", found: "given beside `\(multiLabel ? "multiLabel" : "sigmoid")`", expected: "one of the two")
    }
    if !classWeights.isEmpty, multiLabel || sigmoid || !order.isEmpty {
      return OptionProblem(
        "classWeights", found: "given beside `\(multiLabel ? "multiLabel" : sigmoid ? "sigmoid" : "order")`",
        expected: "one of the two")
    }
    if let bad = classWeights.sorted(by: { $0.key < $1.key }).first(where: { !($0.value >= 0 && $0.value.isFinite) }) {
      return OptionProblem("classWeights", found: "`\(bad.value)` for `\(bad.key)`", expected: "0 or more")
    }
    if Set(order.map(ExactString.init)).count < order.count {
      return OptionProblem(
        "order", found: "`\(order.joined(separator: ", "))`", expected: "each label once")
    }
    if separate, !order.isEmpty {
      return OptionProblem("separate", found: "`true` beside `order`", expected: "one of the two")
    }
    return reading.problem
  }

  /// The second text of a pair.
  public var givenAnnotationLayers: [AnnotationLayer] { reading.pair == nil ? [] : [.translation(Document.secondName)] }

  /// Counts the labels, and those of a distribution over labels; those of a document that is no pair teach nothing about pairs.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool {
    guard reading.pair == nil || document.second != nil else { return false }
    let likely = (document.probabilities[label] ?? []).filter { $0.score ?? 0 > 0 }
    guard document.labels[label] != nil || !likely.isEmpty else { return false }
    for label in (document.labels[label] ?? []) + likely { counts.add(label.name, to: "labels") }
    return true
  }

  /// The labels in their order, or in byte order.
  public func resources(_ counts: TaskCounts) -> TaskResources {
    let found = counts.names("labels")
    guard !order.isEmpty else { return TaskResources(labels: counts.sets.mapValues { LabelSet($0.keys) }) }
    // What the order does not name is an error when the head is made.
    return TaskResources(labels: ["labels": LabelSet(found, first: order)])
  }

  /// The probability of every label.
  public var extras: Set<PredictionOptions.Extra> { [.probabilities] }
  /// The layer that it learns from and writes.
  public var annotationLayers: [AnnotationLayer] { [.labels(label)] }
  /// All that is about the loss.
  public var adjustableOptions: Set<String> { ["dropout", "smoothing", "classWeights"] }
  /// To weigh the others.
  public var imbalanceAdvice: String { "Weigh the others with `classWeights`, and look at macro F1." }

  /// For labels of texts; these are few, and at the full rate the encoder has small corpora by heart before the n-grams are
  /// learned.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    guard layer.content == .labels else { return nil }
    return StarterTask(
      "classification\(layer.isOfPairs ? " of pairs" : "") by `\(layer.name)`",
      options: ["label: \(layer.quotedName)"] + (layer.hasSeveralLabels ? ["multiLabel: true"] : []) + [layer.reading],
      encoderRate: 0.2)
  }

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
    if !order.isEmpty, let other = labels.names.first(where: { name in !order.contains { $0.isExactly(name) } }) {
      throw .badOption(
        task: task.name, option: "order", found: "without `\(other)`, which the training data has",
        expected: "every label from the lowest to the highest")
    }
    let unknown = classWeights.keys.sorted().first { name in !labels.names.contains { $0.utf8.elementsEqual(name.utf8) }
    }
    if let unknown {
      let nearest = SpellingSuggestion.name(for: unknown, among: labels.names).map { "; did you mean \($0)?" } ?? ""
      throw .badOption(
        task: task.name, option: "classWeights", found: "given for `\(unknown)`, which the training data does not have",
        expected:
          "some of its labels: \(labels.names.prefix(20).joined(separator: ", "))\(labels.count > 20 ? ", …" : "")\(nearest)"
      )
    }
    guard !sigmoid || labels.count == 2 else { throw .notBinary(task: task.name, found: labels.names) }
    return ClassificationHead(
      task: task.name, options: self, labels: labels, width: width, weights: &weights, random: random)
  }
}
