import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// Tables that are read and written again, and columns that are asked for.
@Suite struct TableWriterTests {
  private func rewritten(
    _ table: String, from: CorpusFormat = .csv, to: CorpusFormat = .csv, columns: [String: ColumnRef] = [:],
    change: (inout Document) -> Void = { _ in }, set: (inout WriteOptions) -> Void = { _ in }
  ) throws -> String {
    let layout = TableLayout()
    var reading = ReadOptions(format: from)
    reading.columns = columns
    reading.layout = layout
    var writing = WriteOptions(format: to)
    writing.layout = layout
    set(&writing)
    var documents = try read(table, reading).documents
    for index in documents.indices { change(&documents[index]) }
    return try written(documents, writing)
  }

  @Test(arguments: [
    "nr,review,stars,shop\n7,\"Good, really\",5,Bonn\n8,Bad,1,\n", "id;text;note\n1;Good;a\n2;Bad;b\n",
    "pos,Good\nneg,Bad\n", "text,a,b c,label\nGood,1,2,3\nBad,4,5,6\n",
  ])
  func `a table in is the same table out`(table: String) throws { #expect(try rewritten(table) == table) }

  @Test func `columns that the map leaves out stay, too, in another format`() throws {
    let table = "7\tGood\tx\ty\n8\tBad\tx\tz\n"
    #expect(try rewritten(table, from: .tsv, to: .tsv, columns: ["text": 2]) == table)
    #expect(
      try rewritten("nr;body\n1;a,b\n2;c\n", to: .tsv, columns: ["text": "body"]) == "nr\tbody\n1\ta,b\n2\tc\n")
  }

  @Test func `columns may be chosen among those that the map leaves out`() throws {
    let table = "id,body,stars\n7,Good,5\n"
    #expect(
      try rewritten(table, columns: ["text": "body"], set: { $0.columns = ["stars", "id", "text"] }) == "5,7,Good\n")
    #expect(throws: CorpusError.self) {
      try rewritten(table, columns: ["text": "body"], set: { $0.columns = ["star"] })
    }
  }

  @Test func `predictions and their scores are new columns, and gold labels stay`() throws {
    func predict(_ document: inout Document) {
      var annotation = Document(text: "")
      annotation.labels = ["label": [Label("good", score: 0.75)]]
      document.predictions["mood"] = Prediction([.labels("label")], of: annotation)
    }
    let columns = PredictedColumn.columns([(task: "mood", layers: [.labels("label")])])
    #expect(
      try rewritten("id,text\n1,Yes\n", change: predict) { $0.predicted = columns }
        == "id,text,label,label_score\n1,Yes,good,0.75\n")
    #expect(
      try rewritten("label,text\nbad,Yes\n", change: predict) { $0.predicted = columns }
        == "label,text,predicted_label,predicted_label_score\nbad,Yes,good,0.75\n")
    #expect(
      try rewritten("id,text\n1,Yes\n", change: predict) { options in
        options.predicted = columns
        options.predictedScores = false
      } == "id,text,label\n1,Yes,good\n")
  }

  @Test func `several tasks are called by their names, and tags and spans are spelled behind their words`() throws {
    var document = Document(words: [["Ann", "left", "Bonn"]])
    document.id = "1"
    var annotation = Document(text: "")
    annotation.tags = ["upos": ["PROPN", "VERB", nil]]
    annotation.spans = ["entity": [LabeledSpan(0..<1, label: "PER"), LabeledSpan(1..<3, label: "X")]]
    annotation.labels = ["topic": [Label("a", score: 0.5), Label("b", score: 0.25)]]
    annotation.frames = [Frame(predicate: 1)]
    let tasks: [(task: String, layers: [AnnotationLayer])] = [
      ("pos", [.tags("upos")]), ("names", [.spans("entity")]), ("topics", [.labels("topic")]), ("roles", [.frames]),
    ]
    for (task, layers) in tasks { document.predictions[task] = Prediction(layers, of: annotation) }
    var options = WriteOptions(format: .tsv)
    options.layout = TableLayout()
    options.predicted = PredictedColumn.columns(tasks)
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out.tsv"), options: options)
    try writer.write(document)
    try writer.close()
    #expect(
      try scratch.text("out.tsv") == """
        id\ttext\tpos\tnames\ttopics\ttopics_score
        1\tAnn left Bonn\tAnn/PROPN left/VERB Bonn\tAnn/PER | left Bonn/X\ta|b\t0.5|0.25

        """)
    #expect(writer.leftOut.note(.tsv) == "left out, no place in tsv: frames (1)")
  }

  @Test func `a column that no document has is an error that names the nearest and what there is`() throws {
    var document = Document(id: "1", text: "Good")
    document.labels = ["label": [Label("pos")]]
    document.fields = ["stars": "5"]
    var options = WriteOptions(format: .csv)
    options.columns = ["id", "texte"]
    let error = #expect(throws: CorpusError.self) { try written([document], options) }
    #expect(
      error?.errorDescription
        == "option columns: found texte, which no document has, expected one of id, label, stars, text; did you mean text?"
    )
    options.columns = ["stars", "text"]
    #expect(try written([document, Document(text: "Bad")], options) == "5,Good\n,Bad\n")
    options = WriteOptions(format: .columns)
    options.columns = ["form", "upso"]
    var words = Document(words: [["Ann"]])
    words.tags = ["upos": ["PROPN"]]
    #expect(throws: CorpusError.self) { try written([words], options) }
    options.columns = ["form", "upos"]
    #expect(try written([words], options) == "Ann PROPN\n\n")
  }

  @Test func `a column that says what it is may be empty, which is told`() throws {
    var options = WriteOptions(format: .csv)
    options.columns = ["text", "field:author"]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out.csv"), options: options)
    try writer.write(Document(text: "Good"))
    try writer.close()
    #expect(writer.leftOut.note(.csv) == "left empty, as no document has it: field:author")
  }

  @Test func `the only translation is written without being asked for`() throws {
    var document = Document(id: "1", language: "en", text: "Yes")
    document.translations = ["de": AlignedText("Ja")]
    let plain = Document(id: "0", language: "en", text: "No")
    #expect(try written([plain, document], WriteOptions(format: .parallelTSV)) == "No\t\nYes\tJa\n")
    let catalogue = try written([plain, document], WriteOptions(format: .po))
    #expect(catalogue.contains("Language: de") && catalogue.contains("msgid \"Yes\"\nmsgstr \"Ja\""))
    let units = try written([plain, document], WriteOptions(format: .xliff))
    #expect(units.contains("trgLang=\"de\"") && units.contains(">Ja</target>"))
  }

  @Test(arguments: [CorpusFormat.parallelTSV, .po, .xliff])
  func `a translation that cannot be known, or is not there, is an error`(format: CorpusFormat) throws {
    var document = Document(text: "Yes")
    document.translations = ["de": AlignedText("Ja"), "fr": AlignedText("Oui")]
    let several = #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: format)) }
    #expect(several?.errorDescription?.contains("expected one of de, fr") == true)
    var options = WriteOptions(format: format)
    options.targetLanguage = "nl"
    let none = #expect(throws: CorpusError.self) { try written([document], options) }
    #expect(none?.errorDescription?.contains("found nl, which no document has, expected one of de, fr") == true)
  }

  @Test func `parallel text of which nothing is translated is an error`() throws {
    #expect(throws: CorpusError.self) { try written([Document(text: "Yes")], WriteOptions(format: .parallelTSV)) }
  }

  @Test(arguments: [
    (CorpusFormat.conll2000, "PROPN"), (.conll2003, "PROPN"), (.conll2005, "PROPN"), (.conll2009, "PROPN"),
    (.conll2012, "PROPN"),
  ])
  func `the column of parts of speech takes those that there are`(format: CorpusFormat, tag: String) throws {
    var document = Document(words: [["Ann", "left"]])
    document.tags = ["upos": [tag, "VERB"]]
    #expect(try written([document], WriteOptions(format: format)).contains(tag))
    document.tags = [:]
    var annotation = Document(text: "")
    annotation.tags = ["upos": [tag, "VERB"]]
    document.predictions["words"] = Prediction([.tags("upos")], of: annotation)
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: format))
    try writer.write(document)
    try writer.close()
    #expect(try scratch.text("out").contains(tag))
    #expect(writer.leftOut.note(format) == nil)
  }

  @Test func `with predicted heads the gold graph of CoNLL-U goes`() throws {
    let rows = """
      1\tAnn\t_\t_\t_\t_\t2\tnsubj\t2:nsubj\t_
      2\tleft\t_\t_\t_\t_\t0\troot\t0:root\t_
      2.1\tx\t_\t_\t_\t_\t_\t_\t2:y\t_


      """
    var document = try read(rows, ReadOptions(format: .conllu)).documents[0]
    var annotation = Document(text: "")
    annotation.tags = ["head": ["0", "1"], "deprel": ["root", "dep"]]
    document.predictions["trees"] = Prediction([.tags("head"), .tags("deprel")], of: annotation)
    let text = try written([document], WriteOptions(format: .conllu))
    #expect(text.contains("1\tAnn\t_\t_\t_\t_\t0\troot\t_\t_\n2\tleft\t_\t_\t_\t_\t1\tdep\t_\t_\n"))
    #expect(!text.contains("2.1"))
  }
}
