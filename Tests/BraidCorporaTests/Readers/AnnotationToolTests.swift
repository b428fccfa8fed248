import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Testing

/// Exports of annotation tools are read without a map, by what their first object shows.
struct AnnotationToolTests {
  private static let anna = "Anna Berg lives in Oslo."
  private static let people = [LabeledSpan(0..<2, label: "PER"), LabeledSpan(4..<5, label: "LOC")]

  private func recognized(_ ledger: Ledger) -> [String] {
    ledger.entries.filter { $0.action == .recognized }.map(\.reason)
  }

  @Test(arguments: [
    (#"{"id":1,"text":"T","label":[[0,9,"PER"],[19,23,"LOC"]],"Comments":[]}"#, "doccano: spans in `label`"),
    (#"{"text":"T","labels":[[0,9,"PER"],[19,23,"LOC"]]}"#, "doccano: spans in `labels`"),
    (
      #"{"text":"T","entities":[{"id":0,"start_offset":0,"end_offset":9,"label":"PER"},{"start_offset":19,"end_offset":23,"label":"LOC"}]}"#,
      "doccano: spans in `entities`"
    ),
    (#"{"text":"T","entities":[[0,9,"PER"],[19,23,"LOC"]]}"#, "doccano: spans in `entities`"),
    (
      #"["T",{"entities":[[0,9,"PER"],[19,23,"LOC"]]}]"#, "spaCy: pairs of a text and its annotations"
    ),
    (
      #"{"text":"T","spans":[{"start":0,"end":9,"label":"PER"},{"start":19,"end":23,"label":"LOC"}]}"#,
      "tasks of Prodigy"
    ),
    (
      #"{"text":"T","ner":[{"start":0,"end":9,"text":"Anna Berg","labels":["PER"]},{"start":19,"end":23,"labels":["LOC"]}]}"#,
      "doccano: spans in `ner`"
    ),
    (
      #"{"data":{"text":"T"},"annotations":[{"result":[{"from_name":"label","value":{"start":0,"end":9,"labels":["PER"]}},{"from_name":"label","value":{"start":19,"end":23,"labels":["LOC"]}}]}]}"#,
      "tasks of Label Studio"
    ),
  ])
  func `spans by characters are read in the layout of every tool, which is said once`(json: String, name: String) throws
  {
    let line = json.replacing("\"T\"", with: "\"\(Self.anna)\"")
    let (documents, ledger) = try read("\(line)\n\(line)\n", ReadOptions(format: .jsonl))
    #expect(documents.count == 2)
    #expect(documents[0].text == Self.anna)
    #expect(documents[0].spans == ["entity": Self.people])
    #expect(documents[0].sentences == [Sentence(tokens: 0..<6)])
    #expect(recognized(ledger) == [name])
    #expect(ledger.entries.map(\.count) == [2] && ledger.entries[0].places.map(\.line) == [1])
  }

  @Test(arguments: [
    "[\n{\"text\":\"a b\",\"label\":[[0,1,\"X\"]]},\n {\"text\":\"c\",\"label\":[]}\n]\n",
    "[{\"text\":\"a b\",\"label\":[[0,1,\"X\"]]},{\"text\":\"c\",\"label\":[]}]",
    "[\n  {\n    \"text\": \"a b\",\n    \"label\": [[0, 1, \"X\"]]\n  }\n  ,\n  {\"text\": \"c\", \"label\": []}]",
    "{\n  \"text\": \"a b\",\n  \"label\": [\n    [0, 1, \"X\"]\n  ]\n}\n{\n  \"text\": \"c\",\n  \"label\": []\n}\n",
    "{\"text\":\"a b\",\"label\":[[0,1,\"X\"]]}\n\n{\"text\":\"c\",\"label\":[]}\n",
    "\u{FEFF}[[\"a b\",{\"entities\":[[0,1,\"X\"]]}],[\"c\",{\"entities\":[]}]]",
  ])
  func `objects may stand one a line, over several lines, or in an array`(json: String) throws {
    let (documents, _) = try read(json, ReadOptions(format: .jsonl))
    #expect(documents.map(\.text) == ["a b", "c"])
    #expect(documents.map(\.spans) == [["entity": [LabeledSpan(0..<1, label: "X")]], ["entity": []]])
  }

  @Test(arguments: [
    ("[{\"text\":\"a\"}", ":1:14: found the end of the file, expected , or ]"),
    ("[{\"text\":\"a\"} {\"text\":\"b\"}]", ":1:15: found {\"text\":\"b\"}], expected , or ]"),
    ("[{\"text\":\"a\"}]\n x", ":2:2: found x, expected the end of the file"),
    ("[\n{\"text\":\"a\"},\n{\"text\":\n01}]", ":4:1: found 01}, expected a number without leading zeros"),
    ("[{\"text\":\"a\"},]", ":1:15: found ], expected {"),
    (
      "{\n\"text\": \"a\",\n\"id\": \"b\"",
      ":1:1: found a value without an end, expected its } or ] before the end of the file"
    ),
  ])
  func `what is wrong in an array or in an object of several lines has its place`(json: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(json, ReadOptions(format: .jsonl)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  /// Objects, one a line, and the labels and spans of each document; nil for none that is known.
  private static let lists: [(String, [[String]?], [[String]?])] = [
    // The first list is empty: what another object has in its place decides.
    (#"{"text":"a b","labels":[]}|{"text":"c","labels":["x"]}"#, [[], ["x"]], [nil, nil]),
    (#"{"text":"a b","labels":["x"]}|{"text":"c","labels":[]}"#, [["x"], []], [nil, nil]),
    (
      #"{"text":"a b","labels":[]}|{"text":"c"}|{"text":"c d","labels":[[2,3,"X"]]}"#, [nil, nil, nil],
      [[], nil, ["X"]]
    ),
    (#"{"text":"a b","labels":[]}|{"text":"c","labels":{"label":["x"]}}"#, [nil, ["x"]], [nil, nil]),
    (#"{"text":"a b","labels":null}|{"text":"c","labels":["x","y"]}"#, [nil, ["x", "y"]], [nil, nil]),
    (#"{"text":"a b","label":[]}|{"text":"c","label":["x"]}"#, [[], ["x"]], [nil, nil]),
    (#"{"text":"a b","label":[]}|{"text":"c","label":"x"}"#, [[], ["x"]], [nil, nil]),
    (#"{"text":"a b","label":[]}|{"text":"c d","label":[[0,1,"X"]]}"#, [nil, nil], [[], ["X"]]),
    (
      #"{"text":"a b","entities":[]}|{"text":"c d","entities":[{"start":0,"end":1,"label":"X"}]}"#, [nil, nil],
      [[], ["X"]]
    ),
    (
      #"{"text":"a b","labels":[],"entities":[]}|{"text":"c d","labels":[],"entities":[[0,1,"X"]]}"#, [nil, nil],
      [[], ["X"]]
    ),
    // Nothing decides: labels are labels, entities are spans.
    (#"{"text":"a b","labels":[]}|{"text":"c","labels":[]}"#, [[], []], [nil, nil]),
    (#"{"text":"a b","label":[]}|{"text":"c"}"#, [[], nil], [nil, nil]),
    (#"{"text":"a b","entities":[]}|{"text":"c"}"#, [nil, nil], [[], nil]),
    (#"{"text":"a b"}|{"text":"c","labels":{"label":[]}}"#, [nil, []], [nil, nil]),
  ]

  @Test(arguments: lists.indices, ["lines", "array", "pretty"])
  func `an empty list at the beginning does not say what all lists are`(index: Int, form: String) throws {
    let (objects, labels, spans) = Self.lists[index]
    let text =
      switch form {
      case "lines": objects.replacing("|", with: "\n") + "\n"
      case "array": "[" + objects.replacing("|", with: ",\n") + "]"
      default: objects.replacing("|", with: "\n").replacing("{", with: "{\n").replacing("}", with: "\n}") + "\n"
      }
    let documents = try read(text, ReadOptions(format: .jsonl)).documents
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == labels)
    #expect(documents.map { $0.spans["entity"]?.map(\.label) } == spans)
    #expect(documents.allSatisfy { $0.spans["entity"] == nil ? $0.tokens.isEmpty : !$0.tokens.isEmpty })
    let guess = FormatGuess.guess(text.split(separator: "\n").map { String($0) }, byName: .jsonl)
    #expect(guess.format == .jsonl)
    if form == "lines", spans.contains(where: { $0 != nil }) { #expect(guess.reason.hasPrefix("doccano")) }
  }

  @Test func `an element that is wrong does not cost those behind it`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("x.json", "[{\"text\":\"a\"},\n{\"text\":1},\n{\"text\":\"c\"}]")
    let reader = try CorpusReader([file], options: ReadOptions(format: .jsonl))
    #expect(try reader.next()?.text == "a")
    let error = try #require(#expect(throws: CorpusError.self) { try reader.next() })
    #expect(reader.skip(after: error)?.line == "{\"text\":1}")
    #expect(try reader.next()?.text == "c")
    #expect(try reader.next() == nil)
  }

  @Test func `an array on one line is bounded by its elements, not by the line`() throws {
    var options = ReadOptions(format: .jsonl)
    options.maximumRecordBytes = 40
    let many = "[" + (0..<100).map { "{\"text\":\"\($0)\"}" }.joined(separator: ",") + "]"
    #expect(try read(many, options).documents.count == 100)
    let long = "[{\"text\":\"\(String(repeating: "a", count: 50))\"}]"
    #expect(throws: CorpusError.self) { try read(long, options) }
  }

  @Test func `Prodigy's tokens are the tokens, and text that they leave out is cut`() throws {
    let tokens = #"[{"text":"Anna Berg","start":0,"end":9,"id":0},{"text":"lives","start":10,"end":15,"id":1}]"#
    let (documents, _) = try read(
      #"{"text":"\#(Self.anna)","_task_hash":-22,"meta":{"a":1},"tokens":\#(tokens),"spans":[{"start":0,"end":9,"label":"PER"}],"answer":"accept"}"#,
      ReadOptions(format: .jsonl))
    #expect(documents[0].words(0..<5) == ["Anna Berg", "lives", "in", "Oslo", "."])
    #expect(documents[0].spans == ["entity": [LabeledSpan(0..<1, label: "PER")]])
    #expect(documents[0].fields == ["_task_hash": "-22", "meta": "{\"a\":1}", "answer": "accept"])
  }

  @Test func `what was rejected or skipped in Prodigy is no label, and counted`() throws {
    let task = { (answer: String) in
      #"{"text":"a b","_task_hash":1,"label":"L","spans":[{"start":0,"end":1,"label":"X"}],"answer":"\#(answer)"}"#
    }
    let (documents, ledger) = try read(
      ["accept", "reject", "ignore"].map(task).joined(separator: "\n"), ReadOptions(format: .jsonl))
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == [["L"], nil, nil])
    #expect(documents.map { $0.spans["entity"]?.count } == [1, nil, nil])
    #expect(documents.map { $0.fields["answer"] } == ["accept", "reject", "ignore"])
    let ignored = ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.unit): \($0.reason)" }
    #expect(
      ignored == [
        "1 spans: answer is reject", "1 labels: answer is reject", "1 spans: answer is ignore",
        "1 labels: answer is ignore",
      ])
    #expect(throws: Never.self) { try ledger.check(maximumLost: 0, maximumRepaired: 0) }
  }

  @Test func `a task of Prodigy that was rejected or skipped without spans says nothing, and is counted`() throws {
    let task = { (answer: String) in #"{"text":"a b","_task_hash":1,"spans":[],"answer":"\#(answer)"}"# }
    let (documents, ledger) = try read(
      ["accept", "reject", "ignore"].map(task).joined(separator: "\n"), ReadOptions(format: .prodigy))
    #expect(documents.map { $0.spans["entity"]?.count } == [0, nil, nil])
    let ignored = ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.unit): \($0.reason)" }
    #expect(ignored == ["1 documents: answer is reject", "1 documents: answer is ignore"])
  }

  @Test(arguments: [
    (
      CorpusFormat.prodigy,
      #"{"text":"a b","spans":[{"start":0,"end":1,"label":"X","text":"a","token_start":0,"token_end":0,"rank":0,"kb_id":"","source":"m","answer":"accept"},{"start":2,"end":3,"label":"X","source":"m","id":null}]}"#,
      ["1 `rank` of a span", "2 `source` of a span"]
    ),
    (
      .doccano, #"{"text":"a b","label":[{"start_offset":0,"end_offset":1,"label":"X","trigger":"a","p":1}]}"#,
      ["1 `p` of a span"]
    ),
    (.doccano, #"{"text":"a b","entities":[{"id":1,"start_offset":0,"end_offset":1,"label":"X","p":1}]}"#, []),
    (.jsonl, #"{"text":"a b","ner":[{"start":0,"end":1,"labels":["X","Y"]}]}"#, ["1 `labels` of a span"]),
    (
      .prodigy, #"{"text":"a","label":"x","accept":["y"]}"#,
      ["1 not among those in `accept` or `cats` beside them"]
    ),
    (
      .prodigy, #"{"text":"a","label":"x","cats":{"x":0,"y":1}}"#,
      ["1 not among those in `accept` or `cats` beside them"]
    ),
    (.prodigy, #"{"text":"a","label":"x","cats":{"x":1,"y":1}}"#, []),
  ])
  func `what tools say of spans and labels beyond what is read is counted`(
    format: CorpusFormat, json: String, expected: [String]
  ) throws {
    let (_, ledger) = try read(json + "\n", ReadOptions(format: format))
    #expect(ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.reason)" } == expected)
  }

  @Test func `options that were chosen, and categories from a half on, are labels`() throws {
    let (chosen, _) = try read(
      #"{"text":"a","_task_hash":1,"options":[{"id":"x"},{"id":"y"}],"accept":["y"],"answer":"accept"}"#,
      ReadOptions(format: .jsonl))
    #expect(chosen[0].labels == ["label": [Label("y")]])
    let (categories, _) = try read(
      """
      {"text":"a","cats":{"X":0.0,"Y":1.0,"Z":0.5}}
      {"text":"b","cats":{"X":true,"Y":false}}
      """, ReadOptions(format: .jsonl))
    #expect(categories.map { $0.labels["label"]?.map(\.name) } == [["Y", "Z"], ["X"]])
    let (both, _) = try read(#"{"text":"a b","entities":[[0,1,"E"]],"cats":["c"]}"#, ReadOptions(format: .jsonl))
    #expect(both[0].labels == ["label": [Label("c")]] && both[0].spans["entity"]?.count == 1)
  }

  @Test func `a task of Label Studio that nobody has annotated is one`() throws {
    let tasks = #"[{"data":{"review":"a b","url":"u"}},{"id":3,"data":{"review":"c"}}]"#
    let (documents, _) = try read(tasks, ReadOptions(format: .jsonl))
    #expect(documents.map(\.text) == ["a b", "c"] && documents[0].fields["url"] == "u")
    let error = #expect(throws: CorpusError.self) {
      try read(#"{"k":1,"data":{"review":"a b","url":"u"}}"#, ReadOptions(format: .jsonl))
    }
    let text = error?.errorDescription ?? ""
    #expect(text.hasSuffix(#"for "data.review" in its place, say --field text=data.review"#), "\(text)")
  }

  @Test func `of Label Studio the finished annotation is read, the ground truth before others`() throws {
    let result = { (label: String) in
      #"[{"from_name":"ner","type":"labels","value":{"start":0,"end":1,"labels":["\#(label)"]}},{"from_name":"mood","type":"choices","value":{"choices":["\#(label)!"]}}]"#
    }
    let json = """
      [{"id":7,"data":{"text":"a b","source":"s"},"predictions":[{"result":[]}],"annotations":[
        {"was_cancelled":true,"result":\(result("C"))},{"was_cancelled":false,"result":\(result("A"))},
        {"ground_truth":true,"result":\(result("G"))}]},
       {"id":8,"data":{"text":"c"},"annotations":[{"was_cancelled":true,"result":[]}]},
       {"id":9,"data":{"text":"d"},"annotations":[{"result":[{"type":"relation","direction":"right"}]}]}]
      """
    let (documents, ledger) = try read(json, ReadOptions(format: .jsonl))
    #expect(documents.map(\.id) == ["7", "8", "9"])
    #expect(documents[0].spans == ["ner": [LabeledSpan(0..<1, label: "G")]])
    #expect(documents[0].labels == ["mood": [Label("G!")]])
    #expect(documents[0].fields["source"] == "s")
    #expect(documents[1].spans.isEmpty && documents[1].labels.isEmpty)
    #expect(documents[2].spans == ["ner": []])
    let ignored = ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.reason)" }
    #expect(
      ignored == [
        "2 cancelled annotations", "1 annotations besides the first one, or the ground truth", "1 predictions",
        "1 results of type relation",
      ])
  }

  @Test func `of Label Studio predictions are read by their model where they are asked for, beside what people wrote`()
    throws
  {
    let result = { (label: String, score: String) in
      #"{"from_name":"label","to_name":"text","type":"labels"\#(score),"value":{"start":2,"end":3,"labels":["\#(label)"]}}"#
    }
    let choice = #"{"from_name":"mood","type":"choices","score":0.5,"value":{"choices":["good"]}}"#
    let json = """
      [{"id":1,"data":{"text":"a b"},"annotations":[{"result":[\(result("PER", ""))]}],"predictions":[
        {"model_version":"v1","result":[\(result("LOC", #","score":0.75"#)),\(choice)]},
        {"model_version":"v2","result":[]},{"model_version":"v1","result":[]},17]},
       {"id":2,"data":{"text":"a b"},"annotations":[{"result":[]}],"predictions":[{"result":[]}]}]
      """
    var options = ReadOptions(format: .jsonl)
    options.readsPredictions = true
    let (documents, ledger) = try read(json, options)
    #expect(documents[0].spans == ["entity": [LabeledSpan(1..<2, label: "PER")]])
    #expect(documents[0].labels.isEmpty)
    let predictions = documents.map { $0.predictions.mapValues(\.annotation.spans) }
    #expect(
      predictions[0] == ["v1": ["entity": [LabeledSpan(1..<2, label: "LOC", score: 0.75)]], "v2": ["entity": []]])
    #expect(documents[0].predictions["v1"]?.annotation.labels == ["mood": [Label("good", score: 0.5)]])
    #expect(predictions[1] == ["predictions": ["entity": []]])
    #expect(ledger.toolFormat == .labelStudio)
    #expect(
      ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.reason)" }
        == ["2 predictions without results, or besides the first one of a model"])
    let plain = try read(json, ReadOptions(format: .jsonl)).documents
    #expect(plain[0].predictions.isEmpty && plain[0].spans == documents[0].spans)
  }

  @Test func `words with tags beside them are tagged tokens, and spans where the tags have marks`() throws {
    let (documents, ledger) = try read(
      """
      {"id":"0","tokens":["Anna","Berg","sings"],"ner_tags":["B-PER","I-PER","O"],"pos_tags":["N","N",""],"n":1}
      {"id":"1","tokens":["Oslo"],"ner_tags":["B-LOC"],"pos_tags":["N"],"n":2}
      """, ReadOptions(format: .jsonl))
    #expect(documents.map(\.id) == ["0", "1"])
    #expect(documents[0].text == "Anna Berg sings")
    #expect(documents[0].spans == ["entity": [LabeledSpan(0..<2, label: "PER")]])
    #expect(documents[0].tags == ["entity": ["B-PER", "I-PER", "O"], "pos": ["N", "N", nil]])
    #expect(documents[1].spans == ["entity": [LabeledSpan(0..<1, label: "LOC")]])
    #expect(documents[1].fields == ["n": "2", "json-members": #"{"n":2}"#])
    #expect(recognized(ledger) == ["words in `tokens`, with tags beside them"])
  }

  @Test(arguments: [0, 1]) func `a record without words is read wherever it stands`(place: Int) throws {
    var lines = [#"{"tokens":["Oslo"],"ner_tags":["B-LOC"],"n":2}"#]
    lines.insert(#"{"tokens":[],"ner_tags":[],"n":1}"#, at: place)
    let (documents, ledger) = try read(lines.joined(separator: "\n"), ReadOptions(format: .jsonl))
    #expect(documents.map(\.text)[place] == "" && documents[place].tokens.isEmpty)
    #expect(documents[place].spans == ["entity": []])
    #expect(documents[place].fields["ner_tags"] == nil && documents[place].fields["n"] == "1")
    #expect(documents[1 - place].spans == ["entity": [LabeledSpan(0..<1, label: "LOC")]])
    #expect(recognized(ledger) == ["words in `tokens`, with tags beside them"])
  }

  // 😀 is one code point, two UTF-16 units and four bytes.
  @Test(arguments: [
    (OffsetUnit.characters, "[2,3,\"X\"]"), (.utf16, "[3,4,\"X\"]"), (.bytes, "[5,6,\"X\"]"),
  ])
  func `offsets count what the options say`(unit: OffsetUnit, span: String) throws {
    var options = ReadOptions(format: .jsonl)
    options.spanOffsets = unit
    let (documents, _) = try read(#"{"text":"😀 b c","label":[\#(span)]}"#, options)
    #expect(documents[0].spans["entity"] == [LabeledSpan(1..<2, label: "X")])
  }

  @Test(arguments: [(2, 3, nil), (3, 4, "utf16"), (5, 6, "bytes")] as [(Int, Int, String?)])
  func `what offsets count shows in the texts of the spans`(start: Int, end: Int, unit: String?) throws {
    let (documents, ledger) = try read(
      #"{"text":"😀 b c","spans":[{"start":\#(start),"end":\#(end),"label":"X","text":"b"}]}"#,
      ReadOptions(format: .jsonl))
    #expect(documents[0].spans["entity"] == [LabeledSpan(1..<2, label: "X")])
    #expect(recognized(ledger).last == (unit.map { "offsets in \($0), by the spans' own texts" } ?? "tasks of Prodigy"))
  }

  @Test func `tokens are cut where a span begins or ends inside one, if that is asked for`() throws {
    var options = ReadOptions(format: .jsonl)
    options.cutTokens = true
    let (documents, ledger) = try read(
      #"{"text":"Non-smoker Überall 12mg","label":[[4,10,"P"],[15,18,"Q"],[19,21,"N"]]}"#, options)
    #expect(documents[0].words(0..<7) == ["Non", "-", "smoker", "Über", "all", "12", "mg"])
    #expect(
      documents[0].spans["entity"] == [
        LabeledSpan(2..<3, label: "P"), LabeledSpan(4..<5, label: "Q"), LabeledSpan(5..<6, label: "N"),
      ])
    #expect(documents[0].isConsistent)
    #expect(ledger.count(.repaired, .tokens) == 2 && ledger.count(.repaired, .spans) == 0)
  }

  @Test func `spans that overlap are counted`() throws {
    let (_, ledger) = try read(
      #"{"text":"a b c","label":[[0,3,"X"],[0,1,"Y"],[2,5,"Z"],[4,5,"W"]]}"#, ReadOptions(format: .jsonl))
    #expect(ledger.entries.filter { $0.reason.contains("overlap") }.map(\.count) == [3])
  }

  @Test(arguments: [
    (#"{"text":"a","labels":{"label":[{"name":"x"}]},"tokens":[[0,1]]}"#, ["label": ["x"]]),
    (#"{"text":"a","label":["x","y"]}"#, ["label": ["x", "y"]]), (#"{"text":"a"}"#, [:]),
  ])
  func `Braid's own objects are recognized as before`(json: String, labels: [String: [String]]) throws {
    let (documents, ledger) = try read(json, ReadOptions(format: .jsonl))
    #expect(documents[0].labels.mapValues { $0.map(\.name) } == labels)
    #expect(ledger.entries.isEmpty)
  }

  @Test func `a document as spaCy prints it is its text, tokens, entities and categories`() throws {
    let tokens = #"[{"id":0,"start":0,"end":4,"tag":"NNP","head":1},{"id":1,"start":5,"end":9,"tag":"NNP","head":1}]"#
    let (documents, ledger) = try read(
      #"{"text":"Anna Berg","ents":[{"start":0,"end":9,"label":"PER"}],"sents":[{"start":0,"end":9}],"tokens":\#(tokens),"cats":{"x":1.0}}"#,
      ReadOptions(format: .jsonl))
    #expect(documents[0].words(0..<2) == ["Anna", "Berg"])
    #expect(documents[0].spans == ["entity": [LabeledSpan(0..<2, label: "PER")]])
    #expect(documents[0].labels == ["label": [Label("x")]])
    #expect(recognized(ledger) == ["spaCy: documents with `tokens` and `ents`"])
    #expect(
      ledger.entries.filter { $0.action == .ignored }.map(\.reason)
        == ["attributes of spaCy's tokens (tag, lemma, head, …)"])
  }

  @Test func `an answer alone makes a task of Prodigy, and words without spans say nothing before there is one`() throws
  {
    let (documents, _) = try read(
      """
      {"text":"a b","label":"L","answer":"accept"}
      {"text":"a b","tokens":[{"start":0,"end":1},{"start":2,"end":3}],"answer":"accept"}
      {"text":"a b","tokens":[{"start":0,"end":1},{"start":2,"end":3}]}
      """, ReadOptions(format: .jsonl))
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == [["L"], nil, nil])
    #expect(documents.map { $0.spans["entity"]?.count } == [nil, 0, nil])
  }

  @Test func `a list of names is labels from the first one on, also where it is empty`() throws {
    let (documents, _) = try read(
      """
      {"text":"a","labels":["x","y"]}
      {"text":"b","labels":[]}
      {"text":"c","labels":"z"}
      """, ReadOptions(format: .doccano))
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == [["x", "y"], [], ["z"]])
    #expect(documents.allSatisfy { $0.spans.isEmpty })
  }

  @Test(arguments: [
    (CorpusFormat.doccano, #"{"text":"a","label":{"x":1}}"#, "for \"label\""),
    (.prodigy, #"{"text":"a","label":["x"],"answer":"accept"}"#, "for \"label\""),
    (
      .jsonl, #"{"tokens":["a","b"],"pos_tags":["X","Y"]}"# + "\n" + #"{"tokens":["a","b"],"pos_tags":["X"]}"#,
      "for \"pos_tags\""
    ),
  ])
  func `a member of another type is an error that names it`(format: CorpusFormat, json: String, name: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(json, ReadOptions(format: format)) }
    #expect(error?.errorDescription?.contains(name) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `marks of spans, one a word, are spans; another number of them is an error`() throws {
    let pair = #"["Anna Berg left .",{"entities":["B-PER","L-PER","O","O"]}]"#
    let list = #"{"text":"Anna Berg left .","labels":["B-PER","L-PER","O","O"]}"#
    for (json, format) in [(pair, CorpusFormat.jsonl), (list, .doccano)] {
      let (documents, _) = try read(json, ReadOptions(format: format))
      #expect(documents[0].spans == ["entity": [LabeledSpan(0..<2, label: "PER")]])
      #expect(documents[0].words(0..<4) == ["Anna", "Berg", "left", "."] && documents[0].labels.isEmpty)
      #expect(documents[0].sentences == [Sentence(tokens: 0..<4)])
    }
    let error = #expect(throws: CorpusError.self) {
      try read(list.replacing(" left .", with: " left."), ReadOptions(format: .doccano))
    }
    #expect(error?.errorDescription?.contains("4 tags for \"labels\", expected one for each of 3 words") == true)
  }

  @Test func `tags of words that are all O are marks of no span`() throws {
    let (documents, _) = try read(
      #"{"tokens":["a","b"],"ner_tags":["O","O"]}"#, ReadOptions(format: .jsonl))
    #expect(documents[0].spans == ["entity": []])
  }
}
