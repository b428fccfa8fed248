public import BraidFiles
public import BraidTensors
public import BraidText

/// Dependency trees: for each word its head and the label of the arc.
///
/// Both are layers of tags as CoNLL-U has them: the number of the head among the words of its sentence, from 1, or 0 for the
/// root.
public struct DependenciesOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "dependencies"
  /// What its tasks do.
  public static let about = "dependency trees: a head and a label for each word"

  /// The token layer of the heads' numbers.
  public var heads = "head"
  /// The token layer of the arcs' labels.
  public var labels = "deprel"
  /// Width of what arcs are scored by, in floats.
  public var arcUnits = 256
  /// Width of what labels are scored by, in floats.
  public var labelUnits = 64
  /// Dropout rate, 0..<1, on both, one mask a sentence.
  public var dropout = 0.33
  /// Whether arcs may not cross.
  public var projective = false

  /// Trees of any shape in the layers of CoNLL-U.
  public init() {}

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("heads", &heads, required: false, "token layer with the number of each word's head")
    try visitor.field("labels", &labels, required: false, "token layer with the label of each word's arc")
    try visitor.field("arcUnits", &arcUnits, 2...4096, "width of what arcs are scored by")
    try visitor.field("labelUnits", &labelUnits, 2...1024, "width of what labels are scored by")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of both")
    try visitor.field("projective", &projective, "whether arcs may not cross")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    guard heads == labels else { return nil }
    return OptionProblem("labels", found: "`\(labels)`, which `heads` names", expected: "a layer of its own")
  }

  /// The layers that it learns from and writes.
  public var annotationLayers: [AnnotationLayer] { [.tags(heads), .tags(labels)] }

  /// The labels; heads are numbers of words.
  public var labelLayers: [AnnotationLayer] { [.tags(labels)] }

  /// Counts labels, apart for arcs from the root and for others.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool {
    guard let heads = document.tags[heads] else { return false }
    let labels = document.tags[labels] ?? []
    for (index, label) in labels.enumerated() {
      guard let label, let head = heads[index] else { continue }
      counts.add(label, to: "labels")
      counts.add(label, to: head == "0" ? Self.rootSet : Self.innerSet)
    }
    return heads.contains { $0 != nil }
  }

  /// The label sets of arcs from the root and of others.
  static let rootSet = "root"
  static let innerSet = "inner"

  /// All labels.
  public func labels(_ resources: TaskResources) -> [String] { resources.labels["labels"]?.names ?? [] }

  /// For trees.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    layer.content == .trees ? StarterTask("dependency trees") : nil
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError.missingLabels` when the training data has no label.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    DependenciesHead(
      task: task.name, options: self, labels: try task.labels("labels", atLeast: 1),
      root: task.resources.labels[Self.rootSet], inner: task.resources.labels[Self.innerSet], width: width,
      weights: &weights, random: random)
  }
}
