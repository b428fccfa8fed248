import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// What a PO catalogue says of its language and its domains, in and out.
@Suite struct CatalogueTests {
  private func catalogue(_ language: String, _ entries: String = "msgid \"Save\"\nmsgstr \"X\"\n") -> String {
    "msgid \"\"\nmsgstr \"\"\n\"Language: \(language)\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
      + entries
  }

  private func read(_ text: String, target: String? = nil) throws -> (documents: [Document], ledger: Ledger) {
    var options = ReadOptions(format: .po)
    options.targetLanguage = target
    return try BraidCorporaTests.read(text, options)
  }

  private func recognized(_ ledger: Ledger) -> [String] {
    ledger.entries.filter { $0.action == .recognized }.map { "\($0.count) \($0.unit): \($0.reason)" }
  }

  /// The language as a catalogue names it, the name of its translations, and how it is written.
  private static let languages = [
    ("de", "de", "de"), ("pt_BR", "pt-BR", "pt_BR"), ("sr@latin", "sr-Latn", "sr@latin"),
    ("uz_UZ@cyrillic", "uz-Cyrl-UZ", "uz_UZ@cyrillic"), ("ca@valencia", "ca-valencia", "ca@valencia"),
    ("de_DE@euro", "de-DE", "de_DE"), ("en_GB.UTF-8", "en-GB", "en_GB"), ("en@boldquot", "en", "en"),
    ("zh-Hans", "zh-Hans", "zh_Hans"), ("", "target", ""), ("German", "target", ""),
  ]

  @Test(arguments: languages)
  func `translations are called by the language of the header, and the header is written with it`(
    header: String, name: String, written: String
  ) throws {
    let (documents, ledger) = try read(catalogue(header))
    #expect(documents[0].translations == [name: AlignedText("X")])
    #expect(
      recognized(ledger)
        == (name == "target" ? ["1 translations: no target language is named: called `target`"] : []))
    let other = header == "German" ? ["1 lines: lines of the header that are no document's"] : []
    #expect(ledger.entries.filter { $0.action == .ignored }.map { "\($0.count) \($0.unit): \($0.reason)" } == other)
    let text = try BraidCorporaTests.written(documents, WriteOptions(format: .po))
    #expect(text.contains("\"Language: \(written)\\n\""))
    if name != "target" { #expect(try read(text).documents == documents) }
  }

  @Test func `a name that is asked for goes before that of the file, and another language is said once`() throws {
    let text = catalogue("de", "msgid \"a\"\nmsgstr \"A\"\n\nmsgid \"b\"\nmsgstr \"B\"\n\nmsgid \"c\"\nmsgstr \"\"\n")
    let (documents, ledger) = try read(text, target: "fr")
    #expect(documents.map { $0.translations["fr"]?.text } == ["A", "B", nil])
    #expect(recognized(ledger) == ["2 translations: in `de`, as the file says; called `fr`"])
    // The same language, and a name that is none.
    for name in ["de-AT", "german", "target"] {
      let (documents, ledger) = try read(text, target: name)
      #expect(documents[0].translations[name]?.text == "A" && recognized(ledger).isEmpty, "\(name)")
    }
    var options = ReadOptions(format: .xliff)
    options.targetLanguage = "fr"
    let xliff = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1"><source>a</source><target>A</target></trans-unit></body></file></xliff>
      """
    #expect(
      try recognized(BraidCorporaTests.read(xliff, options).ledger)
        == ["1 translations: in `de`, as the file says; called `fr`"])
  }

  @Test(arguments: [("fr", "de", 1), ("de-AT", "de-AT", 0), ("german", "german", 0)])
  func `translations into another language than a model's keep their name and are counted`(
    target: String, name: String, count: Int
  ) throws {
    let xliff = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1"><source>a</source><target>A</target></trans-unit></body></file></xliff>
      """
    for (format, text) in [(CorpusFormat.po, catalogue("de")), (.xliff, xliff)] {
      var options = ReadOptions(format: format)
      options.targetLanguage = target
      options.keepsOtherTargets = true
      let (documents, ledger) = try BraidCorporaTests.read(text, options)
      #expect(Array(documents[0].translations.keys) == [name])
      let left = ledger.entries.filter { $0.reason == "in `de`, as the file says, not in `\(target)`" }
      #expect(left.map(\.count) == (count > 0 ? [count] : []))
      #expect(left.allSatisfy { $0.action == .ignored })
    }
  }

  @Test func `a catalogue that is still to be translated keeps its language`() throws {
    let text = catalogue("de", "msgid \"a\"\nmsgstr \"\"\n\n#, fuzzy\nmsgid \"b\"\nmsgstr \"B\"\n")
    let documents = try read(text).documents
    #expect(documents.map { $0.fields["target-language"] } == ["de", "de"])
    let po = try written(documents, WriteOptions(format: .po))
    #expect(po.contains("\"Language: de\\n\"") && !po.contains("target-language"))
    #expect(try read(po).documents.map { $0.fields["target-language"] } == ["de", "de"])
    // And through JSON to XLIFF, which can't be without.
    let json = try written(documents, WriteOptions())
    let xliff = try written(
      BraidCorporaTests.read(json, ReadOptions(format: .jsonl)).documents, WriteOptions(format: .xliff))
    #expect(xliff.contains("trgLang=\"de\""))
    let again = try BraidCorporaTests.read(xliff, ReadOptions(format: .xliff)).documents
    #expect(again.map { $0.fields["target-language"] } == ["de", "de"])
  }

  @Test func `plurals with forms of their own come back under their language`() throws {
    let rule = "Plural-Forms: nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);"
    let text = """
      msgid ""
      msgstr "Language: sl\\n\(rule)\\n"

      msgid "%d day"
      msgid_plural "%d days"
      msgstr[0] "%d dni"
      msgstr[1] "%d dan"
      msgstr[2] "%d dneva"
      msgstr[3] "%d dnevi"

      """
    let documents = try read(text).documents
    #expect(documents.map { $0.translations["sl"]?.text } == ["%d dan", "%d dni"])
    let po = try written(documents, WriteOptions(format: .po))
    #expect(po.contains("\"Language: sl\\n\""))
    #expect(try read(po).documents == documents)
  }

  @Test func `a model's translation finds its place in a catalogue of its language`() throws {
    let text = catalogue("de_AT", "msgid \"Save\"\nmsgstr \"\"\n")
    let rewriter = try TranslationRewriter(bytes: Array(text.utf8), file: "x.po", options: ReadOptions(format: .po))
    var documents = rewriter.documents
    documents[0].translations["de"] = AlignedText("Sichern", score: -1)
    let result = try rewriter.rewritten(with: documents)
    #expect(result.inserted == 1)
    #expect(String(decoding: result.bytes, as: UTF8.self).hasSuffix("#, fuzzy\nmsgid \"Save\"\nmsgstr \"Sichern\"\n"))
  }

  /// As `msgcat` and `msgfmt` of GNU gettext 0.21 read it: three domains, of which one comes twice.
  private static let domains = """
    msgid ""
    msgstr "Language: de\\n"

    msgid "a"
    msgstr "A"

    # about the domain
    domain "second"

    msgid ""
    msgstr "Language: fr\\n"

    # first
    msgid "a"
    msgstr "à"

    domain
      "messages" msgid "b" msgstr "B"
    domain "second"
    msgid "b"
    msgstr ""

    """

  @Test func `messages of a domain say so in a field, and are written below it`() throws {
    let (documents, ledger) = try read(Self.domains)
    #expect(documents.map(\.text) == ["a", "a", "b", "b"])
    #expect(documents.map { $0.fields["domain"] } == [nil, "second", nil, "second"])
    #expect(documents.map { $0.translations.first?.value.text } == ["A", "à", "B", nil])
    #expect(documents.map { $0.fields["comment"] } == [nil, "first", nil, nil])
    #expect(ledger.count(.ignored, .lines) == 1, "the comment before the directive")
    var german = documents
    german[1].translations = ["de": AlignedText("ä")]
    german[2].translations = ["de": AlignedText("B")]
    german[3].fields["target-language"] = "de"
    let text = try written(german, WriteOptions(format: .po))
    #expect(
      text == """
        msgid ""
        msgstr ""
        "Language: de\\n"
        "MIME-Version: 1.0\\n"
        "Content-Type: text/plain; charset=UTF-8\\n"
        "Content-Transfer-Encoding: 8bit\\n"

        msgid "a"
        msgstr "A"

        domain "second"

        msgid ""
        msgstr ""
        "Language: de\\n"
        "MIME-Version: 1.0\\n"
        "Content-Type: text/plain; charset=UTF-8\\n"
        "Content-Transfer-Encoding: 8bit\\n"

        # first
        msgid "a"
        msgstr "ä"

        domain "messages"

        msgid "b"
        msgstr "B"

        domain "second"

        msgid "b"
        msgstr ""

        """)
    #expect(try read(text).documents == german)
  }

  @Test func `translations go into the messages of every domain`() throws {
    let rewriter = try TranslationRewriter(
      bytes: Array(Self.domains.utf8), file: "x.po", options: ReadOptions(format: .po))
    var documents = rewriter.documents
    #expect(documents.count == 4)
    documents[3].translations["fr"] = AlignedText("bé", score: -1)
    let result = try rewriter.rewritten(with: documents)
    #expect(
      String(decoding: result.bytes, as: UTF8.self)
        == Self.domains.replacing("msgid \"b\"\nmsgstr \"\"", with: "#, fuzzy\nmsgid \"b\"\nmsgstr \"bé\""))
  }

  @Test(arguments: [
    ("domain\n", ":1: found domain without a name"),
    ("domain\nmsgid \"a\"\nmsgstr \"b\"\n", ":1: found domain without"),
    ("domain \"a\" \"b\"\n", "found a string, expected a keyword"),
    ("msgctxt \"x\"\ndomain \"a\"\n", ":1:1: found an entry without msgstr"),
    ("domains \"a\"\n", "found domains, expected msgid, msgid_plural, msgctxt, msgstr or domain"),
  ])
  func `a domain that does not fit is an error`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }
}
