import BraidText

/// A span by code points.
struct ToolSpan {
  var layer: String
  var characters: Range<Int>
  var tokens: Range<Int>
  var label: String
  var score: Double?
}

/// The entities of a doccano file, which have ids that its relations name, as a document's field `doccano` keeps them.
struct KeptEntities {
  /// The field, and the one of relations.
  static let field = "doccano"
  static let relations = "relations"

  private let document: Document
  private let entities: [JSONValue]

  /// The entities; nil where there are none.
  init?(_ document: Document) {
    guard let text = document.fields[Self.field], let entities = JSONValue.ofField(text)?.elements,
      entities.contains(where: Self.hasId)
    else { return nil }
    self.document = document
    self.entities = entities
  }

  /// Whether an entity has an id.
  static func hasId(_ entity: JSONValue) -> Bool { entity.member("id")?.scalar != nil }

  /// An entity for each span: the one that was there, or one with a new id.
  func entities(of spans: [ToolSpan]) -> [JSONValue] {
    let read = entities.map { CharacterSpan($0) }
    let places = KeptSpans.places(of: read, in: document)
    var free: [LabeledSpan: [Int]] = [:]
    for (index, place) in places.enumerated().reversed() { if let place { free[place, default: []].append(index) } }
    var next = (entities.compactMap { $0.member("id")?.scalar.flatMap { Int($0) } }.max() ?? 0) &+ 1
    return spans.map { span in
      if let index = free[LabeledSpan(span.tokens, label: span.label)]?.popLast() { return entities[index] }
      defer { next &+= 1 }
      return .object([
        JSONValue.Member(name: "id", value: .number("\(next)")),
        JSONValue.Member(name: "label", value: .string(span.label)),
        JSONValue.Member(name: "start_offset", value: .number("\(span.characters.lowerBound)")),
        JSONValue.Member(name: "end_offset", value: .number("\(span.characters.upperBound)")),
      ])
    }
  }

  /// The relations whose ends are not among the entities that are gone.
  ///
  /// - Returns: nil for a field that holds no relations.
  func relations(_ field: String?, beside written: [JSONValue]) -> (kept: [JSONValue], areFewer: Bool)? {
    guard let all = field.flatMap({ JSONValue.ofField($0)?.elements }) else { return nil }
    let gone = Self.ids(entities).subtracting(Self.ids(written))
    let kept = all.filter { relation in
      ["from_id", "to_id"].allSatisfy { name in
        relation.member(name)?.scalar.map { !gone.contains($0) } ?? true
      }
    }
    return (kept, kept.count < all.count)
  }

  private static func ids(_ entities: [JSONValue]) -> Set<String> {
    Set(entities.compactMap { $0.member("id")?.scalar })
  }
}

/// Where spans of a tool stand in a document that was read with them.
enum KeptSpans {
  /// The spans on the tokens of a document, without scores, in the unit of offsets in which the most are spans of it; nil for one
  /// without tokens.
  static func places(of spans: [CharacterSpan?], in document: Document) -> [LabeledSpan?] {
    let known = Set(document.spans.values.joined().map { LabeledSpan($0.tokens, label: $0.label) })
    let aligner = SpanAligner(document.tokens)
    var best: (places: [LabeledSpan?], count: Int) = ([], -1)
    for unit in [OffsetUnit.characters, .utf16, .bytes] {
      let map = OffsetMap(document.text, unit)
      let places = spans.map { span -> LabeledSpan? in
        guard let span, let bytes = map.bytes(span.offsets), let (tokens, _) = aligner.tokens(of: bytes) else {
          return nil
        }
        return LabeledSpan(tokens, label: span.label)
      }
      let count = places.count { $0.map(known.contains) ?? false }
      if count > best.count { best = (places, count) }
      if count == spans.count { break }
    }
    return best.places
  }
}
