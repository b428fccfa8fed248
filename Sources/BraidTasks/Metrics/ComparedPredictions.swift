package import BraidText

/// What is scored of documents: the predictions that they hold, or where they hold none their layers.
///
/// What the input said of a layer stands beside predictions and is none, so that it is taken out: gold labels are never compared
/// with gold labels. Tasks whose predictions are for one layer are kept apart.
package struct ComparedPredictions {
  /// Documents with some predictions in the place of the layers that they are for.
  package struct Group {
    /// The task whose predictions they are; nil for all tasks that share no layer with another.
    package var task: String?
    /// The documents.
    package var documents: [Document]
  }

  /// First the tasks that share no layer, if there are any, then each of the others, by their names.
  package private(set) var groups: [Group] = []
  /// The tasks that predict something, by their names.
  package let tasks: [String]

  /// Sorts the predictions of documents.
  ///
  /// - Parameters:
  ///   - documents: documents with predictions, or with layers that are predictions.
  ///   - wanted: the tasks that are scored; none for all.
  package init(_ documents: [Document], tasks wanted: [String] = []) {
    var layers: [String: Set<AnnotationLayer>] = [:]
    for document in documents {
      for (name, prediction) in document.predictions { layers[name, default: []].formUnion(prediction.layers) }
    }
    tasks = layers.keys.sorted()
    if !wanted.isEmpty { layers = layers.filter { wanted.contains($0.key) } }
    guard !tasks.isEmpty else {
      groups = [Group(task: nil, documents: documents)]
      return
    }
    var writers: [AnnotationLayer: Int] = [:]
    for written in layers.values { for layer in Set(written.map(\.storage)) { writers[layer, default: 0] += 1 } }
    func isShared(_ layer: AnnotationLayer) -> Bool { writers[layer.storage, default: 0] > 1 }
    if layers.values.contains(where: { $0.contains { !isShared($0) } }) {
      groups.append(Group(task: nil, documents: documents.map { $0.predicted(layers.keys.sorted()) { !isShared($0) } }))
    }
    for (task, written) in layers.sorted(by: { $0.key < $1.key }) where written.contains(where: isShared) {
      groups.append(Group(task: task, documents: documents.map { $0.predicted([task], where: isShared) }))
    }
  }
}

extension Document {
  /// Layers of tags that say how a file is written, not what is in the text.
  static let written: Set<String> = ["form", "misc"]

  /// The document with the predictions of some tasks and no other layer.
  fileprivate func predicted(_ tasks: [String], where isWanted: (AnnotationLayer) -> Bool) -> Document {
    var document = self
    document.labels = [:]
    document.probabilities = [:]
    document.tags = tags.filter { Self.written.contains($0.key) }
    document.tagScores = [:]
    document.tagAlternatives = [:]
    document.spans = [:]
    document.frames = nil
    document.translations = translations.filter { $0.key == Self.secondName }
    for index in document.sentences.indices { document.sentences[index].emptyNodes = [] }
    document.predictions = [:]
    for task in tasks {
      guard let prediction = predictions[task] else { continue }
      for layer in prediction.layers where isWanted(layer) { layer.copy(from: prediction.annotation, to: &document) }
    }
    return document
  }
}
