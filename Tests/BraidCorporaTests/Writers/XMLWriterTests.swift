import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// TIGER-XML and SemEval's XML, as they are written.
struct XMLWriterTests {
  @Test func `TIGER-XML has a graph for each sentence, its layers and its constituents`() throws {
    var document = Document(id: "s7", words: [["Ann", "<b>"], ["Yes"]])
    document.tags["pos"] = ["NE", nil, "ITJ"]
    document.tags["parse"] = ["(S(NP*)", "*)", "*"]
    document.spans["entity"] = [LabeledSpan(0..<1, label: "PER")]
    let text = try written([document], WriteOptions(format: .tiger))
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <corpus id="braid">
        <head>
        <annotation>
        <feature domain="T" name="word"/>
        <feature domain="T" name="pos"/>
        <feature domain="NT" name="cat"/>
        <edgelabel/>
        </annotation>
        </head>
        <body>
        <s id="s7-1">
        <graph root="s7-1_500">
        <terminals>
        <t id="s7-1_1" word="Ann" pos="NE"/>
        <t id="s7-1_2" word="&lt;b&gt;" pos="--"/>
        </terminals>
        <nonterminals>
        <nt id="s7-1_500" cat="S"><edge idref="s7-1_501" label="--"/><edge idref="s7-1_2" label="--"/></nt>
        <nt id="s7-1_501" cat="NP"><edge idref="s7-1_1" label="--"/></nt>
        </nonterminals>
        </graph>
        </s>
        <s id="s7-2">
        <graph root="s7-2_VROOT">
        <terminals>
        <t id="s7-2_1" word="Yes" pos="ITJ"/>
        </terminals>
        <nonterminals>
        <nt id="s7-2_VROOT" cat="VROOT"><edge idref="s7-2_1" label="--"/></nt>
        </nonterminals>
        </graph>
        </s>
        </body>
        </corpus>

        """)
    let back = try read(text, ReadOptions(format: .tiger)).documents
    #expect(back.map(\.id) == ["s7-1", "s7-2"])
    #expect(back.map { $0.tags["pos"] } == [["NE", nil], ["ITJ"]])
    #expect(back.map { $0.tags["parse"] } == [["(S(NP*)", "*)"], nil])
  }

  @Test func `constituents of TIGER-XML come back; those that no brackets can say are counted`() throws {
    var document = Document(id: "s1", words: [["The", "dog", "saw", "it", "."]])
    document.tags["parse"] = ["(TOP(S(NP*", "*)", "(VP*", "(NP(NX*)))", "*))"]
    let text = try written([document], WriteOptions(format: .tiger))
    #expect(try read(text, ReadOptions(format: .tiger)).documents.first?.tags["parse"] == document.tags["parse"])
    func tree(_ nodes: String) -> String {
      "<corpus><body><s id='s'><graph root='a'><terminals><t id='1' word='a'/><t id='2' word='b'/><t id='3' word='c'/></terminals>"
        + "<nonterminals>\(nodes)</nonterminals></graph></s></body></corpus>"
    }
    let edges = { (ids: [String]) in ids.map { "<edge idref='\($0)' label='--'/>" }.joined() }
    let crossing = "<nt id='a' cat='S'>\(edges(["b", "2"]))</nt><nt id='b' cat='VP'>\(edges(["1", "3"]))</nt>"
    let circle = "<nt id='a' cat='S'>\(edges(["b", "1"]))</nt><nt id='b' cat='VP'>\(edges(["a", "2"]))</nt>"
    let shared = "<nt id='a' cat='S'>\(edges(["b", "1"]))</nt><nt id='b' cat='VP'>\(edges(["1"]))</nt>"
    for (nodes, reason) in [
      (crossing, "constituents with crossing branches"), (circle, "constituents that are no tree"),
      (shared, "constituents that are no tree"),
    ] {
      let (documents, ledger) = try read(tree(nodes), ReadOptions(format: .tiger))
      #expect(documents.map { $0.tags["parse"] } == [nil])
      #expect(ledger.entries.map(\.reason) == [reason])
    }
  }

  @Test func `TIGER-XML comes back as it was read`() throws {
    let documents = try read(Sample("tiger").text, ReadOptions(format: .tiger)).documents
    let text = try written(documents, WriteOptions(format: .tiger))
    #expect(try read(text, ReadOptions(format: .tiger)).documents == documents)
  }

  @Test func `a tag that stands for none is an error in TIGER-XML`() throws {
    var document = Document(id: "d", words: [["a"]])
    document.tags["pos"] = ["--"]
    let error = #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: .tiger)) }
    #expect(error?.errorDescription == "document d: tiger cannot hold the tag --, which stands for a missing one")
  }

  @Test func `SemEval 2014 comes back as it was read`() throws {
    let documents = try read(Sample("semeval").text, ReadOptions(format: .semeval)).documents
    let text = try written(documents, WriteOptions(format: .semeval))
    #expect(text.contains("<sentences>"))
    #expect(try read(text, ReadOptions(format: .semeval)).documents == documents)
  }

  private static let reviews = """
    <?xml version="1.0" encoding="UTF-8"?>
    <Reviews>
    <Review rid="7">
    <sentences>
    <sentence id="7:0">
    <text>Die Käsespätzle &amp; the beer 😀 rock!</text>
    <Opinions>
    <Opinion target="Käsespätzle" category="FOOD#QUALITY" polarity="positive" from="4" to="15"/>
    <Opinion target="beer" category="DRINKS#QUALITY" polarity="positive" from="22" to="26"/>
    <Opinion target="beer" category="DRINKS#PRICES" polarity="negative" from="22" to="26"/>
    <Opinion target="NULL" category="SERVICE#GENERAL" polarity="neutral" from="0" to="0"/>
    </Opinions>
    </sentence>
    <sentence id="7:1">
    <text>No.</text>
    </sentence>
    </sentences>
    </Review>
    <Review rid="8">
    <sentences>
    <sentence id="8:0">
    <text>Ok.</text>
    </sentence>
    </sentences>
    </Review>
    </Reviews>

    """

  @Test func `SemEval 2016 is written as it was read`() throws {
    let documents = try read(Self.reviews, ReadOptions(format: .semeval)).documents
    #expect(documents[0].spans["aspect"]?.map(\.label) == ["positive", "positive", "negative"])
    #expect(try written(documents, WriteOptions(format: .semeval)) == Self.reviews)
  }

  @Test func `an aspect without its category has no place in SemEval 2016`() throws {
    var document = Document(id: "d", words: [["a", "b"]])
    document.spans = ["aspect": [LabeledSpan(0..<1, label: "x")], "aspect-category": [LabeledSpan(1..<2, label: "y")]]
    let error = #expect(throws: CorpusError.self) { try written([document], WriteOptions(format: .semeval)) }
    #expect(
      error?.errorDescription
        == "document d: semeval cannot hold an aspect without a span of `aspect-category` over the same tokens")
  }

  @Test(arguments: [CorpusFormat.tiger, .semeval, .propbankFrames, .trees, .ptb, .html, .xmi, .webanno])
  func `no document is an empty file or folder that is valid`(format: CorpusFormat) throws {
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: format))
    try writer.close()
    guard format != .xmi, format != .webanno else { return }
    #expect(try read([scratch.path("out")], ReadOptions(format: format)).documents.isEmpty)
  }
}
