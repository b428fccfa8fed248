package import BraidText

/// What earlier models predicted for layers that are predicted now: no output gives it out beside the new predictions.
package enum EarlierPredictions {
  /// Takes it out of a document: predictions of tasks with other names, and fields that were columns of a table.
  ///
  /// - Parameters:
  ///   - document: The document, with the predictions of now.
  ///   - predicted: What is predicted now; nothing is taken out where that is not known.
  ///   - withFields: Whether such fields are taken out, too.
  /// - Returns: The layers.
  package static func take(
    from document: inout Document, for predicted: [PredictedColumn], withFields: Bool = true
  ) -> Set<AnnotationLayer> {
    var layers: Set<AnnotationLayer> = []
    if predicted.isEmpty { return layers }
    for (task, prediction) in document.predictions where !predicted.contains(where: { $0.task == task }) {
      let again = prediction.layers.filter { layer in predicted.contains { $0.layer.storage == layer.storage } }
      guard !again.isEmpty else { continue }
      layers.formUnion(again)
      let others = prediction.layers.filter { !again.contains($0) }
      document.predictions[task] = others.isEmpty ? nil : Prediction(others, of: prediction.annotation)
    }
    guard withFields, document.annotationKinds.fields else { return layers }
    for name in document.fields.keys where predicted.contains(where: { $0.isCalled(name) }) {
      document.fields[name] = nil
      layers.insert(.field(name))
    }
    return layers
  }
}
