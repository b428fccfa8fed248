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

  @Test func `of layers of one name a column that is called so has the first, and the others are named`() throws {
    var document = Document(text: "Ann")
    document.labels = ["kind": [Label("a")]]
    document.fields = ["kind": "b"]
    document.translations = ["kind": AlignedText("c")]
    func left(_ columns: [String]) throws -> String? {
      var options = WriteOptions(format: .tsv)
      options.columns = columns
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("out"), options: options)
      try writer.write(document)
      try writer.close()
      return writer.leftOut.note(.tsv)
    }
    let note = "left out, no place in tsv (counted in documents): "
    #expect(try left(["kind", "text"]) == note + "fields:kind (1), translations:kind (1)")
    #expect(try left(["kind", "field:kind", "text"]) == note + "translations:kind (1)")
    document.labels = [:]
    #expect(try left(["kind", "text"]) == note + "translations:kind (1)")
  }

  @Test(arguments: [
    (CorpusFormat.doccano, ["cats", "entities", "id", "label", "text"]),
    (.prodigy, ["accept", "id", "label", "score", "spans", "text", "tokens"]), (.labelStudio, ["id", "text"]),
  ])
  func `fields that are called as a tool's own members are named`(format: CorpusFormat, names: [String]) throws {
    var document = Document(id: "1", text: "Ann")
    document.fields = ["author": "me"]
    for name in names { document.fields[name] = "x" }
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: format))
    try writer.write(document)
    try writer.close()
    #expect(
      writer.leftOut.note(format)
        == "left out, no place in \(format.rawValue) (counted in documents): "
        + names.map { "fields:\($0) (1)" }.joined(separator: ", "))
  }

  @Test(arguments: [CorpusFormat.lines, .conll2003, .conllu, .parallel])
  func `two tasks' labels are left out where there is no place for labels`(format: CorpusFormat) throws {
    var document = Document(words: [["Ann", "left"]])
    document.translations["de"] = AlignedText("Ann ging")
    document.labels["label"] = [Label("gold")]
    for name in ["mood", "topic"] {
      var annotation = Document(text: "")
      annotation.labels = ["label": [Label(name)]]
      document.predictions[name] = Prediction([.labels("label")], of: annotation)
    }
    var options = WriteOptions(format: format)
    options.targetLanguage = "de"
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: options)
    try writer.write(document)
    try writer.close()
    #expect(writer.leftOut.documents[.layer(.labels("label"))] == 1)
    #expect(writer.leftOut.replaced == [.labels("label"): 1])
    #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: .fasttext)) }
    #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: .doccano)) }
  }

  @Test func `U+FEFF between words is no white space`() throws {
    var document = Document(text: "\u{FEFF}Ann  left")
    document.tokens = [Token(3..<6), Token(8..<12)]
    document.sentences = [Sentence(tokens: 0..<2)]
    func left(_ format: CorpusFormat, _ columns: [String] = []) throws -> [DocumentContent: Int] {
      var options = WriteOptions(format: format)
      options.columns = columns
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("out"), options: options)
      try writer.write(document)
      try writer.close()
      return writer.leftOut.documents
    }
    #expect(try left(.conllu).isEmpty)
    #expect(try left(.conll2003) == [.part(.zeroWidthSpaces): 1, .part(.spaces): 1])
    #expect(DocumentContent.part(.zeroWidthSpaces).code == "zero width no-break spaces U+FEFF")
    // At the start of a file it would be a byte order mark, and elsewhere it stays.
    #expect(try left(.lines)[.part(.zeroWidthSpaces)] == 1)
    #expect(try left(.tsv, ["text"])[.part(.zeroWidthSpaces)] == 1)
    #expect(try left(.tsv, ["label", "text"])[.part(.zeroWidthSpaces)] == nil)
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
