import BraidTasks
import BraidText
import Testing

/// Of documents with predictions only these are scored, never what the input says.
@Suite struct ComparedPredictionsTests {
  private func prediction(_ label: String) -> Prediction {
    var annotation = Document(text: "")
    annotation.labels["label"] = [Label(label)]
    return Prediction([.labels("label")], of: annotation)
  }

  /// Two documents with gold labels, and predictions of tasks that are all for the same layer.
  private func documents(_ predictions: [String: [String]], gold: [String] = ["neg", "pos"]) -> [Document] {
    gold.indices.map { index in
      var document = Document(id: "\(index)", text: "text \(index)")
      document.labels["label"] = [Label(gold[index])]
      for (task, labels) in predictions { document.predictions[task] = prediction(labels[index]) }
      return document
    }
  }

  private func scores(
    _ gold: [Document], _ predicted: [Document], tasks: String...
  ) throws -> (values: [String: Double], leftOut: [String]) {
    let scores = try LayerScores(gold: gold, predicted: ComparedPredictions(predicted, tasks: tasks), resamples: 0)
    return (Dictionary(uniqueKeysWithValues: scores.entries.map { ($0.name, $0.score.value) }), scores.leftOut)
  }

  @Test func `gold labels beside predictions are not scored`() throws {
    let documents = documents(["mood": ["pos", "neg"]])
    #expect(try scores(documents, documents).values == ["labels:label": 0])
  }

  @Test func `tasks that predict one layer are scored each, and one that knows none of the gold labels is left out`()
    throws
  {
    let both = documents(["first": ["pos", "pos"], "second": ["neg", "pos"], "topic": ["sport", "film"]])
    let (values, leftOut) = try scores(both, both)
    #expect(values == ["labels:label (first)": 50, "labels:label (second)": 100])
    #expect(leftOut == ["labels:label (topic)"])
    #expect(try scores(both, both, tasks: "topic").values == ["labels:label": 0])
    #expect(try scores(both, both, tasks: "second").values == ["labels:label": 100])
    #expect(
      try scores(both, both, tasks: "second", "first").values
        == ["labels:label (first)": 50, "labels:label (second)": 100])
    #expect(ComparedPredictions(both).tasks == ["first", "second", "topic"])
  }

  @Test func `where no task knows a gold label all are scored`() throws {
    let both = documents(["a": ["x", "y"], "b": ["v", "w"]])
    #expect(try scores(both, both).values == ["labels:label (a)": 0, "labels:label (b)": 0])
  }

  @Test func `a document without a prediction has none, and other layers than those predicted are not scored`() throws {
    var documents = documents(["mood": ["neg", "pos"]])
    for index in documents.indices { documents[index].labels["topic"] = [Label("a")] }
    documents[1].predictions = [:]
    #expect(try scores(documents, documents).values == ["labels:label": 50])
  }

  @Test func `layers that are no predictions are compared as they stand`() throws {
    let documents = documents([:])
    #expect(try scores(documents, documents).values == ["labels:label": 100])
  }

  @Test func `spans and tags of one name are one layer, and tasks of other layers stay together`() throws {
    var document = Document(words: [["Ann", "left"]])
    document.spans["ner"] = [LabeledSpan(0..<1, label: "PER")]
    document.tags["upos"] = ["PROPN", "VERB"]
    document.tags["form"] = ["Ann", "left"]
    var annotation = Document(text: "")
    annotation.spans["ner"] = [LabeledSpan(1..<2, label: "PER")]
    annotation.tags = ["ner": ["O", "B-PER"], "upos": ["PROPN", "PROPN"]]
    document.predictions = [
      "a": Prediction([.spans("ner")], of: annotation), "b": Prediction([.tags("ner")], of: annotation),
      "pos": Prediction([.tags("upos")], of: annotation),
    ]
    let groups = ComparedPredictions([document]).groups
    #expect(groups.map(\.task) == [nil, "a", "b"])
    #expect(groups[0].documents[0].tags == ["form": ["Ann", "left"], "upos": ["PROPN", "PROPN"]])
    #expect(groups[0].documents[0].spans.isEmpty)
    #expect(try scores([document], [document]).values["tags:upos"] == 50)
    #expect(try scores([document], [document]).values["spans:ner (a)"] == 0)
  }

  @Test func `labels and translations are scored whatever the tokens, or without any`() throws {
    var gold = Document(id: "d", text: "good, film")
    gold.labels["label"] = [Label("neg")]
    gold.translations["de"] = AlignedText("das ist ein guter Film")
    var predicted = gold
    predicted.tokens = [Token(0..<4), Token(4..<5), Token(6..<10)]
    predicted.sentences = [Sentence(tokens: 0..<3)]
    #expect(try scores([gold], [predicted]).values.keys.sorted() == ["labels:label", "translations:de"])
    #expect(try scores([predicted], [gold]).values["labels:label"] == 100)
    var other = predicted
    other.tokens = [Token(0..<10)]
    other.sentences = [Sentence(tokens: 0..<1)]
    let scores = try LayerScores(gold: [predicted], predicted: [other], resamples: 0)
    #expect(scores.entries.map(\.score.value) == [100, 100] && scores.alignedWords == nil)
    #expect(scores.entries[0].score.signature == nil)
    predicted.text = "good. film"
    #expect(
      throws: TaskError.otherDocuments(
        document: "d", expected: "the text `good, film`", found: "`good. film`")
    ) { try self.scores([gold], [predicted]) }
  }

  @Test func `tags need the same tokens or others, not none`() throws {
    var gold = Document(words: [["Ann", "left"]])
    gold.tags["upos"] = ["PROPN", "VERB"]
    let bare = Document(text: gold.text)
    #expect(
      throws: TaskError.otherDocuments(document: "document 2", expected: "2 tokens", found: "0")
    ) { try scores([gold, gold], [gold, bare]) }
  }
}
