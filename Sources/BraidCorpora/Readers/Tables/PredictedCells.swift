import BraidFiles
package import BraidText

/// What a table holds in its columns `predicted_…`, as `annotate` writes them, or in one that is called as predictions usually are,
/// given back as predictions.
package struct PredictedCells {
  /// The documents; the predictions are those of tasks that are called as the columns are behind `predicted_`.
  package private(set) var documents: [Document]
  /// Columns of which it is not clear which of the gold layers they are for, by their names.
  package private(set) var unclear: [String] = []
  /// The gold layers that these may be for.
  package private(set) var candidates: [AnnotationLayer] = []

  /// What columns of predictions are called elsewhere, in small letters.
  private static let usual: Set<String> = [
    "predicted", "prediction", "predictions", "predicted label", "pred", "pred_label", "label_pred", "y_pred",
  ]

  /// Finds the columns and the gold layers that they are for: the layer of its name; for a task's name the one layer that
  /// no other column is named after.
  ///
  /// - Parameters:
  ///   - documents: documents of a table, whose fields hold the columns.
  ///   - gold: gold documents.
  ///   - labelSeparator: what stands between labels in a cell; nil for one label a cell, unless gold documents have several.
  package init(_ documents: [Document], gold: [Document], labelSeparator: String?) {
    self.documents = documents
    let names = Set(documents.flatMap(\.fields.keys)).filter {
      $0.hasPrefix(PredictedColumn.beginning) || Self.usual.contains($0.lowercased())
    }
    let columns = names.filter { name in
      // A score is none, unless there is nothing that it is the score of. Of a task that has predicted something a column is what
      // it did before.
      (!name.hasSuffix(PredictedColumn.scoreEnding)
        || !names.contains(String(name.dropLast(PredictedColumn.scoreEnding.count))))
        && !documents.contains { $0.predictions[Self.task(name)] != nil }
    }.sorted()
    guard !columns.isEmpty else { return }
    let labels = Set(gold.flatMap(\.labels.keys)).sorted().map { AnnotationLayer.labels($0) }
    let translations = Set(gold.flatMap(\.translations.keys)).subtracting([Document.secondName]).sorted()
    let layers = labels + translations.map { .translation($0) }
    var found: [(column: String, layer: AnnotationLayer)] = []
    var others: [String] = []
    for column in columns {
      if let layer = layers.first(where: { $0.name.isExactly(Self.task(column)) }) {
        found.append((column, layer))
      } else {
        others.append(column)
      }
    }
    let free = layers.filter { layer in !found.contains { $0.layer == layer } }
    for column in others {
      // A task of several layers has columns `predicted_TASK_LAYER`.
      let ending = free.filter { column.hasSuffix("_" + $0.name) }
      if let layer = ending.count == 1 ? ending.first : free.count == 1 ? free.first : nil {
        found.append((column, layer))
      } else if !free.isEmpty {
        unclear.append(column)
      }
    }
    candidates = free
    let predicted = Set(documents.flatMap { $0.predictions.values.flatMap(\.layers) })
    for (column, layer) in found where !predicted.contains(layer) { add(column, layer, gold, labelSeparator) }
  }

  /// What a column is called behind `predicted_`, if anything.
  private static func task(_ column: String) -> String {
    column.hasPrefix(PredictedColumn.beginning) ? String(column.dropFirst(PredictedColumn.beginning.count)) : column
  }

  private mutating func add(
    _ column: String, _ layer: AnnotationLayer, _ gold: [Document], _ labelSeparator: String?
  ) {
    var options = ReadOptions(format: .csv)
    options.labelSeparator = labelSeparator
    if labelSeparator == nil, gold.contains(where: { ($0.labels[layer.name]?.count ?? 0) > 1 }) {
      options.labelSeparator = "|"
    }
    for index in documents.indices {
      // In an empty cell nothing is predicted.
      let cell = documents[index].fields[column]
      var annotation = Document(text: "")
      switch layer {
      case .labels(let name): annotation.labels[name] = cell.map { options.labels(in: $0).filter { !$0.name.isEmpty } }
      case .translation(let name): annotation.translations[name] = cell.map { AlignedText($0) }
      case .tags, .spans, .frames, .field: break
      }
      documents[index].predictions[Self.task(column)] = Prediction([layer], of: annotation)
    }
  }
}
