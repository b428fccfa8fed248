import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Testing

/// What a file has that no document takes is counted: nothing is left aside without a word.
@Suite struct PassedOverTests {
  /// What was ignored, as `3 values: reason`.
  private func ignored(_ ledger: Ledger) -> Set<String> {
    Set(ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.unit): \($0.reason)" })
  }

  private static let catalogue = """
    # Translators of the program.
    msgid ""
    msgstr ""
    "Project-Id-Version: x 1\\n"
    "Language: de\\n"
    "Content-Type: text/plain; charset=UTF-8\\n"
    "X-Generator: y\\n"

    msgid "a"
    msgstr "A"

    #, fuzzy
    msgid "b"
    msgstr "B"

    #, fuzzy
    msgid "c"
    msgstr ""

    #~ msgid "old"
    #~ msgstr "alt"

    #~ msgctxt "x"
    #~ msgid "older"
    #~ msgid_plural "olders"
    #~ msgstr[0] "alt"

    """

  @Test func `PO: lines of the header, fuzzy translations and obsolete entries`() throws {
    var options = ReadOptions(format: .po)
    let (documents, ledger) = try read(Self.catalogue, options)
    #expect(documents.map(\.text) == ["a", "b", "c"])
    #expect(
      ignored(ledger) == [
        "3 lines: lines of the header that are no document's",
        "1 translations: fuzzy; read with `unconfirmed: true` or `--unconfirmed`", "2 values: obsolete entries",
      ])
    #expect(ledger.losses.isEmpty)
    options.unconfirmed = true
    let (all, whole) = try read(Self.catalogue, options)
    #expect(all.map { $0.translations["de"]?.text } == ["A", "B", nil])
    #expect(ignored(whole).count == 2)
    // What Braid has written says nothing more.
    #expect(try ignored(read(written(all, WriteOptions(format: .po)), options).ledger).isEmpty)
  }

  @Test func `XLIFF 1.2: codes, notes, other translations, headers, unconfirmed translations`() throws {
    let text = """
      <xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:z="urn:z">
      <file original="a.txt" source-language="en" target-language="de" datatype="plaintext">
      <header><note>h</note></header><body>
      <trans-unit id="1" approved="yes"><source>A <g id="1">bold</g> <x id="2"/>word</source>
      <target state="final">Ein Wort</target><note>n</note><note>m</note>
      <alt-trans><target>anders</target></alt-trans><z:meta/></trans-unit>
      <trans-unit id="2"><source>b</source><target state="needs-translation">x</target></trans-unit>
      <trans-unit id="3"><source>c</source><target state="new"/></trans-unit></body></file></xliff>
      """
    let (documents, ledger) = try read(text, ReadOptions(format: .xliff))
    #expect(documents.map { $0.translations["de"]?.text } == ["Ein Wort", nil, nil])
    #expect(
      ignored(ledger) == [
        "1 values: headers, skeletons and binary units", "3 values: notes", "2 values: inline codes",
        "1 values: alternative translations", "1 values: elements of other namespaces, such as matches and metadata",
        "1 translations: not confirmed; read with `unconfirmed: true` or `--unconfirmed`",
      ])
  }

  @Test func `XLIFF 2: what stands between segments, and every note`() throws {
    let text = """
      <xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr">
      <file id="f"><notes><note>n</note><note>m</note></notes><unit id="u"><originalData><data id="d">x</data></originalData>
      <segment id="1"><source>One<ph id="2" dataRef="d"/></source></segment><ignorable><source> </source></ignorable>
      <segment><source>Two</source></segment></unit></file></xliff>
      """
    #expect(
      try ignored(read(text, ReadOptions(format: .xliff)).ledger)
        == ["2 values: notes", "1 values: inline codes", "1 values: what stands between segments"])
  }

  @Test func `TMX: codes, properties of variants and of the header, dates`() throws {
    let text = """
      <tmx version="1.4"><header srclang="en"><note>of the file</note></header><body>
      <tu tuid="a" changedate="20200101T000000Z"><prop type="domain">law</prop><prop type="domain">tax</prop>
      <note>one</note><note>two</note>
      <tuv xml:lang="en" creationid="me"><prop type="x">y</prop><seg>Press <bpt i="1">b</bpt>O<hi>K</hi><ept i="1"/></seg></tuv>
      <tuv xml:lang="de"><seg>Weg</seg></tuv></tu></body></tmx>
      """
    let (documents, ledger) = try read(text, ReadOptions(format: .tmx))
    #expect(documents[0].fields == ["domain": "law\ntax", "note": "one\ntwo"])
    #expect(
      ignored(ledger) == [
        "2 values: properties and notes of variants and of the header", "3 values: inline codes",
        "2 values: attributes of units and variants, such as dates and users",
      ])
    let again = try written(documents, WriteOptions(format: .tmx))
    #expect(again.contains("<note>one</note>\n<note>two</note>"))
    #expect(try read(again, ReadOptions(format: .tmx)).documents == documents)
  }

  @Test func `TEI: deletions, variants, what stands beside the text, and other elements`() throws {
    let text = """
      <TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><facsimile/><text><body>
      <p>one <del>two</del> <choice><abbr>Dr.</abbr><expan>Doctor</expan></choice> <hi>four</hi><pb n="2"/> <date>1923</date>
      <app><lem>a</lem><rdg>b</rdg><rdg>c</rdg></app></p></body></text></TEI>
      """
    let (documents, ledger) = try read(text, ReadOptions(format: .tei))
    #expect(documents.map(\.text).joined(separator: " ").contains("one Doctor four 1923"))
    let found = ignored(ledger)
    for reason in [
      "1 values: <teiHeader>, which is no text", "1 values: <facsimile>, which is passed over",
      "1 values: <del>, which is passed over", "1 values: <abbr>, which is passed over",
      "2 values: <rdg>, which is passed over",
    ] { #expect(found.contains(reason), "\(reason)") }
    // hi, pb, date, expan, lem
    #expect(
      ledger.entries.filter { $0.reason == "other elements, of which only the text is kept" }.reduce(0) {
        $0 + $1.count
      }
        == 5)
    var skipping = ReadOptions(format: .tei)
    skipping.fields = ["skip": "hi"]
    #expect(try !ignored(read(text, skipping).ledger).contains { $0.contains("<hi>") }, "it was asked for")
    // What Braid writes has a header that says nothing.
    let own = try written(documents, WriteOptions(format: .tei))
    #expect(try read(own, ReadOptions(format: .tei)).ledger.entries.isEmpty)
  }

  @Test func `labels without characters are missing, and counted`() throws {
    let (documents, ledger) = try read(
      "{\"text\":\"a\",\"labels\":{\"label\":[{\"name\":\"\"},{\"name\":\"x\"},{\"name\":\" \"}]}}\n{\"text\":\"b\",\"label\":\"\"}\n",
      ReadOptions(format: .jsonl))
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == [["x"], nil])
    #expect(ignored(ledger) == ["3 labels: without characters, which are missing"])
  }

  @Test(arguments: [
    ("\"labels\":{\"l\":[{\"name\":\"x\",\"score\":1.5}]}", "1.5"),
    ("\"labels\":{\"l\":[{\"name\":\"x\",\"score\":-0.1}]}", "-0.1"),
    ("\"labels\":{\"l\":[{\"name\":\"x\",\"score\":1e999}]}", "1e999"),
    ("\"labels\":{\"l\":[{\"name\":\"x\",\"score\":NaN}]}", "NaN"),
    ("\"probabilities\":{\"l\":{\"x\":2}}", "2.0"),
    ("\"tokens\":[[0,1]],\"tags\":{\"t\":[\"x\"]},\"tagScores\":{\"t\":[7]}", "7.0"),
    ("\"tokens\":[[0,1]],\"spans\":{\"t\":[{\"label\":\"x\",\"tokens\":[0,1],\"score\":2}]}", "2.0"),
    ("\"tokens\":[[0,1]],\"frames\":[{\"predicate\":0,\"score\":2}]", "2.0"),
    (
      "\"tokens\":[[0,1]],\"frames\":[{\"predicate\":0,\"arguments\":[{\"role\":\"A\",\"tokens\":[0,1],\"score\":9}]}]",
      "9.0"
    ),
    ("\"translations\":{\"de\":{\"text\":\"x\",\"score\":-1e999}}", "-1e999"),
  ])
  func `a score that is no probability, or no number, is an error of JSONL with its line`(
    member: String, found: String
  ) throws {
    let error = #expect(throws: CorpusError.self) {
      try read("{\"text\":\"a\"}\n{\"text\":\"a\",\(member)}\n", ReadOptions(format: .jsonl))
    }
    #expect(error?.place?.line == 2 && error?.errorDescription?.contains(found) == true, "\(String(describing: error))")
  }

  @Test func `scores of tools that are no probabilities are left aside and counted`() throws {
    let (documents, ledger) = try read(
      "{\"text\":\"Ann left\",\"spans\":[{\"start\":0,\"end\":3,\"label\":\"PER\",\"score\":42}],\"answer\":\"accept\"}\n",
      ReadOptions(format: .prodigy))
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "PER")])
    #expect(ignored(ledger) == ["1 values: score that is no probability in 0...1"])
  }

  @Test func `a span with white space at its ends is repaired and counted`() throws {
    let (documents, ledger) = try read(
      "{\"text\":\"Ann left\",\"label\":[[0,4,\"PER\"],[4,8,\"ACT\"]]}\n", ReadOptions(format: .doccano))
    #expect(
      documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "PER"), LabeledSpan(1..<2, label: "ACT")])
    #expect(
      ledger.losses.map { "\($0.action) \($0.count) \($0.reason)" }
        == ["repaired 1 span with white space at its ends, which is left out"])
  }

  @Test func `a type system among files of UIMA is no document`() throws {
    let scratch = try Scratch()
    var options = WriteOptions(format: .xmi)
    options.targetLanguage = "de"
    let writer = try CorpusWriter(scratch.path("out"), options: options)
    for id in ["a", "b"] { try writer.write(Document(id: id, words: [["Ann", "left"]])) }
    try writer.close()
    let names = ["TypeSystem.xml", "a.xmi", "b.xmi"].map { scratch.path("out/\($0)") }
    let (documents, ledger) = try read(names, ReadOptions(format: .xmi))
    #expect(documents.map(\.id) == ["a", "b"])
    #expect(ignored(ledger) == ["1 values: type system, which holds no document"])
  }
}
