import BraidFiles
import BraidText

/// What a column of WebAnno TSV 3 behind the words holds.
struct WebAnnoColumn {
  /// What becomes of it.
  enum Kind {
    /// Values of spans.
    case spans
    /// Values of tokens.
    case tags
    /// Relations, chains and slots.
    case ignored
  }

  /// What becomes of it.
  var kind: Kind
  /// The layer of spans or tags.
  var layer: String
  /// The label of all annotations, where the type has no features.
  var unnamed: String?
  /// Whether it is the type's first feature, or its `value`: its layer is there, with or without spans.
  var isMain = true

  /// Whether it has values of spans.
  var isSpans: Bool { kind == .spans }

  /// The columns that a line such as `#T_SP=webanno.custom.Referent|entity|infstat` declares.
  ///
  /// - Throws: `unexpected` for another kind of layer.
  static func columns(_ line: String, at place: SourceLocation) throws(CorpusError) -> [WebAnnoColumn] {
    guard let equals = line.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      throw .unexpected(place, found: line, expected: "a layer such as #T_SP=NamedEntity|value")
    }
    let parts = String(line[line.index(after: equals)...]).utf8
      .split(separator: .bar, omittingEmptySubsequences: false).map { String(Substring($0)) }
    let type = parts[0].utf8.split(separator: .dot).last.map { String(Substring($0)) } ?? parts[0]
    let features = parts.count > 1 ? Array(parts[1...]) : [""]
    guard line.utf8.starts(with: "#T_SP=".utf8) else {
      return features.map { _ in WebAnnoColumn(kind: .ignored, layer: type) }
    }
    var columns: [WebAnnoColumn] = []
    // A slot has two columns: its roles and the type they point to.
    var isSlot = false
    for (index, feature) in features.enumerated() {
      if feature.utf8.starts(with: "ROLE_".utf8) || isSlot {
        isSlot = !isSlot
        columns.append(WebAnnoColumn(kind: .ignored, layer: type))
        continue
      }
      let isMain = features.contains("value") ? feature == "value" : index == 0
      columns.append(column(type, feature, isOnly: features.count == 1, isMain: isMain))
    }
    return columns
  }

  private static func column(_ type: String, _ feature: String, isOnly: Bool, isMain: Bool) -> WebAnnoColumn {
    switch (type, feature) {
    case ("NamedEntity", "value"): return WebAnnoColumn(kind: .spans, layer: "entity")
    case ("POS", "PosValue"): return WebAnnoColumn(kind: .tags, layer: "pos")
    case ("POS", "coarseValue"): return WebAnnoColumn(kind: .tags, layer: "upos")
    case ("Lemma", "value"): return WebAnnoColumn(kind: .tags, layer: "lemma")
    default:
      return WebAnnoColumn(
        kind: .spans, layer: isOnly || feature.isEmpty ? type : "\(type).\(feature)",
        unnamed: feature.isEmpty ? type : nil, isMain: isMain)
    }
  }
}
