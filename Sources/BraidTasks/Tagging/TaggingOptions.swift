public import BraidFiles
public import BraidTensors
public import BraidText

/// One tag a token, or labelled spans.
public struct TaggingOptions: TaskKind, Equatable {
  /// Its name in pipelines and model folders.
  public static let name = "tagging"
  /// What its tasks do.
  public static let about = "one tag a token, or labelled spans"

  /// Where the tags come from.
  public enum Source: Sendable, Equatable {
    /// A layer of one tag a token, such as `upos`.
    case tags(String)
    /// A layer of labelled spans, such as `chunk`, coded as tags.
    case spans(String)
  }
  /// The layer of one tag a token, such as `upos`; nil for spans.
  public var tags: String?
  /// The layer of labelled spans, such as `chunk`, that are learned as tags; nil for tags.
  public var spans: String?
  /// How spans are learned as tags.
  public var encoding = SpanEncoding.iob2
  /// Whether a linear-chain CRF scores whole tag sequences; otherwise each token's softmax stands alone.
  public var crf = false
  /// Whether tokens without a tag, in a layer of tags that is there, are learned as such; nil: only in the layer `feats`, in
  /// which CoNLL-U has `_` for a word without features.
  public var emptyTags: Bool?
  /// Dropout rate, 0..<1, on the token states.
  public var dropout = 0.0
  /// Label smoothing, 0..<1; not with a CRF.
  public var smoothing = 0.0

  /// A softmax tagger whose layer has not been named yet.
  public init() {}

  /// A softmax tagger of `source`.
  public init(source: Source) {
    switch source {
    case .tags(let layer): tags = layer
    case .spans(let layer): spans = layer
    }
  }

  /// Where the tags come from.
  public var source: Source { if let spans { .spans(spans) } else { .tags(tags ?? "") } }

  /// The tag that is learned for tokens without one.
  package static let emptyTag = "_"

  /// Whether tokens without a tag are learned as such.
  public var learnsEmpty: Bool {
    guard case .tags(let layer) = source else { return false }
    return emptyTags ?? (layer == "feats")
  }

  /// Every field with its name, range and meaning.
  public mutating func fields(_ visitor: inout some FieldVisitor) throws(OptionError) {
    try visitor.field("tags", &tags, "token layer with the tags")
    try visitor.field("spans", &spans, "span layer, learned as tags")
    try visitor.choice("encoding", &encoding, "how spans are learned as tags")
    try visitor.field("crf", &crf, "whether a CRF scores whole sequences")
    try visitor.field(
      "emptyTags", &emptyTags, "whether to learn which tokens have no tag (default: only in the layer `feats`)")
    try visitor.field("dropout", &dropout, 0...0.99, "dropout of the token states")
    try visitor.field("smoothing", &smoothing, 0...0.99, "label smoothing; not with a CRF")
  }

  /// What is wrong with the fields taken together.
  public var problem: OptionProblem? {
    switch (tags, spans) {
    case (nil, nil): OptionProblem("tags", expected: "a token layer `tags` or a span layer `spans` to learn")
    case (.some, .some(let spans)):
      OptionProblem("spans", found: "`\(spans)` beside `tags`", expected: "one of the two")
    case (nil, .some) where emptyTags == true:
      OptionProblem("emptyTags", found: "`true` beside `spans`", expected: "a token layer `tags`")
    default: nil
    }
  }

  /// Other tag sequences.
  public var extras: Set<PredictionOptions.Extra> { [.nBest] }
  /// The layer that it learns from and writes.
  public var annotationLayers: [AnnotationLayer] {
    switch source {
    case .tags(let layer): [.tags(layer)]
    case .spans(let layer): [.spans(layer)]
    }
  }

  /// The label sets that were counted.
  public func resources(_ counts: TaskCounts) -> TaskResources {
    let names = counts.names("labels")
    return switch source {
    case .tags: TaskResources(labels: ["tags": LabelSet(names + (learnsEmpty ? [Self.emptyTag] : []))])
    case .spans: TaskResources(labels: ["tags": LabelSet(encoding.tags(of: names), first: ["O"])])
    }
  }

  /// The labels, without the marks of their coding as tags.
  public func labels(_ resources: TaskResources) -> [String] {
    let tags = resources.labels["tags"]?.names ?? []
    return if case .spans = source { SpanEncoding.labels(of: tags) } else { tags }
  }

  /// For tags, features and spans.
  public static func starterTask(for layer: StarterLayer) -> StarterTask? {
    switch layer.content {
    case .tags: StarterTask("tags `\(layer.name)`", options: ["tags: \(layer.quotedName)"])
    case .features: StarterTask("morphological features", options: ["tags: \(layer.quotedName)"])
    case .spans: StarterTask("spans `\(layer.name)`", options: ["spans: \(layer.quotedName)", "crf: true"])
    default: nil
    }
  }

  /// Makes the head.
  ///
  /// - Throws: `TaskError` when a label set or vocabulary is missing or too small.
  public func makeHead(
    _ task: TaskConfiguration, width: Int, weights: inout Weights, random: Random
  ) throws(TaskError) -> any TaskHead {
    TaggingHead(
      task: task.name, options: self, tags: try task.labels("tags"), width: width, weights: &weights, random: random)
  }
}

extension SpanEncoding {
  /// The tags that spans with these labels are learned as, without `O`.
  func tags(of labels: [String]) -> [String] {
    let marks = self == .bioes ? ["B", "I", "E", "S"] : ["B", "I"]
    return labels.flatMap { label in marks.map { "\($0)-\(label)" } }
  }

  /// The labels of spans that are learned as `tags`.
  static func labels(of tags: [String]) -> [String] {
    tags.filter { $0.utf8.starts(with: "B-".utf8) }.map { String(Substring($0.utf8.dropFirst(2))) }
  }
}
