import BraidText

/// One JSON object a line: Braid's own layout, or any other by a field map.
struct JSONLSource: DocumentSource {
  private let lines: LineSource
  private let options: ReadOptions

  init(_ file: String, options: ReadOptions) throws(CorpusError) {
    self.options = options
    lines = try LineSource(file, options: options)
  }

  mutating func next(into ledger: inout Ledger) throws(CorpusError) -> Document? {
    while try lines.advance(into: &ledger) {
      if lines.bytes.trimmed.isEmpty {
        ledger.note(.dropped, .lines, "empty line", at: lines.place())
        continue
      }
      var cursor = JSONCursor(lines, replacesSurrogates: options.invalidUTF8 == .replace)
      var document: Document
      if options.fields.isEmpty {
        var reader = JSONDocumentReader(cursor, options: options)
        document = try reader.read()
        cursor = reader.cursor
      } else {
        let value = try cursor.readValue()
        document = try mapped(value)
      }
      try cursor.finish()
      if document.language == nil { document.language = options.language }
      ledger.note(
        .repaired, .characters, "half a surrogate pair, replaced by U+FFFD", at: lines.place(), count: cursor.replaced)
      return document
    }
    return nil
  }

  func skip(into ledger: inout Ledger) -> String? { lines.string }

  /// The document of an object of somebody else's.
  private func mapped(_ object: JSONValue) throws(CorpusError) -> Document {
    guard case .object = object else {
      throw .malformedJSON(lines.place(0), found: object.kind, expected: "an object")
    }
    var document = Document(text: "")
    for (layer, path) in options.fields.sorted(by: { $0.key < $1.key }) {
      guard let value = object[path] else {
        if layer == "text" || layer == "source" || layer == "tokens" {
          throw .wrongField(lines.place(), field: path, found: "nothing", expected: "a \(layer)")
        }
        continue
      }
      if case .null = value { continue }
      switch layer {
      case "text", "source":
        let text = try scalar(value, path)
        document.text = text
        if options.pretokenized {
          var builder = TextBuilder()
          Array(text.utf8).withUnsafeBufferPointer { builder.appendSentence($0) }
          setTokens(builder.document(), in: &document)
        }
      case "tokens":
        guard case .array(let words) = value else {
          throw .wrongField(lines.place(), field: path, found: value.kind, expected: "an array of words")
        }
        var texts: [String] = []
        for word in words { texts.append(try scalar(word, path)) }
        setTokens(Document(words: [texts]), in: &document)
      case "id": document.id = try scalar(value, path)
      case "language": document.language = try scalar(value, path)
      case "target": document.translations[options.targetLanguage] = AlignedText(try scalar(value, path))
      default: try set(layer, value, path, in: &document)
      }
    }
    return document
  }

  private func setTokens(_ built: Document, in document: inout Document) {
    document.text = built.text
    document.tokens = built.tokens
    document.sentences = built.sentences
  }

  private func set(_ layer: String, _ value: JSONValue, _ path: String, in document: inout Document) throws(CorpusError)
  {
    if layer.hasPrefix("field:") {
      document.fields[String(layer.dropFirst(6))] = try scalar(value, path)
    } else if layer.hasPrefix("translation:") {
      document.translations[String(layer.dropFirst(12))] = AlignedText(try scalar(value, path))
    } else if layer.hasPrefix("tags:") {
      guard case .array(let elements) = value else {
        throw .wrongField(lines.place(), field: path, found: value.kind, expected: "an array of tags")
      }
      document.tags[String(layer.dropFirst(5))] = elements.map(\.scalar)
    } else {
      let name = layer == "label" ? options.labelLayer : layer.hasPrefix("label:") ? String(layer.dropFirst(6)) : layer
      if case .array(let elements) = value {
        var labels: [Label] = []
        for element in elements { labels.append(Label(try scalar(element, path))) }
        document.labels[name] = labels
      } else {
        document.labels[name] = [Label(try scalar(value, path))]
      }
    }
  }

  private func scalar(_ value: JSONValue, _ path: String) throws(CorpusError) -> String {
    guard let text = value.scalar else {
      throw .wrongField(lines.place(), field: path, found: value.kind, expected: "a string, number or truth value")
    }
    return text
  }
}
