import BraidFiles
import BraidText

/// Makes documents of JSON objects that Braid did not write, by a map from parts of documents to members.
final class JSONFieldMap {
  private let options: ReadOptions
  private let parts: [(part: DocumentPart, path: String)]
  /// Which members of spans by characters say what, by the layer.
  private var members: [String: SpanMembers] = [:]
  private let spans: SpanDecoder
  /// The paths of the parts, and the members that they begin with.
  private let paths: Set<ExactString>
  private let mapped: Set<ExactString>
  /// The members of the map that no object has had so far.
  private var unmet: [String]
  /// Objects read, and where the last one stands.
  private var count = 0
  private var last = SourceLocation(file: "")
  /// What the first object with other members says about them.
  private var leftOut: String?
  /// Finds the tokens of spans that are given by offsets.
  private let placer: SpanPlacer?

  /// The map of the options.
  ///
  /// - Throws: `badOption` for a part that there is not, and for members of spans that are not three.
  init(options: ReadOptions) throws(CorpusError) {
    self.options = options
    spans = SpanDecoder(options)
    var parts: [(DocumentPart, String)] = []
    for (name, path) in options.fields.sorted(by: { $0.key < $1.key }) {
      let part = try DocumentPart(
        name, labelLayer: options.labelLayer, target: options.targetName, option: "fields")
      var path = path
      if case .offsets(let layer) = part, let named = try SpanMembers.parse(path, layer: layer) {
        (path, members[layer]) = named
      }
      parts.append((part, path))
    }
    self.parts = parts
    paths = Set(parts.map { ExactString($0.1) })
    mapped = Set(parts.map { ExactString(String(Substring($0.1.utf8.prefix { $0 != .dot }))) })
    unmet = parts.map(\.1)
    let hasOffsets = parts.contains { if case .offsets = $0.0 { true } else { false } }
    placer = hasOffsets ? SpanPlacer(options) : nil
  }

  /// The document of an object.
  ///
  /// - Throws: `wrongField` for a text that is absent, or a member of another type than its part needs.
  func document(_ object: JSONValue, at place: SourceLocation, into ledger: inout Ledger) throws(CorpusError)
    -> Document
  {
    guard case .object(let members) = object else {
      throw .malformedJSON(
        SourceLocation(file: place.file, line: place.line, column: 1), found: object.kind, expected: "an object")
    }
    (count, last) = (count + 1, place)
    unmet.removeAll { object[$0] != nil }
    var document = Document(text: "")
    for (part, path) in parts {
      let value = object[path] ?? .null
      if case .null = value {
        guard part != .text, part != .tokens else {
          throw .wrongField(place, field: path, found: "nothing", expected: "a text or tokens")
        }
        continue
      }
      let member = Member(value: value, path: path, place: place)
      switch part {
      case .text: document.setText(Array(try member.scalar().utf8).withUnsafeBufferPointer { options.document($0) })
      case .tokens: document.setText(Document(words: [try member.scalars("words")]))
      case .id: document.id = try member.scalar()
      case .language: document.language = try member.scalar()
      case .field(let name): document.fields[name] = try member.scalar()
      case .translation(let name): document.translations[name] = AlignedText(try member.scalar())
      case .label(let layer): document.labels[layer] = try member.labels()
      case .tags(let layer): document.tags[layer] = try member.elements("tags").map { $0.scalar?.unlessBlank }
      case .spans(let layer):
        var tags = try member.elements("tags").map { $0.scalar?.unlessBlank }
        document.spans[layer] = try spans.spans(&tags, layer: layer, into: &ledger) { _ in place }
        document.tags[layer] = tags
      case .offsets: continue
      }
    }
    try setOffsets(object, in: &document, at: place, into: &ledger)
    noteLeftOut(members, at: place, into: &ledger)
    for (layer, tags) in document.tags where tags.count != document.tokens.count {
      throw .wrongField(
        place, field: layer, found: tags.count.counted("tag"), expected: "\(document.tokens.count), one a token")
    }
    return document
  }

  /// Counts the members that the map leaves out; the first of them are named.
  private func noteLeftOut(_ members: [JSONValue.Member], at place: SourceLocation, into ledger: inout Ledger) {
    let others = others(members)
    guard !others.isEmpty else { return }
    let names = others.prefix(8).map { "`\($0.prefix(40))`" }.joined(separator: ", ")
    let reason = leftOut ?? "members that the map leaves out: \(names)" + (others.count > 8 ? ", …" : "")
    leftOut = reason
    ledger.note(.ignored, .values, reason, at: place, count: others.count)
  }

  /// The paths of members that no part is in; of an object that has some of the parts those within it.
  private func others(_ members: [JSONValue.Member], in object: String = "") -> [String] {
    members.flatMap { member -> [String] in
      let path = object + member.name
      if member.value.isNull || paths.contains(ExactString(path)) { return [] }
      let isAbove =
        object.isEmpty
        ? mapped.contains(ExactString(path)) : paths.contains { $0.string.utf8.starts(with: "\(path).".utf8) }
      guard isAbove else { return [path] }
      return member.value.members.map { others($0, in: path + ".") } ?? []
    }
  }

  /// Counts the members of the map that no object has had, each once for each of them, at the end of a file.
  func noteUnmet(into ledger: inout Ledger) {
    let paths = Set(unmet.map(ExactString.init)).sorted()
    let names = paths.map { "`\($0.string.prefix(40))`" }.joined(separator: ", ")
    ledger.note(
      .ignored, .values, "members of the map that no record has: \(names)", at: last, count: count * paths.count)
    count = 0
  }

  /// Takes the spans that are given by offsets, as `[start, end, label]` or an object of these, by the names that are
  /// known or that the map says.
  private func setOffsets(
    _ object: JSONValue, in document: inout Document, at place: SourceLocation, into ledger: inout Ledger
  ) throws(CorpusError) {
    guard let placer else { return }
    var layers: [SpanPlacer.Layer] = []
    for case (.offsets(let layer), let path) in parts {
      guard let value = object[path] else { continue }
      if case .null = value { continue }
      var spans: [CharacterSpan] = []
      for element in try Member(value: value, path: path, place: place).elements("spans") {
        let members = members[layer] ?? SpanMembers()
        guard let span = members.span(element) else {
          throw .wrongField(place, field: path, found: element.kind, expected: members.expected)
        }
        spans.append(span)
      }
      layers.append((layer, spans))
    }
    try placer.place(layers, in: &document, at: place, into: &ledger)
  }

  /// A member of an object, for errors with its path and place.
  private struct Member {
    let value: JSONValue
    let path: String
    let place: SourceLocation

    func scalar() throws(CorpusError) -> String { try scalar(value) }

    func elements(_ what: String) throws(CorpusError) -> [JSONValue] {
      guard case .array(let elements) = value else {
        throw .wrongField(place, field: path, found: value.kind, expected: "an array of \(what)")
      }
      return elements
    }

    func scalars(_ what: String) throws(CorpusError) -> [String] {
      var texts: [String] = []
      for element in try elements(what) { texts.append(try scalar(element)) }
      return texts
    }

    func labels() throws(CorpusError) -> [Label] {
      if case .array = value { return try scalars("labels").map { Label($0) } }
      return [Label(try scalar())]
    }

    private func scalar(_ value: JSONValue) throws(CorpusError) -> String {
      guard let text = value.scalar else {
        throw .wrongField(place, field: path, found: value.kind, expected: "a string, number or truth value")
      }
      return text
    }
  }
}
