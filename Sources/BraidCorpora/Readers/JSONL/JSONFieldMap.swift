import BraidFiles
import BraidText

/// Makes documents of JSON objects that Braid did not write, by a map from parts of documents to members.
struct JSONFieldMap {
  private let options: ReadOptions
  private let parts: [(part: DocumentPart, path: String)]
  private let spans: SpanDecoder
  /// Cuts texts whose spans are given by characters into tokens.
  private let segmenter: TextSegmenter?

  /// The map of the options.
  ///
  /// - Throws: `badOption` for a part that there is not.
  init(options: ReadOptions) throws(CorpusError) {
    self.options = options
    spans = SpanDecoder(options)
    var parts: [(DocumentPart, String)] = []
    for (name, path) in options.fields.sorted(by: { $0.key < $1.key }) {
      parts.append(
        (try DocumentPart(name, labelLayer: options.labelLayer, target: options.targetLanguage), path))
    }
    self.parts = parts
    let hasOffsets = parts.contains { if case .offsets = $0.0 { true } else { false } }
    segmenter = hasOffsets ? try options.openSegmenter() : nil
  }

  /// The document of an object.
  ///
  /// - Throws: `wrongField` for a text that is absent, or a member of another type than its part needs.
  func document(_ object: JSONValue, at place: SourceLocation, into ledger: inout Ledger) throws(CorpusError)
    -> Document
  {
    guard case .object = object else {
      throw .malformedJSON(
        SourceLocation(file: place.file, line: place.line, column: 1), found: object.kind, expected: "an object")
    }
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
    for (layer, tags) in document.tags where tags.count != document.tokens.count {
      throw .wrongField(
        place, field: layer, found: "\(tags.count) tags", expected: "\(document.tokens.count), one a token")
    }
    return document
  }

  /// Takes the spans that are given by characters, as `[start, end, label]` or an object of these.
  ///
  /// One that cuts tokens takes in the whole of them, and is counted.
  private func setOffsets(
    _ object: JSONValue, in document: inout Document, at place: SourceLocation, into ledger: inout Ledger
  ) throws(CorpusError) {
    guard let segmenter else { return }
    do { try segmenter.segment(&document) } catch {
      throw .wrongField(place, field: "text", found: "2 GiB or more", expected: "a shorter text")
    }
    let aligner = SpanAligner(document)
    for case (.offsets(let layer), let path) in parts {
      guard let value = object[path] else { continue }
      if case .null = value { continue }
      var spans: [LabeledSpan] = []
      for element in try Member(value: value, path: path, place: place).elements("spans") {
        let (characters, label) = try Member(value: element, path: path, place: place).span()
        guard let found = aligner.tokens(of: characters) else {
          ledger.note(.dropped, .spans, "span without tokens", at: place)
          continue
        }
        if !found.isWhole {
          ledger.note(.repaired, .spans, "span that cuts tokens, widened to the whole of them", at: place)
        }
        spans.append(LabeledSpan(found.tokens, label: label))
      }
      document.spans[layer] = spans
    }
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

    /// A span: its code points and its label.
    func span() throws(CorpusError) -> (characters: Range<Int>, label: String) {
      var values: [JSONValue?] = []
      if case .array(let elements) = value {
        values = elements
      } else {
        values = [value["start"] ?? value["start_offset"], value["end"] ?? value["end_offset"], value["label"]]
      }
      let texts = values.map { $0?.scalar ?? "" }
      guard texts.count == 3, let start = Int(texts[0]), let end = Int(texts[1]), start <= end, !texts[2].isEmpty else {
        throw .wrongField(place, field: path, found: value.kind, expected: "start, end and label of a span")
      }
      return (start..<end, texts[2])
    }

    private func scalar(_ value: JSONValue) throws(CorpusError) -> String {
      guard let text = value.scalar else {
        throw .wrongField(place, field: path, found: value.kind, expected: "a string, number or truth value")
      }
      return text
    }
  }
}
