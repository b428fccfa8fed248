import BraidText

/// A type of WebAnno's annotations, with a feature for each layer of spans that is called `Type.feature`.
struct WebAnnoType {
  /// The name of the type, with its package.
  let name: String
  /// The features, and the layers that have their values.
  private(set) var features: [(name: String, layer: String)]

  /// The types that layers of spans are written as: those that are called `Type.feature` together, any other alone with a
  /// `value`; `entity` is the `value` of named entities.
  static func types(_ spans: [String: [LabeledSpan]]) -> [WebAnnoType] {
    var types: [WebAnnoType] = []
    for layer in spans.keys.sorted() {
      guard let place = feature(layer, in: spans) else {
        types.append(WebAnnoType(name: "webanno.custom.\(UIMAName.of(layer))", features: [("value", layer)]))
        continue
      }
      if let index = types.firstIndex(where: { $0.name == place.type }) {
        types[index].features.append((place.name, layer))
      } else {
        types.append(WebAnnoType(name: place.type, features: [(place.name, layer)]))
      }
    }
    // The first is the type's main one, and the only one that may have no spans.
    for index in types.indices {
      types[index].features.sort { order($0, in: spans) < order($1, in: spans) }
    }
    return types
  }

  /// Whether a layer is one of several features, by which its name is known again.
  func isSeveral(with layer: String) -> Bool { features.count > 1 && features.contains { $0.layer == layer } }

  private static func order(
    _ feature: (name: String, layer: String), in spans: [String: [LabeledSpan]]
  ) -> (Int, Int, String) {
    (feature.name == "value" ? 0 : 1, spans[feature.layer]?.isEmpty == true ? 0 : 1, feature.name)
  }

  /// The type and feature that a layer is; nil for one that is a type of its own.
  private static func feature(_ layer: String, in spans: [String: [LabeledSpan]]) -> (type: String, name: String)? {
    if layer == "entity" { return (entity, "value") }
    guard let dot = layer.utf8.lastIndex(of: .dot) else { return nil }
    let (type, name) = (String(layer[..<dot]), String(layer[layer.utf8.index(after: dot)...]))
    guard isName(type), isName(name), !name.utf8.starts(with: "ROLE_".utf8), spans[type] == nil else { return nil }
    switch type {
    case "NamedEntity": return spans["entity"] == nil || name == "value" ? nil : (entity, name)
    // They are tags.
    case "POS", "Lemma": return nil
    default: return ("webanno.custom.\(type)", name)
    }
  }

  private static func isName(_ text: String) -> Bool { !text.utf8.isEmpty && UIMAName.of(text) == text }

  private static let entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"

  /// The annotations with the label of each feature, nil where there is none: spans of the same tokens are one annotation, the
  /// first of each layer, the second of each and so on.
  func annotations(_ spans: [String: [LabeledSpan]]) -> [(tokens: Range<Int>, labels: [String?])] {
    var annotations: [(tokens: Range<Int>, labels: [String?])] = []
    var known: [Range<Int>: [Int]] = [:]
    for (index, feature) in features.enumerated() {
      var seen: [Range<Int>: Int] = [:]
      for span in spans[feature.layer] ?? [] {
        let number = seen[span.tokens, default: 0]
        seen[span.tokens] = number + 1
        let same = known[span.tokens] ?? []
        if number < same.count {
          annotations[same[number]].labels[index] = span.label
          continue
        }
        known[span.tokens, default: []].append(annotations.count)
        annotations.append((span.tokens, [String?](repeating: nil, count: features.count)))
        annotations[annotations.count - 1].labels[index] = span.label
      }
    }
    return annotations
  }
}
