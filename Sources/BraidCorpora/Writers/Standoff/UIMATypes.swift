import BraidText
import Foundation

/// The types of XMI files, for the description of their type system.
struct UIMATypes {
  /// The features of custom types.
  private var features: [String: Set<String>] = [:]

  /// Adds the types of a document.
  mutating func add(_ document: Document) {
    for type in FeatureType.types(document.spans, .xmi) where type.name.hasPrefix(Self.custom) {
      features[String(type.name.dropFirst(Self.custom.count)), default: []].formUnion(type.features.map(\.name))
    }
  }

  /// Adds the types of other files.
  mutating func add(_ other: UIMATypes) {
    features.merge(other.features) { $0.union($1) }
  }

  /// Adds the types of a description that Braid has written; false for another's.
  mutating func add(described text: String) -> Bool {
    guard text.contains(Self.mark) else { return false }
    var type: String?
    for line in text.utf8.split(separator: .lineFeed).map({ Substring($0) }) {
      guard let start = line.range(of: "<name>")?.upperBound, let end = line.range(of: "</name>")?.lowerBound,
        start < end
      else { continue }
      let name = String(line[start..<end])
      if line.hasPrefix("<typeDescription>") {
        type = name.hasPrefix("webanno.custom.") ? String(name.dropFirst("webanno.custom.".count)) : nil
        if let type, features[type] == nil { features[type] = [] }
      } else if let type, name != "score" {
        features[type, default: []].insert(name)
      }
    }
    return true
  }

  private static let custom = "custom:"

  private static let mark = "<!-- Written by Braid. -->"

  /// The prefix and package of the types, by which XMI names them.
  static let namespaces = [
    ("cas", "uima/cas"), ("metadata", "\(dkpro)/metadata/type"), ("segmentation", "\(dkpro)/segmentation/type"),
    ("pos", "\(dkpro)/lexmorph/type/pos"), ("morph", "\(dkpro)/lexmorph/type/morph"), ("ner", "\(dkpro)/ner/type"),
    ("chunk", "\(dkpro)/syntax/type/chunk"), ("custom", "webanno/custom"),
  ]
  private static let dkpro = "de/tudarmstadt/ukp/dkpro/core/api"

  /// `TypeSystem.xml`.
  var description: String {
    let package = Self.dkpro.split(separator: "/").joined(separator: ".")
    let (string, score) = ("uima.cas.String", ("score", "uima.cas.Double"))
    let segmentation = "\(package).segmentation.type"
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      \(Self.mark)
      <typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">
      <types>

      """
    text += Self.type(
      "\(package).metadata.type.DocumentMetaData", "uima.tcas.DocumentAnnotation",
      [("documentTitle", string), ("documentId", string)])
    text += Self.type("\(segmentation).Sentence", "uima.tcas.Annotation", [])
    text += Self.type("\(segmentation).Lemma", "uima.tcas.Annotation", [("value", string)])
    text += Self.type(
      "\(package).lexmorph.type.pos.POS", "uima.tcas.Annotation", [("PosValue", string), ("coarseValue", string)])
    text += Self.type(
      "\(package).lexmorph.type.morph.MorphologicalFeatures", "uima.tcas.Annotation", [("value", string)])
    text += Self.type(
      "\(segmentation).Token", "uima.tcas.Annotation",
      [
        ("lemma", "\(segmentation).Lemma"), ("pos", "\(package).lexmorph.type.pos.POS"),
        ("morph", "\(package).lexmorph.type.morph.MorphologicalFeatures"),
      ])
    text += Self.type("\(package).ner.type.NamedEntity", "uima.tcas.Annotation", [("value", string), score])
    text += Self.type("\(package).syntax.type.chunk.Chunk", "uima.tcas.Annotation", [("chunkValue", string), score])
    for (name, features) in features.sorted(by: { $0.key < $1.key }) {
      text += Self.type(
        "webanno.custom.\(name)", "uima.tcas.Annotation", features.sorted().map { ($0, string) } + [score])
    }
    return text + "</types>\n</typeSystemDescription>\n"
  }

  private static func type(_ name: String, _ supertype: String, _ features: [(String, String)]) -> String {
    let lines = features.map { name, range in
      "<featureDescription><name>\(name)</name><rangeTypeName>\(range)</rangeTypeName></featureDescription>\n"
    }
    return "<typeDescription><name>\(name)</name><supertypeName>\(supertype)</supertypeName>\n"
      + (lines.isEmpty ? "" : "<features>\n\(lines.joined())</features>\n") + "</typeDescription>\n"
  }
}
