import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// A prediction is written for the layer that it is for, whatever its task is called.
@Suite struct PredictionPlacesTests {
  /// Gold tags and spans, and predictions of tasks that have the names of other layers.
  private func document() -> Document {
    var document = Document(words: [["Ann", "left"]])
    document.id = "d"
    document.tags = ["upos": ["GOLDA", "GOLDB"]]
    document.spans = ["entity": [LabeledSpan(1..<2, label: "GOLDC")]]
    var annotation = Document(text: "")
    annotation.tags = ["upos": ["PROPN", "VERB"]]
    annotation.spans = ["entity": [LabeledSpan(0..<1, label: "PER")]]
    document.predictions = [
      "pos": Prediction([.tags("upos")], of: annotation), "chunk": Prediction([.spans("entity")], of: annotation),
    ]
    return document
  }

  private func write(_ document: Document, _ options: WriteOptions) throws -> (text: String, note: String?) {
    let scratch = try Scratch()
    // Of formats whose documents are files each, one file.
    let name = options.format == .webanno ? "out.tsv" : options.format == .xmi ? "out.xmi" : "out"
    let writer = try CorpusWriter(scratch.path(name), options: options)
    try writer.write(document)
    try writer.close()
    return (try scratch.text(name), writer.leftOut.note(options.format))
  }

  @Test(arguments: [
    CorpusFormat.webanno, .xmi, .conll2003, .conll2012, .conll2005, .conll2009, .ptb, .conllu, .conllup, .tei, .tiger,
    .html,
    .doccano, .prodigy,
  ])
  func `the gold layer is replaced and named in every format that has a place for it`(format: CorpusFormat) throws {
    let (text, note) = try write(document(), WriteOptions(format: format))
    #expect(!text.contains("GOLD"), "\(text)")
    #expect(
      note?.contains("replaced by predictions (counted in documents): spans:entity (1), tags:upos (1)") == true,
      "\(note ?? "")")
    #expect(text.contains("PROPN") || text.contains("PER"))
  }

  @Test func `of Label Studio spans that people wrote stay beside predictions, and what has no place is named`() throws
  {
    let (text, note) = try write(document(), WriteOptions(format: .labelStudio))
    func spans(_ start: Int, _ end: Int, _ word: String, _ label: String) -> String {
      #"[{"id":"s1","from_name":"label","to_name":"text","type":"labels","value":{"start":\#(start),"end":\#(end),"#
        + #""text":"\#(word)","labels":["\#(label)"]}}]"#
    }
    #expect(
      text == "[\n"
        + #"{"data":{"text":"Ann left","id":"d"},"annotations":[{"result":\#(spans(4, 8, "left", "GOLDC"))}],"#
        + #""predictions":[{"model_version":"braid","result":\#(spans(0, 3, "Ann", "PER"))}]}"# + "\n]\n")
    #expect(note?.contains("replaced by predictions (counted in documents): tags:upos (1)") == true, "\(note ?? "")")
    // What has a score is an earlier model's.
    var scored = document()
    scored.spans["entity"] = [LabeledSpan(1..<2, label: "OLD", score: 0.5)]
    let (other, replaced) = try write(scored, WriteOptions(format: .labelStudio))
    #expect(!other.contains("OLD") && !other.contains("annotations"))
    #expect(replaced?.contains("spans:entity (1)") == true)
  }

  @Test func `a translation of another name is not given out as a model's, not even where the model gives none`() throws
  {
    let texts = [("", nil), ("One.", "Eins."), ("Two.", "Zwei.")] as [(String, String?)]
    let documents = texts.map { text, translation in
      var document = Document(text: text)
      document.translations["target"] = AlignedText("GOLD")
      var annotation = Document(text: text)
      annotation.translations["de"] = translation.map { AlignedText($0, score: -1) }
      document.predictions["de"] = Prediction([.translation("de")], of: annotation)
      return document
    }
    var options = WriteOptions(format: .parallelTSV)
    options.predicted = [PredictedColumn("predicted_de", task: "de", layer: .translation("de"))]
    let scratch = try Scratch()
    for path in ["a", "b"] {
      let writer = try CorpusWriter(scratch.path(path), options: options)
      // Whoever has not said before what is predicted begins with a document that has it.
      for document in path == "a" ? documents : documents.reversed() { try writer.write(document) }
      try writer.close()
      #expect(writer.leftOut.note(.parallelTSV)?.contains("replaced by predictions") == true)
      #expect(writer.leftOut.note(.parallelTSV)?.contains("translations:target (3)") == true)
      options.predicted = []
    }
    #expect(try scratch.text("a") == "\t\nOne.\tEins.\nTwo.\tZwei.\n")
    #expect(try scratch.text("b") == "Two.\tZwei.\nOne.\tEins.\n\t\n")
  }

  @Test func `of WebAnno and XMI the coarse value is that of the prediction, and there is no other`() throws {
    let (tsv, _) = try write(document(), WriteOptions(format: .webanno))
    #expect(tsv.contains("Ann\t*\tPROPN\t") && tsv.contains("left\t*\tVERB\t"), "\(tsv)")
    let (xmi, _) = try write(document(), WriteOptions(format: .xmi))
    #expect(xmi.contains("coarseValue=\"PROPN\"") && !xmi.contains("PosValue"), "\(xmi)")
  }

  @Test func `a format's own column is a layer, not a task of its name`() throws {
    let (text, _) = try write(document(), WriteOptions(format: .conll2003))
    #expect(text == "Ann PROPN _ B-PER\nleft VERB _ O\n\n")
  }

  @Test(arguments: [
    (["form", "pos"], "Ann PROPN\nleft VERB\n\n", "tags:upos (1)"),
    (["form", "upos", "pos"], "Ann GOLDA PROPN\nleft GOLDB VERB\n\n", nil),
  ])
  func `a column asked for by the name of a task has its prediction, and what has no place is named`(
    columns: [String], rows: String, replaced: String?
  ) throws {
    var options = WriteOptions(format: .columns)
    options.columns = columns
    var document = document()
    document.spans = [:]
    document.predictions["chunk"] = nil
    let (text, note) = try write(document, options)
    #expect(text == rows)
    let expected = replaced.map { "replaced by predictions (counted in documents): \($0)" }
    #expect((note?.contains("replaced") ?? false) == (expected != nil))
    if let expected { #expect(note?.contains(expected) == true, "\(note ?? "")") }
  }

  @Test(arguments: [CorpusFormat.conllu, .csv])
  func `what an earlier model predicted for a layer is replaced, whatever its task is called`(format: CorpusFormat)
    throws
  {
    var document = Document(words: [["Ann", "left"]])
    func prediction(_ tags: [String?]) -> Prediction {
      var annotation = Document(text: "")
      annotation.tags = ["upos": tags, "head": ["2", "0"]]
      return Prediction(tags[0] == "OLD" ? [.tags("upos"), .tags("head")] : [.tags("upos")], of: annotation)
    }
    document.predictions = ["before": prediction(["OLD", "OLD"]), "pos": prediction(["PROPN", "VERB"])]
    var options = WriteOptions(format: format)
    options.predicted = PredictedColumn.columns([(task: "pos", layers: [.tags("upos")])])
    options.layout = TableLayout()
    let (text, note) = try write(document, options)
    #expect(text.contains("PROPN") && !text.contains("OLD"))
    #expect(note?.contains("replaced by predictions (counted in documents): tags:upos (1)") == true, "\(note ?? "")")
    #expect(note?.contains("tags:head") == (format == .csv))
  }

  @Test func `a column of an earlier prediction is no field beside the new one`() throws {
    var document = Document(text: "a")
    document.fields = ["predicted_label": "OLD", "predicted_label_score": "0.5", "predicted_other": "x"]
    var annotation = Document(text: "")
    annotation.labels = ["label": [Label("new")]]
    document.predictions["mood"] = Prediction([.labels("label")], of: annotation)
    var options = WriteOptions(format: .doccano)
    options.predicted = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    let (text, note) = try write(document, options)
    #expect(text == #"{"text":"a","label":["new"],"predicted_other":"x"}"# + "\n")
    #expect(
      note
        == "replaced by predictions (counted in documents): fields:predicted_label (1), fields:predicted_label_score (1)"
    )
  }

  @Test(arguments: [OffsetUnit.bytes, .characters])
  func `what an earlier model predicted for a layer is not in JSONL beside the new prediction`(offsets: OffsetUnit)
    throws
  {
    func prediction(_ layers: [String: [Label]]) -> Prediction {
      var annotation = Document(text: "")
      annotation.labels = layers
      return Prediction(layers.keys.sorted().map { .labels($0) }, of: annotation)
    }
    var document = Document(text: "a")
    document.labels["label"] = [Label("gold")]
    document.fields = ["predicted_label": "OLD", "predicted_label_score": "0.5", "predicted_other": "x"]
    document.predictions = [
      "mood": prediction(["label": [Label("new")]]), "tone": prediction(["label": [Label("OLD")]]),
      "both": prediction(["label": [Label("OLD")], "topic": [Label("t")]]),
      "topic": prediction(["topic": [Label("u")]]),
    ]
    var options = WriteOptions(format: .jsonl)
    options.offsets = offsets
    options.predicted = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    let (text, note) = try write(document, options)
    let back = try #require(try read(text, ReadOptions(format: .jsonl)).documents.first)
    #expect(
      back.predictions == [
        "mood": prediction(["label": [Label("new")]]), "both": prediction(["topic": [Label("t")]]),
        "topic": prediction(["topic": [Label("u")]]),
      ])
    #expect(back.fields == ["predicted_other": "x"])
    #expect(back.labels["label"] == [Label("gold")])
    #expect(
      note
        == "replaced by predictions (counted in documents): fields:predicted_label (1), fields:predicted_label_score (1), labels:label (1)"
    )
    // What is written as it is there was not predicted.
    options.predicted = []
    #expect(try write(document, options).note == nil)
  }

  @Test(arguments: [(false, true), (true, false)])
  func `columns that no header names are told where an earlier model may have written them`(
    hasHeader: Bool, isTold: Bool
  ) throws {
    let scratch = try Scratch()
    var (reading, writing) = (ReadOptions(format: .csv), WriteOptions(format: .csv))
    reading.layout = TableLayout()
    (writing.layout, reading.header) = (reading.layout, hasHeader)
    if !hasHeader { reading.columns = ["text": 1] }
    writing.predicted = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    let writer = try CorpusWriter(scratch.path("out"), options: writing)
    for var document in try read((hasHeader ? "text,stars,tone\n" : "") + "Yes,4,bad\nNo,2,good\n", reading).documents {
      var annotation = Document(text: "")
      annotation.labels = ["label": [Label("new")]]
      document.predictions["mood"] = Prediction([.labels("label")], of: annotation)
      try writer.write(document)
    }
    try writer.close()
    #expect(try scratch.text("out").hasSuffix("Yes,4,bad,new,\nNo,2,good,new,\n"))
    #expect(
      writer.leftOut.note(.csv)
        == (isTold
          ? "kept as they are, whatever an earlier model may have predicted there, as no header names them: column 2, column 3"
          : nil))
  }

  @Test func `a layer of a task's name that its column hides is named`() throws {
    var document = document()
    document.tags["pos"] = ["N", "V"]
    var options = WriteOptions(format: .columns)
    options.columns = ["form", "pos", "entity:bio"]
    let (text, note) = try write(document, options)
    #expect(text == "Ann PROPN B-PER\nleft VERB O\n\n")
    #expect(note?.contains("spans:entity (1), tags:pos (1), tags:upos (1)") == true, "\(note ?? "")")
  }
}
