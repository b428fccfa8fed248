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
  public var withPredictions: Document { withPredictions(except: []) }

  /// The same; of tasks for one layer, those in `named`, which are told apart otherwise, give way to others.
  package func withPredictions(except named: [String]) -> Document {
    guard !predictions.isEmpty else { return self }
    var document = self
    let tasks = predictions.keys.sorted()
    for task in tasks.filter(named.contains) + tasks.filter({ !named.contains($0) }) {
      guard let prediction = predictions[task] else { continue }
      for layer in prediction.layers {
        layer.clear(&document)
        layer.copy(from: prediction.annotation, to: &document)
      }
    }
    return document
  }

  /// The predictions that have no layer of their own.
  ///
  /// - Parameter named: tasks that are told apart otherwise.
  /// - Returns: two tasks whose predictions are for the same layer, by their names, and the layer; nil when no two are.
  package func sharedPrediction(
    except named: [String] = []
  ) -> (first: String, second: String, layer: AnnotationLayer)? {
    guard predictions.count > 1 else { return nil }
    return AnnotationLayer.shared(
      by: predictions.sorted { $0.key < $1.key }.filter { !named.contains($0.key) }.map { ($0.key, $0.value.layers) })
  }
}
