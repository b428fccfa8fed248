import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// Tables that are read and written again, and columns that are asked for.
@Suite struct TableWriterTests {
  func rewritten(
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

  @Test(arguments: [
    "sep=,\nid,text\n1,\"sep=\"\n", "\u{FEFF}id,text\n1,Good\n", "id,text\r\n1,\"Good\nor\r\nbad\"\r\n",
    "sep=;\nid;text\n1;Good\n",
    "\u{FEFF}SEP=;\r\nid;text\r\n1;Good\r\n", "\u{FEFF}pos,Good\r\nneg,Bad\r\n", "\u{FEFF}sep=;\r\nid;text\r\n",
  ])
  func `a byte order mark, ends of lines and the line that names the separator stay`(table: String) throws {
    #expect(try rewritten(table) == table)
  }

  @Test func `another table keeps the mark and the ends of lines, and names no separator that it does not have`()
    throws
  {
    let table = "\u{FEFF}sep=;\r\nid;text\r\n1;Good\r\n"
    #expect(try rewritten(table, to: .tsv) == "\u{FEFF}id\ttext\r\n1\tGood\r\n")
    #expect(try rewritten(table, set: { $0.separator = .pipe }) == "\u{FEFF}id|text\r\n1|Good\r\n")
    #expect(try rewritten(table, set: { $0.separator = .semicolon }) == table)
    #expect(try rewritten(table, set: { $0.columns = ["text", "id"] }) == "\u{FEFF}text,id\r\nGood,1\r\n")
  }

  @Test func `of several tables the first says what stands around the rows`() throws {
    let scratch = try Scratch()
    let paths = [
      try scratch.file("a.csv", "id,text\r\n1,Good\r\n"), try scratch.file("b.csv", "\u{FEFF}id,text\n2,Bad\n"),
    ]
    let layout = TableLayout()
    var reading = ReadOptions(format: .csv)
    reading.layout = layout
    var writing = WriteOptions(format: .csv)
    writing.layout = layout
    #expect(try written(try read(paths, reading).documents, writing) == "id,text\r\n1,Good\r\n2,Bad\r\n")
  }

  @Test(arguments: [
    (CorpusFormat.csv, "'", "text,label\n'a, b',x\n\"c\",y\n"), (.tsv, "\"", "text\tlabel\n\"a\tb\"\tx\n\"c\nd\"\ty\n"),
    (.csv, "none", "text,label\n\"a,x\n"),
  ])
  func `a table keeps its quotes, and has others where they are named`(
    format: CorpusFormat, quote: String, table: String
  ) throws {
    let layout = TableLayout()
    var reading = ReadOptions(format: format)
    (reading.layout, reading.quote) = (layout, quote)
    var writing = WriteOptions(format: format)
    writing.layout = layout
    let documents = try read(table, reading).documents
    #expect(try written(documents, writing) == table)
    // Named quotes go before those of the table.
    writing.quote = "$"
    let text = documents[0].text
    let needs = text.contains(format == .csv ? "," : "\t")
    #expect(
      try written(documents, writing).utf8.split(separator: 10)[1].elementsEqual(
        "\(needs ? "$\(text)$" : text)\(format == .csv ? "," : "\t")x".utf8))
  }

  @Test(
    arguments: [("text;label\n\"a; b\";x\n", nil, nil, ";"), ("text\tlabel\na\tx\n", "|", .pipe, nil)]
      as [(String, String?, ColumnSeparator?, String?)])
  func `quotes of one table and separators of another are never the same`(
    table: String, quote: String?, separator: ColumnSeparator?, written: String?
  ) throws {
    let format: CorpusFormat = table.contains("\t") ? .tsv : .csv
    var reading = ReadOptions(format: format)
    var writing = WriteOptions(format: format)
    let layout = TableLayout()
    (reading.layout, reading.quote) = (layout, quote)
    (writing.layout, writing.separator, writing.quote) = (layout, separator, written)
    let documents = try read(table, reading).documents
    let error = #expect(throws: CorpusError.self) { try BraidCorporaTests.written(documents, writing) }
    #expect(
      error
        == .badWriteOption(
          name: "quote", found: "`\(quote ?? written ?? "")` around cells and between them",
          expected: "another mark than the separator"))
  }

  @Test func `CSV without quotes has no separators and line breaks in cells`() throws {
    var options = WriteOptions(format: .csv)
    options.quote = "none"
    for text in ["a, b", "a\nb", "a\r"] {
      let error = #expect(throws: CorpusError.self) { try written([Document(id: "d", text: text)], options) }
      #expect(
        error?.errorDescription
          == "document d: csv cannot hold `,`, which stands between columns, or a line break in the column `text` "
          + "without quotes")
    }
    #expect(try written([Document(text: "a; b")], options) == ",a; b\n")
  }

  @Test func `columns that the map leaves out stay, too, in another format`() throws {
    let table = "7\tGood\tx\ty\n8\tBad\tx\tz\n"
    #expect(try rewritten(table, from: .tsv, to: .tsv, columns: ["text": 2]) == table)
    #expect(
      try rewritten("nr;body\n1;a,b\n2;c\n", to: .tsv, columns: ["text": "body"]) == "nr\tbody\n1\ta,b\n2\tc\n")
  }

  @Test func `columns may be chosen among those that the map leaves out`() throws {
    let table = "id,body,stars\n7,Good,5\n"
    #expect(
      try rewritten(table, columns: ["text": "body"], set: { $0.columns = ["stars", "id", "text"] })
        == "stars,id,text\n5,7,Good\n")
    #expect(throws: CorpusError.self) {
      try rewritten(table, columns: ["text": "body"], set: { $0.columns = ["star"] })
    }
  }

  @Test func `several labels in a cell are read, and written as they were read or as is asked`() throws {
    var reading = ReadOptions(format: .csv)
    reading.labelSeparator = ";"
    let table = "text,label\nYes,a;b\nNo,b\nOh,\nSo, a ; a;\nHm,;\n"
    let documents = try read(table, reading).documents
    #expect(
      documents.map { $0.labels["label"]?.map(\.name) } == [["a", "b"], ["b"], nil, ["a"], []])
    var writing = WriteOptions(format: .csv)
    #expect(throws: CorpusError.self) { try written(documents, writing) }
    writing.labelSeparator = "|"
    #expect(try written(documents, writing) == "a|b,Yes\nb,No\n,Oh\na,So\n|,Hm\n")
    writing.labelSeparator = "a"
    #expect(throws: CorpusError.self) { try written(documents, writing) }
    let layout = TableLayout()
    (reading.layout, writing.layout, writing.labelSeparator) = (layout, layout, nil)
    #expect(try written(read(table, reading).documents, writing) == "text,label\nYes,a;b\nNo,b\nOh,\nSo,a\nHm,;\n")
  }

  @Test(arguments: [
    "id,text,note\n1,\" \",\"  \"\n", "id,text,note\n1,\"a\r\nb\",\"c\nd\"\n", "text\nGood\n",
    "", "id,text\n",
  ])
  func `cells of white space, line ends in cells, a single column and an empty table stay`(table: String) throws {
    let unquoted = try rewritten(table.replacing("\" \"", with: " ").replacing("\"  \"", with: "  "))
    #expect(unquoted == table.replacing("\" \"", with: " ").replacing("\"  \"", with: "  "))
  }

  @Test func `tabs and line breaks in cells of TSV are counted, or refused`() throws {
    let scratch = try Scratch()
    var options = WriteOptions(format: .tsv)
    let documents = ["a\tb", "c\nd", "e"].map { Document(text: $0) }
    let writer = try CorpusWriter(scratch.path("out.tsv"), options: options)
    for document in documents { try writer.write(document) }
    try writer.close()
    #expect(try scratch.text("out.tsv") == "\ta b\n\tc d\n\te\n")
    #expect(
      writer.leftOut.note(.tsv) == "separators or line breaks written as spaces: 2 cells (CSV keeps them)")
    options.breaks = .refuse
    let refused = #expect(throws: CorpusError.self) { try written(documents, options) }
    let what = "a tab, which stands between columns, or a line break in the column `text`"
    #expect(refused?.errorDescription?.contains(what) == true)
    #expect(try written([documents[2]], options) == "\te\n")
    // A space between columns can't stand in a cell, too.
    options.breaks = .space
    options.separator = .space
    #expect(throws: CorpusError.self) { try written([Document(text: "two words")], options) }
    options.format = .csv
    #expect(try written([Document(text: "two words")], options) == " \"two words\"\n")
  }

  @Test func `predictions are called by their layers, and tags and spans are spelled behind their words`() throws {
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
        id\ttext\tpredicted_upos\tpredicted_entity\tpredicted_topic\tpredicted_topic_score
        1\tAnn left Bonn\tAnn/PROPN left/VERB Bonn\tAnn/PER | left Bonn/X\ta|b\t0.5|0.25

        """)
    #expect(
      writer.leftOut.note(.tsv)
        == "left out, no place in tsv (counted in documents): frames (1), sentences (1), tokens (1)")
  }

  @Test func `gold columns stay what they are, also where a task has the name of their layer`() throws {
    var document = Document(id: "1", text: "a")
    document.labels = ["tone": [Label("gold")], "genre": [Label("x")]]
    var predicted = Document(text: "a")
    predicted.labels = ["tone": [Label("wrong", score: 0.5)]]
    document.predictions["tone"] = Prediction([.labels("tone")], of: predicted)
    for columns in [[], ["id", "text", "genre", "tone", "predicted_tone", "predicted_tone_score"]] {
      var options = WriteOptions(format: .tsv)
      options.columns = columns
      options.header = false
      options.layout = TableLayout()
      options.predicted = PredictedColumn.columns(document)
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("out.tsv"), options: options)
      try writer.write(document)
      try writer.close()
      #expect(try scratch.text("out.tsv") == "1\ta\tx\tgold\twrong\t0.5\n")
    }
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
    #expect(
      writer.leftOut.note(format)
        == (tag == "PROPN"
          ? "left out, no place in \(format.rawValue) (counted in documents): name of tags:upos (1)" : nil))
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
