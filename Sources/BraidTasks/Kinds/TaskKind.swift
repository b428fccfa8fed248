public import BraidFiles
public import BraidTensors
public import BraidText

/// A kind of task: all that Braid has to know of it, in one place.
///
/// A kind is the options of its tasks. It says what they are called in pipelines, what they learn from, what is counted in
/// the training data, and makes the head that learns it. Pipelines, the trainer, model folders, annotation, the service and
/// the report are given a list of kinds (`TaskKinds`) and know tasks by this protocol and `TaskHead` only: a new kind is one
/// file with both, and one line in that list.
public protocol TaskKind: Configurable, Sendable {
  /// The kind's name in pipelines and model folders, such as `tagging`.
  static var name: String { get }
  /// What tasks of the kind do, in one line.
  static var about: String { get }

  /// What options that a model folder does not name stand for there: each at the value that it had when there was no choice.
  static var ofOlderModels: Self { get }

  /// The task that `braid init` begins with for a layer of a corpus; nil where the kind does not suit it.
  static func starterTask(for layer: StarterLayer) -> StarterTask?

  /// The layers that a task learns from and that its predictions are written to.
  var annotationLayers: [AnnotationLayer] { get }
  /// All layers that annotating writes; by default those that are learned from.
  var writtenLayers: [AnnotationLayer] { get }
  /// Those of the layers learned from whose values are labels, of which each should have examples; by default all of them.
  var labelLayers: [AnnotationLayer] { get }
  /// The layers that a document must have when it is annotated.
  var givenAnnotationLayers: [AnnotationLayer] { get }
  /// Vocabularies besides the encoder's, by what they are for: each is the name of a `vocabulary` stage.
  var vocabularies: [String: String] { get }

  /// What its predictions can have besides labels and scores, when it is asked for.
  var extras: Set<PredictionOptions.Extra> { get }

  /// Takes note of what a training document has for the task.
  ///
  /// - Returns: whether the document has anything to learn from.
  func count(_ document: Document, into counts: inout TaskCounts) -> Bool

  /// What the task's head must know besides its options and weights, such as its label sets.
  func resources(_ counts: TaskCounts) -> TaskResources

  /// Whether tasks predict the words around each token, so that what they read of it may know its own direction's past
  /// only.
  var predictsNeighbours: Bool { get }

  /// Whether a task reads characters and finds tokens and sentences of raw text: a model with such a task has no other one, and
  /// is a `ModelSegmenter`.
  var segmentsText: Bool { get }

  /// Options that a trained head may be given other values of: they change neither its weights nor what these mean.
  var adjustableOptions: Set<String> { get }

  /// Makes the head and adds its weights, whose names begin with the task's name and a full stop.
  ///
  /// - Parameters:
  ///   - task: name, options and resources of the task.
  ///   - width: floats a token that the head reads.
  ///   - weights: the model's weights.
  ///   - random: what initial weights are drawn from.
  /// - Returns: the head.
  /// - Throws: `TaskError` when something is missing.
  func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead

  /// Takes the task's layers out of a document, leaving what the head is given when it annotates.
  func clear(_ document: inout Document)

  /// The labels that a task can predict, as a person reads them.
  func labels(_ resources: TaskResources) -> [String]

  /// Whether a document of several sentences is learned as one sequence although each sentence is annotated on its own.
  var splitsDocuments: Bool { get }

  /// What to do when one label makes up nearly all of the training data.
  var imbalanceAdvice: String { get }
}

extension TaskKind {
  /// The defaults.
  public static var ofOlderModels: Self { Self() }

  /// None.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? { nil }

  /// Those that are learned from.
  public var writtenLayers: [AnnotationLayer] { annotationLayers }

  /// All that are learned from.
  public var labelLayers: [AnnotationLayer] { annotationLayers }

  /// None.
  public var givenAnnotationLayers: [AnnotationLayer] { [] }

  /// None.
  public var extras: Set<PredictionOptions.Extra> { [] }

  /// None.
  public var vocabularies: [String: String] { [:] }

  /// No.
  public var predictsNeighbours: Bool { false }

  /// No.
  public var segmentsText: Bool { false }

  /// Dropout and label smoothing.
  public var adjustableOptions: Set<String> { ["dropout", "smoothing"] }

  /// Counts the labels of its layers in the set `labels`.
  public func count(_ document: Document, into counts: inout TaskCounts) -> Bool {
    var isLabelled = false
    for case let names? in annotationLayers.map({ $0.names(in: document) }) {
      isLabelled = true
      for name in names { counts.add(name, to: "labels") }
    }
    return isLabelled
  }

  /// The labels that were counted, set by set, in byte order.
  public func resources(_ counts: TaskCounts) -> TaskResources {
    TaskResources(labels: counts.sets.mapValues { LabelSet($0.keys) })
  }

  /// Clears all of its layers.
  public func clear(_ document: inout Document) { for layer in writtenLayers { layer.clear(&document) } }

  /// All labels of its sets.
  public func labels(_ resources: TaskResources) -> [String] {
    resources.labels.sorted { $0.key < $1.key }.flatMap(\.value.names)
  }

  /// No.
  public var splitsDocuments: Bool { false }

  /// To look at the others.
  public var imbalanceAdvice: String { "Look at the scores of the other labels." }

  /// The layers as a message names them.
  package var layersDescription: String {
    let layers = annotationLayers.isEmpty ? "tokens" : annotationLayers.map(\.description).joined(separator: " or ")
    return givenAnnotationLayers.contains(.translation(Document.secondName))
      ? layers + " beside a second text `\(Document.secondName)`" : layers
  }
}
