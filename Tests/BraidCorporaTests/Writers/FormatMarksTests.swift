import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Testing

/// Labels, tags and names that look like what a format is made of come back, or are refused or named.
@Suite struct FormatMarksTests {
  private static let labels = ["(", ")", "*", "A(B", "A*", "V", "A", "", "-", "_", "#", "a|b", "a:b", "é"]
  private static let senses = [
    "-", "come.-", "-.01", ".", "a.", ".a", "come.01", "01", "_", "*", "XX", "a|b", "come.01.02", "é.01",
  ]

  private func documents(_ format: CorpusFormat) -> [(String, Document)] {
    var found: [(String, Document)] = []
    func document(_ change: (inout Document) -> Void) -> Document {
      var document = Document(id: "d", words: [["Ann", "came", "home"]])
      document.frames = [
        Frame(predicate: 1, sense: "come.01", arguments: [Argument(role: "A0", tokens: 0..<1)])
      ]
      if format == .conll2012 || format == .conll2005 { document.spans["entity"] = [] }
      change(&document)
      return document
    }
    for label in Self.labels {
      found.append(("role \(label)", document { $0.frames?[0].arguments[0].role = label }))
      guard format == .conll2012 || format == .conll2005 else { continue }
      found.append(("entity \(label)", document { $0.spans["entity"] = [LabeledSpan(0..<1, label: label)] }))
    }
    for sense in Self.senses { found.append(("sense \(sense)", document { $0.frames?[0].sense = sense })) }
    return found
  }

  @Test(arguments: [CorpusFormat.conll2005, .conll2008, .conll2009, .conll2012, .conllup])
  func `frames and entities are read back as they were, or refused`(format: CorpusFormat) throws {
    var refused: Set<String> = []
    for (name, document) in documents(format) {
      let text: String
      do { text = try written([document], WriteOptions(format: format)) } catch CorpusError.cannotExpress {
        refused.insert(name)
        continue
      }
      let back = try read(text, ReadOptions(format: format)).documents[0]
      #expect(back.frames == document.frames, "\(name): \(text)")
      // A span without a label is none.
      if let entities = document.spans["entity"], entities.allSatisfy({ !$0.label.isEmpty }) {
        #expect(back.spans["entity"] == entities, "\(name): \(text)")
      }
    }
    #expect(!refused.contains("role A") && !refused.contains("sense come.01"))
    if format == .conll2012 || format == .conll2005 {
      #expect(refused.isSuperset(of: ["role (", "role *", "entity )", "sense -", "role V"]))
      #expect(!refused.contains("entity V"))
    }
  }

  @Test func `an argument V behind the predicate comes back`() throws {
    var document = Document(id: "d", words: [["Ann", "came", "home"]])
    document.frames = [
      Frame(predicate: 0, sense: "ann.01", arguments: [Argument(role: "V", tokens: 1..<2)])
    ]
    for format in [CorpusFormat.conll2005, .conll2012] {
      let back = try read(written([document], WriteOptions(format: format)), ReadOptions(format: format)).documents
      #expect(back[0].frames == document.frames)
    }
  }

  /// Formats with the sign that stands for no tag, and a layer.
  private static let marks: [(CorpusFormat, String, String)] = [
    (.conllu, "_", "lemma"), (.conllup, "_", "upos"), (.conll2008, "_", "lemma"), (.conll2009, "_", "pos"),
    (.conll2012, "-", "pos"), (.conll2012, "-", "speaker"), (.conll2005, "-", "pos"), (.conll2005, "*", "clause"),
    (.columns, "_", "pos"), (.conll2003, "_", "pos"),
  ]

  @Test(arguments: marks)
  func `a tag that is spelled as what stands for none is named`(format: CorpusFormat, mark: String, layer: String)
    throws
  {
    for (tag, isNamed) in [(mark, true), ("x", false)] {
      var document = Document(id: "d", words: [["a", "b"]])
      document.tags["pos"] = ["NN", "NN"]
      document.tags[layer] = [tag, "y"]
      if format == .conll2003 { document.spans = ["entity": [], "chunk": []] }
      let scratch = try Scratch()
      var options = WriteOptions(format: format)
      if format == .columns { options.columns = ["form", "pos"] }
      let writer = try CorpusWriter(scratch.path("x"), options: options)
      for _ in 0..<2 { try writer.write(document) }
      try writer.close()
      #expect(writer.leftOut.documents[.spelling(.tags(layer))] == (isNamed ? 2 : nil), "\(tag)")
    }
  }

  @Test func `tabs and line breaks in cells of CoNLL-U are named, those in words as white space`() throws {
    var document = Document(id: "x\ty", words: [["a\tb", "c"]])
    document.sentences[0].comments = ["# one\ntwo", "# a\ttab"]
    document.sentences[0].multiwords = [MultiwordToken(0..<2, form: "a\nc")]
    document.sentences[0].emptyNodes = [EmptyNode(position: 1, index: 1, form: "n", tags: ["misc": "A\tB"])]
    document.tags["misc"] = [nil, "A=\tB"]
    document.tags["lemma"] = ["x", "y\nz"]
    document.tags["feats"] = ["A=1", nil]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("x"), options: WriteOptions(format: .conllu))
    try writer.write(document)
    try writer.close()
    #expect(
      writer.leftOut.documents == [
        .spelling(.tags("lemma")): 1, .spelling(.tags("misc")): 1, .part(.spaces): 1, .part(.id): 1,
        .part(.comments): 1, .part(.multiwords): 1, .part(.emptyNodes): 1,
      ])
    let text = try scratch.text("x")
    #expect(text.contains("\n1\ta b\tx\t") && text.contains("\n# one two\n# a\ttab\n"))
  }

  @Test func `line breaks in comments of CoNLL-2012 are spaces, and named`() throws {
    var document = Document(id: "d", words: [["a"]])
    document.sentences[0].comments = ["# one\na - x", "two\r3", "#\u{301}"]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("x"), options: WriteOptions(format: .conll2012))
    try writer.write(document)
    try writer.close()
    let start = "#begin document (d); part 000\n# one a - x\n# two 3\n#\u{301}\nd 0 0 a "
    #expect(try scratch.text("x").hasPrefix(start))
    #expect(writer.leftOut.documents == [.part(.comments): 1])
  }

  @Test(arguments: [CorpusFormat.csv, .conllup])
  func `a header stands above the first document that is not refused`(format: CorpusFormat) throws {
    var documents = [Document(words: [["a"]]), Document(words: [["b"]])]
    documents[0].labels["label"] = [Label("x"), Label("y")]
    documents[0].frames = [Frame(predicate: 0, sense: "_")]
    documents[0].tags["lemma"] = ["_"]
    var options = WriteOptions(format: format)
    if format == .csv { options.header = true }
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("x"), options: options)
    #expect(throws: CorpusError.self) { try writer.write(documents[0]) }
    try writer.write(documents[1])
    try writer.close()
    #expect(try scratch.text("x").hasPrefix(format == .csv ? "label,text\n,b\n" : "# global.columns = ID FORM"))
    #expect(writer.leftOut.documents[.spelling(.tags("lemma"))] == nil)
  }

  @Test func `a document that CoNLL-2012 refuses begins and ends no other`() throws {
    var documents = [("d", "a"), ("e", "b c"), ("e", "d")].map { Document(id: $0, words: [[$1]]) }
    for index in documents.indices { documents[index].fields = ["document": documents[index].id, "part": "0"] }
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("x"), options: WriteOptions(format: .conll2012))
    try writer.write(documents[0])
    #expect(throws: CorpusError.self) { try writer.write(documents[1]) }
    try writer.write(documents[2])
    try writer.close()
    #expect(
      try scratch.text("x").split(separator: "\n").filter { $0.hasPrefix("#") } == [
        "#begin document (d); part 000", "#end document", "#begin document (e); part 000", "#end document",
      ])
  }

  @Test func `line breaks in translations of parallel text, and in names of columns of TSV, are named`() throws {
    var document = Document(text: "a")
    document.translations["de"] = AlignedText("b\nc")
    let scratch = try Scratch()
    var options = WriteOptions(format: .parallel)
    options.targetLanguage = "de"
    var writer = try CorpusWriter(scratch.path("x"), options: options)
    try writer.write(document)
    try writer.close()
    #expect(try scratch.text("x.de") == "b c\n")
    #expect(writer.leftOut.documents == [.spelling(.translation("de")): 1])
    document.translations = [:]
    document.fields["x\ny"] = "z"
    document.predictions["mood"] = Prediction([.labels("label")], of: Document(text: ""))
    options = WriteOptions(format: .tsv)
    writer = try CorpusWriter(scratch.path("x.tsv"), options: options)
    try writer.write(document)
    try writer.close()
    #expect(try scratch.text("x.tsv").hasPrefix("id\ttext\tx y\t"))
    #expect(writer.leftOut.note(.tsv)?.contains("separators or line breaks written as spaces: 1 cell") == true)
    options.breaks = .refuse
    #expect(throws: CorpusError.self) { try written([document], options) }
  }

  @Test func `constituents whose brackets do not match are named`() throws {
    for (format, name) in [(CorpusFormat.ptb, "x.mrg"), (.tiger, "x.xml")] {
      var document = Document(words: [["a", "b"]])
      document.tags["pos"] = ["N", "N"]
      document.tags["parse"] = ["(S*", "*"]
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path(name), options: WriteOptions(format: format))
      try writer.write(document)
      document.tags["parse"] = ["(S*", "*)"]
      try writer.write(document)
      try writer.close()
      #expect(writer.leftOut.documents[.layer(.tags("parse"))] == 1, "\(format)")
    }
  }

  @Test func `a question type is one label, without white space, of its coarse type`() throws {
    for (labels, isHeld) in [
      (["fine": ["NUM:date"], "coarse": ["NUM"]], true), (["fine": ["NUM:date"]], true),
      (["fine": ["NUM:date", "NUM:count"]], false), (["fine": ["NUM:a b"]], false),
      (["fine": ["NUM:date"], "coarse": ["HUM"]], false),
    ] as [([String: [String]], Bool)] {
      var document = Document(words: [["When", "?"]])
      document.labels = labels.mapValues { $0.map { Label($0) } }
      if isHeld {
        _ = try written([document], WriteOptions(format: .trec))
      } else {
        #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: .trec)) }
      }
    }
  }

  @Test func `messages of a catalogue are told apart by their bytes`() throws {
    let documents = ["\u{E9}", "e\u{301}"].map { Document(id: "c", text: $0) }
    let text = try written(documents, WriteOptions(format: .po))
    #expect(
      try read(text, ReadOptions(format: .po)).documents.map { Array($0.text.utf8) }
        == documents.map { Array($0.text.utf8) })
  }

  @Test func `comments of a catalogue keep their lines, whatever ends them`() throws {
    for (comment, back, isNamed) in [
      ("one\ntwo", "one\ntwo", false), ("one\r\ntwo", "one\ntwo", true), ("one\rmsgid", "one\nmsgid", true),
      (" indented\n\nx ", "indented\nx", true),
    ] {
      var document = Document(text: "a")
      document.fields = ["comment": comment, "extracted": comment]
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("x.po"), options: WriteOptions(format: .po))
      try writer.write(document)
      try writer.close()
      let found = try read([scratch.path("x.po")], ReadOptions(format: .po)).documents
      #expect(found.map(\.fields) == [["comment": back, "extracted": back]], "\(comment.debugDescription)")
      #expect((writer.leftOut.documents[.spelling(.field("comment"))] == 1) == isNamed, "\(comment.debugDescription)")
    }
  }

  @Test(arguments: [
    ("new", true), ("needs-review-translation", true), ("translated", true), ("signed-off", true), ("final", true),
    ("reviewed", true), ("initial", true), ("needs-work", false), ("final", false), ("no state", true),
  ])
  func `states of XLIFF 1.2 and 2 come back from XLIFF 2`(state: String, hasTarget: Bool) throws {
    var document = Document(id: "1", language: "en", text: "a")
    document.fields["state"] = state
    if hasTarget { document.translations["de"] = AlignedText("b") }
    var options = WriteOptions(format: .xliff)
    options.targetLanguage = "de"
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("x.xlf"), options: options)
    try writer.write(document)
    try writer.close()
    var reading = ReadOptions(format: .xliff)
    reading.unconfirmed = true
    let back = try read([scratch.path("x.xlf")], reading).documents[0]
    let isKept = back.fields["state"] == state
    #expect(back.translations["de"]?.text == (hasTarget ? "b" : nil))
    #expect(isKept == (writer.leftOut.documents[.layer(.field("state"))] == nil), "\(back.fields)")
    #expect(isKept == (hasTarget || state != "final") && state != "no state" || state == "no state" && !isKept)
    // A translation that is not confirmed is not taken for one that is.
    let confirmed = try read([scratch.path("x.xlf")], ReadOptions(format: .xliff)).documents[0].translations["de"]
    #expect((confirmed == nil) == (!hasTarget || ["new", "initial"].contains(state) || state.hasPrefix("needs-")))
  }

  @Test func `fields of a translation memory with white space of their own are named`() throws {
    for (value, isNamed) in [
      ("a b", false), ("a\nb", false), ("", false), (" a", true), ("a  b", true), ("a\tb", true),
    ] {
      var document = Document(language: "en", text: "a")
      document.fields["note"] = value
      document.translations["de"] = AlignedText("b")
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("x.tmx"), options: WriteOptions(format: .tmx))
      try writer.write(document)
      try writer.close()
      let back = try read([scratch.path("x.tmx")], ReadOptions(format: .tmx)).documents[0]
      #expect((back.fields["note"] == value) != isNamed, "\(value.debugDescription)")
      #expect((writer.leftOut.documents[.spelling(.field("note"))] == 1) == isNamed, "\(value.debugDescription)")
    }
  }

  @Test func `folders below a folder of brat stay`() throws {
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .brat))
    let ids = ["a", "news/a", "news/old/b", "../c", "/d"]
    for id in ids { try writer.write(Document(id: id, words: [["Ann"]])) }
    try writer.close()
    #expect(writer.leftOut.documents[.part(.id)] == 2)
    let back = try read([scratch.path("out")], ReadOptions(format: .brat)).documents
    #expect(back.map(\.id) == ["_c", "_d", "a", "news/a", "news/old/b"].sorted())
    // Files that are named one by one have the names below the folder that holds them all.
    let some = try read(
      [scratch.path("out/news/a.txt"), scratch.path("out/news/old/b.ann")], ReadOptions(format: .brat)
    ).documents
    #expect(some.map(\.id) == ["a", "old/b"])
    #expect(try read([scratch.path("out/news/a.txt")], ReadOptions(format: .brat)).documents.map(\.id) == ["a"])
  }

  @Test func `a folder of brat that is not finished leaves no folders`() throws {
    let scratch = try Scratch()
    do {
      let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .brat))
      try writer.write(Document(id: "news/old/b", words: [["Ann"]]))
    }
    #expect(try scratch.names.isEmpty)
  }

  @Test func `types of brat are told apart by their bytes, and changed names and notes are named`() throws {
    var document = Document(id: "d", words: [["Ann", "left"]])
    document.spans["entity"] = [LabeledSpan(0..<1, label: "\u{E9}"), LabeledSpan(1..<2, label: "e\u{301}")]
    document.labels["label"] = [Label("a\tb")]
    document.frames = [
      Frame(
        predicate: 1, arguments: [Argument(role: "A", tokens: 0..<1), Argument(role: "A", tokens: 1..<2)])
    ]
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .brat))
    try writer.write(document)
    try writer.close()
    let types = try scratch.text("out/annotation.conf").utf8.split(separator: UInt8(ascii: "\n"))
    #expect(types.contains { $0.elementsEqual("\u{E9}".utf8) } && types.contains { $0.elementsEqual("e\u{301}".utf8) })
    #expect(writer.leftOut.documents[.spelling(.frames)] == 1)
    #expect(writer.leftOut.documents[.spelling(.labels("label"))] == 1)
    #expect(writer.leftOut.documents[.spelling(.spans("entity"))] == nil)
  }
}
