package import BraidText

/// What a file with one place a layer has of a model: labels, spans, tags, roles and translations with scores.
package enum ScoredPredictions {
  /// The task whose predictions they are, as the file names none.
  static let task = "predictions"

  /// Takes what has a score out of a document's layers, as predictions.
  static func take(from document: inout Document) {
    var found = Document(text: "")
    var source = document
    for (layer, labels) in document.labels where labels.contains(where: { $0.score != nil }) {
      found.labels[layer] = labels.filter { $0.score != nil }
      found.probabilities[layer] = document.probabilities[layer]
      let rest = labels.filter { $0.score == nil }
      source.labels[layer] = rest.isEmpty ? nil : rest
      source.probabilities[layer] = nil
    }
    for (layer, spans) in document.spans where spans.contains(where: { $0.score != nil }) {
      let rest = spans.filter { $0.score == nil }
      AnnotationLayer.spans(layer).clear(&source)
      if !rest.isEmpty { source.spans[layer] = rest }
      found.spans[layer] = spans.filter { $0.score != nil }
    }
    for (layer, scores) in document.tagScores
    where document.spans[layer] == nil && scores.contains(where: { $0 != nil }) {
      AnnotationLayer.tags(layer).copy(from: document, to: &found)
      AnnotationLayer.tags(layer).clear(&source)
    }
    if let frames = document.frames,
      frames.contains(where: { $0.score != nil || $0.arguments.contains { $0.score != nil } })
    {
      AnnotationLayer.frames.copy(from: document, to: &found)
      AnnotationLayer.frames.clear(&source)
    }
    for (name, text) in document.translations where text.score != nil {
      found.translations[name] = text
      source.translations[name] = nil
    }
    let prediction = Prediction(found, missing: [])
    guard !prediction.layers.isEmpty else { return }
    document = source
    document.predictions[task] = prediction
  }

  /// How many labels, spans, tags, frames and translations were taken out of a document; nil for none.
  static func count(in document: Document) -> Int? {
    guard let annotation = document.predictions[task]?.annotation else { return nil }
    let tags = annotation.tagScores.values.reduce(0) { $0 + $1.count { $0 != nil } }
    return annotation.labels.values.reduce(0) { $0 + $1.count } + annotation.spans.values.reduce(0) { $0 + $1.count }
      + tags + (annotation.frames?.count ?? 0) + annotation.translations.count
  }

  /// Says of every document of a file that it has no spans of a layer that a model has predicted for others.
  ///
  /// An empty layer of spans is a prediction where the file has no spans of people in that layer.
  ///
  /// - Parameters:
  ///   - documents: The documents of the file.
  ///   - adopts: Whether layers other than spans of which nothing in the file has a score are taken for predictions as well, as
  ///     there is no telling.
  package static func complete(_ documents: inout [Document], adopts: Bool) {
    let predicted = Set(documents.flatMap { $0.predictions[task]?.layers ?? [] })
    guard !predicted.isEmpty else { return }
    let layers = predicted.compactMap { if case .spans(let layer) = $0 { layer } else { nil } }
    let own = layers.filter { layer in documents.contains { $0.spans[layer]?.isEmpty == false } }
    for index in documents.indices {
      var annotation = documents[index].predictions[task]?.annotation ?? Document(text: "")
      for layer in layers {
        if annotation.spans[layer] == nil { annotation.spans[layer] = [] }
        if !own.contains(layer), documents[index].spans[layer] != nil { documents[index].spans[layer] = nil }
      }
      if adopts {
        for layer in others(documents[index]) where !predicted.contains(layer) {
          layer.copy(from: documents[index], to: &annotation)
        }
      }
      documents[index].predictions[task] = Prediction(annotation, missing: [])
    }
  }

  /// The layers of a document that are not spans.
  private static func others(_ document: Document) -> [AnnotationLayer] {
    document.labels.keys.map { .labels($0) } + document.translations.keys.map { .translation($0) }
      + document.tags.keys.filter { document.spans[$0] == nil }.map { .tags($0) }
      + (document.frames == nil ? [] : [.frames])
  }
}
