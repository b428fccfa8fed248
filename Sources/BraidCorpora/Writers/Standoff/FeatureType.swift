import BraidText

/// A type of annotations of WebAnno or UIMA, with a feature for each layer of spans that is called `Type.feature`.
struct FeatureType {
  /// What spans of the same tokens are one annotation by.
  private struct Place: Hashable {
    var tokens: Range<Int>
    var score: Double?
  }

  /// An annotation.
  struct Annotation {
    /// Its tokens.
    var tokens: Range<Int>
    /// The label of each feature; nil where there is none.
    var labels: [String?]
    /// The score of its labels, in XMI.
    var score: Double?
  }

  /// The name of the type, with its package or the prefix of that.
  let name: String
  /// The features, and the layers that have their values.
  private(set) var features: [(name: String, layer: String)]
  private let hasScores: Bool

  /// The types that layers of spans are written as: those that are called `Type.feature` together, any other alone with a
  /// `value`; `entity` is the `value` of named entities, and in XMI `chunk` that of chunks.
  static func types(_ spans: [String: [LabeledSpan]], _ format: CorpusFormat) -> [FeatureType] {
    var types: [FeatureType] = []
    let isXMI = format == .xmi
    for layer in spans.keys.sorted() {
      guard let place = isXMI ? xmiFeature(layer, in: spans) : feature(layer, in: spans) else {
        let name = (isXMI ? "custom:" : "webanno.custom.") + UIMAName.of(layer)
        types.append(FeatureType(name: name, features: [("value", layer)], hasScores: isXMI))
        continue
      }
      if let index = types.firstIndex(where: { $0.name == place.type }) {
        types[index].features.append((place.name, layer))
      } else {
        types.append(FeatureType(name: place.type, features: [(place.name, layer)], hasScores: isXMI))
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
    guard let (type, name) = parts(layer), !name.utf8.starts(with: "ROLE_".utf8), spans[type] == nil else { return nil }
    switch type {
    case "NamedEntity": return spans["entity"] == nil || name == "value" ? nil : (entity, name)
    // They are tags.
    case "POS", "Lemma": return nil
    default: return ("webanno.custom.\(type)", name)
    }
  }

  /// The same in XMI, with the prefix of the type.
  private static func xmiFeature(_ layer: String, in spans: [String: [LabeledSpan]]) -> (type: String, name: String)? {
    if layer == "entity" { return ("ner:NamedEntity", "value") }
    if layer == "chunk" { return ("chunk:Chunk", "chunkValue") }
    guard let (type, name) = parts(layer), spans[type] == nil, !known.contains(type), !technical.contains(name) else {
      return nil
    }
    return ("custom:\(type)", name)
  }

  /// Types that are no spans, or have no other features.
  private static let known: Set<String> = [
    "Token", "Sentence", "POS", "Lemma", "MorphologicalFeatures", "NamedEntity", "Chunk", "DocumentMetaData",
    "DocumentAnnotation",
  ]
  /// Features that are no labels.
  private static let technical: Set<String> = [
    "begin", "end", "sofa", "score", "order", "componentId", "id", "PosValue", "coarseValue", "language",
  ]

  /// The type and feature in the name of a layer; nil for another name.
  private static func parts(_ layer: String) -> (type: String, name: String)? {
    guard let dot = layer.utf8.lastIndex(of: .dot) else { return nil }
    let (type, name) = (String(layer[..<dot]), String(layer[layer.utf8.index(after: dot)...]))
    return isName(type) && isName(name) ? (type, name) : nil
  }

  private static func isName(_ text: String) -> Bool { !text.utf8.isEmpty && UIMAName.of(text) == text }

  private static let entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"

  /// The annotations: spans of the same tokens are one, the first of each layer, the second of each and so on; in XMI those
  /// with the same score.
  func annotations(_ spans: [String: [LabeledSpan]]) -> [Annotation] {
    var annotations: [Annotation] = []
    var known: [Place: [Int]] = [:]
    for (index, feature) in features.enumerated() {
      var seen: [Place: Int] = [:]
      for span in spans[feature.layer] ?? [] {
        let place = Place(tokens: span.tokens, score: hasScores ? span.score : nil)
        let number = seen[place, default: 0]
        seen[place] = number + 1
        let same = known[place] ?? []
        if number < same.count {
          annotations[same[number]].labels[index] = span.label
          continue
        }
        known[place, default: []].append(annotations.count)
        var labels = [String?](repeating: nil, count: features.count)
        labels[index] = span.label
        annotations.append(Annotation(tokens: span.tokens, labels: labels, score: place.score))
      }
    }
    return annotations
  }
}
