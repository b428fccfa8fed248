import BraidFiles
import BraidText

/// Reads Label Studio's tasks: the results of the first annotation that was not cancelled, the ground truth before others.
///
/// A control of the labelling interface is a layer of its name; `label`, as the tool's own template has it, is the layer
/// `entity` for spans and the label layer for choices. Ratings and taxonomies are labels.
struct LabelStudioReader {
  private let labelLayer: String
  /// The span layers that annotations have had so far: a task without spans of one has none.
  private var spanLayers: Set<String> = []
  private var hasChoices = false

  init(labelLayer: String) { self.labelLayer = labelLayer }

  /// Takes a task.
  ///
  /// - Throws: `wrongField` for a task without a text, or a span without its offsets.
  mutating func read(_ record: inout ToolRecord, into ledger: inout Ledger) throws(CorpusError) {
    record.document.id = record.take("id")?.scalar ?? ""
    let annotations = (record.take("annotations") ?? record.take("completions"))?.elements ?? []
    let finished = annotations.filter { if case .bool(true)? = $0.member("was_cancelled") { false } else { true } }
    ledger.note(
      .ignored, .values, "cancelled annotations", at: record.place, count: annotations.count - finished.count)
    ledger.note(
      .ignored, .values, "annotations besides the first one, or the ground truth", at: record.place,
      count: finished.count - 1)
    ledger.note(
      .ignored, .values, "predictions", at: record.place, count: record.take("predictions")?.elements?.count ?? 0)
    let chosen =
      finished.first { if case .bool(true)? = $0.member("ground_truth") { true } else { false } } ?? finished.first
    let results = chosen?.member("result")?.elements ?? []
    try takeData(&record, target: results.lazy.compactMap { $0.member("to_name")?.string }.first, into: &ledger)
    guard chosen != nil else { return }
    var spans: [String: [CharacterSpan]] = [:]
    for result in results {
      guard let value = result.member("value") else {
        ledger.note(
          .ignored, .values, "results of type \(result.member("type")?.string ?? "?")", at: record.place)
        continue
      }
      let control = result.member("from_name")?.string ?? "label"
      if let labels = value.member("labels")?.elements {
        let layer = control == "label" ? ToolReader.spanLayer : control
        spans[layer, default: []] += try self.spans(value, labels, record)
      } else if let names = Self.names(value) {
        hasChoices = true
        record.document.labels[control == "label" ? labelLayer : control, default: []] += names
      } else {
        ledger.note(
          .ignored, .values, "results of type \(result.member("type")?.string ?? "?")", at: record.place)
      }
    }
    spanLayers.formUnion(spans.keys)
    let known = spanLayers.isEmpty && !hasChoices ? [ToolReader.spanLayer] : spanLayers
    for layer in known.sorted() { record.layers.append((layer, spans[layer] ?? [])) }
  }

  /// Takes the text that was annotated and the other data of the task.
  private func takeData(
    _ record: inout ToolRecord, target: String?, into ledger: inout Ledger
  ) throws(CorpusError) {
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
    if record.document.id.isEmpty { record.document.id = data.first { $0.name == "id" }?.value.scalar ?? "" }
    try record.addFields(data.filter { !$0.name.isExactly(text.name) && $0.name != "id" })
    if let meta = record.take("meta"), meta.members?.isEmpty == false {
      record.document.fields["meta"] = meta.fieldText
    }
  }

  private func spans(
    _ value: JSONValue, _ labels: [JSONValue], _ record: ToolRecord
  ) throws(CorpusError) -> [CharacterSpan] {
    guard let start = value.member("start")?.scalar.flatMap({ Int($0) }),
      let end = value.member("end")?.scalar.flatMap({ Int($0) }), start <= end
    else { throw record.wrong("annotations", value.fieldText ?? "null", "start, end and labels of a span") }
    return labels.compactMap(\.scalar).map { CharacterSpan(start..<end, label: $0, text: value.member("text")?.string) }
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
