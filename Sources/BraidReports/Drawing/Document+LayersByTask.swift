import BraidText

extension Document {
  /// The document with each prediction in layers of its task's name, beside the layers that the source has.
  var withLayersByTask: Document {
    var document = self
    for (task, prediction) in predictions.sorted(by: { $0.key < $1.key }) {
      for layer in prediction.layers {
        let name = prediction.layers.count == 1 ? task : "\(task): \(layer.name)"
        layer.copy(from: prediction.annotation, to: &document, as: name)
      }
    }
    return document
  }
}
