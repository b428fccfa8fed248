import BraidFiles
import BraidText

/// UIMA CAS as XMI, as INCEpTION, WebAnno and DKPro have it: a document for each view with a text.
///
/// Offsets count UTF-16 units. `Token` and `Sentence` are the file's, `POS`, `Lemma` and `MorphologicalFeatures` are tags
/// (`pos`, `upos`, `lemma`, `feats`), `NamedEntity` spans of the layer `entity`, `Chunk` of `chunk`. Any other annotation is a
/// span of the layer of its type's last name, such as `Referent`, or one for each of its features, such as `Referent.entity`;
/// one without a feature has the name as its label. A feature whose value is the number of something else in the file is a
/// reference: relations, chains and slots are left aside and counted.
///
/// Source: OASIS Unstructured Information Management Architecture 1.0, section 3 (XMI).
package final class XMIReader: XMLDocumentHandler {
  private struct Annotation {
    var type: String
    var sofa: String
    var offsets: Range<Int>
    var features: [(name: String, value: String)]
    var place: SourceLocation
  }

  private struct Sofa {
    var id: String
    var name: String
    var text: String?
    var place: SourceLocation
  }

  package let elementNames: [String] = []
  package let output = XMLOutput()
  /// The text is an attribute, so that it can be long.
  static let limits = XMLLimits(silence: 16 << 20)

  private let options: ReadOptions
  private let placer: SpanPlacer
  private var depth = 0
  private var isTypeSystem = false
  private var annotations: [Annotation] = []
  private var sofas: [Sofa] = []
  private var ids: Set<String> = []
  private var title: (id: String?, language: String?)

  /// A reader of one file.
  package init(options: ReadOptions) {
    var options = options
    options.spanOffsets = .utf16
    self.options = options
    placer = SpanPlacer(options)
  }

  package func start(_ element: XMLElement, at location: XMLLocation) throws(CorpusError) {
    depth += 1
    guard depth > 1, !isTypeSystem else {
      guard depth == 1 else { return }
      // It stands beside the files that it is for, and a pattern may name it with them.
      if element.name == "typeSystemDescription", element.namespace == "http://uima.apache.org/resourceSpecifier" {
        isTypeSystem = true
        output.ledger.note(.ignored, .values, "type system, which holds no document", at: location.place)
        return
      }
      guard element.name == "XMI", element.namespace == Self.namespace else {
        throw .unexpected(location.place, found: "root element <\(element.name)>", expected: "<xmi:XMI>")
      }
      return
    }
    // Below the annotations are the values of features with several.
    guard depth == 2 else { return }
    output.beginRecord(at: location)
    let attributes = element.attributes
    if let id = attributes.value(named: "xmi:id") { ids.insert(id) }
    if element.namespace == "http:///uima/cas.ecore" {
      if element.name == "Sofa" {
        sofas.append(
          Sofa(
            id: attributes.value(named: "xmi:id") ?? "", name: attributes["sofaID"] ?? "",
            text: attributes["sofaString"], place: location.place))
      }
      return
    }
    if let language = attributes["language"], language != "x-unspecified", !language.isEmpty {
      title.language = language
    }
    if element.name == "DocumentMetaData" || element.name == "DocumentAnnotation" {
      title.id = attributes["documentTitle"] ?? attributes["documentId"] ?? title.id
      return
    }
    guard let begin = attributes["begin"] else { return }
    let end = attributes["end"] ?? ""
    guard let first = Int(begin), let last = Int(end), first >= 0, first <= last, last < 1 << 30 else {
      throw .unexpected(
        location.place, found: "<\(element.name)> from \(begin) to \(end)",
        expected: "offsets such as begin=\"0\" end=\"4\"")
    }
    var features: [(String, String)] = []
    for index in 0..<attributes.count {
      let (name, prefix, value) = attributes[index]
      if prefix == nil, !Self.positions.contains(name) { features.append((name, value.string)) }
    }
    annotations.append(
      Annotation(
        type: element.name, sofa: attributes["sofa"] ?? "", offsets: first..<last, features: features,
        place: location.place))
  }

  package func end(_ id: Int, at location: XMLLocation) {
    depth -= 1
    if depth < 2 { output.endRecord() }
  }

  package func text(_ bytes: Bytes, at location: XMLLocation) {}

  package func finish(at location: XMLLocation) throws(CorpusError) {
    let texts = sofas.filter { $0.text != nil }
    output.ledger.note(
      .dropped, .documents, "view without a text", at: location.place, count: sofas.count - texts.count)
    let file = location.file
    let groups = Dictionary(grouping: annotations, by: \.sofa)
    for sofa in texts {
      let name = title.id ?? file
      let id = texts.count > 1 ? "\(name)#\(sofa.name)" : name
      var document = try read(groups[sofa.id] ?? [], sofa).document(
        id: id, options, placer, at: sofa.place, into: &output.ledger)
      document.language = options.language ?? title.language
      output.append(document)
    }
  }

  private static let namespace = "http://www.omg.org/XMI"
  private static let positions: Set<String> = ["sofa", "begin", "end"]

  private func read(_ annotations: [Annotation], _ sofa: Sofa) -> StandoffText {
    var text = StandoffText(text: sofa.text ?? "")
    let tokens = annotations.filter { $0.type == "Token" && !$0.offsets.isEmpty }.map(\.offsets)
    text.tokens = tokens.sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    text.sentenceEnds = annotations.filter { $0.type == "Sentence" }.map(\.offsets.upperBound).sorted()
    var places: [Range<Int>: Int] = [:]
    for (index, token) in text.tokens.enumerated() { places[token] = index }
    var names: [String] = []
    var layers: [String: [CharacterSpan]] = [:]
    let features = featureNames(annotations)
    for annotation in annotations where annotation.type != "Token" && annotation.type != "Sentence" {
      if let known = Self.tags(annotation.type, annotation.features) {
        guard let token = places[annotation.offsets] else {
          output.ledger.note(.dropped, .tags, "tag of no token", at: annotation.place)
          continue
        }
        for (layer, value) in known { text.tags[layer, default: [:]][token] = value }
        continue
      }
      let isKnown = annotation.type == "NamedEntity" || annotation.type == "Chunk"
      let references = isKnown ? [] : annotation.features.filter(isReference)
      let values = annotation.features.filter { (isKnown || !isReference($0)) && !Self.isTechnical($0.name) }
      if !references.isEmpty {
        output.ledger.note(
          .ignored, .values, "relations, chains and slots", at: annotation.place, count: references.count)
      }
      guard !annotation.offsets.isEmpty else {
        output.ledger.note(.ignored, .spans, "zero-width", at: annotation.place)
        continue
      }
      // An annotation that only points at others is a relation.
      if values.isEmpty, !references.isEmpty { continue }
      if annotation.type == "NamedEntity", values.contains(where: { $0.name == "identifier" }) {
        output.ledger.note(.ignored, .values, "links to a knowledge base (identifier)", at: annotation.place)
      }
      let score = annotation.features.first { $0.name == "score" }.flatMap { Double($0.value) }
      for (name, label) in Self.spans(annotation.type, values, isOnly: features[annotation.type]?.count ?? 0 < 2) {
        if layers[name] == nil { names.append(name) }
        layers[name, default: []].append(CharacterSpan(annotation.offsets, label: label, score: score))
      }
    }
    text.layers = names.map { ($0, (layers[$0] ?? []).enumerated().sorted(by: Self.isBefore).map(\.element)) }
    return text
  }

  /// In text order, the longer of two that begin together first.
  private static func isBefore(_ a: (offset: Int, element: CharacterSpan), _ b: (offset: Int, element: CharacterSpan))
    -> Bool
  {
    let (first, second) = (a.element.offsets, b.element.offsets)
    return (first.lowerBound, -first.upperBound, a.offset) < (second.lowerBound, -second.upperBound, b.offset)
  }

  /// The names of the features that the annotations of each type have.
  private func featureNames(_ annotations: [Annotation]) -> [String: Set<String>] {
    var names: [String: Set<String>] = [:]
    for annotation in annotations {
      for feature in annotation.features where !isReference(feature) && !Self.isTechnical(feature.name) {
        names[annotation.type, default: []].insert(feature.name)
      }
    }
    return names
  }

  /// Whether a value is the number of something else in the file, or several.
  private func isReference(_ feature: (name: String, value: String)) -> Bool {
    let parts = feature.value.split(separator: " ")
    return !parts.isEmpty && parts.allSatisfy { ids.contains(String($0)) }
  }

  /// Features that say nothing about the text.
  private static func isTechnical(_ name: String) -> Bool {
    name == "score" || name == "order" || name == "componentId" || name == "id"
  }

  /// The tags that an annotation of a token has; nil for one of another kind.
  private static func tags(
    _ type: String, _ features: [(name: String, value: String)]
  ) -> [(layer: String, value: String)]? {
    func values(_ names: [String: String]) -> [(String, String)] {
      features.compactMap { feature in names[feature.name].map { ($0, feature.value) } }
    }
    if type == "Lemma" { return values(["value": "lemma"]) }
    if type == "MorphologicalFeatures" { return values(["value": "feats"]) }
    // Types of DKPro for each coarse part of speech, such as NOUN, have the same features.
    let parts = values(["PosValue": "pos", "coarseValue": "upos"])
    return type == "POS" || !parts.isEmpty ? parts : nil
  }

  /// The layers and labels that an annotation of a type is a span of.
  private static func spans(
    _ type: String, _ features: [(name: String, value: String)], isOnly: Bool
  ) -> [(layer: String, label: String)] {
    switch type {
    case "NamedEntity": [("entity", features.first { $0.name == "value" }?.value ?? "entity")]
    case "Chunk": [("chunk", features.first { $0.name == "chunkValue" }?.value ?? "chunk")]
    default:
      features.isEmpty
        ? [(type, type)] : features.map { (isOnly ? type : "\(type).\($0.name)", $0.value) }
    }
  }
}
