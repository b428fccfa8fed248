import BraidFiles
package import BraidText

/// What a task of a model predicts for a layer, as a column of a table.
package struct PredictedColumn: Hashable, Sendable {
  /// What the column is called.
  package var name: String
  /// The task.
  package var task: String
  /// The layer.
  package var layer: AnnotationLayer

  /// What the names of such columns begin with.
  package static let beginning = "predicted_"
  /// What the names of columns of scores end with.
  package static let scoreEnding = "_score"

  /// A column for what `task` predicts for `layer`.
  package init(_ name: String, task: String, layer: AnnotationLayer) {
    self.name = name
    self.task = task
    self.layer = layer
  }

  /// The columns of some tasks, however many: `predicted_LAYER`; of tasks with the same layer `predicted_TASK`, or
  /// `predicted_TASK_LAYER` where the task has several.
  ///
  /// Frames have no cell. Tags are written behind their words (`Ann/PROPN left/VERB`), spans behind what they cover
  /// (`Ann Lee/PER | Bonn/LOC`).
  package static func columns(_ tasks: [(task: String, layers: [AnnotationLayer])]) -> [PredictedColumn] {
    let tasks = tasks.map { (task: $0.task, layers: $0.layers.filter { $0 != .frames }) }
    let uses = tasks.flatMap(\.layers).reduce(into: [String: Int]()) { $0[$1.name, default: 0] += 1 }
    return tasks.flatMap { task, layers in
      layers.map { layer in
        let name = uses[layer.name] == 1 ? layer.name : layers.count == 1 ? task : "\(task)_\(layer.name)"
        return PredictedColumn(beginning + name, task: task, layer: layer)
      }
    }
  }

  /// The columns of a document's predictions.
  package static func columns(_ document: Document) -> [PredictedColumn] {
    columns(document.predictions.sorted { $0.key < $1.key }.map { ($0.key, $0.value.layers) })
  }

  /// What its score is called.
  package var scoreName: String { name + Self.scoreEnding }

  /// Whether a column of that name holds the prediction or its score, or did when other tasks were run, or when another column had
  /// its name.
  func isCalled(_ other: String) -> Bool {
    var bare = other
    while bare.hasPrefix(Self.beginning + Self.beginning) { bare.removeFirst(Self.beginning.count) }
    let names = [name] + [layer.name, task, "\(task)_\(layer.name)"].map { Self.beginning + $0 }
    return names.contains { name in
      [name, name + Self.scoreEnding].contains { $0.isExactly(other) || $0.isExactly(bare) }
    }
  }

  /// Whether a prediction of the layer has a score that a cell can hold.
  var hasScore: Bool {
    switch layer {
    case .labels, .translation: true
    case .tags, .spans, .frames, .field: false
    }
  }

  /// The prediction for a document; empty when there is none.
  ///
  /// - Throws: `cannotExpress` for labels that hold what stands between labels.
  func value(
    _ document: Document, _ format: CorpusFormat, between separator: String
  ) throws(CorpusError) -> String {
    guard let annotation = document.predictions[task]?.annotation else { return "" }
    return try Self.cell(layer, annotation, document, format, between: separator)
  }

  /// What a layer says in a cell; empty when there is nothing, and for frames.
  ///
  /// - Throws: `cannotExpress` for labels that hold what stands between labels.
  static func cell(
    _ layer: AnnotationLayer, _ annotation: Document, _ document: Document, _ format: CorpusFormat,
    between separator: String
  ) throws(CorpusError) -> String {
    switch layer {
    case .labels(let name): return try cell(annotation.labels[name] ?? [], document, format, between: separator)
    case .tags(let name):
      return (annotation.tags[name] ?? []).enumerated().map { index, tag in
        document.word(index) + (tag.map { "/\($0)" } ?? "")
      }.joined(separator: " ")
    case .spans(let name):
      return (annotation.spans[name] ?? []).map { span in
        let first = document.tokens[span.tokens.lowerBound].range.lowerBound
        return document.string(first..<document.tokens[span.tokens.upperBound - 1].range.upperBound) + "/\(span.label)"
      }.joined(separator: " | ")
    case .translation(let name): return annotation.translations[name]?.text ?? ""
    case .field(let name): return annotation.fields[name] ?? ""
    case .frames: return ""
    }
  }

  /// The score of the prediction, a probability, the deviation of a number or the log-probability of a translation; empty when
  /// there is none.
  func score(_ document: Document, between separator: String) -> String {
    guard let annotation = document.predictions[task]?.annotation else { return "" }
    switch layer {
    case .labels(let name):
      return (annotation.labels[name] ?? []).map { ($0.score ?? $0.deviation)?.description ?? "" }.joined(
        separator: separator)
    case .translation(let name): return annotation.translations[name]?.score?.description ?? ""
    case .tags, .spans, .frames, .field: return ""
    }
  }

  /// Several labels in a cell.
  ///
  /// - Throws: `cannotExpress` for labels that hold what stands between labels.
  static func cell(
    _ labels: [Label], _ document: Document, _ format: CorpusFormat, between separator: String
  ) throws(CorpusError) -> String {
    let bytes = Array(separator.utf8)
    guard labels.count < 2 || !labels.contains(where: { !$0.name.utf8.ranges(of: bytes).isEmpty }) else {
      throw .cannotExpress(
        format, document: document.id, what: "labels with a `\(separator)`, which stands between labels")
    }
    return labels.map(\.name).joined(separator: separator)
  }
}

/// What stands in a column of a table that is written.
enum TableCell {
  case part(DocumentPart)
  case prediction(PredictedColumn)
  case score(PredictedColumn)

  /// The columns of a table that is written with the input's own: those; then predictions and their scores, whose names are
  /// told apart from the input's. What an earlier model predicted for the same layers is left out.
  static func columns(_ options: WriteOptions) -> [(name: String, cell: TableCell)] {
    let own = options.layout?.table?.columns ?? TableLayout.usual
    var columns = own.filter { !options.replaces($0) }.map { (name: $0.name, cell: TableCell.part($0.part)) }
    var used = Set(columns.map(\.name))
    for column in options.predicted {
      var name = column.name
      while used.contains(name) || used.contains("\(name)_score") { name = "predicted_\(name)" }
      used.insert(name)
      columns.append((name, .prediction(column)))
      guard column.hasScore, options.predictedScores else { continue }
      used.insert("\(name)_score")
      columns.append(("\(name)_score", .score(column)))
    }
    return columns
  }
}
