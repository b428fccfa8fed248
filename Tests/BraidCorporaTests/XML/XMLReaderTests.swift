import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Each XML format's reader on a small file.
@Suite struct XMLReaderTests {
  private func tei(_ body: String) throws -> [Document] {
    let text = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><text><body>\(body)</body></text></TEI>"
    let (documents, ledger) = try read(text, ReadOptions(format: .tei))
    #expect(ledger.losses.isEmpty)
    for document in documents { #expect(document.isConsistent) }
    return documents
  }

  @Test func `TEI says by join which tokens touch`() throws {
    let documents = try tei(
      """
      <p><s>
      <w join="right">l'</w>
      <w>homme</w>
      <pc join="left">,</pc>
      <w>dit</w>
      <pc join="both">-</pc>
      <w>il</w>
      </s></p>
      """)
    #expect(documents.map(\.text) == ["l'homme, dit-il"])
    #expect(documents[0].words(0..<6) == ["l'", "homme", ",", "dit", "-", "il"])
  }

  @Test func `spaces and line breaks of TEI stand between words unless they say no`() throws {
    let documents = try tei(
      "<p><s><w>ein</w><space/><w>Haus</w><lb/><w>am</w><w part=\"I\">Don</w><lb break=\"no\"/><w>au</w></s></p>")
    #expect(documents.map(\.text) == ["ein Haus amDonau"])
  }

  @Test func `a word in a word of TEI is one of a multiword token`() throws {
    let documents = try tei(
      """
      <u who="#A"><seg><s>
        <w lemma="abrir" join="right">Abrimos</w> <pc>,</pc>
        <w>dámelo
          <w norm="da" lemma="dar"/>
          <w norm="me" lemma="yo"/></w>
        <w lemma="en">en</w> <name type="LOC"><w join="right">Lugo</w></name> <pc>.</pc>
        <w>
          <w lemma="de">d</w>
          <w lemma="il">el</w>
        </w>
      </s></seg></u>
      """)
    #expect(documents.map(\.text) == ["Abrimos, dámelo en Lugo. del"])
    #expect(documents[0].words(0..<9) == ["Abrimos", ",", "dámelo", "dámelo", "en", "Lugo", ".", "d", "el"])
    #expect(documents[0].tags["lemma"] == ["abrir", nil, "dar", "yo", "en", nil, nil, "de", "il"])
    #expect(documents[0].tags["form"] == [nil, nil, "da", "me", nil, nil, nil, nil, nil])
    #expect(
      documents[0].sentences[0].multiwords == [
        MultiwordToken(2..<4, form: "dámelo"), MultiwordToken(7..<9, form: "del"),
      ])
    #expect(documents[0].spans["entity"] == [LabeledSpan(5..<6, label: "LOC")])
    #expect(documents[0].fields["speaker"] == "#A")
  }

  @Test func `what is deleted is not read`() throws {
    #expect(try tei("<p>one <del>two </del><add>three</add></p>").map(\.text) == ["one three"])
  }

  @Test(arguments: [
    ("<p>a <delSpan spanTo=\"#e\"/>b <hi>c</hi><anchor xml:id=\"e\"/>d</p>", ["a d"]),
    ("<p>a<delSpan spanTo=\"#e\"/> b</p><p>c</p><p>d <anchor xml:id=\"e\"/>e</p>", ["a", "e"]),
    ("<p><w>a</w> <delSpan spanTo=\"#e\"/><w>b</w> <name>c</name><anchor xml:id=\"e\"/><w>d</w></p>", ["a d"]),
    ("<p><name>a<delSpan spanTo=\"#e\"/>b</name> c<anchor xml:id=\"e\"/> d</p>", ["a d"]),
    (
      "<p>a <metamark>+</metamark><addSpan spanTo=\"#e\"/>b <damageSpan spanTo=\"#e\"/>c<anchor xml:id=\"e\"/></p>",
      ["a b c"]
    ),
    ("<p>a <restore><del>b</del></restore> <del>c</del>d</p>", ["a b d"]),
  ])
  func `what stands between a delSpan and its end is not read, and mark-up about the text is none`(
    body: String, texts: [String]
  ) throws {
    #expect(try tei(body).map(\.text) == texts)
  }

  @Test func `a delSpan is counted, and one whose end is nowhere is an error`() throws {
    func read(_ body: String) throws -> Ledger {
      try BraidCorporaTests.read("<TEI><text><body>\(body)</body></text></TEI>", ReadOptions(format: .tei)).ledger
    }
    #expect(
      try read("<p>a<delSpan spanTo=\"#e\"/>b<anchor xml:id=\"e\"/>c</p>").entries.map { "\($0.action) \($0.reason)" }
        == ["ignored <delSpan>, up to its end, which is passed over"])
    let error = #expect(throws: CorpusError.self) { try read("<p>a<delSpan spanTo=\"#x\"/>b</p>") }
    #expect(error?.errorDescription?.contains("found <delSpan spanTo=\"#x\"> without its end") == true)
  }

  @Test func `languages of TMX that differ in case only are one`() throws {
    let text = """
      <tmx version="1.4"><header srclang="EN"/><body>
      <tu><tuv xml:lang="EN"><seg>a</seg></tuv><tuv xml:lang="FR"><seg>b</seg></tuv></tu>
      <tu><tuv xml:lang="en"><seg>c</seg></tuv><tuv xml:lang="fr"><seg>d</seg></tuv><tuv xml:lang="Fr"><seg>e</seg></tuv>
      <tuv xml:lang="ZH-hant_tw"><seg>f</seg></tuv></tu></body></tmx>
      """
    let (documents, ledger) = try read(text, ReadOptions(format: .tmx))
    #expect(documents.map(\.language) == ["en", "en"])
    #expect(documents.map { $0.translations.mapValues(\.text) } == [["fr": "b"], ["fr": "d", "zh-Hant-TW": "f"]])
    #expect(ledger.count(.dropped, .translations) == 1)
  }

  @Test func `TMX units are documents with translations`() throws {
    let text = """
      <!DOCTYPE tmx SYSTEM "tmx14.dtd">
      <tmx version="1.4"><header srclang="en"><note>not of a unit</note></header><body>
      <tu tuid="a"><prop type="domain">law</prop>
        <tuv xml:lang="en-US"><seg>Press <bpt i="1">&lt;b&gt;</bpt>O<hi>K</hi><ept i="1">&lt;/b&gt;</ept>
          now.</seg></tuv>
        <tuv lang="de"><prop type="x">of the segment</prop><seg>Jetzt  &amp; hier</seg></tuv>
        <tuv xml:lang="de"><seg>zweite</seg></tuv></tu>
      <tu><tuv xml:lang="fr"><seg>seul</seg></tuv></tu>
      </body></tmx>
      """
    let (documents, ledger) = try read(text, ReadOptions(format: .tmx))
    #expect(documents.count == 1)
    #expect(documents.first?.text == "Press OK now.")
    #expect(documents.first?.language == "en-US")
    #expect(documents.first?.translations["de"]?.text == "Jetzt  & hier")
    #expect(documents.first?.fields == ["domain": "law"])
    #expect(ledger.count(.dropped, .documents) == 1)
    #expect(ledger.count(.dropped, .translations) == 1)
    var options = ReadOptions(format: .tmx)
    options.language = "fr"
    #expect(try read(text, options).documents.map(\.text) == ["seul"])
    options.language = "de"
    options.targetLanguage = "en"
    #expect(try read(text, options).documents.first?.translations["en"]?.text == "Press OK now.")
  }

  @Test func `XLIFF 1.2 units are documents with translations`() throws {
    let text = """
      <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:z="urn:z">
      <file original="a.txt" source-language="en" target-language="de" datatype="plaintext"><header/><body><group>
      <trans-unit id="1"><source>A <g id="1">bold</g> <x id="2"/>word</source>
      <seg-source><mrk mid="1">A bold word</mrk></seg-source>
      <target state="final">Ein <g id="1">fettes</g> <ph id="2">code</ph>Wort</target>
      <alt-trans><target>anders</target></alt-trans><z:target>fremd</z:target></trans-unit>
      <trans-unit id="2" xml:space="preserve"><source> kept  as
       it is </source></trans-unit></group></body></file></xliff>
      """
    let (documents, _) = try read(text, ReadOptions(format: .xliff))
    #expect(documents.map(\.text) == ["A bold word", " kept  as\n it is "])
    #expect(documents.map(\.translations["de"]?.text) == ["Ein fettes Wort", nil])
    #expect(documents.first?.fields == ["file": "a.txt", "state": "final"])
  }

  @Test func `XLIFF 2 segments are documents with translations`() throws {
    let text = """
      <xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr"
        xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"><file id="f"><notes><note>n</note></notes><unit id="u">
      <mtc:matches><mtc:match ref="#1"><source>no</source><target>non</target></mtc:match></mtc:matches>
      <originalData><data id="d">code</data></originalData>
      <segment id="1" state="final"><source>Fly <pc id="1">high<ph id="2"/></pc><cp hex="0001"/></source>
        <target>Vole</target></segment><ignorable><source> </source></ignorable>
      <segment><source>Two</source></segment></unit></file></xliff>
      """
    let (documents, _) = try read(text, ReadOptions(format: .xliff))
    #expect(documents.map(\.text) == ["Fly high\u{1}", "Two"])
    #expect(documents.map(\.id) == ["u/1", "u"])
    #expect(documents.first?.translations["fr"]?.text == "Vole")
    for (good, bad) in [
      ("srcLang=\"en\"", ""), ("state=\"final\"", "state=\"bad\""), ("hex=\"0001\"", "hex=\"xyz\""),
      ("<file id=\"f\">", "<file>"), (" trgLang=\"fr\"", ""),
    ] {
      let broken = text.replacingOccurrences(of: good, with: bad)
      #expect(throws: CorpusError.self) { try read(broken, ReadOptions(format: .xliff)) }
    }
  }

  @Test func `SemEval aspects are spans of whole tokens, their offsets characters`() throws {
    let text = """
      <sentences><sentence id="7"><text>Café's sushi-bar: don't &lt;go&gt;!</text><aspectTerms>
      <aspectTerm term="sushi" polarity="positive" from="7" to="12"/>
      <aspectTerm term="bar" polarity="negative" from="0" to="3"/>
      <aspectTerm term="wine" polarity="negative" from="0" to="3"/></aspectTerms>
      <aspectCategories><aspectCategory category="food" polarity="positive"/></aspectCategories>x <- y
      </sentence><sentence id="8"><text>Nothing.</text></sentence></sentences>
      """
    let (documents, ledger) = try read(text, ReadOptions(format: .semeval))
    let first = try #require(documents.first)
    #expect(first.words(0..<first.tokens.count) == ["Café's", "sushi", "-", "bar", ":", "don't", "<", "go", ">", "!"])
    #expect(first.spans["aspect"] == [LabeledSpan(1..<2, label: "positive"), LabeledSpan(3..<4, label: "negative")])
    #expect(first.labels["category-polarity"] == [Label("food:positive")])
    #expect(documents.last?.spans["aspect"] == [])
    #expect(documents.last?.labels == [:])
    #expect(ledger.count(.repaired, .spans) == 1)
    #expect(ledger.count(.dropped, .spans) == 1)
    #expect(ledger.count(.repaired, .characters) == 1)
  }

  @Test func `TIGER terminals are tokens with a layer for each feature`() throws {
    let text = """
      <corpus id="c"><head/><body><s id="s1"><graph root="n"><terminals>
      <t id="1" word="Die" pos="ART" lemma="--"/><t id="2" word="1 000" pos="CARD" lemma="1000" morph="x"/>
      </terminals><nonterminals><nt id="n" cat="NP"><edge idref="1" label="x"/></nt></nonterminals></graph></s></body>
      </corpus>
      """
    let (documents, _) = try read(text, ReadOptions(format: .tiger))
    #expect(documents.map(\.text) == ["Die 1 000"])
    #expect(documents.first?.tokens.count == 2)
    #expect(
      documents.first?.tags == [
        "pos": ["ART", "CARD"], "lemma": [nil, "1000"], "morph": [nil, "x"], "parse": ["(NP*)", "*"],
      ])
    #expect(throws: CorpusError.self) { try read("<treealign/>", ReadOptions(format: .tiger)) }
  }

  @Test func `PropBank examples are documents with one frame`() throws {
    let text = """
      <frameset><predicate lemma="take"><roleset id="take.01" name="grab"><aliases><alias pos="v">take</alias></aliases>
      <roles><role n="0" f="PAG" descr="taker"/></roles>
      <example name="x" src="s"><text>We  took it in .</text><propbank><rel relloc="2 4">took in</rel>
      <arg type="ARG0" start="0" end="0">We</arg><arg type="ARG1" start="3" end="3">it</arg>
      <arg type="ARG2" start="?" end="?">*</arg><arg type="ARG3" start="3" end="9">*</arg></propbank></example>
      <example name="y"><text>No rel .</text></example></roleset></predicate></frameset>
      """
    let (documents, ledger) = try read(text, ReadOptions(format: .propbankFrames))
    #expect(documents.map(\.id) == ["take.01/x", "take.01/y"])
    #expect(
      documents.first?.frames == [
        Frame(
          predicate: 1, sense: "take.01",
          arguments: [
            Argument(role: "C-V", tokens: 3..<4), Argument(role: "ARG0", tokens: 0..<1),
            Argument(role: "ARG1", tokens: 2..<3),
          ])
      ])
    #expect(documents.last?.frames == nil)
    #expect(ledger.count(.dropped, .arguments) == 2)
    #expect(ledger.count(.dropped, .frames) == 1)
    let scratch = try Scratch()
    let rolesets = try Roleset.read([scratch.file("take.xml", text)])
    #expect(rolesets.map(\.id) == ["take.01"])
    #expect(rolesets.first?.roles.map(\.description) == ["taker"])
    #expect(rolesets.first?.aliases.map(\.word) == ["take"])
  }
}
