/// A layer of a document's annotation: what a task learns from, and where its predictions go.
public enum AnnotationLayer: Hashable, Sendable {
  /// Labels of the whole document.
  case labels(String)
  /// One tag a token.
  case tags(String)
  /// Labelled spans of tokens.
  case spans(String)
  /// Predicates with their senses and arguments.
  case frames
  /// An aligned text, by language or name.
  case translation(String)
  /// Anything else that is said about the document, by name.
  case field(String)

  /// The layer's name.
  public var name: String {
    switch self {
    case .labels(let name), .tags(let name), .spans(let name), .translation(let name), .field(let name): name
    case .frames: "frames"
    }
  }

  /// The layer as a message names it.
  public var description: String {
    switch self {
    case .labels(let name): "labels in the layer `\(name)`"
    case .tags(let name): "tags in the layer `\(name)`"
    case .spans(let name): "spans in the layer `\(name)`"
    case .frames: "frames"
    case .translation(let name): "an aligned text `\(name)`"
    case .field(let name): "a field `\(name)`"
    }
  }

  /// Two tasks that write the same layer, the first that there are, and the layer; nil when no two do.
  package static func shared(
    by tasks: some Sequence<(task: String, layers: [AnnotationLayer])>
  ) -> (first: String, second: String, layer: AnnotationLayer)? {
    var writers: [AnnotationLayer: String] = [:]
    for (task, layers) in tasks {
      for layer in layers {
        if let first = writers[layer], first != task { return (first, task, layer) }
        writers[layer] = task
      }
    }
    return nil
  }

  /// The labels that a document has in the layer, each as often as it occurs; nil when the layer is missing.
  public func names(in document: Document) -> [String]? {
    switch self {
    case .labels(let layer): document.labels[layer]?.map(\.name)
    case .tags(let layer): document.tags[layer]?.compactMap { $0 }
    case .spans(let layer): document.spans[layer]?.map(\.label)
    case .frames: document.frames?.flatMap { $0.arguments.map(\.role) }
    case .translation(let name): document.translations[name].map { _ in [] }
    case .field(let name): document.fields[name].map { [$0] }
    }
  }

  /// Takes the layer out of a document, and all that is derived from it: scores, probabilities, alternatives, the tags of
  /// spans and the spans of tags.
  public func clear(_ document: inout Document) {
    switch self {
    case .labels(let layer):
      document.labels[layer] = nil
      document.probabilities[layer] = nil
    case .tags(let layer), .spans(let layer):
      document.tags[layer] = nil
      document.tagScores[layer] = nil
      document.tagAlternatives[layer] = nil
      document.spans[layer] = nil
    case .frames: document.frames = nil
    case .translation(let name): document.translations[name] = nil
    case .field(let name): document.fields[name] = nil
    }
  }
  /// Copies the layer, and what is derived from it, into a document that has none of it.
  func copy(from source: Document, to document: inout Document) {
    switch self {
    case .labels(let layer):
      document.labels[layer] = source.labels[layer]
      document.probabilities[layer] = source.probabilities[layer]
    case .tags(let layer), .spans(let layer):
      document.tags[layer] = source.tags[layer]
      document.tagScores[layer] = source.tagScores[layer]
      document.tagAlternatives[layer] = source.tagAlternatives[layer]
      document.spans[layer] = source.spans[layer]
    case .frames: document.frames = source.frames
    case .translation(let name): document.translations[name] = source.translations[name]
    case .field(let name): document.fields[name] = source.fields[name]
    }
  }
}
