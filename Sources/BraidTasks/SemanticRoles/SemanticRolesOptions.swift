public import BraidFiles
public import BraidTensors
public import BraidText

/// PropBank-style predicates, senses and arguments.
public struct SemanticRolesOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "semantic-roles"
  /// What its tasks do.
  public static let about = "predicates with their senses and arguments"

  /// What an argument covers.
  public enum Style: String, Sendable, CaseIterable {
    /// The argument's whole span (CoNLL-2005, CoNLL-2012).
    case span
    /// The argument's head token only (CoNLL-2009, Universal PropBank).
    case dependency
  }
  /// What an argument covers.
  public var style = Style.span
  /// Whether gold predicates are given when annotating; otherwise the head finds them.
  public var predicatesGiven = false
  /// Private bidirectional layers that read the sentence once for each predicate, at least 1.
  public var layers = 1
  /// Hidden units a direction of the private layers.
  public var units = 128
  /// Dropout rate, 0..<1, on the output of each private layer, one mask a reading.
  public var dropout = 0.0
  /// Dropout rate, 0..<1, on the recurrent state of the private layers, one mask a reading.
  public var recurrentDropout = 0.0

  /// Span style, one private layer of 128 units a direction.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.choice("style", &style, "what an argument covers")
    try visitor.field("predicatesGiven", &predicatesGiven, "whether predicates are given when annotating")
    try visitor.field("layers", &layers, 1...8, "layers that read once for each predicate")
    try visitor.field("units", &units, 2...4096, "hidden units a direction of these layers")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of these layers' output")
    try visitor.field("recurrentDropout", &recurrentDropout, 0...0.99, "dropout of their recurrent state")
  }

  /// The layer that it learns from and writes.
  public var annotationLayers: [AnnotationLayer] { [.frames] }
  /// Frames; where predicates are given, those that the head would have found stand in a token layer besides.
  public var writtenLayers: [AnnotationLayer] {
    [.frames] + (predicatesGiven ? [.tags(SemanticRolesHead.foundLayer)] : [])
  }
  /// What is given when it annotates.
  public var givenAnnotationLayers: [AnnotationLayer] { predicatesGiven ? [.frames] : [] }

  /// Both dropout rates.
  public var adjustableOptions: Set<String> { ["dropout", "recurrentDropout"] }

  /// Clears frames, but for the predicates where they are given.
  public func clear(_ document: inout Document) {
    document.frames = predicatesGiven ? document.frames?.map { Frame(predicate: $0.predicate) } : nil
    if predicatesGiven { AnnotationLayer.tags(SemanticRolesHead.foundLayer).clear(&document) }
  }

  /// Counts senses, roles, and the lemmas and senses of predicates.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool {
    guard let frames = document.frames else { return false }
    for frame in frames {
      counts.add(SemanticRolesHead.number(frame.sense), to: "senses")
      if let sense = frame.sense, let dot = sense.lastIndex(of: ".") {
        let lemma = String(sense[..<dot])
        counts.add(lemma, for: document.word(frame.predicate).inLowerCase, to: "lemmas")
        counts.add(SemanticRolesHead.number(sense), for: lemma, to: "senses")
      }
      for argument in frame.arguments where argument.role != "V" { counts.add(argument.role, to: "roles") }
    }
    return true
  }

  /// The label sets that were counted.
  public func resources(_ counts: TaskCounts) -> TaskResources {
    let roles = counts.names("roles")
    return TaskResources(
      labels: [
        "senses": LabelSet(counts.names("senses"), first: [SemanticRolesHead.noPredicate]),
        "roles": LabelSet(style == .span ? SpanEncoding.iob2.tags(of: roles) : roles, first: ["O"]),
      ],
      tables: [
        "lemmas": (counts.tables["lemmas"] ?? [:]).mapValues { [$0.mostFrequent?.key ?? ""] },
        "senses": (counts.tables["senses"] ?? [:]).mapValues { $0.keys.sortedExactly() },
      ])
  }

  /// The labels, without the marks of their coding as tags.
  public func labels(_ resources: TaskResources) -> [String] {
    let roles = resources.labels["roles"]?.names ?? []
    return style == .span ? SpanEncoding.labels(of: roles) : roles.filter { $0 != "O" }
  }

  /// For frames.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    layer.content == .frames ? StarterTask("predicates and their arguments") : nil
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError` when a label set or vocabulary is missing or too small.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    SemanticRolesHead(
      task: task.name, options: self, senses: try task.labels("senses"), roles: try task.labels("roles"),
      tables: task.resources.tables, width: width, weights: &weights, random: random)
  }
}
