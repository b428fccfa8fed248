import BraidText

/// The part of a document that a column of a table or a member of a JSON object holds, by the name that a user gives it.
enum DocumentPart: Hashable {
  case text, tokens, id, language
  case label(layer: String), field(String), translation(String), tags(layer: String), spans(layer: String)
  /// Spans by characters, not by tags.
  case offsets(layer: String)

  /// The part of a name such as `text`, `label`, `stars`, `field:author` or `entity:bio`.
  ///
  /// - Parameters:
  ///   - name: What the user writes.
  ///   - labelLayer: What `label` stands for.
  ///   - target: What `target` stands for.
  ///   - option: The option that the name is in.
  /// - Throws: `badOption` for a name with a colon that is none of those.
  init(_ name: String, labelLayer: String, target: String, option: String = "columns") throws(CorpusError) {
    switch name {
    case "text", "source": self = .text
    case Document.secondName: self = .translation(name)
    case "tokens": self = .tokens
    case "id": self = .id
    case "language": self = .language
    case "label": self = .label(layer: labelLayer)
    case "target": self = .translation(target)
    default:
      let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      switch (parts[0], parts.last ?? "") {
      case (_, _) where parts.count == 1: self = .label(layer: name)
      case ("label", let layer): self = .label(layer: layer)
      case ("field", let field): self = .field(field)
      case ("translation", let language): self = .translation(language)
      case ("tags", let layer): self = .tags(layer: layer)
      case ("spans", let layer): self = .offsets(layer: layer)
      case (let layer, "bio"): self = .spans(layer: layer)
      default:
        let known = ["label", "field", "translation", "tags", "spans"]
        if let kind = parts.last, known.contains(kind) {
          throw .badOption(name: option, found: name, expected: "\(kind):\(parts[0]), the kind before the layer")
        }
        throw .badOption(
          name: option, found: name,
          expected: "text, tokens, text2, id, language, source, target, label, a label layer, label:LAYER, field:NAME, "
            + "translation:LANGUAGE, tags:LAYER, LAYER:bio for spans as tags, or spans:LAYER for spans by characters")
      }
    }
  }

  /// Whether a name is that of a part, in any case of letters, or says that it is one, so that a field of that name has to say that it
  /// is a field.
  static func isOwnName(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.utf8.contains(.colon)
      || ["text", "source", Document.secondName, "tokens", "id", "language", "label", "target"].contains(name)
  }

  /// What a column with the part is called where it has no name of its own.
  var columnName: String {
    switch self {
    case .text: "text"
    case .tokens: "tokens"
    case .id: "id"
    case .language: "language"
    case .label(let name), .field(let name), .translation(let name), .tags(let name), .spans(let name),
      .offsets(let name):
      name
    }
  }

  /// The part of a name in the columns of a table.
  ///
  /// - Throws: `badOption` for one that no cell can hold.
  init(column name: String, labelLayer: String, target: String) throws(CorpusError) {
    self = try DocumentPart(name, labelLayer: labelLayer, target: target)
    switch self {
    case .tokens, .tags, .spans, .offsets:
      throw .badOption(name: "columns", found: name, expected: "a part that a cell can hold, such as text or label")
    default: break
    }
  }
}
