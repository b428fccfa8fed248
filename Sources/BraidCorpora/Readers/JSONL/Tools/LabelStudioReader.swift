import BraidFiles
import BraidText

/// Reads Label Studio's tasks: the results of the first annotation that was not cancelled, the ground truth before others; if the
/// options ask for them, those of predictions, too, by their `model_version`.
///
/// A control of the labelling interface is a layer of its name; `label`, as the tool's own template has it, is the layer
/// `entity` for spans and the label layer for choices. Ratings and taxonomies are labels.
struct LabelStudioReader {
  private let options: ReadOptions
  /// The layers that annotations have had so far, and those that each model has given.
  private var known = KnownLayers()
  private var knownPredicted: [String: KnownLayers] = [:]

  init(_ options: ReadOptions) { self.options = options }

  /// The layers that tasks have had so far: a task without spans of one has none.
  private struct KnownLayers {
    var spans: Set<String> = []
    var hasChoices = false
  }

  /// What the results of an annotation or a prediction say.
  private struct Results {
    var spans: [String: [CharacterSpan]] = [:]
    var labels: [String: [Label]] = [:]
  }

  /// Takes a task.
  ///
  /// - Throws: `wrongField` for a task without a text, or a span without its offsets.
  mutating func read(_ record: inout ToolRecord, into ledger: inout Ledger) throws(CorpusError) {
    let id = record.take("id")
    record.document.id = id?.scalar ?? ""
    let annotations = (record.take("annotations") ?? record.take("completions"))?.elements ?? []
    let finished = Self.finished(annotations)
    ledger.note(
      .ignored, .values, "cancelled annotations", at: record.place, count: annotations.count - finished.count)
    ledger.note(
      .ignored, .values, "annotations besides the first one, or the ground truth", at: record.place,
      count: finished.count - 1)
    let predictions = record.take("predictions")?.elements ?? []
    let chosen = Self.chosen(finished)
    let results = chosen?.member("result")?.elements ?? []
    let target = (results + predictions.flatMap { $0.member("result")?.elements ?? [] }).lazy.compactMap {
      $0.member("to_name")?.string
    }
    let data = try takeData(&record, target: target.first, into: &ledger)
    let kept = KeptTask(
      id: id, textName: data.textName, dataId: id == nil && data.id?.string != nil ? nil : data.id,
      annotations: annotations,
      others: record.takeAll { _ in true })
    if record.document.fields[KeptTask.field] == nil { record.document.fields[KeptTask.field] = kept.text }
    try take(predictions, &record, into: &ledger)
    guard chosen != nil else { return }
    let said = try Self.results(results, record, options, &known, isPredicted: false, into: &ledger)
    record.document.labels.merge(said.labels) { $1 }
    for (layer, spans) in said.spans.sorted(by: { $0.key < $1.key }) { record.layers.append((layer, spans)) }
  }

  /// Annotations that were not cancelled.
  private static func finished(_ annotations: [JSONValue]) -> [JSONValue] {
    annotations.filter { if case .bool(true)? = $0.member("was_cancelled") { false } else { true } }
  }

  /// The annotation that counts.
  private static func chosen(_ finished: [JSONValue]) -> JSONValue? {
    finished.first { if case .bool(true)? = $0.member("ground_truth") { true } else { false } } ?? finished.first
  }

  /// What the one of a task's annotations that counts says; nothing where all are cancelled, nil for one that can't be read.
  static func said(
    by annotations: [JSONValue], labelLayer: String
  ) -> (spans: [String: [CharacterSpan]], labels: [String: [Label]])? {
    guard let results = chosen(finished(annotations))?.member("result")?.elements else { return ([:], [:]) }
    var options = ReadOptions(format: .labelStudio)
    options.labelLayer = labelLayer
    var known = KnownLayers()
    var ledger = Ledger()
    let record = ToolRecord(.null, place: SourceLocation(file: ""))
    let said = try? Self.results(results, record, options, &known, isPredicted: false, into: &ledger)
    return said.map { ($0.spans, $0.labels) }
  }

  /// Takes what models gave, the first prediction of each, or leaves it aside.
  private mutating func take(
    _ predictions: [JSONValue], _ record: inout ToolRecord, into ledger: inout Ledger
  ) throws(CorpusError) {
    guard options.readsPredictions else {
      return ledger.note(.ignored, .values, "predictions", at: record.place, count: predictions.count)
    }
    for prediction in predictions {
      let model = prediction.member("model_version")?.scalar?.unlessBlank ?? "predictions"
      guard let results = prediction.member("result")?.elements, record.document.predictions[model] == nil else {
        ledger.note(
          .ignored, .values, "predictions without results, or besides the first one of a model", at: record.place)
        continue
      }
      let said = try Self.results(
        results, record, options, &knownPredicted[model, default: KnownLayers()], isPredicted: true, into: &ledger)
      var annotation = Document(text: "")
      annotation.labels = said.labels
      record.document.predictions[model] = Prediction(annotation, missing: [])
      for (layer, spans) in said.spans.sorted(by: { $0.key < $1.key }) {
        record.predicted.append((model, layer, spans))
      }
    }
  }

  /// What results say of a task, also that it has none of the spans that others have.
  private static func results(
    _ results: [JSONValue], _ record: ToolRecord, _ options: ReadOptions, _ known: inout KnownLayers, isPredicted: Bool,
    into ledger: inout Ledger
  ) throws(CorpusError) -> Results {
    var said = Results()
    for result in results {
      guard let value = result.member("value") else {
        ledger.note(
          .ignored, .values, "results of type \(result.member("type")?.string ?? "?")", at: record.place)
        continue
      }
      let control = result.member("from_name")?.string ?? "label"
      let score = isPredicted ? result.member("score")?.number : nil
      if let labels = value.member("labels")?.elements {
        let layer = control == "label" ? ToolReader.spanLayer : control
        said.spans[layer, default: []] += try spans(value, labels, score, record)
      } else if let names = Self.names(value) {
        known.hasChoices = true
        let score = ledger.probability(score, at: record.place)
        said.labels[control == "label" ? options.labelLayer : control, default: []] +=
          names.map { Label($0.name, score: score) }
      } else {
        ledger.note(
          .ignored, .values, "results of type \(result.member("type")?.string ?? "?")", at: record.place)
      }
    }
    known.spans.formUnion(said.spans.keys)
    let layers = known.spans.isEmpty && !known.hasChoices ? [ToolReader.spanLayer] : known.spans
    for layer in layers where said.spans[layer] == nil { said.spans[layer] = [] }
    return said
  }

  /// Takes the text that was annotated and the other data of the task.
  ///
  /// - Returns: the member that holds the text, and the id among the data.
  private func takeData(
    _ record: inout ToolRecord, target: String?, into ledger: inout Ledger
  ) throws(CorpusError) -> (textName: String, id: JSONValue?) {
    guard let data = record.take("data")?.members else { throw record.wrong("data", "nothing", "an object") }
    let target = target.map { $0.hasPrefix("$") ? String($0.dropFirst()) : $0 }
    let named = [target, "text"].lazy.compactMap { name in data.first { $0.name == name && $0.value.string != nil } }
      .first
    let longest = data.filter { $0.value.string != nil }.max {
      ($0.value.string?.utf8.count ?? 0) < ($1.value.string?.utf8.count ?? 0)
    }
    guard let text = named ?? longest else { throw record.wrong("data", "no string", "a text") }
    record.document.text = text.value.string ?? ""
    if text.name != "text" {
      ledger.note(.recognized, .documents, "text in `data.\(text.name)`", at: record.place)
    }
    let id = data.first { $0.name == "id" }?.value
    if record.document.id.isEmpty { record.document.id = id?.scalar ?? "" }
    try record.addFields(data.filter { !$0.name.isExactly(text.name) && $0.name != "id" })
    if record.peek("meta")?.members?.isEmpty == false {
      record.document.fields["meta"] = record.take("meta")?.fieldText
    }
    return (text.name, id)
  }

  private static func spans(
    _ value: JSONValue, _ labels: [JSONValue], _ score: Double?, _ record: ToolRecord
  ) throws(CorpusError) -> [CharacterSpan] {
    guard let start = value.member("start")?.scalar.flatMap({ Int($0) }),
      let end = value.member("end")?.scalar.flatMap({ Int($0) }), start <= end
    else { throw record.wrong("annotations", value.fieldText ?? "null", "start, end and labels of a span") }
    return labels.compactMap(\.scalar).map { label in
      CharacterSpan(start..<end, label: label, score: score, text: value.member("text")?.string)
    }
  }

  /// The labels that a result's value names, of spans or of the whole task.
  static func labels(of value: JSONValue) -> [String] {
    value.member("labels")?.elements?.compactMap(\.scalar) ?? names(value)?.map(\.name) ?? []
  }

  /// The names that a result gives the whole task; nil when it gives none.
  private static func names(_ value: JSONValue) -> [Label]? {
    if let choices = value.member("choices")?.elements { return ToolReader.names(choices) }
    if let rating = value.member("rating")?.scalar { return [Label(rating)] }
    guard let paths = value.member("taxonomy")?.elements else { return nil }
    return paths.compactMap { path in
      path.elements.map { Label($0.compactMap(\.scalar).joined(separator: "/")) }
    }
  }
}
