import BraidText

extension Document {
  /// The document with each prediction in layers of its task's name, beside the layers that the source has.
  var withLayersByTask: Document {
    var document = self
    for (task, prediction) in predictions.sorted(by: { $0.key < $1.key }) {
      let annotation = prediction.annotation
      for layer in prediction.layers {
        let name = prediction.layers.count == 1 ? task : "\(task): \(layer.name)"
        switch layer {
        case .labels(let layer):
          document.labels[name] = annotation.labels[layer]
          document.probabilities[name] = annotation.probabilities[layer]
        case .tags(let layer), .spans(let layer):
          document.tags[name] = annotation.tags[layer]
          document.tagScores[name] = annotation.tagScores[layer]
          document.tagAlternatives[name] = annotation.tagAlternatives[layer]
          document.spans[name] = annotation.spans[layer]
        case .frames: document.frames = annotation.frames
        case .translation(let language): document.translations[name] = annotation.translations[language]
        case .field(let field): document.fields[name] = annotation.fields[field]
        }
      }
    }
    return document
  }
}
