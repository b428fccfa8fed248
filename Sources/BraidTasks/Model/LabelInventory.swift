public import BraidText

/// Collects what a task's head must know before it has weights: the labels of its training documents.
public struct LabelInventory: Sendable {
  let task: TaskOptions
  private var counts: [String: [String: Int]] = [:]
  private var lemmaCounts: [String: [String: Int]] = [:]
  private var lemmaSenses: [String: Set<String>] = [:]
  private var documents = 0
  private var labelled = 0

  /// An empty inventory for `task`.
  public init(_ task: TaskOptions) { self.task = task }

  /// Takes note of the labels of one training document.
  public mutating func observe(_ document: Document) {
    documents += 1
    switch task.head {
    case .classification(let options):
      guard let labels = document.labels[options.label] else { return }
      labelled += 1
      for label in labels { counts["labels", default: [:]][label.name, default: 0] += 1 }
    case .tagging(let options):
      switch options.source {
      case .tags(let layer):
        guard let tags = document.tags[layer] else { return }
        labelled += 1
        for case let tag? in tags { counts["tags", default: [:]][tag, default: 0] += 1 }
      case .spans(let layer):
        guard let spans = document.spans[layer] else { return }
        labelled += 1
        for span in spans { counts["spans", default: [:]][span.label, default: 0] += 1 }
      }
    case .semanticRoles: observeFrames(document)
    case .translation(let options):
      if document.translations[options.target] != nil { labelled += 1 }
    case .custom: labelled += 1
    }
  }

  private mutating func observeFrames(_ document: Document) {
    guard let frames = document.frames else { return }
    labelled += 1
    for frame in frames {
      counts["senses", default: [:]][SemanticRolesHead.number(frame.sense), default: 0] += 1
      if let sense = frame.sense, let dot = sense.lastIndex(of: ".") {
        let form = document.word(frame.predicate).lowercased()
        lemmaCounts[form, default: [:]][String(sense[..<dot]), default: 0] += 1
        lemmaSenses[String(sense[..<dot]), default: []].insert(SemanticRolesHead.number(sense))
      }
      for argument in frame.arguments where argument.role != "V" {
        counts["roles", default: [:]][argument.role, default: 0] += 1
      }
    }
  }

  /// The configuration of the task's head.
  ///
  /// - Parameter targetVocabulary: what a translation head writes with, in its text form.
  /// - Returns: the task's options with the label sets found.
  /// - Throws: `TaskError.noTargets` when no document had a label.
  public func configuration(targetVocabulary: String? = nil) throws(TaskError) -> TaskConfiguration {
    guard labelled > 0 else {
      throw .noTargets(task: task.name, layer: task.head.layerDescription, documents: documents)
    }
    var configuration = TaskConfiguration(options: task)
    func names(_ set: String) -> [String] { counts[set].map { Array($0.keys) } ?? [] }
    switch task.head {
    case .classification:
      configuration.labels["labels"] = LabelSet(names("labels"))
    case .tagging(let options):
      switch options.source {
      case .tags: configuration.labels["tags"] = LabelSet(names("tags"))
      case .spans: configuration.labels["tags"] = LabelSet(Self.tags(names("spans"), options.encoding), first: ["O"])
      }
    case .semanticRoles(let options):
      configuration.labels["senses"] = LabelSet(names("senses"), first: [SemanticRolesHead.noPredicate])
      let roles = options.style == .span ? Self.tags(names("roles"), .iob2) : names("roles")
      configuration.labels["roles"] = LabelSet(roles, first: ["O"])
      configuration.lemmas = lemmaCounts.mapValues { lemmas in
        lemmas.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
      }
      configuration.lemmaSenses = lemmaSenses.mapValues { $0.sorted() }
    case .translation:
      configuration.targetVocabulary = targetVocabulary
    case .custom: break
    }
    return configuration
  }

  private static func tags(_ labels: [String], _ encoding: SpanEncoding) -> [String] {
    let marks = encoding == .bioes ? ["B", "I", "E", "S"] : ["B", "I"]
    return labels.flatMap { label in marks.map { "\($0)-\(label)" } }
  }
}
