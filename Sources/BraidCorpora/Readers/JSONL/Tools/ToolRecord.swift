import BraidFiles
import BraidText

/// One object of an annotation tool: members that are not taken yet, and the document so far.
struct ToolRecord {
  /// The document so far.
  var document = Document(text: "")
  /// Its spans, by offsets.
  var layers: [SpanPlacer.Layer] = []
  /// What models gave, by offsets.
  var predicted: [(model: String, layer: String, spans: [CharacterSpan])] = []
  /// Its tokens by offsets; none when the file has none.
  var tokens: [Range<Int>] = []
  /// Where the object begins.
  let place: SourceLocation
  /// Members whose values the document does not say; a field holds them.
  private var kept: [JSONValue.Member] = []
  /// The name of the last field whose own differs from another's in bytes alone; nil when there is none.
  private(set) var renamed: String?
  /// The members that are not taken yet.
  private(set) var remaining: [JSONValue.Member]

  /// The object; anything else has no members.
  init(_ value: JSONValue, place: SourceLocation) {
    self.place = place
    remaining = value.members ?? []
  }

  /// The value of a member that is not taken yet; nil for null.
  func peek(_ name: String) -> JSONValue? {
    guard let value = remaining.first(where: { $0.name == name })?.value else { return nil }
    if case .null = value { return nil }
    return value
  }

  /// Takes a member; nil when there is none, or null.
  mutating func take(_ name: String) -> JSONValue? {
    let value = peek(name)
    remaining.removeAll { $0.name == name }
    return value
  }

  /// Takes the id, and keeps one that is no string.
  mutating func takeId() {
    guard let id = take("id") else { return }
    document.id = id.scalar ?? ""
    if id.string == nil { keep("id", id) }
  }

  /// Keeps the value of a member until fields are added.
  mutating func keep(_ name: String, _ value: JSONValue) { kept.append(JSONValue.Member(name: name, value: value)) }

  /// Takes the tokens, which are objects with `start` and `end`.
  ///
  /// - Throws: `wrongField` for an element that is none.
  mutating func takeTokens() throws(CorpusError) {
    for token in take("tokens")?.elements ?? [] {
      guard let start = token["start"]?.number, let end = token["end"]?.number, start >= 0, start <= end, end < 1e9
      else { throw wrong("tokens", token.kind, "start and end of a token") }
      tokens.append(Int(start)..<Int(end))
    }
  }

  /// Takes every member that `isWanted` accepts.
  mutating func takeAll(where isWanted: (JSONValue.Member) -> Bool) -> [JSONValue.Member] {
    let wanted = remaining.filter(isWanted)
    remaining.removeAll(where: isWanted)
    return wanted
  }

  /// Takes a member that is a string.
  ///
  /// - Throws: `wrongField` for anything else.
  mutating func takeText(_ name: String) throws(CorpusError) -> String {
    guard let value = take(name) else { throw wrong(name, "nothing", "a text") }
    guard let text = value.string else { throw wrong(name, value.kind, "a text") }
    return text
  }

  /// Takes all that is left as fields.
  ///
  /// - Throws: `wrongField` for a second member of a name.
  mutating func takeFields() throws(CorpusError) {
    try addFields(remaining)
    remaining = []
  }

  /// Adds members as fields, and what is kept.
  ///
  /// - Throws: `wrongField` for a second member of a name.
  mutating func addFields(_ members: some Sequence<JSONValue.Member>) throws(CorpusError) {
    for member in members {
      // The field of this name holds what is kept, this member, too.
      let isOwn = member.name.isExactly(KeptMembers.field)
      let isSecond = isOwn && kept.contains { $0.name.isExactly(member.name) }
      guard !isSecond, let name = document.fields.newName(member.name) else {
        throw wrong(member.name, "a second member of this name", "each name once")
      }
      guard !isOwn else {
        kept.append(member)
        continue
      }
      if !name.isExactly(member.name) { renamed = name }
      document.fields[name] = member.value.fieldText
      if !KeptMembers.isSaid(member) { kept.append(member) }
    }
    guard !kept.isEmpty, document.fields[KeptMembers.field] == nil else { return }
    document.fields[KeptMembers.field] = JSONValue.object(kept).fieldText
  }

  /// The spans of an array. Members of theirs that say more are counted.
  ///
  /// - Parameters:
  ///   - elements: the array.
  ///   - member: where it stood.
  ///   - areKept: whether a field holds the elements as they are, so that nothing is lost.
  ///   - ledger: counts the members.
  /// - Returns: the spans.
  /// - Throws: `wrongField` for an element that is none.
  func spans(
    _ elements: [JSONValue], in member: String, areKept: Bool = false, into ledger: inout Ledger
  ) throws(CorpusError) -> [CharacterSpan] {
    var spans: [CharacterSpan] = []
    for element in elements {
      guard let span = CharacterSpan(element) else {
        throw wrong(member, element.fieldText ?? "null", "start, end and label of a span")
      }
      spans.append(span)
      guard !areKept else { continue }
      for name in CharacterSpan.furtherMembers(element) {
        ledger.note(.ignored, .values, "`\(name)` of a span", at: place)
      }
    }
    return spans
  }

  /// An error about a member.
  func wrong(_ field: String, _ found: String, _ expected: String) -> CorpusError {
    .wrongField(place, field: field, found: String(found.prefix(60)), expected: expected)
  }
}
