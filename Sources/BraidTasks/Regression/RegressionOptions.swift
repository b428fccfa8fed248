public import BraidFiles
public import BraidTensors
public import BraidText

/// Numbers about a whole document, or about a pair of texts.
@dynamicMemberLookup
public struct RegressionOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "regression"
  /// What its tasks do.
  public static let about = "numbers about a whole document, or about a pair of texts"

  /// The document layers of labels that hold the numbers; `field:NAME` for a field.
  public var values = ["label"]
  /// How it reads documents; its fields are fields of these options.
  public var reading = DocumentReading()
  /// Dropout rate, 0..<1, on the pooled vector and on n-grams.
  public var dropout = 0.0

  /// One number in the layer `label`.
  public init() {}

  /// A field of `reading`.
  public subscript<Value>(dynamicMember field: WritableKeyPath<DocumentReading, Value>) -> Value {
    get { reading[keyPath: field] }
    set { reading[keyPath: field] = newValue }
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field(
      "values", &values, required: false, "document layers with the numbers; field:NAME for a field")
    try reading.fields(&visitor)
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the pooled vector and of n-grams")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    if values.isEmpty || Set(annotationLayers).count < values.count || annotationLayers.contains(where: \.name.isEmpty)
    {
      return OptionProblem(
        "values", found: "`\(values.joined(separator: ", "))`", expected: "one layer or several, each once")
    }
    return reading.problem
  }

  /// What the name of a field begins with among `values`.
  private static let fieldPrefix = "field:"

  /// The layers that it learns from and writes, one a number.
  public var annotationLayers: [AnnotationLayer] {
    values.map { value in
      value.hasPrefix(Self.fieldPrefix) ? .field(String(value.dropFirst(Self.fieldPrefix.count))) : .labels(value)
    }
  }

  /// None: numbers are no labels, and each may be a new one.
  public var labelLayers: [AnnotationLayer] { [] }
  /// The second text of a pair.
  public var givenAnnotationLayers: [AnnotationLayer] { reading.pair == nil ? [] : [.translation(Document.secondName)] }
  /// Dropout.
  public var adjustableOptions: Set<String> { ["dropout"] }

  /// The set of what stands in the place of a number and is none.
  private static let others = "others"
  /// The table of the scale of each number.
  private static let scales = "scales"

  /// Counts the numbers of each layer.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool {
    guard reading.pair == nil || document.second != nil else { return false }
    var isLabelled = false
    for (layer, value) in zip(annotationLayers, values) {
      guard let names = layer.names(in: document), !names.isEmpty else { continue }
      if names.count == 1, NumberScale.number(names[0]) != nil {
        isLabelled = true
        counts.add(names[0], to: value)
      } else {
        counts.add("\(layer.name): \(names.joined(separator: ", "))", for: "found", to: Self.others)
      }
    }
    return isLabelled
  }

  /// The scale of each number: mean and standard deviation.
  public func resources(_ counts: TaskCounts) -> TaskResources {
    var resources = TaskResources()
    var scales = ExactDictionary<[String]>()
    for value in values { scales[value] = NumberScale(counts.sets[value] ?? [:]).text }
    resources.tables[Self.scales] = scales
    if let others = counts.tables[Self.others]?["found"] {
      resources.labels[Self.others] = LabelSet(others.keys)
    }
    return resources
  }

  /// None: any number.
  public func labels(_ resources: TaskResources) -> [String] { [] }

  /// To look at where its errors are.
  public var imbalanceAdvice: String { "Look at the errors of the other numbers." }

  /// For numbers.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    guard layer.content == .numbers else { return nil }
    return StarterTask(
      "regression\(layer.isOfPairs ? " on pairs" : "") to `\(layer.name)`",
      options: ["values: \(layer.quotedName)", layer.reading])
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError.notNumbers` for a value of the training data that is no number, `.oneNumber` when all values are
  ///   the same.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    if let problem {
      throw .badOption(
        task: task.name, option: problem.key, found: problem.found ?? "missing", expected: problem.expected)
    }
    if let others = task.resources.labels[Self.others], let first = others.names.first {
      throw .notNumbers(task: task.name, found: first, count: others.count)
    }
    var scales: [NumberScale] = []
    for value in values {
      guard let scale = task.resources.tables[Self.scales]?[value].flatMap({ NumberScale($0) }) else {
        throw .missingLabels(task: task.name, set: "scale of `\(value)`")
      }
      guard scale.deviation > 0 else { throw .oneNumber(task: task.name, value: value) }
      scales.append(scale)
    }
    return RegressionHead(
      task: task.name, options: self, scales: scales, width: width, weights: &weights, random: random)
  }
}
