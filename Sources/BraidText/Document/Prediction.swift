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
