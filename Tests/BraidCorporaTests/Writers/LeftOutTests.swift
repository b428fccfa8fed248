import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// What a format has no place for is told, layer by layer.
@Suite struct LeftOutTests {
  private func note(_ format: CorpusFormat, _ set: (inout WriteOptions) -> Void = { _ in }) throws -> String? {
    var document = Document(words: [["Ann", "left"]])
    document.id = "1"
    document.labels = ["label": [Label("good")], "topic": [Label("x")]]
    document.tags = ["upos": ["PROPN", "VERB"], "pos": ["N", "V"]]
    document.spans = ["entity": [LabeledSpan(0..<1, label: "PER")]]
    document.frames = [Frame(predicate: 1)]
    document.translations = ["de": AlignedText("Ann ging")]
    document.fields = ["author": "me"]
    var options = WriteOptions(format: format)
    set(&options)
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: options)
    try writer.write(document)
    try writer.write(document)
    try writer.close()
    return writer.leftOut.note(format)
  }

  @Test func `each format names the layers that it leaves out, with the documents that have them`() throws {
    let rest = "fields:author (2), frames (2), labels:label (2), labels:topic (2)"
    #expect(try note(.jsonl) == nil)
    #expect(try note(.tei) == nil)
    #expect(
      try note(.conllu)
        == "left out, no place in conllu (counted in documents): \(rest), spans:entity (2), tags:pos (2), translations:de (2)"
    )
    #expect(
      try note(.conll2003)
        == "left out, no place in conll2003 (counted in documents): fields:author (2), frames (2), ids (2), labels:label (2), labels:topic (2), "
        + "tags:upos (2), translations:de (2)")
    #expect(try note(.conllup)?.contains("frames") == false)
    #expect(try note(.parallel) { $0.targetLanguage = "de" }?.contains("translations:") == false)
    #expect(try note(.parallel)?.contains("translations:") == false, "the only one is taken")
    #expect(try note(.brat)?.contains("tags:upos (2)") == true)
  }

  @Test func `columns that are asked for have a place`() throws {
    let note = try note(.tsv) { $0.columns = ["id", "topic", "label", "translation:de", "field:author"] }
    #expect(
      note
        == "left out, no place in tsv (counted in documents): frames (2), sentences (2), spans:entity (2), tags:pos (2), tags:upos (2), tokens (2)"
    )
  }

  @Test(arguments: [
    (CorpusFormat.doccano, "labels:topic (2), sentences (2), tags:pos (2), tags:upos (2), tokens (2)"),
    (.prodigy, "labels:topic (2), sentences (2), tags:pos (2), tags:upos (2)"),
    (.labelStudio, "sentences (2), tags:pos (2), tags:upos (2), tokens (2)"),
  ])
  func `a tool with one place for labels takes those of the label layer`(format: CorpusFormat, layers: String) throws {
    #expect(
      try note(format)
        == "left out, no place in \(format.rawValue) (counted in documents): frames (2), \(layers), translations:de (2)"
    )
  }

  @Test func `layers that predictions take the place of are told, those with a column of their own are not`() throws {
    var document = Document(text: "Ann")
    document.labels = ["label": [Label("gold")]]
    var annotation = Document(text: "")
    annotation.labels = ["label": [Label("guess")]]
    document.predictions = ["mood": Prediction([.labels("label")], of: annotation)]
    for (columns, text, note) in [
      (
        ["label", "text"], "guess\tAnn\n", Optional("replaced by predictions (counted in documents): labels:label (1)")
      ),
      (["label", "mood", "text"], "gold\tguess\tAnn\n", nil),
      (["mood", "text"], "guess\tAnn\n", Optional("replaced by predictions (counted in documents): labels:label (1)")),
    ] {
      var options = WriteOptions(format: .tsv)
      options.columns = columns
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("out"), options: options)
      try writer.write(document)
      try writer.close()
      #expect(writer.leftOut.note(.tsv) == note, "\(columns)")
      if note != nil { #expect(try scratch.text("out") == text) }
    }
  }

  @Test func `columns for a format without columns are an error before anything is written`() throws {
    var options = WriteOptions(format: .conllu)
    options.columns = ["upos"]
    let scratch = try Scratch()
    let error = #expect(throws: CorpusError.self) { try CorpusWriter(scratch.path("out"), options: options) }
    #expect(error?.errorDescription?.contains("conllu has no columns to choose") == true)
    #expect(try scratch.names.isEmpty)
  }
}
