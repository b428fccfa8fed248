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
  /// The label of an annotation without a value; nil when another column of the type has the annotation.
  var unnamed: String?

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
      columns.append(column(type, feature, isOnly: features.count == 1, isFirst: index == 0))
    }
    return columns
  }

  private static func column(_ type: String, _ feature: String, isOnly: Bool, isFirst: Bool) -> WebAnnoColumn {
    switch (type, feature) {
    case ("NamedEntity", "value"): return WebAnnoColumn(kind: .spans, layer: "entity", unnamed: "entity")
    case ("POS", "PosValue"): return WebAnnoColumn(kind: .tags, layer: "pos")
    case ("POS", "coarseValue"): return WebAnnoColumn(kind: .tags, layer: "upos")
    case ("Lemma", "value"): return WebAnnoColumn(kind: .tags, layer: "lemma")
    default:
      return WebAnnoColumn(
        kind: .spans, layer: isOnly || feature.isEmpty ? type : "\(type).\(feature)", unnamed: isFirst ? type : nil)
    }
  }
}
