/// The layout of an annotation tool or library, as the first object of a file shows it.
enum ToolLayout: Equatable {
  /// A text with `[start, end, label]` or objects of them in a member; `cats` may hold labels.
  case doccano(spans: String)
  /// Prodigy's tasks: `spans`, `tokens`, `label`, `options` and `accept`, `answer`.
  case prodigy
  /// spaCy's `Doc.to_json()`: a text, `tokens` and `ents` by offsets.
  case spacyDocument
  /// `["text", {"entities": [[start, end, label]], "cats": {…}}]`.
  case spacyPair
  /// A text with `cats`, and no spans.
  case categories
  /// A text with an array of names in a member, which are labels of the document.
  case labelLists(member: String)
  /// Label Studio's tasks: `data` and `annotations`.
  case labelStudio
  /// Words with tags in members of their own, as Hugging Face's data sets have them.
  case taggedTokens

  /// The layout of an object in a file of which the user says that it is `format`.
  init?(_ value: JSONValue, named format: CorpusFormat) {
    switch format {
    case .doccano: self = .doccano(spans: value.members.flatMap(Self.spans) ?? "label")
    case .prodigy: self = .prodigy
    case .labelStudio: self = .labelStudio
    default: self.init(value)
    }
  }

  /// The layout that the first objects of a file show together.
  ///
  /// An empty list shows nothing: of an object with no more than that, the first object that has something there decides.
  /// Where none has, a list of entities is one of spans, one of labels is one of labels.
  init?(head values: [JSONValue]) {
    guard let first = values.first else { return nil }
    if Self.hasNoWords(first) {
      let words = values.first { !Self.hasNoWords($0) }
      guard words.map({ ToolLayout($0) == .taggedTokens }) ?? true else { return nil }
      self = .taggedTokens
      return
    }
    guard let name = Self.openMember(first) else {
      self.init(first)
      return
    }
    for value in values.dropFirst() where Self.openMember(value) == nil {
      guard let member = value[name], !member.isNull else { continue }
      self.init(value)
      return
    }
    // Null is nothing in any layout.
    guard first[name]?.elements != nil else { return nil }
    switch name {
    case "label": return nil
    case "labels": self = .labelLists(member: name)
    default: self = .doccano(spans: name)
    }
  }

  /// Whether an object shows nothing of its layout until others do.
  static func isOpen(_ value: JSONValue) -> Bool { openMember(value) != nil || hasNoWords(value) }

  /// Whether an object has no text, no words, and no tags of them beside them.
  private static func hasNoWords(_ value: JSONValue) -> Bool {
    value.member("text") == nil && value.member("tokens")?.elements?.isEmpty == true
      && value.members?.contains { $0.name != "tokens" && $0.value.elements?.isEmpty == true } == true
  }

  /// Whether a member is usually called so that holds tags of words.
  static func namesTags(_ name: String) -> Bool { name.hasSuffix("tags") || name.hasSuffix("labels") }

  /// The member that may hold spans or labels, of an object that has a text, nothing in that member, and no other layout.
  static func openMember(_ value: JSONValue) -> String? {
    guard let members = value.members, value["text"]?.string != nil else { return nil }
    let empty = members.first { usual.contains($0.name) && ($0.value.elements?.isEmpty ?? $0.value.isNull) }
    guard let empty else { return nil }
    switch ToolLayout(value) {
    case nil, .doccano, .labelLists: break
    default: return nil
    }
    let others = members.filter { $0.name != empty.name }
    return others.contains { $0.value.elements?.first.map { CharacterSpan($0) != nil } ?? false } ? nil : empty.name
  }

  /// The layout of an object; nil for Braid's own, and for any other.
  init?(_ value: JSONValue) {
    if let pair = value.elements {
      guard pair.count == 2, pair[0].string != nil, pair[1].members != nil else { return nil }
      self = .spacyPair
      return
    }
    guard let members = value.members else { return nil }
    var byName: [String: JSONValue] = [:]
    for member in members { byName[member.name] = member.value }
    // A task that nobody has annotated has its data alone.
    if let data = byName["data"]?.members,
      ["annotations", "completions", "predictions"].contains(where: { byName[$0] != nil })
        || Set(byName.keys).isSubset(of: ["id", "data", "meta"]) && data.contains(where: { $0.value.string != nil })
    {
      self = .labelStudio
      return
    }
    let isOwn = ["spans", "labels", "tags", "fields"].contains { byName[$0]?.members != nil }
    guard !isOwn else { return nil }
    if byName["text"]?.string != nil {
      if byName["ents"]?.elements != nil, byName["tokens"]?.elements != nil {
        self = .spacyDocument
        return
      }
      if Self.isProdigy(byName) {
        self = .prodigy
        return
      }
      guard let name = Self.spans(members) else {
        if byName["cats"]?.members != nil || byName["cats"]?.elements != nil {
          self = .categories
        } else if byName["labels"]?.elements?.contains(where: { $0.scalar != nil }) == true {
          self = .labelLists(member: "labels")
        } else {
          return nil
        }
        return
      }
      self = .doccano(spans: name)
      return
    }
    guard byName["text"] == nil, let words = byName["tokens"]?.elements, !words.isEmpty,
      words.allSatisfy({ $0.string != nil }),
      members.contains(where: { $0.name != "tokens" && Self.areTags($0.value, words.count) })
    else { return nil }
    self = .taggedTokens
  }

  /// The layout that the first objects show, each on a line; nil for Braid's own, for any other, and for what is no JSON.
  init?(lines: [String]) {
    var values: [JSONValue] = []
    for var line in lines {
      let value = line.withUTF8 { bytes -> JSONValue? in
        var cursor = JSONCursor(bytes, name: "line")
        return try? cursor.readValue()
      }
      guard let value else { break }
      values.append(value)
    }
    self.init(head: values)
  }

  /// What the layout is called.
  var name: String {
    switch self {
    case .doccano(let spans): "doccano: spans in `\(spans)`"
    case .prodigy: "tasks of Prodigy"
    case .spacyDocument: "spaCy: documents with `tokens` and `ents`"
    case .spacyPair: "spaCy: pairs of a text and its annotations"
    case .categories: "spaCy: categories in `cats`"
    case .labelLists(let member): "labels of documents in `\(member)`"
    case .labelStudio: "tasks of Label Studio"
    case .taggedTokens: "words in `tokens`, with tags beside them"
    }
  }

  /// What the member of spans, or of labels, is usually called.
  private static let usual = ["label", "labels", "entities", "annotations"]

  /// Whether these are tags of so many words.
  static func areTags(_ value: JSONValue, _ count: Int) -> Bool {
    guard let elements = value.elements, elements.count == count else { return false }
    return elements.allSatisfy { $0.string != nil }
  }

  private static func isProdigy(_ members: [String: JSONValue]) -> Bool {
    if members["spans"]?.elements.map({ $0.allSatisfy { $0.members != nil } }) ?? false { return true }
    if members["tokens"]?.elements?.first?.members != nil { return true }
    if ["_task_hash", "_input_hash"].contains(where: { members[$0] != nil }) { return true }
    return ["accept", "reject", "ignore"].contains(members["answer"]?.string)
  }

  /// The member that holds spans: the first whose elements are some, else one with the usual name that is empty.
  private static func spans(_ members: [JSONValue.Member]) -> String? {
    (members.first { $0.value.elements?.first.map { CharacterSpan($0) != nil } ?? false }
      ?? members.first { $0.name != "annotations" && usual.contains($0.name) && $0.value.elements?.isEmpty ?? false })?
      .name
  }
}

extension Ledger {
  /// The format of annotation tools that the files were found to be in; nil for none.
  package var toolFormat: CorpusFormat? {
    let names = entries.filter { $0.action == .recognized && $0.unit == .documents }.map(\.reason)
    let doccano = ToolLayout.doccano(spans: "").name.prefix { $0 != ":" }
    for name in names {
      if name == ToolLayout.labelStudio.name { return .labelStudio }
      if name == ToolLayout.prodigy.name { return .prodigy }
      if name.hasPrefix(doccano) { return .doccano }
    }
    return nil
  }
}
