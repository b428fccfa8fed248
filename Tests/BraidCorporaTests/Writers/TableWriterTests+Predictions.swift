import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// Predictions in tables: their columns, and what they take the place of.
extension TableWriterTests {
  @Test func `predictions and their scores are new columns, and gold labels stay`() throws {
    let predict = predictGood
    let columns = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    #expect(
      try rewritten("id,text\n1,Yes\n", change: predict) { $0.predicted = columns }
        == "id,text,predicted_label,predicted_label_score\n1,Yes,good,0.75\n")
    #expect(
      try rewritten("label,text\nbad,Yes\n", change: predict) { $0.predicted = columns }
        == "label,text,predicted_label,predicted_label_score\nbad,Yes,good,0.75\n")
    #expect(
      try rewritten("id,text\n1,Yes\n", change: predict) { options in
        options.predicted = columns
        options.predictedScores = false
      } == "id,text,predicted_label\n1,Yes,good\n")
  }

  @Test(arguments: [
    ("id,text,predicted_label,predicted_label_score\n1,Yes,bad,0.5\n", true),
    ("id,predicted_label,text\n1,bad,Yes\n", true), ("predicted_label_score,id,text\n0.5,1,Yes\n", true),
    ("id,text,predicted_label,predicted_label_score\n1,Yes,bad,0.5\n", false), ("id,text\n1,Yes\n", false),
  ])
  func `what an earlier model predicted for a layer is replaced`(table: String, hasScores: Bool) throws {
    let columns = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    let again = try rewritten(table, change: predictGood) { options in
      options.predicted = columns
      options.predictedScores = hasScores
    }
    #expect(
      again
        == (hasScores
          ? "id,text,predicted_label,predicted_label_score\n1,Yes,good,0.75\n"
          : "id,text,predicted_label\n1,Yes,good\n"))
  }

  @Test(arguments: ["predicted_mood", "predicted_mood_label", "predicted_label", "predicted_predicted_label"])
  func `what it predicted beside other tasks or columns is replaced, too`(name: String) throws {
    let columns = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    #expect(
      try rewritten("text,\(name),\(name)_score,predicted_topic\nYes,bad,0.5,x\n", change: predictGood) {
        $0.predicted = columns
      } == "text,predicted_topic,predicted_label,predicted_label_score\nYes,x,good,0.75\n")
  }

  @Test func `a column that is mapped is no earlier prediction, whatever it is called`() throws {
    let columns = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    #expect(
      try rewritten(
        "predicted_label,text\nbad,Yes\n", columns: ["text": "text", "label": "predicted_label"], change: predictGood
      ) { options in
        options.predicted = columns
        options.predictedScores = false
      } == "predicted_label,text,predicted_predicted_label\nbad,Yes,good\n")
  }

  @Test func `a column of the name of a label layer beside its labels is neither written twice nor lost`() throws {
    let table = "text,label,label\na,pos,x\nb,,y\nc,neg,\n"
    let map: [String: ColumnRef] = ["text": "text", "label": "label"]
    #expect(try rewritten(table, columns: map) == table)
    #expect(
      try rewritten(table, columns: map, set: { $0.columns = ["text", "label"] })
        == "text,label\na,pos\nb,\nc,neg\n")
    #expect(
      try rewritten(
        "text,label,stars\na,x,1\nb,y,\n", columns: ["text": "text", "label": "stars"],
        set: { $0.columns = ["text", "label", "field:label"] }) == "text,label,field:label\na,1,x\nb,,y\n")
  }

  @Test func `a column of labels that was not asked for has no field, span or tag of its name`() throws {
    var document = Document(words: [["a", "b"]])
    document.fields["label"] = "x"
    document.spans["label"] = [LabeledSpan(0..<1, label: "X")]
    document.tags["label"] = ["Y", "Y"]
    #expect(try written([document], WriteOptions(format: .tsv)) == "\ta b\n")
    var asked = WriteOptions(format: .tsv)
    asked.columns = ["label", "text"]
    #expect(try written([document], asked) == "x\ta b\n")
  }

  @Test func `fields that are called as other parts say that they are fields`() throws {
    var document = Document(id: "1", text: "a")
    document.fields = ["label": "x", "text2": "y", "a:b": "z", "stars": "5"]
    predictGood(&document)
    let text = try written([document], WriteOptions(format: .csv))
    #expect(
      text
        == "id,text,field:a:b,field:label,stars,field:text2,predicted_label,predicted_label_score\n1,a,z,x,5,y,good,0.75\n"
    )
    let back = try read(text, ReadOptions(format: .csv)).documents[0]
    #expect(back.labels.isEmpty && back.second == nil)
    #expect(back.fields.filter { !$0.key.hasPrefix("predicted_") } == document.fields)
  }

  @Test func `what is replaced is told, and is not called left out`() throws {
    let scratch = try Scratch()
    let layout = TableLayout()
    var reading = ReadOptions(format: .csv)
    reading.layout = layout
    var writing = WriteOptions(format: .csv)
    writing.layout = layout
    writing.predicted = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    let writer = try CorpusWriter(scratch.path("out.csv"), options: writing)
    for var document in try read("text,predicted_label,note\nYes,bad,a\nNo,,b\n", reading).documents {
      predictGood(&document)
      try writer.write(document)
    }
    try writer.close()
    #expect(writer.leftOut.note(.csv) == "replaced by predictions (counted in documents): fields:predicted_label (1)")
  }

  /// Predicts `good` for the layer `label`.
  func predictGood(_ document: inout Document) {
    var annotation = Document(text: "")
    annotation.labels = ["label": [Label("good", score: 0.75)]]
    document.predictions["mood"] = Prediction([.labels("label")], of: annotation)
  }

  /// A document with gold labels, tags and a field, and with predictions.
  func predicted(id: String = "1", gold: String? = "bad") -> Document {
    var document = Document(words: [["Ann", "left"]])
    document.id = id
    if let gold { document.labels["label"] = [Label(gold)] }
    document.tags["upos"] = ["X", "X"]
    document.fields["stars"] = "5"
    var annotation = Document(text: "")
    annotation.labels = ["label": [Label("good", score: 0.75)]]
    annotation.tags = ["upos": ["PROPN", "VERB"]]
    annotation.spans = ["entity": [LabeledSpan(0..<1, label: "PER")]]
    annotation.translations = ["de": AlignedText("Ann ging")]
    let tasks: [(String, AnnotationLayer)] = [
      ("mood", .labels("label")), ("pos", .tags("upos")), ("names", .spans("entity")), ("german", .translation("de")),
    ]
    for (task, layer) in tasks { document.predictions[task] = Prediction([layer], of: annotation) }
    return document
  }

  /// A sentence with the tree that a task predicts.
  func tree(task: String = "trees") -> Document {
    var document = Document(words: [["Ann", "left"]])
    document.tags["head"] = ["0", "1"]
    var annotation = Document(text: "")
    annotation.tags = ["head": ["2", "0"], "deprel": ["nsubj", "root"]]
    document.predictions[task] = Prediction([.tags("head"), .tags("deprel")], of: annotation)
    return document
  }

  @Test func `a task of two layers has a column for each`() throws {
    var options = WriteOptions(format: .csv)
    options.columns = ["text", "predicted_head", "predicted_deprel"]
    #expect(try written([tree()], options) == "Ann left,Ann/2 left/0,Ann/nsubj left/root\n")
    options = WriteOptions(format: .columns)
    options.columns = ["form", "predicted_head", "predicted_deprel", "head"]
    #expect(try written([tree()], options) == "Ann 2 nsubj 0\nleft 0 root 1\n\n")
    // The layer that has the task's name.
    options.columns = ["form", "deprel"]
    #expect(try written([tree(task: "deprel")], options) == "Ann nsubj\nleft root\n\n")
  }

  @Test(arguments: [CorpusFormat.csv, .tsv, .columns])
  func `a column of the name of a task of two layers is refused, with the columns that there are`(format: CorpusFormat)
    throws
  {
    var options = WriteOptions(format: format)
    options.columns = [format == .columns ? "form" : "text", "trees"]
    let error = #expect(throws: CorpusError.self) { try written([tree()], options) }
    #expect(
      error?.errorDescription
        == "option columns: found trees, a task that predicts head and deprel, expected a column for "
        + "each: predicted_head, predicted_deprel")
    // Before anything is written, where the tasks are known.
    options.predicted = PredictedColumn.columns([(task: "trees", layers: [.tags("head"), .tags("deprel")])])
    let scratch = try Scratch()
    #expect(throws: CorpusError.self) { try CorpusWriter(scratch.path("out"), options: options) }
  }

  @Test func `a table of documents with predictions has gold labels and fields beside them`() throws {
    let header =
      "id,text,label,stars,predicted_de,predicted_de_score,predicted_label,predicted_label_score,predicted_entity,predicted_upos"
    #expect(
      try written([predicted(), predicted(id: "2", gold: nil)], WriteOptions(format: .csv)) == """
        \(header)
        1,Ann left,bad,5,Ann ging,,good,0.75,Ann/PER,Ann/PROPN left/VERB
        2,Ann left,,5,Ann ging,,good,0.75,Ann/PER,Ann/PROPN left/VERB

        """)
  }

  @Test(arguments: [
    (["label"], "good"), (["mood"], "good"), (["label", "mood"], "bad,good"),
    (["label", "predicted_label"], "bad,good"),
    (["pos"], "Ann/PROPN left/VERB"), (["upos"], "Ann/PROPN left/VERB"), (["names"], "Ann/PER"),
    (["german"], "Ann ging"),
    (["predicted_label_score", "predicted_entity"], "0.75,Ann/PER"), (["stars"], "5"),
  ])
  func `a column is what is predicted for the layer of its name, and the input's own where that has a column too`(
    columns: [String], row: String
  ) throws {
    var options = WriteOptions(format: .csv)
    options.columns = columns
    let text = try written([predicted()], options)
    #expect(text == row + "\n")
  }

  @Test func `a layer that the input does not have is the prediction's`() throws {
    var options = WriteOptions(format: .csv)
    options.columns = ["label"]
    #expect(try written([predicted(gold: nil)], options) == "good\n")
    options = WriteOptions(format: .columns)
    options.columns = ["form", "names", "entity"]
    #expect(try written([predicted()], options) == "Ann B-PER _\nleft O _\n\n")
    options.columns = ["form", "entity"]
    #expect(try written([predicted()], options) == "Ann B-PER\nleft O\n\n")
  }

  @Test(arguments: [
    (["form", "chunk"], "Ann B-NP\nleft O\n\n"), (["form", "chunk:bio"], "Ann B-NP\nleft O\n\n"),
    (["form", "predicted_chunk"], "Ann B-NP\nleft O\n\n"),
    (["form", "predicted_chunk", "chunk"], "Ann B-NP O\nleft O B-VP\n\n"),
  ])
  func `gold tags are not what a task of that name predicts as spans`(columns: [String], rows: String) throws {
    var document = Document(words: [["Ann", "left"]])
    document.tags["chunk"] = ["O", "B-VP"]
    document.spans["chunk"] = [LabeledSpan(1..<2, label: "VP")]
    var annotation = Document(text: "")
    annotation.spans["chunk"] = [LabeledSpan(0..<1, label: "NP")]
    document.predictions["chunk"] = Prediction([.spans("chunk")], of: annotation)
    var options = WriteOptions(format: .columns)
    options.columns = columns
    #expect(try written([document], options) == rows)
  }

  @Test(arguments: [
    (["form", "upos", "predicted_upos"], "Ann X PROPN\nleft X VERB\n\n"),
    (["form", "predicted_upos"], "Ann PROPN\nleft VERB\n\n"),
    (["form", "upos", "predicted_upos", "predicted_entity:bio"], "Ann X PROPN B-PER\nleft X VERB O\n\n"),
    (["predicted_entity", "form", "upos"], "B-PER Ann PROPN\nO left VERB\n\n"),
  ])
  func `columns hold gold tags and predicted ones side by side`(columns: [String], rows: String) throws {
    var options = WriteOptions(format: .columns)
    options.columns = columns
    #expect(try written([predicted()], options) == rows)
    options.predicted = PredictedColumn.columns(predicted())
    #expect(try written([predicted()], options) == rows)
  }

  @Test(
    arguments: [
      (nil, "id,text\n1,Yes\n", "text,id\nYes,1\n"), (false, "id,text\n1,Yes\n", "Yes,1\n"),
      (nil, "pos,Good\n", "Good,pos\n"), (true, "pos,Good\n", "text,label\nGood,pos\n"),
    ] as [(Bool?, String, String)])
  func `chosen columns have a header where the table has one, unless told otherwise`(
    header: Bool?, table: String, chosen: String
  ) throws {
    #expect(
      try rewritten(
        table,
        set: { options in
          options.columns = table.hasPrefix("id") ? ["text", "id"] : ["text", "label"]
          options.header = header
        }) == chosen)
  }

  @Test func `what predictions take the place of, and what is taken out, is told`() throws {
    let scratch = try Scratch()
    var options = WriteOptions(format: .csv)
    options.columns = ["label"]
    var writer = try CorpusWriter(scratch.path("out.csv"), options: options)
    var document = predicted()
    document.predictions = document.predictions.filter { $0.key == "mood" }
    document.tags = [:]
    document.fields = [:]
    try writer.write(document)
    try writer.close()
    #expect(
      writer.leftOut.note(.csv)
        == "left out, no place in csv (counted in documents): ids (1), scores of labels:label (1), sentences (1), tokens (1); "
        + "replaced by predictions (counted in documents): labels:label (1)")
    var tree = Document(words: [["Ann", "left"]])
    tree.tags = ["deps": ["2:nsubj", "0:root"]]
    tree.sentences[0].emptyNodes = [EmptyNode(position: 2, index: 1, form: "home", tags: [:])]
    var annotation = Document(text: "")
    annotation.tags = ["head": ["2", "0"], "deprel": ["nsubj", "root"]]
    tree.predictions["trees"] = Prediction([.tags("head"), .tags("deprel")], of: annotation)
    writer = try CorpusWriter(scratch.path("out.conllu"), options: WriteOptions(format: .conllu))
    try writer.write(tree)
    try writer.close()
    #expect(
      writer.leftOut.note(.conllu)
        == "taken out, as the predicted heads contradict it (counted in documents): empty nodes (1), tags:deps (1)")
  }
}
