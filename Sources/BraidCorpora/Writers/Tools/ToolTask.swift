import BraidFiles
import BraidText

/// A document as annotation tools see it: a text with spans by code points and labels.
struct ToolTask {
  let document: Document
  /// The labels of the label layer, or of the only other layer there is.
  let labels: [Label]
  /// The layer of `labels`.
  let labelLayer: String
  /// The spans of all layers, in text order.
  let spans: [ToolSpan]
  let map: CharacterMap
  /// What the object of a tool had that the document does not say.
  let members: KeptMembers?
  /// Fields that hold what a tool had and that are not written as they were.
  private(set) var lostFields: [String] = []

  init(_ document: Document, labelLayer: String) {
    self.document = document
    let only = document.labels.count == 1 ? document.labels.keys.first : nil
    self.labelLayer = document.labels[labelLayer] == nil ? only ?? labelLayer : labelLayer
    labels = document.labels[self.labelLayer] ?? []
    let map = CharacterMap(document.text)
    self.map = map
    members = KeptMembers(document)
    let all = document.spans.sorted { $0.key < $1.key }.flatMap { layer, spans in
      spans.compactMap { span -> ToolSpan? in
        guard !span.tokens.isEmpty else { return nil }
        let bytes =
          document.tokens[span.tokens.lowerBound].range
          .lowerBound..<document.tokens[span.tokens.upperBound - 1].range.upperBound
        return ToolSpan(
          layer: layer, characters: map.characters(bytes), tokens: span.tokens, label: span.label, score: span.score)
      }
    }
    spans = all.sorted {
      ($0.characters.lowerBound, $0.characters.upperBound) < ($1.characters.lowerBound, $1.characters.upperBound)
    }
  }

  /// doccano's import format: `label` holds spans or names; beside spans the names are in `cats`, as for intents and slots.
  /// Entities that had ids have them again; relations of entities that are gone are left out.
  mutating func writeDoccano(_ output: inout JSONOutput) {
    let kept = KeptEntities(document)
    let entities = kept?.entities(of: spans)
    let relations = kept?.relations(document.fields[KeptEntities.relations], beside: entities ?? [])
    if let relations, relations.areFewer { lostFields.append(KeptEntities.relations) }
    output.object { output in
      writeId(&output)
      output.member("text", document.text)
      let hasSpans = !document.spans.isEmpty
      let list = members?.listName
      if hasSpans, let entities {
        output.name(list ?? "entities")
        output.value(.array(entities))
      } else if hasSpans {
        output.name(list ?? (labels.isEmpty ? "label" : "entities"))
        output.array { output in
          for span in spans {
            output.array {
              $0.number(span.characters.lowerBound)
              $0.number(span.characters.upperBound)
              $0.string(span.label)
            }
          }
        }
      }
      let categories = members?.value("cats")?.elements
      let isNamed = list != nil || categories != nil
      if !labels.isEmpty || document.labels[labelLayer] != nil && isNamed {
        writeNames(hasSpans || categories != nil ? "cats" : list ?? "label", &output)
      }
      if let relations {
        output.name(KeptEntities.relations)
        output.value(.array(relations.kept))
      }
      let held = [kept.map { _ in KeptEntities.field }, relations.map { _ in KeptEntities.relations }, list]
      writeFields(&output, of: .doccano, except: Set(held.compactMap(\.self)))
    }
  }

  /// The labels as a list, or as the one name that doccano had.
  private func writeNames(_ name: String, _ output: inout JSONOutput) {
    output.name(name)
    if labels.count == 1, members?.value(name)?.scalar != nil {
      output.value(members?.value(name, of: labels[0].name) ?? .string(labels[0].name))
    } else {
      output.array { output in for label in labels { output.string(label.name) } }
    }
  }

  /// A task of Label Studio: what a model gave, what tasks predict or what has a score, is a prediction, anything else is an
  /// annotation.
  ///
  /// - Parameters:
  ///   - output: gets it.
  ///   - kept: what the task had; nil for nothing.
  ///   - controls: those of the project, as far as they are known.
  mutating func writeLabelStudio(_ output: inout JSONOutput, _ kept: KeptTask?, _ controls: LabelStudioControls) {
    let isSame = kept?.isSaid(of: document, labelLayer: labelLayer) ?? false
    if let kept, !kept.annotations.isEmpty, !isSame { lostFields.append(KeptTask.field) }
    let annotations = isSame ? kept?.annotations ?? [] : []
    let meta = document.fields["meta"].flatMap { JSONValue.ofField($0) }.flatMap { $0.members == nil ? nil : $0 }
    let held = [kept.map { _ in KeptTask.field }, meta.map { _ in "meta" }]
    output.object { output in
      if let id = kept?.id {
        output.name("id")
        output.value(id)
      }
      output.name("data")
      output.object { output in
        output.name(kept?.textName ?? "text")
        output.string(document.text)
        if let id = kept?.dataId, kept?.id != nil || id.fieldText == document.id {
          output.name("id")
          output.value(id)
        } else if !document.id.isEmpty, kept?.id?.scalar != document.id {
          writeId(&output)
        }
        writeFields(&output, of: .labelStudio, except: Set(held.compactMap(\.self)))
      }
      if let meta {
        output.name("meta")
        output.value(meta)
      }
      for member in kept?.others ?? [] {
        output.name(member.name)
        output.value(member.value)
      }
      if !annotations.isEmpty {
        output.name("annotations")
        output.value(.array(annotations))
      }
      let predicted = ToolTask(document.withPredictions, labelLayer: labelLayer)
      for isPredicted in [false, true] {
        let part = isPredicted ? predicted.part(isPredicted: true) : self.part(isPredicted: false)
        guard part.isThere, isPredicted || annotations.isEmpty else { continue }
        output.name(isPredicted ? "predictions" : "annotations")
        output.array { output in
          output.object { output in
            if isPredicted {
              output.member("model_version", "braid")
              let scores = part.spans.map(\.score) + part.labels.flatMap(\.labels).map(\.score)
              output.score(scores.compactMap(\.self).min())
            }
            output.name("result")
            output.array { writeResults(part.spans, part.labels, controls, &$0) }
          }
        }
      }
    }
  }

  /// What of a document is predicted, or is not; whether a layer of it is there, if only without spans or labels.
  private func part(
    isPredicted: Bool
  ) -> (isThere: Bool, spans: [ToolSpan], labels: [(layer: String, labels: [Label])]) {
    let predicted = Set(document.predictions.values.flatMap(\.layers))
    func isIn(_ layer: AnnotationLayer, _ score: Double?) -> Bool {
      isPredicted ? predicted.contains(layer) || score != nil : score == nil
    }
    func hasPart(_ layer: AnnotationLayer, _ scores: [Double?]) -> Bool {
      scores.isEmpty ? isIn(layer, nil) : scores.contains { isIn(layer, $0) }
    }
    let labels = document.labels.sorted { $0.key < $1.key }.filter { layer, labels in
      hasPart(.labels(layer), labels.map(\.score))
    }
    let hasSpans = document.spans.contains { layer, spans in hasPart(.spans(layer), spans.map(\.score)) }
    return (
      hasSpans || !labels.isEmpty, spans.filter { isIn(.spans($0.layer), $0.score) },
      labels.map { layer, labels in (layer, labels.filter { isIn(.labels(layer), $0.score) }) }
    )
  }

  private func writeResults(
    _ spans: [ToolSpan], _ labels: [(layer: String, labels: [Label])], _ controls: LabelStudioControls,
    _ output: inout JSONOutput
  ) {
    for (index, span) in spans.enumerated() {
      let name = span.layer == ToolReader.spanLayer ? "label" : span.layer
      let control = controls.control(called: name, of: [span.label], spans: true)
      output.object { output in
        output.member("id", "s\(index + 1)")
        output.member("from_name", control.name)
        output.member("to_name", control.object)
        output.member("type", control.kind.rawValue)
        output.score(span.score)
        output.name("value")
        output.object {
          $0.name("start")
          $0.number(span.characters.lowerBound)
          $0.name("end")
          $0.number(span.characters.upperBound)
          $0.member("text", map.string(span.characters))
          $0.name("labels")
          $0.array { $0.string(span.label) }
        }
      }
    }
    for (index, (layer, labels)) in labels.enumerated() {
      let control = controls.control(called: layer, of: labels.map(\.name), spans: false)
      output.object { output in
        output.member("id", "c\(index + 1)")
        output.member("from_name", control.name)
        output.member("to_name", control.object)
        control.writeResult(labels.map(\.name), score: labels.compactMap(\.score).min(), &output)
      }
    }
  }

  /// Whether a format says of a document that it has none of the labels.
  static func holdsNoLabels(_ document: Document, _ format: CorpusFormat) -> Bool {
    guard format == .prodigy || format == .doccano, !document.fields.isEmpty else { return false }
    if format == .prodigy, document.fields["options"] != nil { return true }
    guard let members = KeptMembers(document) else { return false }
    if format == .doccano { return members.listName != nil || members.value("cats")?.elements != nil }
    return ["accept", "cats"].contains { members.value($0) != nil }
  }

  /// The members of a format that hold other parts of a document, so that no field has their names.
  static func members(_ format: CorpusFormat) -> Set<String> {
    switch format {
    case .doccano: ["id", "text", "label", "entities", "cats"]
    case .prodigy: ["id", "text", "tokens", "spans", "label", "accept", "score"]
    case .labelStudio: ["id", "text"]
    default: []
    }
  }

  func writeId(_ output: inout JSONOutput) {
    guard !document.id.isEmpty else { return }
    output.name("id")
    output.value(members?.value("id", of: document.id) ?? .string(document.id))
  }

  /// The fields as the values that they were, those that were null, too.
  func writeFields(
    _ output: inout JSONOutput, of format: CorpusFormat, except held: Set<String> = []
  ) {
    let others = Self.members(format).union(held).union([KeptMembers.field])
    let nulls = members?.nulls.filter { document.fields[$0] == nil } ?? []
    for name in (document.fields.keys + nulls).sorted() where !others.contains(name) {
      output.name(name)
      guard let text = document.fields[name] else {
        output.null()
        continue
      }
      output.value(members?.value(name, of: text) ?? KeptMembers.value(ofField: name, text))
    }
    if let own = members?.value(KeptMembers.field) {
      output.name(KeptMembers.field)
      output.value(own)
    }
  }
}
