import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// What is written for annotation tools opens in them, and is read back as it was.
struct ToolWriterTests {
  /// `😀 Anna Berg sings.`: 😀 is one code point, two UTF-16 units and four bytes.
  private static func document(score: Double? = nil) -> Document {
    var document = Document(id: "a", text: "😀 Anna Berg sings.")
    document.tokens = [
      Token(0..<4, kind: .symbol), Token(5..<9), Token(10..<14), Token(15..<20), Token(20..<21, kind: .punctuation),
    ]
    document.sentences = [Sentence(tokens: 0..<5)]
    document.spans = ["entity": [LabeledSpan(1..<3, label: "PER", score: score)]]
    document.labels = ["label": [Label("good", score: score)]]
    document.fields = ["_task_hash": "-22", "meta": "{\"a\":[1]}", "source": "x"]
    return document
  }

  @Test(arguments: [
    (
      CorpusFormat.doccano,
      #"{"id":"a","text":"😀 Anna Berg sings.","entities":[[2,11,"PER"]],"cats":["good"],"_task_hash":-22,"meta":{"a":[1]},"source":"x"}"#
        + "\n"
    ),
    (
      .prodigy,
      #"{"id":"a","text":"😀 Anna Berg sings.","tokens":[{"text":"😀","start":0,"end":1,"id":0,"ws":true},"#
        + #"{"text":"Anna","start":2,"end":6,"id":1,"ws":true},{"text":"Berg","start":7,"end":11,"id":2,"ws":true},"#
        + #"{"text":"sings","start":12,"end":17,"id":3,"ws":false},{"text":".","start":17,"end":18,"id":4,"ws":false}],"#
        + #""spans":[{"start":2,"end":11,"token_start":1,"token_end":2,"label":"PER"}],"label":"good","#
        + #""_task_hash":-22,"meta":{"a":[1]},"source":"x"}"# + "\n"
    ),
    (
      .labelStudio,
      "[\n"
        + #"{"data":{"text":"😀 Anna Berg sings.","id":"a","_task_hash":-22,"source":"x"},"meta":{"a":[1]},"annotations":[{"result":["#
        + #"{"id":"s1","from_name":"label","to_name":"text","type":"labels","value":{"start":2,"end":11,"text":"Anna Berg","labels":["PER"]}},"#
        + #"{"id":"c1","from_name":"label","to_name":"text","type":"choices","value":{"choices":["good"]}}]}]}"#
        + "\n]\n"
    ),
  ])
  func `spans are given in code points, in the layout of the tool`(format: CorpusFormat, text: String) throws {
    #expect(try written([Self.document()], WriteOptions(format: format)) == text)
  }

  @Test(arguments: [CorpusFormat.doccano, .prodigy, .labelStudio])
  func `what is written for a tool is read back`(format: CorpusFormat) throws {
    var original = Self.document()
    // It is Prodigy's mark.
    if format == .doccano { original.fields["_task_hash"] = nil }
    var other = Document(id: "b", text: "Nothing here")
    other.tokens = [Token(0..<7), Token(8..<12)]
    other.sentences = [Sentence(tokens: 0..<2)]
    other.spans = ["entity": []]
    let text = try written([original, other], WriteOptions(format: format))
    for reading in [format, .jsonl] {
      let documents = try read(text, ReadOptions(format: reading)).documents
      #expect(documents.map(\.id) == ["a", "b"])
      #expect(documents.map(\.text) == [original.text, other.text])
      #expect(documents.map(\.spans) == [original.spans, other.spans])
      #expect(documents[0].labels == original.labels)
      #expect(documents[0].words(0..<5) == original.words(0..<5))
      if format != .labelStudio { #expect(documents[0].fields == original.fields) }
    }
  }

  @Test(arguments: [
    #"{"id":5,"text":"a b","labels":[[0,1,"X"]],"n":1}"#, #"{"text":"a b","entities":[[0,1,"X"]]}"#,
    #"{"text":"a b","entities":[[0,1,"X"]],"cats":["c"]}"#, #"{"text":"a b","label":[[0,1,"X"]],"cats":["c"]}"#,
    #"{"text":"a b","entities":[[0,1,"X"]],"cats":[]}"#, #"{"text":"a b","label":[[0,1,"X"]],"cats":[]}"#,
    #"{"text":"a b","ner":[[0,1,"X"]]}"#, #"{"text":"a b","labels":[]}"#, #"{"text":"a b","label":"x"}"#,
    #"{"text":"a b","label":1}"#, #"{"text":"a b","cats":["c"]}"#,
    #"{"text":"a b","labels":["x"]}"# + "\n" + #"{"text":"a b","labels":[]}"#,
    #"{"text":"a b","label":["x"]}"# + "\n" + #"{"text":"a b","label":[]}"#,
    #"{"text":"a b","labels":[{"id":1,"label":"X","start_offset":0,"end_offset":1}]}"#,
  ])
  func `the member of doccano's spans or labels has its name again`(text: String) throws {
    let documents = try read(text + "\n", ReadOptions(format: .doccano)).documents
    #expect(try written(documents, WriteOptions(format: .doccano)) == text + "\n")
  }

  /// Members of an object that are no strings, and strings that look like them.
  private static let values =
    #""_n":"3","a":1.50,"b":true,"c":null,"d":"1","e":"[1]","f":{"x":[null,2]},"g":"null","h":["1",1]"#

  @Test(arguments: [
    (CorpusFormat.doccano, #"{"id":7,"text":"a b","label":["L"],VALUES}"# + "\n"),
    (.doccano, #"{"id":"7","text":"a b","label":[[0,1,"L"]],VALUES}"# + "\n"),
    (.prodigy, #"{"id":7,"text":"a b","label":"L",VALUES}"# + "\n"),
    (.labelStudio, "[\n" + #"{"data":{"text":"a b",VALUES}}"# + "\n]\n"),
  ])
  func `a member that is no string comes back as it was, and a string that looks like one`(
    format: CorpusFormat, text: String
  ) throws {
    let text = text.replacing("VALUES", with: Self.values)
    let documents = try read(text, ReadOptions(format: format)).documents
    #expect(documents[0].fields["a"] == "1.50" && documents[0].fields["c"] == nil)
    #expect(try written(documents, WriteOptions(format: format)) == text)
    let own = try written(documents, WriteOptions(format: .jsonl))
    var again = try read(own, ReadOptions(format: .jsonl)).documents
    #expect(try written(again, WriteOptions(format: format)) == text)
    // What has another text now is no number any more.
    again[0].fields["a"] = "2"
    again[0].fields["c"] = "x"
    #expect(try written(again, WriteOptions(format: format)).contains(#""a":"2","b":true,"c":"x","d":"1""#))
  }

  @Test(arguments: [#""hey""#, "[]", "null", #"{"id":2}"#])
  func `a member with the name of what is kept of members comes back, and so does what is kept`(value: String) throws {
    let text = #"{"id":1,"text":"A cat.","label":["x"],"json-members":\#(value)}"# + "\n"
    let documents = try read(text, ReadOptions(format: .doccano)).documents
    #expect(try written(documents, WriteOptions(format: .doccano)) == text)
  }

  @Test func `what is kept of members is not named as left out`() throws {
    let document = try read(#"{"id":7,"text":"a","label":["L"],"n":1}"#, ReadOptions(format: .doccano)).documents[0]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .fasttext))
    try writer.write(document)
    try writer.close()
    #expect(writer.leftOut.documents == [.part(.id): 1, .layer(.field("n")): 1])
  }

  @Test func `doccano's entities have their ids again, and relations of those that are gone are counted`() throws {
    let entities = [
      #"{"id":7,"label":"PER","start_offset":0,"end_offset":3}"#,
      #"{"id":9,"label":"LOC","start_offset":7,"end_offset":11}"#,
    ]
    let relation = #"{"id":1,"from_id":7,"to_id":9,"type":"in"}"#
    let line =
      #"{"id":"a","text":"Ada in Rome","entities":[\#(entities.joined(separator: ","))],"relations":[\#(relation)]}"#
      + "\n"
    var documents = try read(line, ReadOptions(format: .doccano)).documents
    #expect(try written(documents, WriteOptions(format: .doccano)) == line)
    documents[0].spans["entity"] = [LabeledSpan(0..<1, label: "PER"), LabeledSpan(1..<3, label: "LOC")]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .doccano))
    try writer.write(documents[0])
    try writer.close()
    #expect(
      try scratch.text("out") == #"{"id":"a","text":"Ada in Rome","entities":[\#(entities[0]),"#
        + #"{"id":10,"label":"LOC","start_offset":4,"end_offset":11}],"relations":[]}"# + "\n")
    #expect(writer.leftOut.documents[.layer(.field("relations"))] == 1)
  }

  @Test func `what a model gave is a prediction in Label Studio, with its score`() throws {
    let text = try written([Self.document(score: 0.75)], WriteOptions(format: .labelStudio))
    #expect(text.contains(#""predictions":[{"model_version":"braid","score":0.75,"result":[{"id":"s1""#))
    #expect(text.contains(#""type":"labels","score":0.75,"value""#))
    #expect(!text.contains("annotations"))
    let (documents, ledger) = try read(text, ReadOptions(format: .jsonl))
    #expect(documents[0].spans.isEmpty)
    #expect(ledger.entries.map(\.reason).contains("predictions"))
  }

  @Test func `what people wrote is an annotation in Label Studio, beside what a model gave`() throws {
    var document = Self.document()
    document.fields = [:]
    document.labels["mood"] = [Label("calm", score: 0.5), Label("kind")]
    var annotation = Document(text: "")
    annotation.spans = ["entity": [LabeledSpan(3..<4, label: "VERB")]]
    annotation.labels = ["topic": []]
    document.predictions = [
      "names": Prediction([.spans("entity")], of: annotation), "topics": Prediction([.labels("topic")], of: annotation),
    ]
    func choices(_ number: Int, _ layer: String, _ value: String, _ score: String = "") -> String {
      #"{"id":"c\#(number)","from_name":"\#(layer)","to_name":"text","type":"choices",\#(score)"value":{"choices":[\#(value)]}}"#
    }
    #expect(
      try written([document], WriteOptions(format: .labelStudio)) == "[\n"
        + #"{"data":{"text":"😀 Anna Berg sings.","id":"a"},"annotations":[{"result":["#
        + #"{"id":"s1","from_name":"label","to_name":"text","type":"labels","value":{"start":2,"end":11,"text":"Anna Berg","labels":["PER"]}},"#
        + choices(1, "label", #""good""#) + "," + choices(2, "mood", #""kind""#)
        + #"]}],"predictions":[{"model_version":"braid","score":0.5,"result":["#
        + #"{"id":"s1","from_name":"label","to_name":"text","type":"labels","value":{"start":12,"end":17,"text":"sings","labels":["VERB"]}},"#
        + choices(1, "mood", #""calm""#, #""score":0.5,"#) + "," + choices(2, "topic", "") + "]}]}\n]\n")
  }

  @Test func `words of a multiword token are one token of Prodigy, which is read back`() throws {
    var document = Document(text: "Ann va du parc")
    document.tokens = [Token(0..<3), Token(4..<6), Token(7..<9), Token(7..<9), Token(10..<14)]
    document.sentences = [Sentence(tokens: 0..<5, multiwords: [MultiwordToken(2..<4, form: "du")])]
    document.spans["entity"] = [LabeledSpan(3..<5, label: "LOC")]
    let text = try written([document], WriteOptions(format: .prodigy))
    #expect(
      text == #"{"text":"Ann va du parc","tokens":[{"text":"Ann","start":0,"end":3,"id":0,"ws":true},"#
        + #"{"text":"va","start":4,"end":6,"id":1,"ws":true},{"text":"du","start":7,"end":9,"id":2,"ws":true},"#
        + #"{"text":"parc","start":10,"end":14,"id":3,"ws":false}],"#
        + #""spans":[{"start":7,"end":14,"token_start":2,"token_end":3,"label":"LOC"}]}"# + "\n")
    let (documents, ledger) = try read(text, ReadOptions(format: .prodigy))
    #expect(ledger.losses.isEmpty)
    #expect(documents[0].tokens.map(\.range) == [0..<3, 4..<6, 7..<9, 10..<14])
    #expect(documents[0].spans["entity"]?.map(\.tokens) == [2..<4])
  }

  @Test func `one space belongs to the token before it, other white space is a token of Prodigy and no word`()
    throws
  {
    var document = Document(text: "\tAnn  met\nBob.  ")
    document.tokens = [Token(1..<4), Token(6..<9), Token(10..<13), Token(13..<14, kind: .punctuation)]
    document.sentences = [Sentence(tokens: 0..<4)]
    document.spans["entity"] = [LabeledSpan(0..<1, label: "PER"), LabeledSpan(2..<3, label: "PER")]
    let text = try written([document], WriteOptions(format: .prodigy))
    #expect(
      text == #"{"text":"\tAnn  met\nBob.  ","tokens":[{"text":"\t","start":0,"end":1,"id":0,"ws":false},"#
        + #"{"text":"Ann","start":1,"end":4,"id":1,"ws":true},{"text":" ","start":5,"end":6,"id":2,"ws":false},"#
        + #"{"text":"met","start":6,"end":9,"id":3,"ws":false},{"text":"\n","start":9,"end":10,"id":4,"ws":false},"#
        + #"{"text":"Bob","start":10,"end":13,"id":5,"ws":false},{"text":".","start":13,"end":14,"id":6,"ws":true},"#
        + #"{"text":" ","start":15,"end":16,"id":7,"ws":false}],"spans":["#
        + #"{"start":1,"end":4,"token_start":1,"token_end":1,"label":"PER"},"#
        + #"{"start":10,"end":13,"token_start":5,"token_end":5,"label":"PER"}]}"# + "\n")
    let (documents, ledger) = try read(text, ReadOptions(format: .prodigy))
    #expect(ledger.losses.isEmpty)
    #expect(documents[0].tokens == document.tokens)
    #expect(documents[0].spans == document.spans)
    #expect(try written(documents, WriteOptions(format: .prodigy)) == text)
  }

  @Test func `scores are written for Prodigy and brat, and brat's types into its configuration`() throws {
    let prodigy = try written([Self.document(score: 0.75)], WriteOptions(format: .prodigy))
    #expect(prodigy.contains(#""label":"PER","score":0.75}"#))
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .brat))
    var document = Self.document(score: 0.75)
    document.labels = [:]
    document.frames = [Frame(predicate: 3, arguments: [Argument(role: "ARG0", tokens: 1..<3)])]
    try writer.write(document)
    try writer.close()
    #expect(
      try scratch.text("out/a.ann") == """
        T1\tPER 2 11\tAnna Berg
        #1\tAnnotatorNotes T1\tscore 0.75
        T2\tPredicate 12 17\tsings
        T3\tArgument 2 11\tAnna Berg
        E1\tPredicate:T2 ARG0:T3

        """)
    #expect(
      try scratch.text("out/annotation.conf") == """
        # Written by Braid.
        [entities]
        PER
        Argument

        [relations]

        [events]
        Predicate\tARG0*:Argument

        [attributes]

        """)
  }

  @Test func `a task of Label Studio is written as it was, and its annotations anew where the document has changed`()
    throws
  {
    let task =
      #"{"id":101,"data":{"review":"Ada met Bob","n":"x"},"meta":{"k":1},"inner_id":3,"annotations":["#
      + #"{"id":7,"completed_by":{"id":1},"ground_truth":true,"result":["#
      + #"{"id":"a1","from_name":"ner","to_name":"review","type":"labels","value":{"start":0,"end":3,"text":"Ada","labels":["PER","HERO"]}},"#
      + #"{"from_id":"a1","to_id":"a1","type":"relation"},"#
      + #"{"id":"x","from_name":"rate","to_name":"review","type":"rating","value":{"rating":4}}]},"#
      + #"{"id":8,"was_cancelled":true,"result":[]}]}"#
    var documents = try read("[\n\(task)\n]\n", ReadOptions(format: .labelStudio)).documents
    #expect(documents[0].labels == ["rate": [Label("4")]])
    #expect(try written(documents, WriteOptions(format: .labelStudio)) == "[\n\(task)\n]\n")
    documents[0].labels["rate"] = [Label("5")]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .labelStudio))
    try writer.write(documents[0])
    try writer.close()
    let text = try scratch.text("out")
    #expect(text.hasPrefix("[\n" + #"{"id":101,"data":{"review":"Ada met Bob","n":"x"},"meta":{"k":1},"inner_id":3,"#))
    #expect(text.contains(#""from_name":"rate","to_name":"review","type":"rating","value":{"rating":5}"#))
    #expect(!text.contains("relation"))
    #expect(writer.leftOut.documents[.layer(.field("label-studio"))] == 1)
  }

  /// A result of Label Studio that people gave.
  private static func result(_ control: String, _ kind: String, _ label: String) -> String {
    let place = kind == "labels" ? #""start":0,"end":3,"text":"Ada","# : ""
    return
      #"{"from_name":"\#(control)","to_name":"review","type":"\#(kind)","value":{\#(place)"\#(kind)":["\#(label)"]}}"#
  }

  @Test(arguments: [
    ([result("label", "choices", "good"), result("ner", "labels", "PER")], span: "ner", names: "label"),
    ([result("label", "labels", "PER"), result("mood", "choices", "good")], "label", "mood"),
    ([result("label", "choices", "good")], "entity", "label"),
    ([result("label", "labels", "PER")], "label", "choices"),
    (
      [
        result("a", "labels", "LOC"), result("b", "labels", "PER"), result("x", "choices", "bad"),
        result("y", "choices", "fine"),
      ], "b", "x"
    ),
  ])
  func `predictions have the names of the controls of their kind that the tasks of Label Studio have`(
    results: [String], span: String, names: String
  ) throws {
    let first = #"{"id":1,"data":{"review":"Ada met Bob"}}"#
    let second =
      #"{"id":2,"data":{"review":"Ada met Bob"},"annotations":[{"id":5,"result":[\#(results.joined(separator: ","))]}]}"#
    var documents = try read("[\n\(first),\n\(second)\n]\n", ReadOptions(format: .labelStudio)).documents
    documents[0].tokens = [Token(0..<3), Token(4..<7), Token(8..<11)]
    var annotation = Document(text: "")
    annotation.spans = ["entity": [LabeledSpan(0..<1, label: "PER")]]
    annotation.labels = ["label": [Label("good")]]
    documents[0].predictions = ["m": Prediction([.spans("entity"), .labels("label")], of: annotation)]
    let text = try written(documents, WriteOptions(format: .labelStudio))
    let predicted =
      #"{"id":"s1","from_name":"\#(span)","to_name":"review","type":"labels","#
      + #""value":{"start":0,"end":3,"text":"Ada","labels":["PER"]}},"#
      + #"{"id":"c1","from_name":"\#(names)","to_name":"review","type":"choices","value":{"choices":["good"]}}"#
    #expect(text.contains(#""predictions":[{"model_version":"braid","result":[\#(predicted)]}]}"#), "\(text)")
    #expect(text.contains(second))
  }

  @Test(arguments: [
    #"{"text":"a","cats":{"X":1.0,"Y":0}}"#, #"{"text":"a","cats":{"X":false,"Y":0.25},"_task_hash":1}"#,
    #"{"text":"a","cats":["X"]}"#, #"{"text":"a","accept":["b"],"answer":"accept"}"#,
    #"{"text":"a","accept":[],"answer":"accept","options":[{"id":"x","text":"x"}]}"#,
    #"{"text":"a","accept":["x"],"options":[{"id":"x","text":"x"}]}"#,
    #"{"text":"a","accept":["x","y"],"options":[{"id":"x","text":"X!"},{"id":"y","text":"Y!"}]}"#,
    #"{"text":"a","label":"x","answer":"accept"}"#,
    #"{"text":"a","accept":["x","y"],"label":"x","answer":"accept"}"#,
    #"{"text":"a","cats":{"X":true,"Y":false},"label":"X"}"#,
  ])
  func `labels of Prodigy are written in the member that they were read from`(task: String) throws {
    let documents = try read(task + "\n", ReadOptions(format: .prodigy)).documents
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .prodigy))
    try writer.write(documents[0])
    try writer.close()
    #expect(try scratch.text("out") == task + "\n")
    #expect(writer.leftOut.documents.isEmpty)
  }

  @Test(arguments: [
    (#"{"X":true,"Y":false}"#, #"{"X":false,"Y":true,"Z":true}"#),
    (#"{"X":0.75,"Y":0}"#, #"{"X":0.0,"Y":1.0,"Z":1.0}"#),
    (#"["X"]"#, #"["Y","Z"]"#),
  ])
  func `categories of Prodigy say what the labels are now`(before: String, after: String) throws {
    var documents = try read(#"{"text":"a","cats":\#(before)}"#, ReadOptions(format: .prodigy)).documents
    documents[0].labels["label"] = [Label("Y"), Label("Z")]
    #expect(try written(documents, WriteOptions(format: .prodigy)) == #"{"text":"a","cats":\#(after)}"# + "\n")
    documents[0].labels["label"] = [Label("Y", score: 0.75)]
    let predicted = #"{"text":"a","label":"Y","score":0.75}"# + "\n"
    #expect(try written(documents, WriteOptions(format: .prodigy)) == predicted)
  }

  @Test(arguments: [
    #"{"text":"a b","label":"L","score":0.5,"_task_hash":1,"answer":"reject"}"#,
    #"{"text":"a b","spans":[{"start":0,"end":1,"label":"X","rank":2}],"answer":"ignore"}"#,
    #"{"text":"a b","tokens":[{"text":"a","start":0,"end":1,"id":0,"ws":true},"#
      + #"{"text":"b","start":2,"end":3,"id":1,"ws":false}],"spans":[],"answer":"reject"}"#,
    #"{"text":"a b","accept":["y"],"answer":"reject","options":[{"id":"x"},{"id":"y"}]}"#,
    #"{"text":"a b","answer":"reject","cats":{"X":1.0}}"#,
  ])
  func `what was rejected in Prodigy is written as it was, until something is marked`(task: String) throws {
    var document = try read(task, ReadOptions(format: .prodigy)).documents[0]
    #expect(document.labels.isEmpty && document.spans.isEmpty)
    #expect(try written([document], WriteOptions(format: .prodigy)) == task + "\n")
    let own = try read(written([document], WriteOptions(format: .jsonl)), ReadOptions(format: .jsonl)).documents
    #expect(try written(own, WriteOptions(format: .prodigy)) == task + "\n")
    var annotation = Document(text: "")
    annotation.labels = ["label": [Label("M")]]
    document.predictions = ["topic": Prediction([.labels("label")], of: annotation)]
    let text = try written([document], WriteOptions(format: .prodigy))
    #expect(!text.contains("spans") && !text.contains(#""label":"L""#) && text.contains(#""M""#), "\(text)")
  }

  @Test func `a span that was rejected in Prodigy stays beside those that were not`() throws {
    let task =
      #"{"text":"a b","tokens":[{"text":"a","start":0,"end":1,"id":0,"ws":true},"#
      + #"{"text":"b","start":2,"end":3,"id":1,"ws":false}],"spans":["#
      + #"{"start":2,"end":3,"token_start":1,"token_end":1,"label":"X"},"#
      + #"{"start":0,"end":1,"label":"X","answer":"reject"}],"answer":"accept"}"#
    let document = try read(task, ReadOptions(format: .prodigy)).documents[0]
    #expect(document.spans == ["entity": [LabeledSpan(1..<2, label: "X")]])
    #expect(try written([document], WriteOptions(format: .prodigy)) == task + "\n")
  }

  @Test(arguments: ["accept", "reject"])
  func `an answer of Prodigy is not about what a model has predicted since`(answer: String) throws {
    let line =
      #"{"text":"Ada met Bob","spans":[{"start":0,"end":3,"label":"PER"}],"answer":"\#(answer)","_task_hash":1}"#
    var document = try read(line, ReadOptions(format: .prodigy)).documents[0]
    #expect(try written([document], WriteOptions(format: .prodigy)).contains(#""answer":"\#(answer)""#))
    document.tokens = [Token(0..<3), Token(4..<7), Token(8..<11)]
    var annotation = Document(text: "")
    annotation.spans = ["entity": [LabeledSpan(2..<3, label: "PER")]]
    document.predictions = ["names": Prediction([.spans("entity")], of: annotation)]
    let text = try written([document], WriteOptions(format: .prodigy))
    #expect(!text.contains("answer"))
    let again = try read(text, ReadOptions(format: .prodigy)).documents[0]
    #expect(again.spans["entity"]?.map(\.tokens) == [2..<3])
  }

  @Test func `predictions for Label Studio are about the text that annotations of its tasks name`() throws {
    let tasks =
      #"[{"id":1,"data":{"body":"Ada met Bob"},"annotations":[{"result":[{"from_name":"mood","to_name":"review","#
      + #""type":"choices","value":{"choices":["good"]}}]}]},{"id":2,"data":{"body":"Bob met Ada"}}]"#
    var documents = try read(tasks, ReadOptions(format: .jsonl)).documents
    documents[1].labels["mood"] = [Label("bad", score: 0.5)]
    let text = try written(documents, WriteOptions(format: .labelStudio))
    let result = #"[{"id":"c1","from_name":"mood","to_name":"review","type":"choices","score":0.5,"#
    #expect(text.contains(result), "\(text)")
  }

  @Test func `results of tasks of Label Studio before the first annotated one have the names of its controls`() throws {
    let tasks =
      #"[{"data":{"body":"Bob met Ada"}},{"data":{"body":"Bob"}},{"id":1,"data":{"body":"Ada met Bob"},"annotations":["#
      + #"{"result":[{"from_name":"mood","to_name":"review","type":"choices","value":{"choices":["good"]}}]}]}]"#
    var documents = try read(tasks, ReadOptions(format: .jsonl)).documents
    documents[0].labels["label"] = [Label("bad")]
    let text = try written(documents, WriteOptions(format: .labelStudio))
    let result = #"{"id":"c1","from_name":"mood","to_name":"review","type":"choices","value":{"choices":["bad"]}}"#
    #expect(
      text.hasPrefix(
        "[\n" + #"{"data":{"body":"Bob met Ada"},"annotations":[{"result":[\#(result)]}]},"# + "\n"
          + #"{"data":{"body":"Bob"}},"#), "\(text)")
  }

  @Test func `members of tasks of Label Studio that are null or empty come back, and ids as numbers`() throws {
    let tasks = """
      [
      {"data":{"text":"a b","id":7,"c":null}},
      {"id":2,"data":{"text":"a b","n":1.0},"meta":null,"total":3},
      {"id":3,"data":{"text":"a b","id":"x"},"meta":{}}
      ]

      """
    let documents = try read(tasks, ReadOptions(format: .labelStudio)).documents
    #expect(documents.map(\.id) == ["7", "2", "3"])
    #expect(try written(documents, WriteOptions(format: .labelStudio)) == tasks)
  }

  @Test func `no documents make an array without elements`() throws {
    #expect(try written([], WriteOptions(format: .labelStudio)) == "[]\n")
  }

  @Test(arguments: [
    (
      OffsetUnit.characters,
      #""offsets":"characters","tokens":[[0,1],[2,6],[7,11],[12,17],[17,18]],"kinds":"swwwp""#
    ),
    (.utf16, #""offsets":"utf16","tokens":[[0,2],[3,7],[8,12],[13,18],[18,19]],"kinds":"swwwp""#),
    (.bytes, #"sings.","tokens":[[0,4],[5,9],[10,14],[15,20],[20,21]],"kinds":"swwwp""#),
  ])
  func `JSONL counts what it is told to, says so, and is read back`(unit: OffsetUnit, tokens: String) throws {
    var options = WriteOptions(format: .jsonl)
    options.offsets = unit
    var document = Self.document()
    document.translations["de"] = AlignedText("😀 x", tokens: [Token(5..<6)])
    let text = try written([document], options)
    #expect(text.contains(tokens))
    #expect(try read(text, ReadOptions(format: .jsonl)).documents == [document])
  }

  @Test func `offsets that don't fit their unit are an error`() throws {
    for json in [
      #"{"text":"😀a","offsets":"utf16","tokens":[[1,3]]}"#, #"{"text":"a","offsets":"characters","tokens":[[0,2]]}"#,
      #"{"text":"a","offsets":"words"}"#,
    ] {
      #expect(throws: CorpusError.self) { try read(json, ReadOptions(format: .jsonl)) }
    }
  }
}
