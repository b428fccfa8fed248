import BraidFiles
public import BraidText

/// The scores of every layer that two sets of documents have in common; either may be gold.
///
/// Of documents with predictions only these are scored, see `ComparedPredictions`. Labels are scored by accuracy, or where a
/// document has several by micro F1; tags by accuracy; spans by F1 of whole spans; frames by F1 of arguments; heads with their
/// labels by labelled attachment; translations by BLEU.
public struct LayerScores: Sendable {
  /// The score of a layer.
  public struct Entry: Sendable {
    /// What is scored, as kind and name of the layer: `tags:upos`, `labels:topic`, `frames`; `trees` for heads with labels. Where
    /// several tasks predict the layer, the task stands behind it: `labels:label (sentiment)`.
    public var name: String
    /// The score.
    public var score: TaskScore
  }

  /// The scores, in the order of their names.
  public let entries: [Entry]
  /// How many words align, where some document has other tokens than gold; nil where all have gold's.
  public let alignedWords: AlignedWords?
  /// Entries that are left out, by their names, as the task predicts none of the gold labels and another task does.
  public let leftOut: [String]
  /// Entries that have no score, by their names, as there is nothing in the layer: no span or predicate, in gold or predicted.
  public let empty: [String]

  /// Scores documents; predictions about other tokens are aligned with gold's, see `ComparedUnits`. Labels and translations are
  /// those of texts, whatever their tokens, if any.
  ///
  /// - Parameters:
  ///   - gold: documents with gold labels.
  ///   - predicted: the same documents, in the same order, with predictions, or with other labels.
  ///   - tags: whether the tags of a treebank's columns, and trees, are scored; other layers of tags are.
  ///   - resamples: number of bootstrap resamples for intervals; 0 for none.
  ///   - translations: what the scores of translations count.
  /// - Throws: `TaskError.otherDocuments` where there are more or fewer documents, or a document has other characters,
  ///   white space aside, or where it has no tokens another text.
  public init(
    gold: [Document], predicted: [Document], tags: Bool = true, resamples: Int = ScoreInterval.resamples,
    translations: TranslationScoring = TranslationScoring()
  ) throws(TaskError) {
    try self.init(
      gold: gold, predicted: ComparedPredictions(predicted), tags: tags, resamples: resamples,
      translations: translations)
  }

  /// Scores predictions.
  package init(
    gold: [Document], predicted: ComparedPredictions, tags: Bool = true, resamples: Int = ScoreInterval.resamples,
    translations: TranslationScoring = TranslationScoring()
  ) throws(TaskError) {
    var entries: [Entry] = []
    var words: AlignedWords?
    let strangers = predicted.groups.map { Self.knowsNoLabel($0, gold) }
    var leftOut: [String] = []
    var empty: [String] = []
    for (group, strange) in zip(predicted.groups, strangers) {
      // What another task predicts better than not at all is another task's layer.
      let others = zip(predicted.groups, strangers).filter { $0.0.task != nil && $0.0.task != group.task }
      let left = strange.filter { layer in
        others.contains { other, strange in
          !strange.contains(layer) && other.documents.contains { layer.isPresent(in: $0) }
        }
      }
      let scores = try Self.scores(
        gold, group.documents, except: left, tags: tags, resamples: resamples, translations: translations)
      let ending = group.task.map { " (\($0))" } ?? ""
      entries += scores.entries.map { Entry(name: $0.name + ending, score: $0.score) }
      leftOut += left.map { $0.code + ending }
      empty += scores.empty.map { $0 + ending }
      words = words ?? scores.words
    }
    self.entries = entries.sorted { $0.name < $1.name }
    self.leftOut = leftOut.sorted()
    self.empty = empty.sorted()
    alignedWords = words
  }

  /// The layers of labels of which one task's predictions have no label that gold has.
  private static func knowsNoLabel(_ group: ComparedPredictions.Group, _ gold: [Document]) -> Set<AnnotationLayer> {
    guard group.task != nil else { return [] }
    let common = layers(gold).intersection(layers(group.documents))
    return common.filter { layer in
      guard case .labels = layer else { return false }
      func names(_ documents: [Document]) -> Set<ExactString> {
        Set(documents.flatMap { layer.names(in: $0) ?? [] }.map(ExactString.init))
      }
      return names(gold).isDisjoint(with: names(group.documents))
    }
  }

  /// Whose tokens documents have.
  private enum Tokens {
    /// All have gold's.
    case golds
    /// Some have others.
    case others
    /// Some have none where gold has some, or some where gold has none: the first one's name, and how many.
    case missing(String, expected: Int, found: Int)
  }

  /// The scores of documents whose predictions stand in the places of layers.
  private static func scores(
    _ gold: [Document], _ predicted: [Document], except left: Set<AnnotationLayer>, tags: Bool, resamples: Int,
    translations: TranslationScoring
  ) throws(TaskError) -> (entries: [Entry], words: AlignedWords?, empty: [String]) {
    guard gold.count == predicted.count else {
      throw .otherDocuments(
        document: nil, expected: gold.count.counted("document"), found: "\(predicted.count)")
    }
    let tokens = try tokens(gold, predicted)
    let shared = layers(gold).intersection(layers(predicted)).subtracting(left)
    let empty = shared.filter { layer in (gold + predicted).allSatisfy { isEmpty(layer, in: $0) } }
    let common = shared.subtracting(empty)
    // Tags beside spans of the same name are their spelling.
    let metrics = metrics(common, besides: empty, gold, predicted, tags: tags, translations: translations)
    var entries: [Entry] = []
    var words: AlignedWords?
    for (name, metric) in metrics {
      let areWholes = if case .documents = metric.comparedUnits { true } else { false }
      switch tokens {
      case .missing(let document, let expected, let found) where !areWholes:
        throw .otherDocuments(document: document, expected: expected.counted("token"), found: "\(found)")
      case .others where !areWholes:
        let aligned = try AlignedPredictions(metric, gold: gold, predicted: [predicted])
        var score = aligned.metric.score(gold: aligned.gold, predicted: aligned.predicted[0], bootstrap: resamples)
        score.signature = [score.signature, AlignedPredictions.signature].compactMap(\.self).joined(separator: "|")
        entries.append(Entry(name: name, score: score))
        words = aligned.words[0]
      case .golds, .others, .missing:
        entries.append(
          Entry(name: name, score: metric.score(gold: gold, predicted: predicted, bootstrap: resamples)))
      }
    }
    return (entries, words, empty.map(\.code))
  }

  /// Whether a document has nothing in a layer of spans or frames.
  private static func isEmpty(_ layer: AnnotationLayer, in document: Document) -> Bool {
    switch layer {
    case .spans(let name): document.spans[name]?.isEmpty ?? true
    case .frames: document.frames?.isEmpty ?? true
    default: false
    }
  }

  /// Layers of tags that say how a file is written, not what is in the text.
  private static let others = Document.written.union(["deps"])
  /// Layers of tags that a treebank has in the columns of CoNLL-U.
  private static let treebank = others.union(["lemma", "upos", "xpos", "feats", "head", "deprel"])

  /// Whether a document has something that is no column of CoNLL-U: predicates, spans, or tags in a column of its own.
  package static func hasLayersBesideTreebank(_ document: Document) -> Bool {
    document.frames != nil || !document.spans.isEmpty || document.tags.keys.contains { !treebank.contains($0) }
  }

  /// What scores each of some layers.
  private static func metrics(
    _ common: Set<AnnotationLayer>, besides empty: Set<AnnotationLayer>, _ gold: [Document], _ predicted: [Document],
    tags: Bool, translations: TranslationScoring
  ) -> [(name: String, metric: any DocumentMetric)] {
    var metrics: [(name: String, metric: any DocumentMetric)] = []
    let isTree = common.contains(.tags("head")) && common.contains(.tags("deprel"))
    if tags, isTree { metrics.append(("trees", DependencyMetric(heads: "head", labels: "deprel"))) }
    for layer in common {
      switch layer {
      case .labels(let name):
        let all = (gold + predicted).compactMap { $0.labels[name] }
        metrics.append(
          (
            layer.code,
            ClassificationMetric(
              layer: name, multiLabel: all.contains { $0.count > 1 }, labels: LabelSet(all.flatMap { $0.map(\.name) }))
          ))
      case .tags(let name):
        let isPart = isTree && (name == "head" || name == "deprel")
        guard tags || !treebank.contains(name), !isPart, !common.contains(.spans(name)), !empty.contains(.spans(name)),
          !others.contains(name)
        else { continue }
        metrics.append((layer.code, TagMetric(layer: name, countsEmpty: name == "feats")))
      case .spans(let name): metrics.append((layer.code, SpanMetric(layer: name)))
      case .frames: metrics.append((layer.code, RoleMetric()))
      // The second text of a pair is given.
      case .translation(Document.secondName): continue
      case .translation(let name):
        metrics.append((layer.code, TranslationMetric(target: name, scoring: translations)))
      case .field: continue
      }
    }
    return metrics.sorted { $0.name < $1.name }
  }

  /// Whether a document has a layer that can be scored.
  package static func hasLayers(_ document: Document) -> Bool {
    layers([document]).contains { layer in
      switch layer {
      case .tags(let name): !others.contains(name)
      case .translation(let name): name != Document.secondName
      default: true
      }
    }
  }

  /// The layers that some document has.
  private static func layers(_ documents: [Document]) -> Set<AnnotationLayer> {
    var layers: Set<AnnotationLayer> = []
    for document in documents {
      for name in document.labels.keys { layers.insert(.labels(name)) }
      for name in document.tags.keys { layers.insert(.tags(name)) }
      for name in document.spans.keys { layers.insert(.spans(name)) }
      for name in document.translations.keys { layers.insert(.translation(name)) }
      if document.frames != nil { layers.insert(.frames) }
    }
    return layers
  }

  /// Whose tokens documents have.
  ///
  /// - Throws: `TaskError.otherDocuments` where texts differ.
  private static func tokens(_ gold: [Document], _ predicted: [Document]) throws(TaskError) -> Tokens {
    var tokens = Tokens.golds
    for (number, (gold, predicted)) in zip(gold, predicted).enumerated() {
      let name = gold.id.isEmpty ? "document \(number + 1)" : gold.id
      guard hasSameText(gold, predicted) else {
        throw .otherDocuments(
          document: name, expected: "the text `\(gold.text.prefix(40))`", found: "`\(predicted.text.prefix(40))`")
      }
      if case .missing = tokens { continue }
      if gold.tokens.isEmpty != predicted.tokens.isEmpty {
        tokens = .missing(name, expected: gold.tokens.count, found: predicted.tokens.count)
      } else if !hasSameTokens(gold, predicted) {
        tokens = .others
      }
    }
    return tokens
  }

  private static func hasSameTokens(_ gold: Document, _ predicted: Document) -> Bool {
    gold.tokens.count == predicted.tokens.count
      && gold.tokens.indices.allSatisfy { gold.word($0).utf8.elementsEqual(predicted.word($0).utf8) }
  }

  /// Whether two documents have one text; where one has tokens, white space aside, as formats of words have no other.
  private static func hasSameText(_ gold: Document, _ predicted: Document) -> Bool {
    if gold.text.utf8.elementsEqual(predicted.text.utf8) { return true }
    // A table may hold predictions and nothing else.
    if [gold, predicted].contains(where: { $0.tokens.isEmpty && $0.text.isEmpty }) { return true }
    guard !gold.tokens.isEmpty || !predicted.tokens.isEmpty else { return false }
    if hasSameTokens(gold, predicted) { return true }
    return TokenAlignment.Places(gold).bytes == TokenAlignment.Places(predicted).bytes
  }
}
