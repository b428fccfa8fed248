import BraidCorpora
import BraidFiles
import BraidText
import Testing

struct JSONLTests {
  @Test func `every layer is read`() throws {
    let documents = try read(Sample("jsonl").text, ReadOptions(format: .jsonl)).documents
    var expected = Document(id: "a", language: "en", text: "Anna sees “Köln”.")
    expected.tokens = [
      Token(0..<4), Token(5..<9), Token(10..<13, kind: .punctuation), Token(13..<18),
      Token(18..<21, kind: .punctuation), Token(21..<22, kind: .punctuation),
    ]
    expected.sentences = [
      Sentence(
        tokens: 0..<6, comments: ["# x"], multiwords: [MultiwordToken(2..<4, form: "“Köln", tags: ["misc": "x"])],
        emptyNodes: [EmptyNode(position: 2, index: 1, form: "_", tags: ["deps": "1:x"])])
    ]
    expected.labels = ["label": [Label("good", score: 0.25)], "topic": [Label("a"), Label("b")]]
    expected.probabilities = ["label": [Label("good", score: 0.25), Label("bad", score: 0.75)]]
    expected.tagScores = ["pos": [1, nil, 0.5, 0.25, 1e-5, 0]]
    expected.tagAlternatives = ["pos": [AlternativeTags(0..<2, tags: ["NN", "VB"], score: 0.125)]]
    expected.tags = ["pos": ["NNP", nil, "``", "NNP", "''", "."]]
    expected.spans = ["entity": [LabeledSpan(3..<4, label: "LOC", score: 0.5)]]
    var frame = Frame(
      predicate: 1, sense: "see.01", arguments: [Argument(role: "ARG0", tokens: 0..<1)], score: 0.75)
    frame.extent = 1..<3
    frame.senseScore = 0.625
    expected.frames = [frame]
    var translation = AlignedText("Anna sieht Köln.", tokens: [Token(0..<4)], score: -1.5)
    translation.alternatives = [AlternativeText("Anna", score: -2.5)]
    translation.attention = [[0.1, 0.2, 0.3, 0.3, 0, 0.1]]
    expected.translations = ["de": translation]
    expected.fields = ["source": "tab\t\u{1}"]
    #expect(documents[0] == expected)
    #expect(documents[1].labels == ["label": [Label("bad")]])
    #expect(documents[1].fields == ["extra": "{\"a\":[1,2.5e3]}"])
  }

  @Test func `a member text2 is the second text of a pair, as a translation of that name is`() throws {
    let pair = try read(#"{"text2": "b c", "text": "a"}"#, ReadOptions(format: .jsonl)).documents[0]
    #expect(pair.second == AlignedText("b c") && pair.fields.isEmpty)
    let long = #"{"text": "a", "translations": {"text2": {"text": "b c"}}}"#
    #expect(try read(long, ReadOptions(format: .jsonl)).documents == [pair])
    #expect(try read(#"{"text": "a", "text2": null}"#, ReadOptions(format: .jsonl)).documents[0].second == nil)
    #expect(throws: CorpusError.self) {
      try read(String(long.dropLast()) + #", "text2": "c"}"#, ReadOptions(format: .jsonl))
    }
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "premise", "text2": "hypothesis", "score": "n"]
    let mapped = try read(#"{"premise": "a", "hypothesis": "b", "n": 2.5}"#, options).documents[0]
    #expect(mapped.second?.text == "b" && mapped.labels["score"] == [Label("2.5")])
  }

  @Test func `a predicted number has a deviation`() throws {
    let line = #"{"text":"a","labels":{"score":[{"name":"2.5","deviation":0.75}]}}"#
    let document = try read(line, ReadOptions(format: .jsonl)).documents[0]
    #expect(document.labels["score"]?[0].deviation == 0.75 && document.labels["score"]?[0].score == nil)
    #expect(try written([document], WriteOptions(format: .jsonl)) == line + "\n")
  }

  @Test(arguments: [
    (#""id":null,"language":null,"text2":null,"offsets":null,"sentences":null"#, ""),
    (#""labels":null,"probabilities":null,"tags":null,"tagScores":null,"tagAlternatives":null,"spans":null"#, ""),
    (#""frames":null,"translations":null,"fields":null,"predictions":null,"kinds":null,"other":null"#, ""),
    (#""labels":{"topic":null,"tone":[{"name":"x","score":null}]}"#, #""labels":{"tone":[{"name":"x"}]}"#),
    (
      #""labels":{"tone":["x"]},"probabilities":{"tone":{"x":1,"y":null}}"#,
      #""labels":{"tone":["x"]},"probabilities":{"tone":{"x":1}}"#
    ),
    (#""tags":{"pos":null},"spans":{"entity":null},"fields":{"source":null}"#, ""),
    (#""translations":{"de":{"text":"x","tokens":null,"score":null},"fr":null}"#, #""translations":{"de":"x"}"#),
    (#""sentences":[{"tokens":[0,2],"comments":null,"multiwords":null}]"#, #""sentences":[[0,2]]"#),
    (#""frames":[{"predicate":1,"sense":null,"arguments":null}]"#, #""frames":[{"predicate":1}]"#),
    (
      #""predictions":{"tone":{"labels":{"tone":["x"]},"tags":null},"topic":null}"#,
      #""predictions":{"tone":{"labels":{"tone":["x"]}}}"#
    ),
  ])
  func `a member that is null is missing`(members: String, present: String) throws {
    func document(_ members: String) throws -> Document {
      let line = #"{"text":"a b","tokens":[[0,1],[2,3]]"# + (members.isEmpty ? "}" : ",\(members)}")
      return try read(line, ReadOptions(format: .jsonl)).documents[0]
    }
    #expect(try document(members) == document(present))
    #expect(try read(#"{"text":"","tokens":null}"#, ReadOptions(format: .jsonl)).documents == [Document(text: "")])
  }

  @Test func `white space may stand before any value`() throws {
    let json = #"{ "text" : "a" , "tokens" : [ [ 0 , 1 ] ] , "tags" : { "pos" : [ null ] } }"#
    let documents = try read(json, ReadOptions(format: .jsonl)).documents
    #expect(documents[0].tags == ["pos": [nil]])
  }

  @Test func `what is written is what was read, byte for byte`() throws {
    let documents = try read(Sample("jsonl").text, ReadOptions(format: .jsonl)).documents
    let text = try written([documents[0]], WriteOptions(format: .jsonl))
    #expect(text == Sample("jsonl").text.prefix { $0 != "\n" } + "\n")
  }

  @Test func `a field map reads anybody's objects`() throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "review.body", "label": "stars", "topics": "tags", "id": "n", "field:who": "user.name"]
    let (documents, _) = try read(
      """
      {"n":7,"review":{"body":"good \\ud83d\\ude00"},"stars":5,"tags":["a","b"],"user":{"name":"Ann"}}
      {"n":8,"review":{"body":"bad"},"stars":null}

      """, options)
    #expect(documents.map(\.id) == ["7", "8"])
    #expect(documents[0].text == "good 😀")
    #expect(documents[0].labels == ["label": [Label("5")], "topics": [Label("a"), Label("b")]])
    #expect(documents[0].fields == ["who": "Ann"])
    #expect(documents[1].labels.isEmpty)
  }

  @Test func `tokens may be words`() throws {
    let document = try read(
      "{\"tokens\":[\"New York\",\"!\"],\"tags\":{\"pos\":[\"X\",\"Y\"]}}", ReadOptions(format: .jsonl)
    )
    .documents[0]
    #expect(document.text == "New York !")
    #expect(document.words(0..<2) == ["New York", "!"])
    #expect(document.sentences == [Sentence(tokens: 0..<2)])
  }

  @Test(arguments: [
    ("{\"text\":\"a\"", ":1:12: found the end of the line, expected , or }"),
    ("{\"text\":\"a\"} x", ":1:14: found x, expected the end of the line"),
    ("{\"text\":\"a\",}", ":1:13: found }, expected a value after ,"),
    ("{\"text\":\"a\u{1}\"}", ":1:11: found a control character in a string"),
    ("{\"text\":\"\\ud800\"}", "found \\ud800\"}, expected a pair of surrogates"),
    ("{\"text\":\"a\",\"text\":\"b\"}", "found a second \"text\", expected each name once"),
    ("{\"text\":\"a\",\"x\":01}", "expected a number without leading zeros"),
    ("{\"text\":\"a\",\"x\":tru}", "found tru}, expected a value"),
    ("{\"id\":\"a\"}", "found nothing for \"text\", expected a string"),
    ("{\"text\":null,\"label\":\"x\"}", "found nothing for \"text\", expected a string"),
    ("{\"text\":[1]}", "found an array for \"text\", expected a string"),
    ("{\"text\":\"ab\",\"tokens\":[[0,3]]}", "for \"tokens\", expected byte offsets"),
    ("{\"text\":\"é\",\"tokens\":[[0,1]]}", "for \"tokens\", expected byte offsets"),
    (
      "{\"text\":\"ab\",\"tokens\":[[0,2]],\"tags\":{\"p\":[]}}", "found 0 tags for \"tags.p\", expected 1, one a token"
    ),
    (
      "{\"text\":\"ab\",\"spans\":{\"x\":[{\"label\":\"a\",\"tokens\":[0,1]}]}}",
      "for \"spans.x\", expected at least one token, within 0..<0"
    ),
    (
      "{\"text\":\"ab\",\"tagAlternatives\":{\"p\":[{\"tokens\":[0,2],\"tags\":[\"N\"]}]}}",
      "found 1 tag for 0..<2 for \"tagAlternatives.p\", expected one a token, within 0..<0"
    ),
    (
      "{\"text\":\"a\",\"tokens\":[[0,1]],\"spans\":{\"x\":[{\"label\":\"a\",\"tokens\":[1,1]}]}}",
      "found 1..<1 for \"spans.x\", expected at least one token, within 0..<1"
    ),
    ("{\"text\":\"ab\",\"tagScores\":{\"p\":[1]}}", "found 1 score for \"tagScores.p\", expected 0, one a token"),
    ("{\"text\":\"ab\",\"probabilities\":{\"p\":{\"x\":1,\"x\":0}}}", "found x twice"),
    (
      "{\"text\":\"ab\",\"translations\":{\"d\":{\"text\":\"\",\"attention\":[[]]}}}",
      "for \"translations.d\", expected a row a token of the translation"
    ),
    ("{\"text\":\"ab\",\"frames\":[{\"predicate\":0,\"arguments\":[]}]}", "for \"frames\", expected tokens within"),
    ("[1]", ":1:1: found [1], expected {"),
    (
      "{\"text\":\"a b\",\"tags\":[\"N\",\"V\"]}",
      "found [\"N\",\"V\"]} for \"tags\", expected an object with a member for each layer; for what stands there, "
        + "say --field tags:upos=tags"
    ),
    ("{\"text\":\"a\",\"labels\":3}", "for \"labels\", expected an object with a member"),
    ("{\"text\":\"a\",\"translations\":\"b\"}", "\"translations\", expected an object with a member"),
  ])
  func `an object that is malformed or does not fit is an error with its place`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .jsonl)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `nesting is bounded`() throws {
    func nested(_ depth: Int) -> String {
      "{\"text\":\"\",\"x\":" + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
        + "}"
    }
    #expect(throws: Never.self) { try read(nested(128), ReadOptions(format: .jsonl)) }
    let error = #expect(throws: CorpusError.self) { try read(nested(129), ReadOptions(format: .jsonl)) }
    #expect(error?.errorDescription?.contains("values nested deeper than 128") == true)
  }

  @Test func `half a surrogate pair is replaced when bad UTF-8 is`() throws {
    var options = ReadOptions(format: .jsonl)
    options.replaceInvalid = true
    let (documents, ledger) = try read("{\"text\":\"a\\udc00b\"}", options)
    #expect(documents[0].text == "a\u{FFFD}b")
    #expect(ledger.count(.repaired, .characters) == 1)
  }

  @Test func `tags of a field map are spans where the map says so`() throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["tokens": "tokens", "entity:bio": "ner", "tags:pos": "pos"]
    let (documents, _) = try read(
      #"{"tokens":["Anna","Berg","sings"],"ner":["B-PER","I-PER","O"],"pos":["N","N",""]}"#, options)
    #expect(documents[0].spans == ["entity": [LabeledSpan(0..<2, label: "PER")]])
    #expect(documents[0].tags["entity"] == ["B-PER", "I-PER", "O"])
    #expect(documents[0].tags["pos"] == ["N", "N", nil])
    #expect(documents[0].labels.isEmpty)
    let error = #expect(throws: CorpusError.self) { try read(#"{"tokens":["a"],"ner":["O","O"],"pos":[]}"#, options) }
    #expect(error?.errorDescription?.contains("tags") == true)
  }

  @Test(arguments: [
    #"[[0,9,"PER"],[19,23,"LOC"]]"#,
    #"[{"start":0,"end":9,"label":"PER","token_start":0},{"start":19,"end":23,"label":"LOC"}]"#,
    #"[{"id":7,"start_offset":0,"end_offset":9,"label":"PER"},{"start_offset":19,"end_offset":23,"label":"LOC"}]"#,
  ])
  func `spans by characters find their tokens`(spans: String) throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", "spans:entity": "spans"]
    let (documents, ledger) = try read(#"{"text":"Änna Berg lives in Oslo.","spans":\#(spans)}"#, options)
    #expect(documents[0].words(0..<3) == ["Änna", "Berg", "lives"])
    #expect(
      documents[0].spans["entity"] == [LabeledSpan(0..<2, label: "PER"), LabeledSpan(4..<5, label: "LOC")])
    #expect(ledger.losses.isEmpty)
  }

  @Test(arguments: [
    ("ents", #"[{"from":0,"to":9,"type":"PER"},["LOC",19,23]]"#),
    ("ents", #"[{"s":0,"e":9,"t":"PER"},{"offset":19,"length":4,"tag":"LOC"}]"#),
    ("ents", #"[{"begin":0,"end":9,"entity":"PER"},{"start_char":19,"end_char":23,"labels":["LOC"]}]"#),
    ("ents:a,b,c", #"[{"a":0,"b":9,"c":"PER"},{"a":19,"b":23,"c":"LOC","start":3}]"#),
    ("ents:at,+size,is.a", #"[{"at":0,"size":9,"is":{"a":"PER"}},{"at":19,"size":4,"is":{"a":"LOC"}}]"#),
    ("ents:3,4,1", #"[["PER","x",0,9],["LOC","y",19,23]]"#), ("ents:2,+3,1", #"[["PER",0,9],["LOC",19,4]]"#),
  ])
  func `members of spans are known by their names, or named by the map`(path: String, spans: String) throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", "spans:entity": path]
    let (documents, ledger) = try read(#"{"text":"Änna Berg lives in Oslo.","ents":\#(spans)}"#, options)
    #expect(
      documents[0].spans["entity"] == [LabeledSpan(0..<2, label: "PER"), LabeledSpan(4..<5, label: "LOC")])
    #expect(ledger.entries.isEmpty)
  }

  @Test(arguments: [
    ("ents", "found an object for \"ents\", expected start, end and label of a span; known names: start,"),
    ("ents:a,b,c", "found an object for \"ents\", expected numbers and a label in its members a; b; c"),
    ("ents:a,+b,c", "expected numbers and a label in its members a; +b; c"),
  ])
  func `a span without such members is an error that says which are known`(path: String, reason: String) throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", "spans:entity": path]
    let error = #expect(throws: CorpusError.self) {
      try read(#"{"text":"a b","ents":[{"x":0,"y":1,"z":"L"}]}"#, options)
    }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test(arguments: ["ents:s,e", "ents:s,e,t,x", "ents:s,,t", "ents:s,+,t", "ents:"])
  func `members of spans that are not three are refused, and taken for no path`(path: String) throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", "spans:entity": path]
    let error = #expect(throws: CorpusError.self) { try read(#"{"text":"a","ents":[]}"#, options) }
    #expect(
      error
        == .badOption(
          name: "fields", found: "\(path) for spans:entity",
          expected: "three members behind the colon, for start, end and label, such as ents:start,end,label or "
            + "ents:start,+length,label"))
  }

  @Test func `a layer before its kind is answered with the right order, and the option's name`() throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", "ner:spans": "ents"]
    let error = #expect(throws: CorpusError.self) { try read("{\"text\":\"a\"}", options) }
    #expect(error == .badOption(name: "fields", found: "ner:spans", expected: "spans:ner, the kind before the layer"))
  }

  @Test func `labels without characters are counted at their lines`() throws {
    let text =
      "[{\"text\":\"a\",\"label\":\"x\"},\n{\"text\":\"b\",\"label\":\"\"},\n{\"text\":\"c\",\"label\":[\"\",\"y\"]}]"
    let entries = try read(text, ReadOptions(format: .jsonl)).ledger.entries
    #expect(
      entries.map { "\($0.action) \($0.count) \($0.unit) \($0.places.map(\.line))" } == ["ignored 2 labels [2, 3]"])
  }

  @Test func `a span that cuts a token takes in all of it, one beside the text is dropped`() throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", "spans:entity": "label"]
    let text = #"{"text":"Anna sings","label":[[0,2,"X"],[4,5,"X"],[5,99,"X"],[5,11,"X"]]}"#
    let (documents, ledger) = try read(text, options)
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "X")])
    #expect(ledger.count(.repaired, .spans) == 1 && ledger.count(.dropped, .spans) == 3)
    #expect(throws: CorpusError.self) { try read(#"{"text":"a","label":[[0,"X"]]}"#, options) }
  }

  @Test(arguments: ["span:entity", "tag:pos", "x:y"])
  func `a part that there is not is refused with those that there are`(name: String) throws {
    var options = ReadOptions(format: .jsonl)
    options.fields = ["text": "text", name: "x"]
    let error = #expect(throws: CorpusError.self) { try read("{\"text\":\"a\"}", options) }
    #expect(error?.errorDescription?.contains("found \(name), expected text, tokens") == true)
  }
}
