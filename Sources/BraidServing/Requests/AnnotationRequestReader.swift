import BraidFiles
package import BraidCorpora
import BraidTasks
import BraidText

/// Reads the body of a request for annotations, as far as its limits go.
package struct AnnotationRequestReader {
  /// The members of a request.
  package static let members = ["text", "text2", "texts", "tasks", "locale", "nBest", "attention", "offsets"]

  private let tasks: [String]
  private let limits: ServerLimits
  private let locale: String

  /// A reader for a model with these tasks.
  ///
  /// - Parameters:
  ///   - tasks: names of the model's tasks.
  ///   - locale: BCP 47 locale of a request that names none.
  ///   - limits: how much a request may hold.
  package init(tasks: [String], locale: String, limits: ServerLimits) {
    self.tasks = tasks
    self.limits = limits
    self.locale = locale
  }

  /// Reads one text that is the whole body.
  ///
  /// - Throws: `RequestError`.
  package func readText(_ bytes: Bytes) throws(RequestError) -> AnnotationRequest {
    try check(bytes)
    var request = emptyRequest
    request.documents = [try document(bytes.string, "")]
    return request
  }

  /// Reads a JSON object.
  ///
  /// - Throws: `RequestError`.
  package func readJSON(_ bytes: Bytes) throws(RequestError) -> AnnotationRequest {
    try check(bytes)
    do {
      var cursor = JSONCursor(bytes, name: "body")
      return try read(&cursor)
    } catch let error as RequestError {
      throw error
    } catch CorpusError.malformedJSON(let place, let found, let expected) {
      throw .malformedJSON(TextPosition(line: place.line, column: place.column), found: found, expected: expected)
    } catch {
      preconditionFailure("reading JSON threw \(error)")
    }
  }

  /// All tasks, no texts.
  private var emptyRequest: AnnotationRequest {
    AnnotationRequest(question: AnnotationRequest.Question(tasks: Array(tasks.indices)), locale: locale)
  }

  private func check(_ bytes: Bytes) throws(RequestError) {
    guard let offset = UTF8Validation.firstInvalid(bytes) else { return }
    let read = bytes.slice(0..<offset)
    let lineStart = read.lastIndex(of: 10).map { $0 + 1 } ?? 0
    throw .invalidUTF8(
      TextPosition(line: read.count { $0 == 10 } + 1, column: offset - lineStart + 1), byte: bytes[offset])
  }

  private func read(_ cursor: inout JSONCursor) throws -> AnnotationRequest {
    var request = emptyRequest
    var second: String?
    var seen: Set<String> = []
    try Self.expect(0x7B, "", "an object", &cursor)
    try cursor.beginObject()
    var first = true
    while let name = try cursor.nextMember(&first) {
      let pointer = Self.pointer("", name)
      guard seen.insert(name).inserted else {
        throw RequestError.wrongMember(pointer: pointer, found: "the member a second time", expected: "it once")
      }
      switch name {
      case "text": request.documents = [try document(try Self.string(pointer, &cursor), pointer)]
      case Document.secondName: second = try secondText(pointer, &cursor)
      case "texts": request.documents = try readTexts(&cursor)
      case "tasks": request.question.tasks = try readTasks(&cursor)
      case "locale": request.locale = try Self.string(pointer, &cursor)
      case "nBest": request.question.options.nBest = try readNBest(pointer, &cursor)
      case "attention": request.question.options.attention = try readTruth(pointer, &cursor)
      case "offsets": request.offsets = try readOffsets(pointer, &cursor)
      default:
        throw RequestError.wrongMember(
          pointer: pointer, found: "a member `\(name)`", expected: "one of \(Self.members.joined(separator: ", "))")
      }
    }
    try cursor.finish()
    guard seen.contains("text") != seen.contains("texts") else {
      throw RequestError.wrongMember(
        pointer: "", found: seen.contains("text") ? "both text and texts" : "neither text nor texts",
        expected: "one of them")
    }
    if let second {
      guard seen.contains("text") else {
        throw RequestError.wrongMember(
          pointer: "/\(Document.secondName)", found: "a second text beside texts", expected: "it in each of the texts")
      }
      request.documents[0].second = AlignedText(second)
    }
    let bytes = request.documents.reduce(0) { $0 + $1.text.utf8.count }
    if request.question.options.attention, bytes > limits.attentionBytes {
      throw RequestError.tooLongForAttention(bytes: bytes, limit: limits.attentionBytes)
    }
    return request
  }

  private func readTexts(_ cursor: inout JSONCursor) throws -> [Document] {
    var documents: [Document] = []
    try Self.expect(0x5B, "/texts", "an array", &cursor)
    try cursor.beginArray()
    var first = true
    while try cursor.nextElement(&first) {
      guard documents.count < limits.texts else { throw RequestError.tooManyTexts(limit: limits.texts) }
      let pointer = "/texts/\(documents.count)"
      if cursor.peek() == 0x7B {
        documents.append(try readDocument(pointer, &cursor))
      } else {
        let text = try Self.string(pointer, &cursor, expected: "a text, or an object with one")
        documents.append(try document(text, pointer))
      }
    }
    guard !documents.isEmpty else {
      throw RequestError.wrongMember(pointer: "/texts", found: "no text", expected: "at least one")
    }
    return documents
  }

  private func readDocument(_ pointer: String, _ cursor: inout JSONCursor) throws -> Document {
    var id: String?
    var language: String?
    var text: String?
    var second: String?
    try cursor.beginObject()
    var first = true
    while let name = try cursor.nextMember(&first) {
      let member = Self.pointer(pointer, name)
      switch name {
      case "id": id = try Self.string(member, &cursor)
      case "language": language = try Self.string(member, &cursor)
      case "text": text = try Self.string(member, &cursor)
      case Document.secondName: second = try secondText(member, &cursor)
      default:
        throw RequestError.wrongMember(
          pointer: member, found: "a member `\(name)`", expected: "one of id, language, text, text2")
      }
    }
    guard let text else {
      throw RequestError.wrongMember(pointer: pointer, found: "no member text", expected: "one")
    }
    var document = try document(text, Self.pointer(pointer, "text"))
    document.id = id ?? ""
    document.language = language
    if let second { document.second = AlignedText(second) }
    return document
  }

  private func readTasks(_ cursor: inout JSONCursor) throws -> [Int] {
    var wanted: Set<Int> = []
    try Self.expect(0x5B, "/tasks", "an array", &cursor)
    try cursor.beginArray()
    var first = true
    var count = 0
    while try cursor.nextElement(&first) {
      let pointer = "/tasks/\(count)"
      let name = try Self.string(pointer, &cursor)
      guard let index = tasks.firstIndex(of: name) else {
        throw RequestError.unknownTask(pointer: pointer, name: name, known: tasks)
      }
      wanted.insert(index)
      count += 1
    }
    guard !wanted.isEmpty else {
      throw RequestError.wrongMember(
        pointer: "/tasks", found: "no task", expected: "at least one; leave the member out for all tasks")
    }
    return wanted.sorted()
  }

  private func readNBest(_ pointer: String, _ cursor: inout JSONCursor) throws -> Int {
    let value = try cursor.readValue()
    guard case .number(let text) = value, let count = Int(text), PredictionOptions.nBestRange ~= count else {
      throw RequestError.wrongMember(
        pointer: pointer, found: value.scalar ?? value.kind,
        expected: "a whole number from 1 to \(PredictionOptions.nBestRange.upperBound)")
    }
    return count
  }

  private func readTruth(_ pointer: String, _ cursor: inout JSONCursor) throws -> Bool {
    let value = try cursor.readValue()
    guard case .bool(let truth) = value else {
      throw RequestError.wrongMember(pointer: pointer, found: value.kind, expected: "true or false")
    }
    return truth
  }

  private func readOffsets(_ pointer: String, _ cursor: inout JSONCursor) throws -> OffsetUnit {
    let name = try Self.string(pointer, &cursor)
    guard let unit = OffsetUnit(rawValue: name) else {
      throw RequestError.wrongMember(
        pointer: pointer, found: "`\(name)`",
        expected: "one of \(OffsetUnit.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return unit
  }

  private func document(_ text: String, _ pointer: String) throws(RequestError) -> Document {
    let bytes = text.utf8.count
    guard bytes <= limits.textBytes else {
      throw .textTooLong(pointer: pointer, bytes: bytes, limit: limits.textBytes)
    }
    return Document(text: text)
  }

  /// The second text of a pair, which may be as long as the first.
  private func secondText(_ pointer: String, _ cursor: inout JSONCursor) throws -> String {
    try document(try Self.string(pointer, &cursor), pointer).text
  }

  private static func string(
    _ pointer: String, _ cursor: inout JSONCursor, expected: String = "a string"
  ) throws -> String {
    try expect(0x22, pointer, expected, &cursor)
    return try cursor.readString()
  }

  /// Checks that a value starts with `byte`; what is no value at all is the cursor's to refuse.
  private static func expect(
    _ byte: UInt8, _ pointer: String, _ expected: String, _ cursor: inout JSONCursor
  ) throws {
    guard cursor.peek() != byte else { return }
    let value = try cursor.readValue()
    throw RequestError.wrongMember(pointer: pointer, found: value.kind, expected: expected)
  }

  /// A JSON Pointer (RFC 6901) to a member.
  private static func pointer(_ parent: String, _ name: String) -> String {
    "\(parent)/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}
