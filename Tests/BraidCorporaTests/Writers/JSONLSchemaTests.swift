import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// The schema of JSONL holds for all that is written, and for nothing else.
struct JSONLSchemaTests {
  private let schema: SchemaCheck

  init() throws { schema = try SchemaCheck(JSONLSchema.text) }

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
    #expect(schema.problems(value) == [problem])
  }

  private func check(_ lines: String) throws {
    for line in lines.split(separator: "\n") {
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect(schema.problems(value) == [])
    }
  }
}
