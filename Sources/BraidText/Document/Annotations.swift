import BraidFiles

/// What is said about a document's text beside its tokens and sentences.
@usableFromInline struct Annotations: Hashable, Sendable {
  var labels: [String: [Label]] = [:]
  var probabilities: [String: [Label]] = [:]
  var tags = TagLayers()
  var tagScores: [String: [Double?]] = [:]
  var tagAlternatives: [String: [AlternativeTags]] = [:]
  var spans: [String: [LabeledSpan]] = [:]
  var frames: [Frame]?
  var translations: [String: AlignedText] = [:]
  var fields: [String: String] = [:]
  var predictions: [String: Prediction] = [:]
  /// Layers of a long document that are not among the others.
  var packed: PackedLayers?

  @usableFromInline static func == (first: Annotations, second: Annotations) -> Bool {
    if first.packed != nil || second.packed != nil { return first.unpacked == second.unpacked }
    return first.labels == second.labels && first.probabilities == second.probabilities && first.tags == second.tags
      && first.tagScores == second.tagScores && first.tagAlternatives == second.tagAlternatives
      && first.spans == second.spans && first.frames == second.frames && first.translations == second.translations
      && first.fields.isExactly(second.fields) && first.predictions == second.predictions
  }

  @usableFromInline func hash(into hasher: inout Hasher) {
    let all = packed == nil ? self : unpacked
    hasher.combine(all.labels)
    hasher.combine(all.probabilities)
    hasher.combine(all.tags)
    hasher.combine(all.tagScores)
    hasher.combine(all.tagAlternatives)
    hasher.combine(all.spans)
    hasher.combine(all.frames)
    hasher.combine(all.translations)
    hasher.combine(all.fields)
    hasher.combine(all.predictions)
  }
}

extension Annotations {
  /// What there is.
  var kinds: AnnotationKinds {
    AnnotationKinds(
      labels: !labels.isEmpty, tags: !tags.isEmpty || packed?.tags.isEmpty == false,
      spans: !spans.isEmpty || packed?.spans.isEmpty == false, frames: frames != nil || packed?.frames != nil,
      translations: !translations.isEmpty, fields: !fields.isEmpty,
      details: !probabilities.isEmpty || !tagScores.isEmpty || packed?.tagScores.isEmpty == false
        || !tagAlternatives.isEmpty)
  }

  /// How many tags there are.
  var tagCount: Int {
    guard let packed else { return tags.count }
    return packed.tags.values.reduce(tags.count) { sum, tags in
      var count = sum
      tags.forEach { if $0 != nil { count += 1 } }
      return count
    }
  }
}

// What is packed becomes what it was where it is asked for, or changed.
extension Annotations {
  var allTags: [String: [String?]] {
    guard let packed else { return tags.value }
    return tags.value.merging(packed.tags)
  }

  var tagLayers: [String] {
    guard let packed, !packed.tags.isEmpty else { return tags.names }
    return Array(allTags.keys)
  }

  func tags(of layer: String) -> [String?]? {
    guard let packed, !packed.tags.isEmpty else { return tags[layer] }
    return allTags[layer]
  }

  func tagColumn(of layer: String) -> TagColumn? {
    guard let packed, !packed.tags.isEmpty else { return tags.column(of: layer) }
    return allTags[layer].map { TagColumn($0) }
  }

  var allTagScores: [String: [Double?]] {
    guard let packed else { return tagScores }
    return tagScores.merging(packed.tagScores)
  }

  var allSpans: [String: [LabeledSpan]] {
    guard let packed else { return spans }
    return spans.merging(packed.spans)
  }

  var allFrames: [Frame]? { frames ?? packed?.frames?.values }

  mutating func unpackTags() {
    guard packed?.tags.isEmpty == false else { return }
    tags.value = allTags
    packed?.tags = [:]
  }

  mutating func unpackTagScores() {
    guard packed?.tagScores.isEmpty == false else { return }
    tagScores = allTagScores
    packed?.tagScores = [:]
  }

  mutating func unpackSpans() {
    guard packed?.spans.isEmpty == false else { return }
    spans = allSpans
    packed?.spans = [:]
  }

  mutating func unpackFrames() {
    guard packed?.frames != nil else { return }
    frames = allFrames
    packed?.frames = nil
  }

  /// The same with nothing packed.
  var unpacked: Annotations {
    var all = self
    all.unpackTags()
    all.unpackTagScores()
    all.unpackSpans()
    all.unpackFrames()
    all.packed = nil
    return all
  }

  /// Takes out the tags and spans of a layer, and what is derived from them.
  mutating func removeTokens(_ layer: String) {
    tags.value[layer] = nil
    tagScores[layer] = nil
    tagAlternatives[layer] = nil
    spans[layer] = nil
    packed?.removeTokens(layer)
  }

  /// Puts packed layers in the place of layers of these names.
  mutating func pack(_ layers: PackedLayers) {
    guard !layers.isEmpty else { return }
    for layer in layers.tags.keys { tags.value[layer] = nil }
    for layer in layers.tagScores.keys { tagScores[layer] = nil }
    for layer in layers.spans.keys { spans[layer] = nil }
    if layers.frames != nil { frames = nil }
    var all = packed ?? PackedLayers()
    all.tags.merge(layers.tags) { $1 }
    all.tagScores.merge(layers.tagScores) { $1 }
    all.spans.merge(layers.spans) { $1 }
    all.frames = layers.frames ?? all.frames
    packed = all
  }
}

/// Which kinds of annotations a document has.
package struct AnnotationKinds: Sendable {
  package var labels = false
  package var tags = false
  package var spans = false
  package var frames = false
  package var translations = false
  package var fields = false
  /// Probabilities, scores and alternatives beside labels and tags.
  package var details = false
}

/// What one task of a model predicts about a document.
public struct Prediction: Hashable, Sendable {
  /// The layers that the task writes; a layer that `annotation` lacks was not predicted for the document.
  public var layers: [AnnotationLayer]
  /// These layers and nothing else: no text, no tokens. They point at the tokens of the document that was annotated.
  public var annotation: Document

  /// The prediction that stands in some layers of an annotated document.
  public init(_ layers: [AnnotationLayer], of document: Document) {
    self.layers = layers
    annotation = Document(text: "")
    for layer in layers { layer.copy(from: document, to: &annotation) }
  }

  /// The prediction that is all there is in `annotation`, of a task that writes the layers `missing`, too.
  package init(_ annotation: Document, missing: [AnnotationLayer]) {
    self.annotation = annotation
    let labels = Set(annotation.labels.keys).union(annotation.probabilities.keys)
    layers = labels.sorted().map { .labels($0) }
    layers += annotation.spans.keys.sorted().map { .spans($0) }
    layers += annotation.tags.keys.sorted().filter { annotation.spans[$0] == nil }.map { .tags($0) }
    if annotation.frames != nil { layers.append(.frames) }
    layers += annotation.translations.keys.sorted().map { .translation($0) }
    layers += annotation.fields.keys.sorted().map { .field($0) }
    layers += missing
  }
}

extension Prediction {
  /// The layers that were not predicted for the document.
  package var missing: [AnnotationLayer] { layers.filter { !$0.isPresent(in: annotation) } }
}

extension Document {
  /// The document with each prediction in the place of the layers that it is for, as formats hold it that have one place a
  /// layer.
  ///
  /// Of tasks that are for the same layer, the last one's prediction is there; see `sharedPrediction`.
  public var withPredictions: Document { withPredictions { _, _ in false } }

  /// The same, but for predictions that are told apart otherwise, which leave the layers as the source has them.
  ///
  /// - Parameter hasOwnPlace: whether what a task predicts for a layer has a place of its own.
  /// - Returns: the document.
  package func withPredictions(except hasOwnPlace: (_ task: String, _ layer: AnnotationLayer) -> Bool) -> Document {
    guard !predictions.isEmpty else { return self }
    var document = self
    for (task, prediction) in predictions.sorted(by: { $0.key < $1.key }) {
      for layer in prediction.layers where !hasOwnPlace(task, layer) {
        layer.clear(&document)
        if layer == .tags("head") { document.clearGraph() }
        layer.copy(from: prediction.annotation, to: &document)
      }
    }
    return document
  }

  /// Takes out the enhanced graph and its empty nodes, which are the gold tree's and contradict another.
  private mutating func clearGraph() {
    tags["deps"] = nil
    for index in sentences.indices { sentences[index].emptyNodes = [] }
  }

  /// The predictions that have no place of their own.
  ///
  /// - Parameter hasOwnPlace: whether what a task predicts for a layer is told apart otherwise.
  /// - Returns: two tasks whose predictions are for the same layer, by their names, and the layer; nil when no two are.
  package func sharedPrediction(
    except hasOwnPlace: (_ task: String, _ layer: AnnotationLayer) -> Bool = { _, _ in false }
  ) -> (first: String, second: String, layer: AnnotationLayer)? {
    guard predictions.count > 1 else { return nil }
    return AnnotationLayer.shared(
      by: predictions.sorted { $0.key < $1.key }.map { task, prediction in
        (task, prediction.layers.filter { !hasOwnPlace(task, $0) })
      })
  }
}
