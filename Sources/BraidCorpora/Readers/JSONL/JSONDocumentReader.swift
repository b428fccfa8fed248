import BraidFiles
import BraidText

/// Reads a document from Braid's own JSON, straight from the bytes.
///
/// A few shorthands are taken too: `tokens` may be words, `label` is a label or several of the label layer, and members
/// that Braid does not know become fields. A member that is `null` is missing, as libraries of tables write what a record
/// does not have.
struct JSONDocumentReader {
  /// Where the reader is in the line.
  var cursor: JSONCursor
  /// The name that was given to the last value whose own differs from another's in bytes alone; nil when there was none.
  private(set) var renamed: String?
  /// The layer of `label`.
  private let labelLayer: String

  init(_ cursor: JSONCursor, labelLayer: String) {
    self.cursor = cursor
    self.labelLayer = labelLayer
  }

  /// Reads one document.
  ///
  /// - Throws: `malformedJSON`, or `wrongField` for offsets that do not fit the text or the tokens.
  mutating func read() throws(CorpusError) -> Document {
    var document = Document(text: "")
    var words: [String]?
    var text2: String?
    var hasText = false
    var unit = OffsetUnit.bytes
    var kinds: String?
    var seen = DocumentMember.Seen()
    var others: Set<ExactString> = []
    let byte = cursor.peek()
    if byte >= 0x80 || 65...90 ~= byte & 0xDF {
      // A text is none of the mistakes that are made in JSON.
      throw cursor.malformed(cursor.upcoming, "{ of a JSON object; for plain text, say --from text")
    }
    try cursor.beginObject()
    var first = true
    while let name = try cursor.nextName(&first) {
      let member = DocumentMember(name)
      let isNew = if let member { seen.insert(member) } else { others.insert(ExactString(name.string)).inserted }
      guard isNew else {
        throw cursor.malformed("a second \"\(name.string)\"", "each name once")
      }
      switch member {
      case .id?: document.id = try scalar("id") ?? ""
      case .language?: document.language = try scalar("language")
      case .text?:
        if try cursor.readNull() { continue }
        guard cursor.peek() == .quote else {
          let value = try cursor.readValue()
          throw wrong("text", value.kind, "a string")
        }
        document.text = try cursor.readString()
        hasText = true
      case .text2?:
        if let second = try scalar(Document.secondName) { text2 = second }
      case .offsets?:
        if try cursor.readNull() { continue }
        let name = try cursor.readString()
        guard let known = OffsetUnit(rawValue: name) else { throw wrong(name, name, "characters, utf16 or bytes") }
        unit = known
      case .tokens?: words = try readTokens(into: &document.tokens)
      case .kinds?: kinds = try scalar("kinds")
      case .sentences?: document.sentences = try list { reader throws(CorpusError) in try reader.sentence() }
      case .label?: try readLabel(into: &document)
      case .predictions?:
        document.predictions = try map { reader throws(CorpusError) in try reader.prediction() }
      case let member? where try readLayer(member, into: &document): break
      default:
        if try cursor.readNull() { continue }
        let value = cursor.peek() == .quote ? try cursor.readString() : try cursor.readRaw()
        let key = try newName(name.string, in: document.fields)
        document.fields[key] = value
      }
    }
    if let text2 {
      guard document.second == nil else { throw wrong("text2", "a text beside a translation `text2`", "one of them") }
      document.second = AlignedText(text2)
    }
    if let words {
      guard !hasText else { throw wrong("tokens", "words beside a text", "offsets into the text") }
      let built = Document(words: [words])
      document.text = built.text
      document.tokens = built.tokens
      if document.sentences.isEmpty { document.sentences = built.sentences }
    } else if !hasText {
      // Of an object that is a member the strings within it.
      let texts = document.fields.flatMap { name, value in
        JSONValue.ofField(value)?.members?.compactMap { member in
          member.value.string.map { (key: "\(name).\(member.name)", value: $0) }
        } ?? [(key: name, value: value)]
      }
      let longest = texts.max { ($0.value.utf8.count, $1.key) < ($1.value.utf8.count, $0.key) }?.key
      let hint = longest.map { "; for \"\($0)\" in its place, say --field text=\($0)" } ?? ""
      throw wrong("text", "nothing", "a string" + hint)
    }
    if let kinds { try setKinds(kinds, of: &document.tokens) }
    if unit != .bytes { try convertOffsets(of: &document, from: unit) }
    try check(document)
    return document
  }

  /// Reads a member that is a layer of annotation; false for any other.
  mutating func readLayer(_ member: DocumentMember, into document: inout Document) throws(CorpusError) -> Bool {
    switch member {
    case .labels:
      document.labels = try map("labels", role: "label") { reader throws(CorpusError) in
        try reader.list { reader throws(CorpusError) in try reader.label() }
      }
    case .probabilities:
      // A distribution over no labels is a missing one.
      document.probabilities = try map { reader throws(CorpusError) in try reader.probabilities() }
        .filter { !$0.value.isEmpty }
    case .tagScores:
      document.tagScores = try map { reader throws(CorpusError) in
        try reader.list { reader throws(CorpusError) in try reader.probability("tagScores") }
      }
    case .tagAlternatives:
      document.tagAlternatives = try map { reader throws(CorpusError) in
        try reader.list { reader throws(CorpusError) in try reader.alternativeTags() }
      }
    case .tags:
      document.tags = try map("tags", role: "tags:upos") { reader throws(CorpusError) in
        try reader.list { reader throws(CorpusError) in
          if try reader.cursor.readNull() { return nil }
          return try reader.cursor.readString()
        }
      }
    case .spans:
      document.spans = try map("spans") { reader throws(CorpusError) in
        try reader.list { reader throws(CorpusError) in try reader.span() }
      }
    case .frames:
      if try cursor.readNull() { return true }
      document.frames = try list { reader throws(CorpusError) in try reader.frame() }
    case .translations:
      document.translations = try map("translations") { reader throws(CorpusError) in try reader.translation() }
    case .fields:
      document.fields = try map { reader throws(CorpusError) in try reader.cursor.readString() }
    default: return false
    }
    return true
  }

  /// Reads what one task predicts: layers, and nothing else.
  private mutating func prediction() throws(CorpusError) -> Prediction {
    var annotation = Document(text: "")
    var missing: [AnnotationLayer] = []
    try members { reader, name throws(CorpusError) in
      if "missing" ~= name {
        missing = try reader.list { reader throws(CorpusError) in
          let code = try reader.cursor.readString()
          guard let layer = AnnotationLayer(code: code) else {
            throw reader.wrong("missing", code, "a kind of layer and its name, such as labels:topic")
          }
          return layer
        }
        return
      }
      guard let member = DocumentMember(name), try reader.readLayer(member, into: &annotation) else {
        throw reader.wrong(
          "predictions", name.string,
          "labels, probabilities, tags, tagScores, tagAlternatives, spans, frames, translations, fields or missing")
      }
    }
    return Prediction(annotation, missing: missing)
  }

  /// Turns offsets of tokens into bytes.
  private func convertOffsets(of document: inout Document, from unit: OffsetUnit) throws(CorpusError) {
    guard let tokens = document.tokens.inBytes(from: unit, of: document.text) else {
      throw wrong("tokens", "offsets beside the text", "offsets of \(unit.rawValue) within it")
    }
    document.tokens = tokens
    try convertTranslations(of: &document, from: unit)
    for task in document.predictions.keys {
      guard var prediction = document.predictions[task] else { continue }
      try convertTranslations(of: &prediction.annotation, from: unit)
      document.predictions[task] = prediction
    }
  }

  private func convertTranslations(of document: inout Document, from unit: OffsetUnit) throws(CorpusError) {
    for (name, translation) in document.translations {
      guard let tokens = translation.tokens.inBytes(from: unit, of: translation.text) else {
        throw wrong("translations.\(name)", "offsets beside the text", "offsets of \(unit.rawValue) within it")
      }
      document.translations[name]?.tokens = tokens
    }
  }

  private mutating func scalar(_ name: String) throws(CorpusError) -> String? {
    if try cursor.readNull() { return nil }
    if cursor.peek() == .quote { return try cursor.readString() }
    let value = try cursor.readValue()
    guard let text = value.scalar else { throw wrong(name, value.kind, "a string") }
    return text
  }

  /// Reads tokens.
  ///
  /// - Returns: The words, when the tokens are these.
  private mutating func readTokens(into tokens: inout [Token]) throws(CorpusError) -> [String]? {
    if try cursor.readNull() { return nil }
    var words: [String]?
    tokens.reserveCapacity(Self.usualTokens)
    try cursor.beginArray()
    cursor.readPairs { start, end in
      guard start <= end else { return false }
      tokens.append(Token(start..<end))
      return true
    }
    var first = true
    while try cursor.nextElement(&first) {
      if cursor.peek() == .quote {
        words = words ?? []
        words?.append(try cursor.readString())
        continue
      }
      tokens.append(try token())
    }
    if words != nil, !tokens.isEmpty { throw wrong("tokens", "words and offsets", "one of them") }
    return words
  }

  /// Space for the tokens of a sentence.
  private static let usualTokens = 32

  @inline(__always)
  mutating func token() throws(CorpusError) -> Token {
    guard let (start, end) = cursor.readPair() else { return try tokenOfAnyForm() }
    guard start <= end else { throw wrong("tokens", "[\(start),\(end)]", "a start before the end") }
    return Token(start..<end)
  }

  private mutating func tokenOfAnyForm() throws(CorpusError) -> Token {
    try cursor.beginArray()
    var first = true
    _ = try cursor.nextElement(&first)
    let start = try cursor.readIndex()
    guard try cursor.nextElement(&first) else { throw wrong("tokens", "one number", "start and end") }
    let end = try cursor.readIndex()
    guard start <= end else { throw wrong("tokens", "[\(start),\(end)]", "a start before the end") }
    guard !(try cursor.nextElement(&first)) else { throw wrong("tokens", "a third value", "start and end") }
    return Token(start..<end)
  }

  /// Gives tokens the kinds that letters stand for.
  func setKinds(_ letters: String, of tokens: inout [Token]) throws(CorpusError) {
    guard letters.utf8.count == tokens.count else {
      throw wrong("kinds", letters.utf8.count.counted("letter"), "\(tokens.count), one a token")
    }
    var letters = letters
    let areKnown = letters.withUTF8 { letters in
      tokens.withUnsafeMutableBufferPointer { tokens in
        for index in letters.indices {
          guard let kind = TokenKind(letter: letters[index]) else { return false }
          tokens[index].kind = kind
        }
        return true
      }
    }
    guard areKnown else {
      throw wrong(
        "kinds", "`\(letters)`", "letters of " + TokenKind.allCases.map { String(UnicodeScalar($0.letter)) }.joined())
    }
  }

  private mutating func readLabel(into document: inout Document) throws(CorpusError) {
    if try cursor.readNull() { return }
    let value = try cursor.readValue()
    var labels: [Label] = []
    if case .array(let elements) = value {
      for element in elements {
        guard let name = element.scalar else { throw wrong("label", element.kind, "a label") }
        labels.append(Label(name))
      }
    } else if let name = value.scalar {
      labels = [Label(name)]
    } else {
      throw wrong("label", value.kind, "a label or an array of labels")
    }
    document.labels[labelLayer] = labels
  }

  mutating func list<Element>(
    _ element: (inout JSONDocumentReader) throws(CorpusError) -> Element
  ) throws(CorpusError) -> [Element] {
    if try cursor.readNull() { return [] }
    var result: [Element] = []
    try cursor.beginArray()
    var first = true
    while try cursor.nextElement(&first) { result.append(try element(&self)) }
    return result
  }

  /// Reads an object with a member for each name; `name` is that of the member it is the value of, and `role` what a map may
  /// call another value of it, where errors tell.
  mutating func map<Value>(
    _ name: String? = nil, role: String? = nil, _ value: (inout JSONDocumentReader) throws(CorpusError) -> Value
  ) throws(CorpusError) -> [String: Value] {
    if try cursor.readNull() { return [:] }
    // Nothing is an array for some writers.
    if cursor.peek() == .openBracket {
      var ahead = cursor
      if try ahead.readValue().elements?.isEmpty == true {
        cursor = ahead
        return [:]
      }
    }
    if let name, ![.openBrace, 0].contains(cursor.peek()) {
      let hint = role.map { "; for what stands there, say --field \($0)=\(name)" } ?? ""
      throw wrong(name, cursor.upcoming, "an object with a member for each layer" + hint)
    }
    var result: [String: Value] = [:]
    try cursor.beginObject()
    var first = true
    while let name = try cursor.nextMember(&first) {
      let key = result.isEmpty ? name : try newName(name, in: result)
      if try cursor.readNull() { continue }
      result[key] = try value(&self)
    }
    return result
  }

  /// The name that a value is kept under.
  ///
  /// - Throws: `malformedJSON` where that very name is there.
  private mutating func newName<Value>(_ name: String, in values: [String: Value]) throws(CorpusError) -> String {
    guard let key = values.newName(name) else { throw cursor.malformed("a second \"\(name)\"", "each name once") }
    if !key.isExactly(name) { renamed = key }
    return key
  }

  func wrong(_ field: String, _ found: String, _ expected: String) -> CorpusError {
    .wrongField(
      SourceLocation(file: cursor.origin.file, line: cursor.line), field: field, found: found, expected: expected)
  }
}
