import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

struct RoundTripTests {
  /// Formats whose samples come back byte for byte.
  @Test(arguments: [
    (CorpusFormat.conllu, Sample("conllu").text), (.conllup, Sample("conllup").text),
    (.conll2012, Sample("conll2012").text),
    (.conll2012, Sample("conll2012.propbank").text), (.tsv, Sample("tsv").text), (.trec, Sample("trec").text),
    (.fasttext, Sample("fasttext").text),
    (.lines, Sample("po").text), (.text, Sample("po").text), (.conll2000, "a NN B-NP\n# # I-NP\n\n"),
    (.parallelTSV, "a\tb\nc\t\n"),
  ])
  func `a sample is written as it was read`(format: CorpusFormat, text: String) throws {
    let documents = try read(text, ReadOptions(format: format)).documents
    #expect(try written(documents, WriteOptions(format: format)) == text)
  }

  /// Every reader's documents survive JSONL.
  @Test(arguments: Sample.all)
  func `JSONL holds whatever a reader gives`(sample: Sample) throws {
    let documents = try read(sample.text, sample.options).documents
    #expect(!documents.isEmpty)
    let line = try written(documents, WriteOptions(format: .jsonl))
    #expect(try read(line, ReadOptions(format: .jsonl)).documents == documents)
  }

  @Test func `CSV quotes what needs quotes`() throws {
    var options = ReadOptions(format: .csv)
    options.header = true
    var document = Document(text: "a \"b\",\nc")
    document.labels["label"] = [Label("x")]
    var writing = WriteOptions(format: .csv)
    writing.header = true
    let text = try written([document], writing)
    #expect(text == "label,text\nx,\"a \"\"b\"\",\nc\"\n")
    #expect(try read(text, options).documents == [document])
  }

  @Test(arguments: SpanEncoding.allCases)
  func `columns are written with spans in any encoding`(encoding: SpanEncoding) throws {
    var document = Document(words: [["New", "York", "Ann"], ["x"]])
    document.tags["pos"] = ["NNP", "NNP", "NNP", nil]
    document.spans["entity"] = [
      LabeledSpan(0..<2, label: "LOC"), LabeledSpan(2..<3, label: "LOC"), LabeledSpan(3..<4, label: "PER"),
    ]
    var writing = WriteOptions(format: .columns)
    writing.columns = ["form", "pos", "entity:bio"]
    writing.spanEncoding = encoding
    var reading = ReadOptions(format: .columns)
    reading.columns = ["form": 1, "pos": 2, "entity:bio": 3]
    reading.spanEncoding = encoding
    reading.strictTags = true
    reading.documents = .marker
    let back = try read(try written([document], writing), reading).documents
    #expect(back.count == 1)
    #expect(back[0].spans == document.spans)
    #expect(back[0].tags["pos"] == document.tags["pos"])
    #expect(back[0].text == document.text)
  }

  @Test func `frames go between CoNLL-2012, CoNLL-U Plus and JSONL`() throws {
    let documents = try read(Sample("conll2012").text, ReadOptions(format: .conll2012)).documents
    let plus = try written(documents, WriteOptions(format: .conllup))
    let back = try read(plus, ReadOptions(format: .conllup)).documents
    #expect(back.map(\.frames) == documents.map(\.frames))
    #expect(back.map(\.text) == documents.map(\.text))
    let again = try read(try written(back, WriteOptions(format: .conll2012)), ReadOptions(format: .conll2012)).documents
    #expect(again.map(\.frames) == documents.map(\.frames))
  }

  @Test(arguments: [
    [Frame(predicate: 0, sense: "a.01", arguments: []), Frame(predicate: 0, sense: "a.02", arguments: [])],
    [Frame(predicate: 0, sense: "_", arguments: [])],
    [Frame(predicate: 0, sense: "a.01", arguments: [Argument(role: "A|B", tokens: 1..<2)])],
    [Frame(predicate: 0, sense: "a.01", arguments: [Argument(role: "V", tokens: 0..<1)])],
  ])
  func `frames that the columns of CoNLL-U Plus would lose are refused`(frames: [Frame]) throws {
    var document = Document(words: [["a", "b"]])
    document.frames = frames
    #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: .conllup)) }
  }

  @Test func `a particle of a verb that Universal PropBank calls V, too, is an argument that comes back`() throws {
    let cells = Array(repeating: "_", count: 8).joined(separator: "\t")
    let text = """
      1\tShe\t\(cells)\t_\tARG0\t_
      2\tbroke\t\(cells)\tbreak_through.26\tV\t_
      3\tthrough\t\(cells)\t_\tV\tV
      4\tlaughing\t\(cells)\tlaugh.01\tARGM-PRD\tV


      """
    let documents = try read(text, ReadOptions(format: .conllup)).documents
    let frames = [
      Frame(
        predicate: 1, sense: "break_through.26",
        arguments: [
          Argument(role: "ARG0", tokens: 0..<1), Argument(role: "V", tokens: 2..<3),
          Argument(role: "ARGM-PRD", tokens: 3..<4),
        ]),
      Frame(predicate: 3, sense: "laugh.01", arguments: [Argument(role: "V", tokens: 2..<3)]),
    ]
    #expect(documents.map(\.frames) == [frames])
    let plus = try written(documents, WriteOptions(format: .conllup))
    #expect(plus.contains("\tbreak_through.26\tARG0:1-1|V:3-3|ARGM-PRD:4-4\n"))
    #expect(try read(plus, ReadOptions(format: .conllup)).documents.map(\.frames) == [frames])
  }

  @Test func `the columns of CoNLL-U Plus are named once, whatever the input said`() throws {
    var document = Document(words: [["a", "b"]])
    document.sentences[0].comments = ["# global.columns = ID FORM", "# note"]
    let plus = try written([document], WriteOptions(format: .conllup))
    #expect(plus.split(separator: "\n").count { $0.contains("global.columns") } == 1 && plus.contains("# note"))
    #expect(try read(plus, ReadOptions(format: .conllup)).documents.map(\.text) == ["a b"])
  }

  @Test func `sentences in which no frames were looked for are told from those without any in CoNLL-U Plus`() throws {
    var none = Document(words: [["a", "b"]])
    none.frames = []
    let documents = [Document(words: [["a", "b"]]), none]
    let plus = try written(documents, WriteOptions(format: .conllup))
    #expect(plus.contains("1\ta\t_\t_\t_\t_\t_\t_\t_\t_\t*\t*\n"))
    #expect(!plus.contains("\t\t") && !plus.contains("\t\n"))
    let back = try read(plus, ReadOptions(format: .conllup)).documents
    #expect(back.map(\.frames) == [nil, []])
  }

  @Test func `parallel files are written side by side`() throws {
    let scratch = try Scratch()
    var options = WriteOptions(format: .parallel)
    options.language = "en"
    options.targetLanguage = "de"
    var document = Document(language: "en", text: "a dog")
    document.translations["de"] = AlignedText("ein Hund")
    let second = Document(language: "en", text: "a cat")
    let writer = try CorpusWriter(scratch.path("x"), options: options)
    try writer.write(document)
    try writer.write(second)
    try writer.close()
    #expect(try scratch.text("x.en") == "a dog\na cat\n")
    #expect(try scratch.text("x.de") == "ein Hund\n\n")
    var reading = ReadOptions(format: .parallel)
    reading.language = "en"
    reading.targetLanguage = "de"
    #expect(try read([scratch.path("x")], reading).documents == [document, second])
  }

  @Test func `brat counts code points and breaks spans at line ends`() throws {
    let scratch = try Scratch()
    var document = Document(id: "a/b", text: "é New\nYork 😀 x")
    document.tokens = [Token(0..<2), Token(3..<6), Token(7..<11), Token(12..<16, kind: .symbol), Token(17..<18)]
    document.spans["entity"] = [LabeledSpan(1..<3, label: "LOC"), LabeledSpan(4..<5, label: "X Y")]
    document.frames = [Frame(predicate: 4, sense: "x.01", arguments: [Argument(role: "ARG0", tokens: 0..<1)])]
    document.labels["label"] = [Label("good")]
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .brat))
    try writer.write(document)
    try writer.close()
    #expect(try scratch.text("out/a/b.txt") == document.text)
    #expect(
      try scratch.text("out/a/b.ann") == """
        T1	LOC 2 5;6 10	New York
        T2	X_Y 13 14	x
        T3	Predicate 13 14	x
        T4	Argument 0 1	é
        E1	Predicate:T3 ARG0:T4
        #1	AnnotatorNotes E1	x.01
        #2	AnnotatorNotes T1	labels:label: good

        """)
  }

  @Test(arguments: [CorpusFormat.conll2012, .conll2000, .tsv, .fasttext, .trec])
  func `what a format cannot hold is an error`(format: CorpusFormat) throws {
    var document = Document(words: [["New York"]])
    document.labels["label"] = [Label("a b"), Label("c")]
    #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: format)) }
  }

  @Test(arguments: [("0", "1"), ("6", "7"), ("x", "1"), ("9223372036854775807", "0"), ("9223372036854775808", "1")])
  func `a document of the name of the one before it is another part`(part: String, other: String) throws {
    var first = Document(id: "1", words: [["a"]])
    first.fields = ["document": "d", "part": part]
    let text = try written([first, Document(id: "d", words: [["b"]])], WriteOptions(format: .conll2012))
    #expect(try read(text, ReadOptions(format: .conll2012)).documents.map(\.text) == ["a", "b"])
    #expect(
      text.contains(
        "#begin document (d); part \(String(repeating: "0", count: max(0, 3 - other.utf8.count)))\(other)\n"))
  }

  @Test(arguments: [
    "# global.columns = ID FORM UPOS NER:X PARSEME:MWE\n1\ta\tN\tB\t1:VID\n2\tb\tV\tI\t1\n\n",
    "# global.columns = UPOS ID FORM MISC\n# sent_id = 1\nN\t1\ta\tSpaceAfter=No\nV\t2\tb\t_\n\n",
    "# global.columns = ID FORM HEAD UP:PRED UP:ARGHEADS\n1\ta\t2\t_\t_\n2\tb\t0\tb.01\tARG0:1\n\n",
  ])
  func `CoNLL-U Plus has the columns that were read`(file: String) throws {
    let layout = TableLayout()
    var reading = ReadOptions(format: .conllup)
    reading.layout = layout
    var writing = WriteOptions(format: .conllup)
    writing.layout = layout
    let documents = try read(file, reading).documents
    var text = try written(documents, writing)
    for line in ["# newdoc\n", "# sent_id = 1\n", "# text = a b\n"] where !file.contains(line) {
      text = text.replacing(line, with: "")
    }
    #expect(text == file)
  }

  @Test func `CoNLL-U Plus has the columns that are asked for, and says what has none`() throws {
    var document = Document(id: "d", words: [["a", "b"]])
    document.tags = ["upos": ["N", nil], "ner:x": ["B", "I"], "lemma": ["a", "b"]]
    var options = WriteOptions(format: .conllup)
    options.columns = ["upos", "ner:x"]
    #expect(
      try written([document], options)
        == "# global.columns = ID FORM UPOS NER:X\n# newdoc id = d\n# sent_id = d\n# text = a b\n1\ta\tN\tB\n2\tb\t_\tI\n\n"
    )
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: options)
    try writer.write(document)
    try writer.close()
    #expect(writer.leftOut.documents == [.layer(.tags("lemma")): 1])
    options.columns = ["upos", "UPOS"]
    #expect(
      throws: CorpusError.badWriteOption(name: "columns", found: "UPOS twice", expected: "each column once")
    ) { try written([document], options) }
    options.format = .conllu
    #expect(throws: CorpusError.self) { try written([document], options) }
  }

  /// A sentence of two words with comments.
  private static func sentence(_ id: String, _ comments: [String]) -> Document {
    var document = Document(id: id, words: [["Ann", "left"]])
    document.sentences[0].comments = comments
    return document
  }

  @Test(
    arguments: [
      // What is still so stays, however its white space is spelled.
      (
        "s", ["# newdoc id = d", "# x", "# sent_id = s", "# text = Ann  left "],
        ["# newdoc id = d", "# x", "# sent_id = s", "# text = Ann  left "]
      ),
      ("d", ["# newdoc id = d", "# sent_id = s"], ["# newdoc id = d", "# sent_id = s"]),
      ("", ["# sent_id = s", "# text = Ann left"], ["# sent_id = s", "# text = Ann left"]),
      // The document's own go before others, each once.
      (
        "new", ["# newdoc id = d", "# sent_id = s", "# text = Bob left"],
        ["# newdoc id = d", "# sent_id = new", "# text = Ann left"]
      ),
      ("new", ["sent_id = s", "text = Annleft"], ["# sent_id = new", "# text = Ann left"]),
      ("new", ["# newdoc", "# x"], ["# newdoc id = new", "# x"]), ("new", ["# x"], ["# newdoc id = new", "# x"]),
    ] as [(String, [String], [String])])
  func `comments of CoNLL-U that name a document or give its text say what it is now`(
    id: String, read: [String], written: [String]
  ) throws {
    let text = try BraidCorporaTests.written([Self.sentence(id, read)], WriteOptions(format: .conllu))
    #expect(text.split(separator: "\n").filter { $0.hasPrefix("#") }.map(String.init) == written)
    let (documents, ledger) = try BraidCorporaTests.read(text, ReadOptions(format: .conllu))
    #expect(documents[0].words(0..<2) == ["Ann", "left"] && ledger.losses.isEmpty)
  }

  @Test func `of several sentences the document's id is that of newdoc, and sentences keep theirs`() throws {
    var document = Document(id: "new", words: [["Ann", "left"], ["Bob", "ran"]])
    document.sentences[0].comments = ["# newdoc id = d", "# sent_id = s1"]
    document.sentences[1].comments = ["# sent_id = s2", "# text = He ran"]
    let other = Self.sentence("e", ["# newdoc id = f", "# sent_id = s3"])
    let text = try written([document, other], WriteOptions(format: .conllu))
    #expect(
      text.split(separator: "\n").filter { $0.hasPrefix("#") } == [
        "# newdoc id = new", "# sent_id = s1", "# sent_id = s2", "# text = Bob ran", "# newdoc id = e",
        "# sent_id = s3",
      ])
  }

  @Test(arguments: [CorpusFormat.conllu, .conllup, .conll2012, .conll2000, .conll2003])
  func `a text without tokens is not left out in silence`(format: CorpusFormat) throws {
    let options = WriteOptions(format: format)
    #expect(throws: CorpusError.self) { try written([Document(text: "not cut")], options) }
    #expect(throws: CorpusError.self) { try written([Document(text: "a", tokens: [Token(0..<1)])], options) }
  }

  @Test(arguments: [CorpusFormat.conllu, .conllup, .conll2012, .conll2000, .conll2003], ["", " \n"])
  func `a record without words is not left out in silence`(format: CorpusFormat, text: String) throws {
    let error = #expect(throws: CorpusError.self) {
      try written([Document(id: "x", text: text)], WriteOptions(format: format))
    }
    #expect(error?.errorDescription == "document x: \(format.rawValue) cannot hold a document without words")
  }

  @Test func `white space without a letter is in CoNLL-U by its number`() throws {
    var document = Document(text: "«\u{A0}oui\u{2009}\u{3000}non")
    document.tokens = [Token(0..<2), Token(4..<7), Token(13..<16)]
    document.sentences = [Sentence(tokens: 0..<3)]
    let text = try written([document], WriteOptions(format: .conllu))
    #expect(text.contains("\tSpacesAfter=\\u00A0\n2\toui\t"))
    #expect(text.contains("\tSpacesAfter=\\u2009\\u3000\n3\tnon\t"))
    #expect(try read(text, ReadOptions(format: .conllu)).documents.map(\.text) == [document.text])
    // As it stands in files that others wrote, and what is no number.
    for (misc, gap) in [
      ("\u{A0}", "\u{A0}"), ("\\s\\u00a0\\t", " \u{A0}\t"), ("\\u00A", "u00A"), ("\\uD800", "uD800"),
    ] {
      let row = String(repeating: "\t_", count: 7) + "\t"
      let words = "1\ta\(row)SpacesAfter=\(misc)\n2\tb\(row)_\n\n"
      #expect(try read(words, ReadOptions(format: .conllu)).documents.map(\.text) == ["a\(gap)b"])
    }
  }

  @Test func `what stands between words and is no white space comes back from CoNLL-U`() throws {
    var document = Document(text: "word\u{200B}break \u{AD}end,|\u{301}x\u{1F600}\\y\u{FEFF}")
    document.tokens = [Token(0..<4), Token(7..<12), Token(15..<18), Token(22..<23), Token(28..<29)]
    document.sentences = [Sentence(tokens: 0..<5)]
    let text = try written([document], WriteOptions(format: .conllu))
    // UD's text is words and white space.
    #expect(text.contains("\n# text = wordbreak endxy\n"))
    let miscs = text.split(separator: "\n").filter { $0.contains("\t") }.compactMap { $0.split(separator: "\t").last }
    #expect(
      miscs == [
        "SpaceAfter=No|SpacesAfter=\\u200B", "SpacesAfter=\\s\\u00AD", "SpaceAfter=No|SpacesAfter=,\\p\\u0301",
        "SpaceAfter=No|SpacesAfter=\u{1F600}\\\\", "SpacesAfter=\\uFEFF",
      ])
    var options = ReadOptions(format: .conllu)
    options.documents = .marker
    let (back, ledger) = try read(text, options)
    #expect(back.map { Array($0.text.utf8) } == [Array(document.text.utf8)])
    #expect(back.map { $0.tokens.map(\.range) } == [document.tokens.map(\.range)])
    #expect(ledger.entries.isEmpty)
    // Comments that were read say nothing of it either.
    let again = try written(back, WriteOptions(format: .conllu))
    #expect(try read(again, options).documents.map { Array($0.text.utf8) } == [Array(document.text.utf8)])
    var commented = document
    commented.tags = [:]
    commented.sentences[0].comments = ["# text = old"]
    commented.text = "\u{2060}" + document.text
    commented.tokens = document.tokens.map { Token($0.range.lowerBound + 3..<$0.range.upperBound + 3) }
    let other = try read(try written([commented], WriteOptions(format: .conllu)), options).documents
    #expect(other.map { Array($0.text.utf8) } == [Array(commented.text.utf8)])
  }

  @Test func `CoNLL-U of raw text has the text, its spaces and an id for each sentence`() throws {
    var document = Document(text: "Dr. Berg said: \"Hi,\tyou!\" \nThird  one.")
    try TextSegmenter(SegmenterOptions(locale: "en", abbreviations: ["Dr."])).segment(&document)
    func row(_ id: Int, _ form: String, _ misc: String) -> String {
      "\(id)\t\(form)\(String(repeating: "\t_", count: 7))\t\(misc)\n"
    }
    #expect(
      try written([document, Document(words: [["a", "b"]])], WriteOptions(format: .conllu)) == """
        # newdoc
        # sent_id = 1
        # text = Dr. Berg said: "Hi, you!"
        \(row(1, "Dr", "SpaceAfter=No"))\(row(2, ".", "_"))\(row(3, "Berg", "_"))\(row(4, "said", "SpaceAfter=No"))\
        \(row(5, ":", "_"))\(row(6, "\"", "SpaceAfter=No"))\(row(7, "Hi", "SpaceAfter=No"))\(row(8, ",", "SpacesAfter=\\t"))\
        \(row(9, "you", "SpaceAfter=No"))\(row(10, "!", "SpaceAfter=No"))\(row(11, "\"", "SpacesAfter=\\s\\n"))
        # sent_id = 2
        # text = Third  one.
        \(row(1, "Third", "SpacesAfter=\\s\\s"))\(row(2, "one", "SpaceAfter=No"))\(row(3, ".", "_"))
        # newdoc
        # sent_id = 3
        # text = a b
        \(row(1, "a", "_"))\(row(2, "b", "_"))

        """)
  }

  @Test(arguments: [CorpusFormat.conllu, .conllup, .jsonl, .tei])
  func `words of one surface form come back with it`(format: CorpusFormat) throws {
    let document = try read(Sample("conllu").text, ReadOptions(format: .conllu)).documents[0]
    let back = try read(try written([document], WriteOptions(format: format)), ReadOptions(format: format)).documents[0]
    #expect(back.text == "Vámonos al mar!")
    #expect(back.tokens == document.tokens)
    #expect(back.tags["form"] == ["Vamos", "nos", "a", "el", nil, nil])
  }

  @Test func `a writer that fails leaves the old file`() throws {
    let scratch = try Scratch()
    try scratch.file("out", "old")
    do {
      let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .trec))
      #expect(throws: CorpusError.self) { try writer.write(Document(text: "x")) }
    }
    #expect(try scratch.text("out") == "old")
  }
}
