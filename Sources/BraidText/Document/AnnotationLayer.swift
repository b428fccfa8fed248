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

  /// Kind and name as JSON has them: `labels:topic`, `frames`.
  package var code: String {
    switch self {
    case .labels(let name): "labels:\(name)"
    case .tags(let name): "tags:\(name)"
    case .spans(let name): "spans:\(name)"
    case .frames: "frames"
    case .translation(let name): "translations:\(name)"
    case .field(let name): "fields:\(name)"
    }
  }

  /// The layer that a code stands for; nil for no code.
  package init?(code: String) {
    let parts = code.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count == 2 ? parts[1] : nil) {
    case ("labels", let name?): self = .labels(name)
    case ("tags", let name?): self = .tags(name)
    case ("spans", let name?): self = .spans(name)
    case ("frames", nil): self = .frames
    case ("translations", let name?): self = .translation(name)
    case ("fields", let name?): self = .field(name)
    default: return nil
    }
  }

  /// Whether a document has the layer.
  package func isPresent(in document: Document) -> Bool {
    switch self {
    case .labels(let name): document.labels[name] != nil
    case .tags(let name): document.hasTags(name)
    case .spans(let name): document.hasSpans(name)
    case .frames: document.annotationKinds.frames
    case .translation(let name): document.translations[name] != nil
    case .field(let name): document.fields[name] != nil
    }
  }

  /// Two tasks that write the same layer, the first that there are, and the layer; nil when no two do.
  package static func shared(
    by tasks: some Sequence<(task: String, layers: [AnnotationLayer])>
  ) -> (first: String, second: String, layer: AnnotationLayer)? {
    var writers: [AnnotationLayer: String] = [:]
    for (task, layers) in tasks {
      for layer in layers {
        if let first = writers[layer.storage], first != task { return (first, task, layer) }
        writers[layer.storage] = task
      }
    }
    return nil
  }

  /// What is cleared and copied with it: spans and tags of one name are spelled by each other.
  package var storage: AnnotationLayer { if case .spans(let name) = self { .tags(name) } else { self } }

  /// The labels that a document has in the layer, each as often as it occurs; nil when the layer is missing.
  public func names(in document: Document) -> [String]? {
    switch self {
    case .labels(let layer): document.labels[layer]?.map(\.name)
    case .tags(let layer): document.tags(of: layer)?.compactMap { $0 }
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
    case .tags(let layer), .spans(let layer): document.removeTokens(layer)
    case .frames: document.removeFrames()
    case .translation(let name): document.translations[name] = nil
    case .field(let name): document.fields[name] = nil
    }
  }

  /// Copies the layer, and what is derived from it, into a document that has none of it, under another name if one is given;
  /// frames have no name.
  package func copy(from source: Document, to document: inout Document, as name: String? = nil) {
    let new = name ?? self.name
    switch self {
    case .labels(let layer):
      document.labels[new] = source.labels[layer]
      document.probabilities[new] = source.probabilities[layer]
    case .tags(let layer), .spans(let layer): document.copyTokens(layer, of: source, as: new)
    case .frames: document.copyFrames(of: source)
    case .translation(let layer): document.translations[new] = source.translations[layer]
    case .field(let layer): document.fields[new] = source.fields[layer]
    }
  }
}
