import BraidFiles
public import BraidText

/// The scores of every layer that two sets of documents have in common; either may be gold.
///
/// Labels are scored by accuracy, or where a document has several by micro F1; tags by accuracy; spans by F1 of whole spans;
/// frames by F1 of arguments; heads with their labels by labelled attachment; translations by BLEU.
public struct LayerScores: Sendable {
  /// The score of a layer.
  public struct Entry: Sendable {
    /// What is scored, as kind and name of the layer: `tags:upos`, `labels:topic`, `frames`; `trees` for heads with labels.
    public var name: String
    /// The score.
    public var score: TaskScore
  }

  /// The scores, in the order of their names.
  public let entries: [Entry]
  /// How many words align, where some document has other tokens than gold; nil where all have gold's.
  public let alignedWords: AlignedWords?

  /// Layers of tags that say how a file is written, not what is in the text.
  private static let others: Set<String> = ["form", "misc", "deps"]

  /// Scores documents; predictions about other tokens are aligned with gold's, see `ComparedUnits`.
  ///
  /// - Parameters:
  ///   - gold: documents with gold labels.
  ///   - predicted: the same documents, in the same order, with other labels.
  ///   - tags: whether layers of tags, and trees, are scored.
  ///   - resamples: number of bootstrap resamples for intervals; 0 for none.
  ///   - translations: what the scores of translations count.
  /// - Throws: `TaskError.otherDocuments` where there are more or fewer documents, or a document has other characters,
  ///   white space aside, or where it has no tokens another text.
  public init(
    gold: [Document], predicted: [Document], tags: Bool = true, resamples: Int = 1000,
    translations: TranslationScoring = TranslationScoring()
  ) throws(TaskError) {
    guard gold.count == predicted.count else {
      throw .otherDocuments(
        document: nil, expected: gold.count.counted("document"), found: "\(predicted.count)")
    }
    var hasOtherTokens = false
    for (number, (first, second)) in zip(gold, predicted).enumerated() {
      if try Self.hasOtherTokens(first, second, number) { hasOtherTokens = true }
    }
    let common = Self.layers(gold).intersection(Self.layers(predicted))
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
        guard tags, !isPart, !common.contains(.spans(name)), !Self.others.contains(name) else { continue }
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
    var entries: [Entry] = []
    var words: AlignedWords?
    for (name, metric) in metrics.sorted(by: { $0.name < $1.name }) {
      guard hasOtherTokens else {
        entries.append(
          Entry(name: name, score: metric.score(gold: gold, predicted: predicted, bootstrap: resamples)))
        continue
      }
      let aligned = try AlignedPredictions(metric, gold: gold, predicted: [predicted])
      var score = aligned.metric.score(gold: aligned.gold, predicted: aligned.predicted[0], bootstrap: resamples)
      score.signature = [score.signature, AlignedPredictions.signature].compactMap(\.self).joined(separator: "|")
      entries.append(Entry(name: name, score: score))
      words = aligned.words[0]
    }
    self.entries = entries
    alignedWords = words
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

  /// Whether a document has other tokens than gold, both having some.
  ///
  /// - Throws: `TaskError.otherDocuments` where one has none and the texts differ.
  private static func hasOtherTokens(
    _ gold: Document, _ predicted: Document, _ number: Int
  ) throws(TaskError) -> Bool {
    let name = gold.id.isEmpty ? "document \(number + 1)" : gold.id
    guard !gold.tokens.isEmpty, !predicted.tokens.isEmpty else {
      guard gold.tokens.isEmpty == predicted.tokens.isEmpty else {
        throw .otherDocuments(
          document: name, expected: gold.tokens.count.counted("token"), found: "\(predicted.tokens.count)")
      }
      guard gold.text.isEmpty || predicted.text.isEmpty || gold.text.utf8.elementsEqual(predicted.text.utf8) else {
        throw .otherDocuments(
          document: name, expected: "the text `\(gold.text.prefix(40))`", found: "`\(predicted.text.prefix(40))`")
      }
      return false
    }
    return gold.tokens.count != predicted.tokens.count
      || gold.tokens.indices.contains { !gold.word($0).utf8.elementsEqual(predicted.word($0).utf8) }
  }
}
