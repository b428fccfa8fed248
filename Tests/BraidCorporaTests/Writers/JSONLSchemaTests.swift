import BraidCorpora
import BraidText
import Foundation
import Testing

/// The schema of JSONL holds for all that is written, and for nothing else.
struct JSONLSchemaTests {
  private let schema: [String: Any]

  init() throws {
    schema = try #require(
      try JSONSerialization.jsonObject(with: Data(JSONLSchema.text.utf8)) as? [String: Any])
  }

  /// A document with something in every place that there is.
  private static var full: Document {
    var document = Document(id: "7", language: "en", text: "Änn 😀 left 3.")
    document.tokens = [
      Token(0..<4), Token(5..<9, kind: .symbol), Token(10..<14), Token(15..<16, kind: .number),
      Token(16..<17, kind: .punctuation),
    ]
    document.sentences = [
      Sentence(
        tokens: 0..<5, comments: ["# x"],
        multiwords: [MultiwordToken(0..<2, form: "f", tags: ["misc": "y"])],
        emptyNodes: [EmptyNode(position: 1, index: 1, form: "e", tags: ["upos": "X"])])
    ]
    document.labels["topic"] = [Label("travel", score: 0.5), Label("gold")]
    document.probabilities["topic"] = [Label("travel", score: 1)]
    document.tags["upos"] = ["N", nil, "V", nil, "P"]
    document.tagScores["upos"] = [1, nil, 0.25, nil, 0]
    document.tagAlternatives["upos"] = [AlternativeTags(0..<1, tags: ["V"], score: 0.1)]
    document.spans["ner"] = [LabeledSpan(0..<1, label: "PER", score: 0.9), LabeledSpan(0..<0, label: "E")]
    var frame = Frame(predicate: 2, sense: "01", arguments: [Argument(role: "A0", tokens: 0..<1, score: 0.5)], score: 1)
    frame.senseScore = 0.5
    frame.extent = 2..<4
    document.frames = [frame, Frame(predicate: 0)]
    var text = AlignedText("ja nein", tokens: [Token(0..<2), Token(3..<7, kind: .symbol)], score: -2)
    text.alternatives = [AlternativeText("nein", score: -3)]
    text.attention = [[0.5, 0.5], [1, 0]]
    document.translations["de"] = text
    document.fields["genre"] = "news"
    let layers: [AnnotationLayer] = [
      .labels("topic"), .tags("upos"), .spans("ner"), .frames, .translation("de"), .field("genre"), .labels("none"),
    ]
    document.predictions["task"] = Prediction(layers, of: document)
    return document
  }

  @Test(arguments: OffsetUnit.allCases)
  func `a document with everything follows the schema in every unit`(offsets: OffsetUnit) throws {
    var options = WriteOptions(format: .jsonl)
    options.offsets = offsets
    try check(try written([Self.full, Document(text: "")], options))
  }

  @Test(arguments: Sample.all)
  func `every format that is read is written by the schema`(sample: Sample) throws {
    guard let documents = try? read(sample.text, sample.options).documents else { return }
    try check(try written(documents, WriteOptions(format: .jsonl)))
  }

  @Test(arguments: [
    (#"{"id": "x"}"#, "/text: missing"), (#"{"text": 3}"#, "/text: not a string"),
    (#"{"text": "", "more": 1}"#, "/more: not a member"), (#"{"text": "", "tokens": [[0]]}"#, "/tokens/0: items"),
    (#"{"text": "", "tokens": [[0, -1]]}"#, "/tokens/0/1: below"), (#"{"text": "", "kinds": "wx"}"#, "/kinds: pattern"),
    (#"{"text": "", "offsets": "letters"}"#, "/offsets: none of"),
    (#"{"text": "", "tags": {"pos": [1]}}"#, "/tags/pos/0: none of"),
    (#"{"text": "", "labels": {"l": [{"name": "x", "score": 2}]}}"#, "/labels/l/0/score: above"),
    (#"{"text": "", "predictions": {"t": {"text": ""}}}"#, "/predictions/t/text: not a member"),
  ])
  func `what is not so written is against the schema`(line: String, problem: String) throws {
    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
    #expect(problems(value, schema, "") == [problem])
  }

  private func check(_ lines: String) throws {
    for line in lines.split(separator: "\n") {
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect(problems(value, schema, "") == [])
    }
  }

  /// What is against a schema, as far as the schemas use the language.
  private func problems(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    if let choices = schema["anyOf"] as? [[String: Any]] {
      return choices.contains { problems(value, $0, place).isEmpty } ? [] : ["\(place): none of"]
    }
    if let names = schema["enum"] as? [String] {
      return (value as? String).map(names.contains) ?? false ? [] : ["\(place): none of"]
    }
    switch schema["type"] as? String {
    case "string":
      guard let text = value as? String else { return ["\(place): not a string"] }
      guard let pattern = schema["pattern"] as? String else { return [] }
      return text.range(of: pattern, options: .regularExpression) != nil ? [] : ["\(place): pattern"]
    case "null": return value is NSNull ? [] : ["\(place): not null"]
    case "number", "integer":
      guard let number = (value as? NSNumber)?.doubleValue, !(value is String) else {
        return ["\(place): not a number"]
      }
      if schema["type"] as? String == "integer", number != number.rounded() { return ["\(place): not whole"] }
      if let low = schema["minimum"] as? Double, number < low { return ["\(place): below"] }
      if let high = schema["maximum"] as? Double, number > high { return ["\(place): above"] }
      return []
    case "array":
      guard let elements = value as? [Any] else { return ["\(place): not an array"] }
      if let low = schema["minItems"] as? Int, elements.count < low { return ["\(place): items"] }
      if let high = schema["maxItems"] as? Int, elements.count > high { return ["\(place): items"] }
      let items = schema["items"] as? [String: Any] ?? [:]
      return elements.enumerated().flatMap { problems($1, items, "\(place)/\($0)") }
    case "object":
      guard let members = value as? [String: Any] else { return ["\(place): not an object"] }
      let known = schema["properties"] as? [String: [String: Any]] ?? [:]
      let other = schema["additionalProperties"] as? [String: Any]
      let missing = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }
      return missing.map { "\(place)/\($0): missing" }
        + members.sorted { $0.key < $1.key }.flatMap { name, value -> [String] in
          guard let schema = known[name] ?? other else { return ["\(place)/\(name): not a member"] }
          return problems(value, schema, "\(place)/\(name)")
        }
    default: return ["\(place): a schema without a type"]
    }
  }
}
