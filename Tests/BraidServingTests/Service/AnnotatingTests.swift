import BraidCorpora
import BraidServing
import BraidTasks
import BraidTestSupport
import BraidText
import Foundation
import Testing

@Suite("Annotating over HTTP")
struct AnnotatingTests {
  /// What the model says of texts without a server between, in Braid's JSON.
  private func expected(_ texts: [String], tasks: [Int]) throws -> [String] {
    let segmenter = try TextSegmenter()
    let documents = try texts.map { text in
      var document = Document(text: text)
      try segmenter.segment(&document)
      return document
    }
    return Predictor(try TinyModel.make(), threads: 1).predict(documents, tasks: tasks).map {
      String(decoding: $0.jsonLine, as: UTF8.self)
    }
  }

  @Test("gives for one text, or for a list, what the model says of each")
  func answers() async throws {
    let texts = ["ann sees bob. bob sees ann!", "今天天气很好。", "مرحبا bob", ""]
    try await Service.run { service in
      let one = try await service.annotate(#"{"text": "ann sees bob. bob sees ann!"}"#)
      #expect(one.status == 200)
      #expect(one.text == "{\"documents\":[\(try expected([texts[0]], tasks: [0, 1, 2, 3, 4])[0])]}\n")
      let list = try await service.annotate(
        #"{"texts": ["ann sees bob. bob sees ann!", "今天天气很好。", "مرحبا bob", ""], "tasks": ["pos", "mood"]}"#)
      #expect(list.text == "{\"documents\":[\(try expected(texts, tasks: [0, 1]).joined(separator: ","))]}\n")
      let plain = try await service.ask(
        "POST", "/v1/annotate", ["Content-Type": "text/plain; charset=UTF-8"], body: Array(texts[2].utf8))
      #expect(plain.text == "{\"documents\":[\(try expected([texts[2]], tasks: [0, 1, 2, 3, 4])[0])]}\n")
    }
  }

  @Test("reads the second text of a pair, in a request for one text and in a list, and gives it back")
  func pairs() async throws {
    let model = try TinyModel.pairs()
    try await Service.run(model: model) { service in
      #expect(try await service.ask("GET", "/v1/model").object()["readsPairs"] as? Bool == true)
      let one = try await service.annotate(#"{"text": "ann sees bob", "text2": "bob sees ann today"}"#)
      #expect(one.status == 200)
      let pair = #""translations":{"text2":{"text":"bob sees ann today"}}"#
      #expect(one.text.contains(pair) && one.text.contains("\"deviation\":"))
      let list = try await service.annotate(
        #"{"texts": ["bob", {"text": "ann sees bob", "text2": "bob sees ann today"}]}"#)
      #expect(list.text.contains(pair) && list.text.contains(#""missing":["labels:score"]"#))
      #expect(list.text.hasSuffix(String(one.text.dropFirst("{\"documents\":[".count))))
      let wrong = try await service.annotate(#"{"texts": ["ann"], "text2": "bob"}"#)
      #expect(wrong.status == 422)
    }
  }

  @Test("gives a text the same predictions alone and among others that are asked at the same time")
  func together() async throws {
    let texts = (0..<40).map { "ann sees bob " + String(repeating: "today ", count: $0) }
    let answers = try expected(texts, tasks: [0, 1, 2, 3, 4])
    try await Service.run { service in
      try await withThrowingTaskGroup(of: (Int, Reply).self) { group in
        for (index, text) in texts.enumerated() {
          group.addTask { (index, try await service.annotate(#"{"text": "\#(text)"}"#)) }
        }
        for try await (index, reply) in group {
          #expect(reply.status == 200)
          #expect(reply.text == "{\"documents\":[\(answers[index])]}\n")
        }
      }
    }
  }

  @Test("counts offsets in the unit that a request names")
  func offsets() async throws {
    try await Service.run { service in
      for (unit, tokens) in [
        ("characters", [[0, 1], [2, 3]]), ("utf16", [[0, 2], [3, 4]]), ("bytes", [[0, 4], [5, 7]]),
      ] {
        let reply = try await service.annotate(#"{"text": "😀 é", "tasks": ["mood"], "offsets": "\#(unit)"}"#)
        let document = try #require((try reply.object()["documents"] as? [[String: Any]])?.first)
        #expect((document["tokens"] as? [[Int]]) == tokens)
        #expect(document["offsets"] as? String == (unit == "bytes" ? nil : unit))
      }
    }
  }

  @Test("gives names and languages back, and splits by the locale that a request names")
  func names() async throws {
    try await Service.run { service in
      let reply = try await service.annotate(
        #"{"texts": [{"id": "x", "language": "fi", "text": "a:b"}], "tasks": ["mood"], "locale": "fi"}"#)
      let document = try #require((try reply.object()["documents"] as? [[String: Any]])?.first)
      #expect(document["id"] as? String == "x")
      #expect(document["language"] as? String == "fi")
      // In Finnish a colon inside a word does not end it.
      #expect((document["tokens"] as? [[Int]]) == [[0, 3]])
    }
  }

  @Test(
    "answers what can't be read with a status, a place and what to do",
    arguments: [
      ("application/json", "{\"text\": \"a\"", 400, "malformed-json", "body, line 1, column 13"),
      ("application/json", "{\n\"text\":: \"a\"}", 400, "malformed-json", "body, line 2, column 8"),
      ("application/json", "{\"text\": 3}", 422, "wrong-member", "/text"),
      ("application/json", "{\"text\": \"a\", \"tasks\": [\"x\"]}", 422, "unknown-task", "/tasks/0"),
      ("application/json", "{\"text\": \"a\", \"locale\": \"no such locale\"}", 422, "unknown-locale", "/locale"),
      ("application/json; charset=latin1", "{}", 415, "unsupported-body", "header Content-Type"),
      ("application/x-www-form-urlencoded", "text=a", 415, "unsupported-body", "header Content-Type"),
    ])
  func problems(type: String, body: String, status: Int, code: String, place: String) async throws {
    try await Service.run { service in
      let openAPI = try OpenAPI(try await service.ask("GET", "/openapi.json"))
      let reply = try await service.ask(
        "POST", "/v1/annotate", ["Content-Type": type], body: Array(body.utf8))
      #expect(reply.status == status)
      #expect(openAPI.answers("POST", "/v1/annotate")[status] == [reply.type ?? ""])
      #expect(try reply.member("code") == code)
      #expect(try reply.member("where") == place)
      #expect(try reply.object()["status"] as? Int == status)
      #expect(Set(try reply.object().keys) == openAPI.members(of: "Problem"))
    }
  }

  @Test("says where a byte is not UTF-8, and refuses compressed bodies")
  func bytes() async throws {
    try await Service.run { service in
      let type = ["Content-Type": "application/json"]
      let invalid = try await service.ask(
        "POST", "/v1/annotate", type, body: Array("{\"text\": \"a".utf8) + [0xED, 0xA0, 0x80, 0x22, 0x7D])
      #expect(invalid.status == 400)
      #expect(try invalid.member("code") == "invalid-utf8")
      #expect(try invalid.member("where") == "body, line 1, column 12")
      let compressed = try await service.ask(
        "POST", "/v1/annotate", type.merging(["Content-Encoding": "gzip"]) { $1 }, body: [0x1F, 0x8B])
      #expect(compressed.status == 415)
    }
  }

  @Test("follows its own description and the schema of JSONL, whatever offsets count", arguments: OffsetUnit.allCases)
  func schemas(unit: OffsetUnit) async throws {
    try await Service.run { service in
      let description = try await service.ask("GET", "/openapi.json").text
      let answer = try SchemaCheck(description, at: "components/schemas/AnnotationResponse")
      let line = try SchemaCheck(JSONLSchema.text)
      let text = "Änn 😀 sees bob. 今天天气很好。"
      let reply = try await service.annotate(
        #"{"texts": ["\#(text)", {"id": "7", "language": "en", "text": "ann sees bob today"}, ""], "#
          + #""offsets": "\#(unit.rawValue)", "nBest": 3, "attention": true}"#)
      #expect(reply.status == 200)
      #expect(answer.problems(try reply.object()) == [])
      let documents = try #require(try reply.object()["documents"] as? [[String: Any]])
      #expect(documents.count == 3)
      for document in documents { #expect(line.problems(document) == []) }
      #expect(documents[0]["offsets"] as? String == (unit == .bytes ? nil : unit.rawValue))
      // The third token is `sees`, behind a letter of two bytes and a character of two UTF-16 units and four bytes.
      let start = ["characters": 6, "utf16": 7, "bytes": 10][unit.rawValue]
      let tokens = try #require(documents[0]["tokens"] as? [[Int]])
      #expect(tokens.contains { $0[0] == start && $0[1] == (start ?? 0) + 4 }, "\(tokens)")
      for (path, schema) in [("/v1/model", "Model")] {
        let check = try SchemaCheck(description, at: "components/schemas/\(schema)")
        #expect(check.problems(try await service.ask("GET", path).object()) == [])
      }
      let problem = try await service.annotate(#"{"text": 3}"#)
      #expect(try SchemaCheck(description, at: "components/schemas/Problem").problems(problem.object()) == [])
    }
  }

  @Test("answers 504 when the model does not answer in time, and continues with others")
  func time() async throws {
    var options = ServerOptions()
    options.limits.timeoutSeconds = 0.001
    options.limits.textBytes = 1_000_000
    try await Service.run(options) { service in
      let long = String(repeating: "ann sees bob today ", count: 20_000)
      let reply = try await service.annotate(#"{"text": "\#(long)", "tasks": ["mood"]}"#)
      #expect(reply.status == 504)
      #expect(try reply.member("code") == "not-in-time")
    }
  }
}
