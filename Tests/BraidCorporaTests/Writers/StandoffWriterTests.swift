import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Testing

/// WebAnno TSV 3 and UIMA's XMI, read and written.
struct StandoffWriterTests {
  private func written(_ documents: [Document], _ format: CorpusFormat, _ name: String) throws -> Scratch {
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path(name), options: WriteOptions(format: format))
    for document in documents { try writer.write(document) }
    try writer.close()
    return scratch
  }

  private static var annotated: Document {
    var document = Document(id: "a/b", language: "en", text: " 😀 New York [x]. \tYes\n")
    document.tokens = [
      Token(1..<5, kind: .symbol), Token(6..<9), Token(10..<14), Token(15..<18), Token(18..<19, kind: .punctuation),
      Token(21..<24),
    ]
    document.sentences = [Sentence(tokens: 0..<5), Sentence(tokens: 5..<6)]
    document.tags = ["pos": ["SYM", "NNP", "NNP", "_", nil, "UH"], "lemma": [nil, "new", nil, "a|b", nil, "*"]]
    document.spans = [
      "entity": [
        LabeledSpan(1..<3, label: "LOC"), LabeledSpan(2..<3, label: "a->b"), LabeledSpan(3..<4, label: "[1]"),
      ],
      "mood": [],
    ]
    return document
  }

  @Test func `WebAnno TSV has its text, offsets in UTF-16 and escapes`() throws {
    let scratch = try written([Self.annotated], .webanno, "out.tsv")
    #expect(
      try scratch.text("out.tsv") == """
        #FORMAT=WebAnno TSV 3.3
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarseValue
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma|value
        #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value
        #T_SP=webanno.custom.mood|value


        #Text= 😀 New York [x]. \\t
        1-1\t1-3\t😀\tSYM\t*\t_\t_\t_\t
        1-2\t4-7\tNew\tNNP\t*\tnew\tLOC[1]\t_\t
        1-3\t8-12\tYork\tNNP\t*\t_\tLOC[1]|a\\->b[2]\t_\t
        1-4\t13-16\t[x]\t\\_\t*\ta\\|b\t\\[1\\]\t_\t
        1-5\t16-17\t.\t_\t_\t_\t_\t_\t

        #Text=Yes\\n
        2-1\t19-22\tYes\tUH\t*\t\\*\t_\t_\t

        """)
    var document = Self.annotated
    let back = try read([scratch.path("out.tsv")], ReadOptions(format: .webanno)).documents[0]
    (document.id, document.language) = (back.id, nil)
    document.tags["upos"] = .init(repeating: nil, count: 6)
    #expect(back.text == document.text)
    #expect(back.spans == document.spans)
    #expect(back.tags["pos"] == document.tags["pos"] && back.tags["lemma"] == document.tags["lemma"])
    #expect(back.sentences.map(\.tokens) == document.sentences.map(\.tokens))
  }

  @Test func `features of a type of WebAnno are one type again`() throws {
    let text = """
      #FORMAT=WebAnno TSV 3.3
      #T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value|identifier
      #T_SP=webanno.custom.Referent|kind|new


      #Text=Ann Lee left
      1-1\t0-3\tAnn\tPER[1]|X[2]\tQ1[1]|*[2]\tperson\t*\t
      1-2\t4-7\tLee\tPER[1]\tQ1[1]\t_\t_\t
      1-3\t8-12\tleft\t*\tQ2\tevent\tyes\t

      """
    let scratch = try Scratch()
    let path = try scratch.file("a.tsv", text)
    let documents = try read([path], ReadOptions(format: .webanno)).documents
    #expect(
      documents[0].spans == [
        "entity": [LabeledSpan(0..<2, label: "PER"), LabeledSpan(0..<1, label: "X")],
        "NamedEntity.identifier": [LabeledSpan(0..<2, label: "Q1"), LabeledSpan(2..<3, label: "Q2")],
        "Referent.kind": [LabeledSpan(0..<1, label: "person"), LabeledSpan(2..<3, label: "event")],
        "Referent.new": [LabeledSpan(2..<3, label: "yes")],
      ])
    let writer = try CorpusWriter(scratch.path("out.tsv"), options: WriteOptions(format: .webanno))
    try writer.write(documents[0])
    try writer.close()
    #expect(try scratch.text("out.tsv") == text)
    #expect(writer.leftOut.note(.webanno) == nil)
  }

  @Test func `features of a type of UIMA are one type again, with their score`() throws {
    var document = Document(id: "a", words: [["Ann", "Lee", "left"]])
    document.spans = [
      "Referent.kind": [LabeledSpan(0..<2, label: "person"), LabeledSpan(2..<3, label: "event", score: 0.5)],
      "Referent.new": [LabeledSpan(0..<2, label: "yes"), LabeledSpan(2..<3, label: "no", score: 0.25)],
    ]
    let scratch = try written([document], .xmi, "out.xmi")
    let text = try scratch.text("out.xmi")
    #expect(text.contains("begin=\"0\" end=\"7\" kind=\"person\" new=\"yes\"/>"))
    #expect(text.contains("kind=\"event\" score=\"0.5\"/>") && text.contains("new=\"no\" score=\"0.25\"/>"))
    #expect(try read([scratch.path("out.xmi")], ReadOptions(format: .xmi)).documents[0].spans == document.spans)
    // Another file beside it adds its features.
    document.spans = ["Referent.age": [LabeledSpan(0..<1, label: "old")], "mood": []]
    let writer = try CorpusWriter(scratch.path("b.xmi"), options: WriteOptions(format: .xmi))
    try writer.write(document)
    try writer.close()
    let types = try scratch.text("TypeSystem.xml")
    let features = ["age", "kind", "new"].map {
      "<featureDescription><name>\($0)</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>\n"
    }
    let start = "<name>webanno.custom.Referent</name><supertypeName>uima.tcas.Annotation</supertypeName>\n"
    #expect(types.contains(start + "<features>\n" + features.joined() + "<featureDescription><name>score</name>"))
    #expect(types.contains("<typeDescription><name>webanno.custom.mood</name>"))
  }

  @Test func `layers with a point in their names are types of their own where they can be no feature`() throws {
    var document = Document(id: "a", words: [["Ann"]])
    for layer in ["Lemma.value", "NamedEntity.identifier", "Mark", "Mark.kind", "Part.ROLE_x", ".x", "One.kind"] {
      document.spans[layer] = [LabeledSpan(0..<1, label: "L")]
    }
    let scratch = try written([document], .webanno, "out.tsv")
    let head = try scratch.text("out.tsv").utf8.split(separator: .lineFeed).filter { $0.starts(with: "#T_SP".utf8) }
      .map { String(Substring($0.dropFirst("#T_SP=webanno.custom.".utf8.count))) }
    #expect(
      head == [
        "L_x|value", "Lemma_value|value", "Mark|value", "Mark_kind|value", "NamedEntity_identifier|value", "One|kind",
        "Part_ROLE_x|value",
      ])
  }

  @Test func `a document of WebAnno is called as its file below the folder, however often it is written`() throws {
    let scratch = try Scratch()
    for name in ["in/a/ann.tsv", "in/b/ann.tsv"] {
      try FileSystem.makeFolders(Paths.folder(scratch.path(name)))
      try scratch.file(name, Sample("webanno").text)
    }
    var names = ["in/a/ann.tsv", "in/b/ann.tsv"]
    var ids: [[String]] = []
    for folder in ["one", "two"] {
      let documents = try read(names.map { scratch.path($0) }, ReadOptions(format: .webanno)).documents
      ids.append(documents.map(\.id))
      let writer = try CorpusWriter(scratch.path(folder), options: WriteOptions(format: .webanno))
      for document in documents { try writer.write(document) }
      try writer.close()
      names = ["\(folder)/a_ann.tsv", "\(folder)/b_ann.tsv"]
    }
    let last = try read(names.map { scratch.path($0) }, ReadOptions(format: .webanno)).documents
    #expect(ids + [last.map(\.id)] == [["a/ann", "b/ann"], ["a_ann", "b_ann"], ["a_ann", "b_ann"]])
  }

  @Test(arguments: [(CorpusFormat.webanno, ".tsv"), (.xmi, ".xmi")])
  func `several documents are a folder with a file for each`(format: CorpusFormat, ending: String) throws {
    let scratch = try written([Self.annotated, Self.annotated], format, "out")
    #expect(
      FileSystem.exists(scratch.path("out/a_b\(ending)")) && FileSystem.exists(scratch.path("out/a_b-2\(ending)")))
    #expect(FileSystem.exists(scratch.path("out/TypeSystem.xml")) == (format == .xmi))
    let error = #expect(throws: CorpusError.self) {
      try written([Self.annotated, Self.annotated], format, "out\(ending)")
    }
    #expect(error?.errorDescription?.contains("cannot hold a second document in one file") == true)
  }

  @Test func `files of UIMA that are written together share a description of the types of all`() throws {
    let scratch = try Scratch()
    var other = Self.annotated
    other.spans = ["tone": [LabeledSpan(0..<1, label: "high")]]
    var writers: [CorpusWriter] = []
    for (name, document) in [("out/a.xmi", Self.annotated), ("out/b.xmi", other), ("out/c/c.xmi", other)] {
      try FileSystem.makeFolders(Paths.folder(scratch.path(name)))
      let writer = try CorpusWriter(scratch.path(name), options: WriteOptions(format: .xmi))
      try writer.write(document)
      writers.append(writer)
    }
    try CorpusWriter.close(writers)
    for name in ["out/a.xmi", "out/b.xmi", "out/c/c.xmi"] { #expect(FileSystem.exists(scratch.path(name))) }
    let types = try scratch.text("out/TypeSystem.xml")
    #expect(try types == scratch.text("out/c/TypeSystem.xml"))
    #expect(
      types.utf8.split(separator: .lineFeed).filter { $0.starts(with: "<typeDescription><name>webanno".utf8) }
        .map { String(Substring($0)) } == [
          "<typeDescription><name>webanno.custom.mood</name><supertypeName>uima.tcas.Annotation</supertypeName>",
          "<typeDescription><name>webanno.custom.tone</name><supertypeName>uima.tcas.Annotation</supertypeName>",
        ])
  }

  @Test func `XMI has tokens, sentences, tags and spans by UTF-16 offsets`() throws {
    let (documents, ledger) = try read(Sample("xmi").text, ReadOptions(format: .xmi))
    #expect(documents.count == 1)
    let document = documents[0]
    #expect(document.id == "note" && document.language == "en" && document.text == "😀 Ann Lee. Great!")
    #expect(document.tokens.indices.map(document.word) == ["😀", "Ann", "Lee", ".", "Great", "!"])
    #expect(document.sentences.map(\.tokens) == [0..<4, 4..<6])
    #expect(
      document.spans == [
        "entity": [LabeledSpan(0..<3, label: "PER")], "Mood": [LabeledSpan(4..<5, label: "glad")],
      ])
    #expect(
      document.tags == [
        "pos": [nil, "NNP", nil, nil, nil, nil], "upos": [nil, "PROPN", nil, nil, nil, nil],
        "lemma": [nil, "Ann", nil, nil, nil, nil],
      ])
    #expect(ledger.entries.map(\.reason).sorted() == ["relations, chains and slots", "zero-width"])
  }

  @Test func `XMI is written so that it comes back`() throws {
    var document = Self.annotated
    document.spans["entity"]?[0].score = 0.25
    let scratch = try written([document], .xmi, "out.xmi")
    let text = try scratch.text("out.xmi")
    #expect(text.contains("sofa=\"1\" begin=\"4\" end=\"12\" value=\"LOC\" score=\"0.25\"/>\n"))
    #expect(text.contains("sofaString=\" 😀 New York [x]. &#9;Yes&#10;\""))
    let types = try scratch.text("TypeSystem.xml")
    #expect(types.contains("<name>webanno.custom.mood</name>"))
    let back = try read([scratch.path("out.xmi")], ReadOptions(format: .xmi)).documents[0]
    document.spans["mood"] = nil
    #expect(back.id == document.id && back.language == "en" && back.text == document.text)
    #expect(back.tokens.map(\.range) == document.tokens.map(\.range))
    #expect(back.sentences.map(\.tokens) == document.sentences.map(\.tokens))
    #expect(back.spans == document.spans)
    #expect(back.tags == document.tags)
  }

  @Test(arguments: [
    ("<a/>", "found root element <a>, expected <xmi:XMI>"),
    (
      "<x:XMI xmlns:x=\"http://www.omg.org/XMI\">\n<T begin=\"5\" end=\"2\"/></x:XMI>",
      "found <T> from 5 to 2, expected offsets such as begin=\"0\" end=\"4\""
    ),
  ])
  func `what is no XMI is an error with its place`(text: String, message: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("input", text)
    let error = #expect(throws: CorpusError.self) { try read([path], ReadOptions(format: .xmi)) }
    #expect(error?.errorDescription?.hasSuffix(": " + message) == true, "\(error?.errorDescription ?? "")")
  }
}
