import BraidText

/// What a task of Label Studio had beside its text, its data and predictions, as a document's field `label-studio` keeps it.
struct KeptTask {
  /// The field.
  static let field = "label-studio"

  /// The number of the task.
  let id: JSONValue?
  /// The member of the data that holds the text.
  let textName: String
  /// The id among the data, of a task that has one of its own or where it is no string.
  let dataId: JSONValue?
  /// All annotations.
  let annotations: [JSONValue]
  /// Other members of the task.
  let others: [JSONValue.Member]

  /// What the labelling interface calls the text, as the first result of an annotation says; nil where there is none.
  var target: String? {
    annotations.lazy.flatMap { $0.member("result")?.elements ?? [] }.compactMap { $0.member("to_name")?.string }.first
  }

  /// The text of the field; nil for a task that has no more than what Braid writes.
  var text: String? {
    let isPlain =
      annotations.count < 2 && annotations.allSatisfy { ($0.members ?? []).allSatisfy { $0.name == "result" } }
    if isPlain, id == nil, dataId == nil, textName == "text", target ?? "text" == "text", others.isEmpty { return nil }
    var data: [JSONValue.Member] = []
    if textName != "text" { data.append(JSONValue.Member(name: "text", value: .string(textName))) }
    if let dataId { data.append(JSONValue.Member(name: "id", value: dataId)) }
    var members: [JSONValue.Member] = []
    if let id { members.append(JSONValue.Member(name: "id", value: id)) }
    if !data.isEmpty { members.append(JSONValue.Member(name: "data", value: .object(data))) }
    members += others
    if !annotations.isEmpty { members.append(JSONValue.Member(name: "annotations", value: .array(annotations))) }
    return JSONValue.object(members).fieldText
  }

  /// Whether the annotation that is read says what the document has without scores.
  func isSaid(of document: Document, labelLayer: String) -> Bool {
    guard let said = LabelStudioReader.said(by: annotations, labelLayer: labelLayer) else { return false }
    let labels = document.labels.filter { $0.value.isEmpty || $0.value.contains { $0.score == nil } }
      .mapValues { $0.filter { $0.score == nil } }
    guard labels == said.labels else { return false }
    let all = said.spans.flatMap { layer, spans in spans.map { (layer: layer, span: $0) } }
    var expected: [String: Set<LabeledSpan>] = [:]
    for ((layer, _), place) in zip(all, KeptSpans.places(of: all.map(\.span), in: document)) {
      if let place { expected[layer, default: []].insert(place) }
    }
    let found = document.spans.mapValues { Set($0.filter { $0.score == nil }) }.filter { !$0.value.isEmpty }
    return found == expected
  }
}

extension KeptTask {
  /// What a document keeps; nil for nothing.
  init?(_ document: Document) {
    guard let value = document.fields[Self.field].flatMap({ JSONValue.ofField($0) }), let members = value.members else {
      return nil
    }
    let data = value.member("data")
    let names = ["id", "data", "annotations"]
    self.init(
      id: value.member("id"), textName: data?.member("text")?.string ?? "text", dataId: data?.member("id"),
      annotations: value.member("annotations")?.elements ?? [],
      others: members.filter { member in !names.contains { member.name.utf8.elementsEqual($0.utf8) } })
  }
}
