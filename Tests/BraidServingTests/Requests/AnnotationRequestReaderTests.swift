import BraidCorpora
import BraidServing
import BraidTasks
import BraidText
import Testing

@Suite("A request's body")
struct AnnotationRequestReaderTests {
  private var reader: AnnotationRequestReader {
    var limits = ServerLimits()
    limits.texts = 3
    limits.textBytes = 10
    limits.attentionBytes = 15
    return AnnotationRequestReader(tasks: ["pos", "de"], locale: "en", limits: limits)
  }

  private func read(_ json: String) throws -> AnnotationRequest {
    try read(Array(json.utf8))
  }

  private func read(_ bytes: [UInt8]) throws -> AnnotationRequest {
    try bytes.withUnsafeBufferPointer { try reader.readJSON($0) }
  }

  @Test("holds one text, for all tasks")
  func oneText() throws {
    let request = try read("{\"text\": \"Hi \\u00fc\"}")
    #expect(request.documents == [Document(text: "Hi ü")])
    #expect(request.question == AnnotationRequest.Question(tasks: [0, 1]))
    #expect(request.locale == "en")
  }

  @Test("holds texts with or without names, some tasks in any order, and options, over several lines")
  func severalTexts() throws {
    let request = try read(
      """
      {
        "texts": ["a", {"id": "x", "language": "fr", "text": "b"}],
        "tasks": ["de", "pos", "de"],
        "locale": "fr", "nBest": 2, "attention": true, "offsets": "utf16"
      }
      """)
    var asked = PredictionOptions()
    asked.nBest = 2
    asked.attention = true
    #expect(request.documents == [Document(text: "a"), Document(id: "x", language: "fr", text: "b")])
    #expect(request.question == AnnotationRequest.Question(tasks: [0, 1], options: asked))
    #expect(request.locale == "fr")
    #expect(request.offsets == .utf16)
  }

  @Test("may be a text as it is")
  func plainText() throws {
    let request = try Array("{\"é\"".utf8).withUnsafeBufferPointer { try reader.readText($0) }
    #expect(request.documents == [Document(text: "{\"é\"")])
  }

  @Test(
    "is refused with the line and column where it stops being JSON",
    arguments: [
      ("", 1, 1, "the end of the body", "a value"),
      ("{\"text\": \"a\"\n  \"tasks\": []}", 2, 3, "\"tasks\": []}", ", or }"),
      ("{\"text\": \"a", 1, 10, "a string without an end", "a closing quote before the end of the body"),
      ("{\"text\":\n\n\"a\\q\"}", 3, 3, "\\q\"}", "an escape such as \\n or \\u00e9"),
      ("{\"text\": \"\\ud800\"}", 1, 11, "\\ud800\"}", "a pair of surrogates"),
      ("{\"text\": \"a\"} x", 1, 15, "x", "the end of the body"),
      ("text=a", 1, 1, "text=a", "a value"),
    ])
  func malformed(json: String, line: Int, column: Int, found: String, expected: String) {
    #expect(
      throws: RequestError.malformedJSON(TextPosition(line: line, column: column), found: found, expected: expected)
    ) { try read(json) }
  }

  @Test("is refused with the line and column of a byte that is not UTF-8")
  func invalidUTF8() {
    #expect(throws: RequestError.invalidUTF8(TextPosition(line: 2, column: 4), byte: 0xFF)) {
      try read(Array("{\n\"é".utf8) + [0xFF])
    }
    #expect(throws: RequestError.invalidUTF8(TextPosition(line: 1, column: 3), byte: 0xC3)) {
      try [UInt8]([0x61, 0x62, 0xC3]).withUnsafeBufferPointer { try reader.readText($0) }
    }
  }

  @Test(
    "is refused with a pointer to what is not a request",
    arguments: [
      ("[]", RequestError.wrongMember(pointer: "", found: "an array", expected: "an object")),
      ("{}", .wrongMember(pointer: "", found: "neither text nor texts", expected: "one of them")),
      (
        "{\"text\": \"a\", \"texts\": [\"b\"]}",
        .wrongMember(pointer: "", found: "both text and texts", expected: "one of them")
      ),
      ("{\"text\": 1}", .wrongMember(pointer: "/text", found: "a number", expected: "a string")),
      (
        "{\"text\": \"a\", \"text\": \"b\"}",
        .wrongMember(pointer: "/text", found: "the member a second time", expected: "it once")
      ),
      (
        "{\"te/xt~\": 1}",
        .wrongMember(
          pointer: "/te~1xt~0", found: "a member `te/xt~`",
          expected: "one of text, text2, texts, tasks, locale, nBest, attention, offsets")
      ),
      ("{\"texts\": []}", .wrongMember(pointer: "/texts", found: "no text", expected: "at least one")),
      (
        "{\"texts\": [\"a\", null]}",
        .wrongMember(pointer: "/texts/1", found: "null", expected: "a text, or an object with one")
      ),
      (
        "{\"texts\": [{\"id\": \"a\"}]}",
        .wrongMember(pointer: "/texts/0", found: "no member text", expected: "one")
      ),
      (
        "{\"texts\": [{\"text\": \"a\", \"txt\": 1}]}",
        .wrongMember(pointer: "/texts/0/txt", found: "a member `txt`", expected: "one of id, language, text, text2")
      ),
      ("{\"texts\": [\"a\", \"b\", \"c\", \"d\"]}", .tooManyTexts(limit: 3)),
      ("{\"text\": \"elf Bytes!!\"}", .textTooLong(pointer: "/text", bytes: 11, limit: 10)),
      (
        "{\"texts\": [\"a\", {\"text\": \"ääääää\"}]}",
        .textTooLong(pointer: "/texts/1/text", bytes: 12, limit: 10)
      ),
      (
        "{\"text\": \"a\", \"tasks\": [\"pos\", \"ner\"]}",
        .unknownTask(pointer: "/tasks/1", name: "ner", known: ["pos", "de"])
      ),
      (
        "{\"text\": \"a\", \"tasks\": []}",
        .wrongMember(pointer: "/tasks", found: "no task", expected: "at least one; leave the member out for all tasks")
      ),
      (
        "{\"text\": \"a\", \"attention\": 1}",
        .wrongMember(pointer: "/attention", found: "a number", expected: "true or false")
      ),
      (
        "{\"attention\": true, \"texts\": [\"12345678\", \"12345678\"]}", .tooLongForAttention(bytes: 16, limit: 15)
      ),
      (
        "{\"text\": \"a\", \"offsets\": \"runes\"}",
        .wrongMember(pointer: "/offsets", found: "`runes`", expected: "one of characters, utf16, bytes")
      ),
      (
        "{\"text\": \"a\", \"nBest\": 0}",
        .wrongMember(pointer: "/nBest", found: "0", expected: "a whole number from 1 to 64")
      ),
    ])
  func notARequest(json: String, error: RequestError) {
    #expect(throws: error) { try read(json) }
  }
}
