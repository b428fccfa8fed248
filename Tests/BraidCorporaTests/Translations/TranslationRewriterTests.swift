import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Translations go into the file they were made of, and nothing else in it changes.
struct TranslationRewriterTests {
  /// The file with translations of some texts, by a model unless `score` is nil.
  func rewritten(
    _ text: String, _ format: CorpusFormat, _ translations: [String: String], into name: String = "de",
    score: Double? = -0.5, wanted: String? = nil
  ) throws -> RewrittenTranslations {
    let rewriter = try TranslationRewriter(
      bytes: Array(text.utf8), file: "input", options: ReadOptions(format: format))
    let documents = rewriter.documents.map { document in
      var document = document
      if let text = translations[document.text] {
        document.translations[name] = AlignedText(text, score: score)
      }
      return document
    }
    return try rewriter.rewritten(with: documents, targetLanguage: wanted)
  }

  private static let old = """
    <?xml version="1.0"?>
    <!-- kept --><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
    <file original='a.html' source-language="en" datatype="html" ><body>
      <trans-unit id="1">
        <source>Open</source>
        <note>verb</note>
      </trans-unit>
      <trans-unit id="2"><source>Close</source><target state="final"/></trans-unit>
      <trans-unit id="3" approved="yes"><source>Cut</source><target></target></trans-unit>
      <trans-unit id="4" translate="no"><source>Copy</source></trans-unit>
      <trans-unit id="5"><source>Paste</source><target xml:lang="de"  state='needs-translation'>Paste</target></trans-unit>
      <trans-unit id="6"><source>Find</source><target>Suchen</target></trans-unit>
      <trans-unit id="7"><source xml:space="preserve"><g id="a">All <x id="b"/>files</g> </source><seg-source><mrk mtype="seg" mid="0">All files</mrk></seg-source><alt-trans><target>x</target></alt-trans></trans-unit>
      <trans-unit id="8"><source><![CDATA[A & ]]><bpt id="1">&lt;b></bpt>B<ept id="1">&lt;/b></ept></source><target/></trans-unit>
    </body></file></xliff>

    """

  @Test func `XLIFF 1.2 gets targets where there are none, as suggestions of a machine`() throws {
    let words = [
      "Open": "Öffnen <&>", "Close": "1", "Cut": "2", "Copy": "3", "Paste": "Einfügen", "Find": "4",
      "All files ": "Alle Dateien", "A & B": "A & B",
    ]
    let result = try rewritten(Self.old, .xliff, words)
    let state = #"state="needs-review-translation" state-qualifier="mt-suggestion""#
    #expect(
      String(decoding: result.bytes, as: UTF8.self) == """
        <?xml version="1.0"?>
        <!-- kept --><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
        <file original='a.html' source-language="en" datatype="html" target-language="de" ><body>
          <trans-unit id="1">
            <source>Open</source>
            <target \(state)>Öffnen &lt;&amp;&gt;</target>
            <note>verb</note>
          </trans-unit>
          <trans-unit id="2"><source>Close</source><target state="final"/></trans-unit>
          <trans-unit id="3" approved="yes"><source>Cut</source><target></target></trans-unit>
          <trans-unit id="4" translate="no"><source>Copy</source></trans-unit>
          <trans-unit id="5"><source>Paste</source><target xml:lang="de"  state='needs-review-translation' state-qualifier="mt-suggestion">Einfügen</target></trans-unit>
          <trans-unit id="6"><source>Find</source><target>Suchen</target></trans-unit>
          <trans-unit id="7"><source xml:space="preserve"><g id="a">All <x id="b"/>files</g> </source><seg-source><mrk mtype="seg" mid="0">All files</mrk></seg-source><target xml:space="preserve" \(state)><g id="a">Alle Dateien<x id="b"/></g></target><alt-trans><target>x</target></alt-trans></trans-unit>
          <trans-unit id="8"><source><![CDATA[A & ]]><bpt id="1">&lt;b></bpt>B<ept id="1">&lt;/b></ept></source><target \(state)><![CDATA[A & ]]><bpt id="1">&lt;b></bpt>B<ept id="1">&lt;/b></ept></target></trans-unit>
        </body></file></xliff>

        """)
    #expect(result.inserted == 4 && result.kept == 4 && result.missing == 0)
    #expect(result.movedCodes == 1 && result.lostCodes == 0)
  }

  /// What a unit has after its source of one or two sentences, a translation, and the content of the target.
  private static let segmented: [(source: String, segments: String, translation: String, target: String)] = [
    ("All files", "<m0>All files</m>", "Alle <Dateien>", "<m0>Alle &lt;Dateien&gt;</m>"),
    ("One. Two.", "<m0>One.</m> <m7>Two.</m>", "Eins. Zwei!", "<m0>Eins.</m> <m7>Zwei!</m>"),
    // Codes in segments, around and between them.
    (
      "<g id=\"1\">Go <x id=\"2\"/>on. <x id=\"3\"/>Stop.</g>",
      "<g id=\"1\"><m0>Go <x id=\"2\"/>on.</m> <x id=\"3\"/><m1>Stop.</m></g>", "Weiter. Halt.",
      "<g id=\"1\"><m0>Weiter.<x id=\"2\"/></m> <x id=\"3\"/><m1>Halt.</m></g>"
    ),
    // What is the source's is taken as it stands there, and so are segments without text.
    ("Go. On.", "<m0>Go.</m> <m1>On.</m>", "Go. On.", "<m0>Go.</m> <m1>On.</m>"),
    ("All<x id=\"1\"/>", "<m0>All</m><m1><x id=\"1\"/></m>", "Alle", "<m0>Alle</m><m1><x id=\"1\"/></m>"),
    (
      "Use <mrk mtype=\"protected\">ls</mrk>. Go.", "<m0>Use <mrk mtype=\"protected\">ls</mrk>.</m> <m1>Go.</m>",
      "Mit ls. Los.", "<m0>Mit <mrk mtype=\"protected\">ls</mrk>.</m> <m1>Los.</m>"
    ),
    // Nothing says which part is whose: more sentences, segments that are none, codes that the segments lack.
    ("One. Two.", "<m0>One.</m> <m1>Two.</m>", "Eins und zwei.", "Eins und zwei."),
    ("One and two", "<m0>One</m> <m1>and two</m>", "Eins und zwei", "Eins und zwei"),
    ("All <x id=\"1\"/>files", "<m0>All files</m>", "Alle Dateien", "Alle Dateien<x id=\"1\"/>"),
  ]

  @Test(arguments: segmented.indices)
  func `a target has the segments that its unit marks in the source`(index: Int) throws {
    let (source, segments, translation, target) = Self.segmented[index]
    func marked(_ text: String) -> String {
      text.replacing("</m>", with: "</mrk>")
        .replacing(/<m([0-9])>/) { "<mrk mtype=\"seg\" mid=\"\($0.output.1)\">" }
    }
    let file = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1"><source>\(source)</source><seg-source>\(marked(segments))</seg-source></trans-unit>
      </body></file></xliff>
      """
    let options = ReadOptions(format: .xliff)
    var documents = try TranslationRewriter(bytes: Array(file.utf8), file: "x", options: options).documents
    try #require(documents.count == 1)
    documents[0].translations["de"] = AlignedText(translation)
    let result = try TranslationRewriter(bytes: Array(file.utf8), file: "x", options: options)
      .rewritten(with: documents)
    let text = String(decoding: result.bytes, as: UTF8.self)
    #expect(text.contains("</seg-source><target state=\"translated\">\(marked(target))</target>"), "\(text)")
    // It is read as a translation of the whole.
    let read = try TranslationRewriter(bytes: result.bytes, file: "x", options: options).documents
    #expect(read.first?.translations["de"]?.text == translation)
  }

  @Test func `what was read as missing is filled: partial, unconfirmed and fuzzy translations`() throws {
    let file = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1"><source>One. Two.</source><seg-source><mrk mtype="seg" mid="0">One.</mrk> <mrk mtype="seg" mid="1">Two.</mrk></seg-source><target><mrk mtype="seg" mid="0">Eins.</mrk> <mrk mtype="seg" mid="1"></mrk></target></trans-unit>
      <trans-unit id="2"><source>Three</source><target state="needs-review-translation">Dri</target></trans-unit>
      <trans-unit id="3"><source>Four</source><target state="translated">Vier</target></trans-unit>
      </body></file></xliff>
      """
    let words = ["One. Two.": "Eins. Zwei.", "Three": "Drei", "Four": "no"]
    let result = try rewritten(file, .xliff, words, score: nil)
    let text = String(decoding: result.bytes, as: UTF8.self)
    let marked = "<mrk mtype=\"seg\" mid=\"0\">Eins.</mrk> <mrk mtype=\"seg\" mid=\"1\">Zwei.</mrk>"
    #expect(text.contains("<target state=\"translated\">\(marked)</target>"))
    #expect(text.contains("<target state=\"translated\">Drei</target>") && text.contains(">Vier</target>"))
    #expect(result.inserted == 2 && result.replaced == 2 && result.kept == 1)
    // A model's takes the place of no part that is confirmed.
    let machine1 = try rewritten(file, .xliff, words)
    #expect(machine1.inserted == 1 && machine1.replaced == 1 && machine1.kept == 2)
    #expect(
      String(decoding: machine1.bytes, as: UTF8.self).contains(">Eins.</mrk> <mrk mtype=\"seg\" mid=\"1\"></mrk>"))
    // What has gone in is there.
    let again = try rewritten(text, .xliff, words.mapValues { $0 + "!" }, score: nil)
    #expect(String(decoding: again.bytes, as: UTF8.self) == text && again.kept == 3)

    let catalogue =
      "#, fuzzy, c-format\nmsgid \"a\"\nmsgstr \"b\"\n\n#, fuzzy\nmsgid \"c\"\nmsgstr \"\"\n\nmsgid \"d\"\nmsgstr \"e\"\n"
    let words2 = ["a": "A", "c": "C", "d": "no"]
    let machine = try rewritten(catalogue, .po, words2)
    #expect(
      String(decoding: machine.bytes, as: UTF8.self)
        == catalogue.replacing("\"b\"", with: "\"A\"").replacing("\"\"", with: "\"C\""))
    #expect(machine.inserted == 2 && machine.replaced == 1 && machine.kept == 1)
    let person = try rewritten(catalogue, .po, words2, score: nil)
    #expect(
      String(decoding: person.bytes, as: UTF8.self)
        == "#, c-format\nmsgid \"a\"\nmsgstr \"A\"\n\nmsgid \"c\"\nmsgstr \"C\"\n\nmsgid \"d\"\nmsgstr \"e\"\n")
    // What was read is kept.
    var options = ReadOptions(format: .po)
    options.unconfirmed = true
    let rewriter = try TranslationRewriter(bytes: Array(catalogue.utf8), file: "a.po", options: options)
    var documents = rewriter.documents
    documents[0].translations["de"] = AlignedText("A")
    #expect(try rewriter.rewritten(with: documents).kept == 2)
  }

  private static let new = """
    <x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:2.1" version="2.1" srcLang="en">
    <x:file id="f"><x:unit id="u">
      <x:segment id="s1" state="initial" subState="my:x"><x:source>One <x:pc id="1">word</x:pc></x:source></x:segment>
      <x:segment id="s2">
        <x:source><x:sc id="2"/>Two<x:ec startRef="2"/></x:source>
      </x:segment>
    </x:unit><x:unit id="v" translate="no"><x:segment><x:source>Three</x:source></x:segment></x:unit></x:file>
    </x:xliff>
    """

  @Test func `XLIFF 2 gets a language, states of segments and the codes that stand around a text`() throws {
    let result = try rewritten(Self.new, .xliff, ["One word": "Ein Wort", "Two": "Zwei", "Three": "Drei"])
    #expect(
      String(decoding: result.bytes, as: UTF8.self) == """
        <x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:2.1" version="2.1" srcLang="en" trgLang="de">
        <x:file id="f"><x:unit id="u">
          <x:segment id="s1" state="initial"><x:source>One <x:pc id="1">word</x:pc></x:source><x:target>Ein Wort<x:pc id="1"></x:pc></x:target></x:segment>
          <x:segment id="s2" state="initial">
            <x:source><x:sc id="2"/>Two<x:ec startRef="2"/></x:source>
            <x:target><x:sc id="2"/>Zwei<x:ec startRef="2"/></x:target>
          </x:segment>
        </x:unit><x:unit id="v" translate="no"><x:segment><x:source>Three</x:source></x:segment></x:unit></x:file>
        </x:xliff>
        """)
    #expect(result.inserted == 2 && result.kept == 1 && result.movedCodes == 1)
    var options = ReadOptions(format: .xliff)
    options.unconfirmed = true
    let documents = try read(String(decoding: result.bytes, as: UTF8.self), options).documents
    #expect(documents.map { $0.translations["de"]?.text } == ["Ein Wort", "Zwei", nil])
  }

  @Test func `a person's translation is called translated`() throws {
    let result = try rewritten(Self.new, .xliff, ["Two": "Zwei"], score: nil)
    let text = String(decoding: result.bytes, as: UTF8.self)
    #expect(text.contains(#"<x:segment id="s2" state="translated">"#))
    #expect(text.contains(#"<x:segment id="s1" state="initial" subState="my:x">"#))
    #expect(result.missing == 1)
  }

  @Test(arguments: [("fr", nil), ("de", "fr")] as [(String, String?)])
  func `translations into another language than the file's are refused`(name: String, wanted: String?) throws {
    let text = Self.new.replacing("srcLang=\"en\"", with: "srcLang=\"en\" trgLang=\"de-AT\"")
    #expect {
      try rewritten(text, .xliff, ["Two": "Deux"], into: name, wanted: wanted)
    } throws: {
      "\($0.localizedDescription)".contains("de-AT")
    }
    // Where no language was asked for, the file is what is wrong, and is named.
    #expect {
      try rewritten(text, .xliff, ["Two": "Deux"], into: "fr")
    } throws: { error in
      guard let error = error as? CorpusError, case .unexpected(_, let found, let expected) = error else {
        return false
      }
      return found == "new translations into fr" && expected == "translations into de-AT, the language of the file"
        && error.place != nil
    }
    #expect(try rewritten(text, .xliff, ["Two": "Zwei"], into: "de").inserted == 1)
  }

  @Test(arguments: [
    (CorpusFormat.po, "msgid \"a\"\nmsgstr \"\"\n\nmsgid \"b\"\nmsgstr \"\"\n", "the file's"),
    (.html, "<p>a</p><p>b</p>", "the page's"),
    (.tei, "<TEI><text><body><p>a</p></body></text><text><body><p>b</p></body></text></TEI>", "the file's"),
  ])
  func `a document that is not the file's is named by its id, or its number where it has none`(
    format: CorpusFormat, text: String, owner: String
  ) throws {
    let rewriter = try SourceRewriter(bytes: Array(text.utf8), file: "f", options: ReadOptions(format: format))
    var documents = rewriter.documents
    let last = try #require(documents.indices.last)
    for (id, name) in [("", "#\(last + 1)"), ("x", "x")] {
      documents[last] = Document(id: id, text: "other")
      #expect(
        throws: CorpusError.cannotExpress(format, document: name, what: "a text that differs from \(owner)")
      ) { try rewriter.write(documents, to: "/dev/null", options: RewriteOptions()) }
    }
  }

  /// Files with a translation of `a` that is not confirmed, and one without; what each becomes where the document's translation is
  /// not confirmed either.
  private static let unconfirmed: [(format: CorpusFormat, standing: String, empty: String, filled: String)] = [
    (
      .po, "#, fuzzy\nmsgid \"a\"\nmsgstr \"A\"\n", "msgid \"a\"\nmsgstr \"\"\n",
      "#, fuzzy\nmsgid \"a\"\nmsgstr \"A\"\n"
    ),
    (
      .xliff, xliff("<target state=\"needs-adaptation\">A</target>"), xliff(""),
      xliff("<target state=\"needs-adaptation\">A</target>")
    ),
    (
      .xliff, xliff("<target>A</target>", " approved=\"no\""), xliff("<target/>"),
      xliff("<target state=\"needs-review-translation\">A</target>")
    ),
    (
      .xliff, xliff2("<target>A</target>", " state=\"initial\""), xliff2(""),
      xliff2("<target>A</target>", " state=\"initial\"")
    ),
    (
      .xliff, xliff2("<target>A</target>", " state=\"initial\" subState=\"xliff1:needs-l10n\""), xliff2(""),
      xliff2("<target>A</target>", " state=\"initial\" subState=\"xliff1:needs-l10n\"")
    ),
    (
      .tmx, tmx("<tuv xml:lang=\"de\"><seg>A</seg></tuv>"), tmx(""),
      tmx("<tuv xml:lang=\"de\"><seg>A</seg></tuv>")
    ),
  ]

  static func xliff(_ target: String, _ attribute: String = "") -> String {
    """
    <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
    <trans-unit id="1"\(attribute)><source>a</source>\(target)</trans-unit></body></file></xliff>
    """
  }

  private static func xliff2(_ target: String, _ attributes: String = "") -> String {
    """
    <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="x">
    <unit id="1"><segment\(attributes)><source>a</source>\(target)</segment></unit></file></xliff>
    """
  }

  static func tmx(_ variant: String) -> String {
    """
    <tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>a</seg></tuv>\(variant)</tu></body></tmx>
    """
  }

  @Test(arguments: unconfirmed.indices)
  func `a translation that is not confirmed keeps its mark in whatever file it goes into, its own or another`(
    index: Int
  ) throws {
    let (format, standing, empty, filled) = Self.unconfirmed[index]
    var options = ReadOptions(format: format)
    options.targetLanguage = "de"
    options.unconfirmed = format != .tmx
    let documents = try read(standing, options).documents
    #expect(documents.map { $0.translations["de"]?.text } == ["A"])
    for (file, expected, isAsked) in [(empty, filled, false), (standing, standing, false), (standing, standing, true)] {
      options.unconfirmed = isAsked && format != .tmx
      let rewriter = try TranslationRewriter(bytes: Array(file.utf8), file: "x", options: options)
      let result = try rewriter.rewritten(with: documents, targetLanguage: "de")
      #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
      #expect(result.kept == (file == standing ? 1 : 0))
    }
    guard format != .tmx else { return }
    // Another translation, and the same of a document that says nothing against it, are confirmed.
    options.unconfirmed = false
    for (text, fields) in [("B", documents[0].fields), ("A", [:])] as [(String, [String: String])] {
      let rewriter = try TranslationRewriter(bytes: Array(standing.utf8), file: "x", options: options)
      var document = documents[0]
      document.translations["de"] = AlignedText(text)
      document.fields = fields
      let result = try rewriter.rewritten(with: [document])
      let again = try read(String(decoding: result.bytes, as: UTF8.self), options).documents
      #expect(again.map { $0.translations["de"]?.text } == [text])
    }
    // Who reads translations that are not confirmed keeps them.
    options.unconfirmed = true
    let rewriter = try TranslationRewriter(bytes: Array(standing.utf8), file: "x", options: options)
    var document = documents[0]
    document.translations["de"] = AlignedText("B")
    #expect(try rewriter.rewritten(with: [document]).bytes == Array(standing.utf8))
  }

  @Test(arguments: [
    (CorpusFormat.po, "msgid \" \"\nmsgstr \"\"\n\nmsgid \"a\"\nmsgstr \"\"\n"),
    (.xliff, xliff("").replacing("<body>", with: "<body><trans-unit id=\"0\"><source> </source></trans-unit>")),
    (.xliff, xliff2("").replacing("<segment>", with: "<segment><source><ph id=\"1\"/></source></segment><segment>")),
    (.tmx, tmx("").replacing("<tu>", with: "<tu><tuv xml:lang=\"en\"><seg/></tuv></tu><tu>")),
  ])
  func `translations that do not go in are counted: of texts without characters, and into other languages`(
    format: CorpusFormat, text: String
  ) throws {
    let rewriter = try TranslationRewriter(
      bytes: Array(text.utf8), file: "x", options: ReadOptions(format: format))
    var documents = rewriter.documents
    #expect(documents.count == 2)
    documents[0].translations = ["de": AlignedText("Blank")]
    documents[1].translations = ["de": AlignedText("A"), "fr": AlignedText("à")]
    let result = try rewriter.rewritten(with: documents, targetLanguage: "de")
    #expect(result.inserted == 1 && result.unplacedLayers == ["translations:de": 1, "translations:fr": 1])
  }

  @Test(arguments: [
    (CorpusFormat.po, "msgid \"a\"\nmsgstr \"\"\n"), (.xliff, xliff("")), (.tmx, tmx("")), (.html, "<p>a</p>"),
    (.tei, "<TEI><text><body><p><s>a</s></p></body></text></TEI>"),
  ])
  func `tokens and sentences that a file has no place for are told`(format: CorpusFormat, text: String) throws {
    let rewriter = try SourceRewriter(bytes: Array(text.utf8), file: "x", options: ReadOptions(format: format))
    var document = try #require(rewriter.documents.first)
    document.tokens = [Token(0..<1)]
    document.sentences = [Sentence(tokens: 0..<1)]
    let scratch = try Scratch()
    let counts = try rewriter.write([document], to: scratch.path("out"), options: RewriteOptions())
    #expect(
      counts.leftOutNote == (format == .tei ? nil : "left out, no place in the file: sentences (1), tokens (1)"))
  }

  @Test func `the same fault has the same place, whether a file is read or rewritten`() throws {
    let files: [(CorpusFormat, String)] = [
      (.xliff, "<foo/>"), (.xliff, "\n  <foo>\n</foo>"), (.xliff, "\u{FEFF}<foo/>"),
      (.xliff, Self.xliff("<target/>").replacing("<source>a</source>", with: "")),
      (.xliff, Self.xliff2("<target/>").replacing(" trgLang=\"de\"", with: "")),
      (.xliff, Self.xliff2("").replacing(">a<", with: ">é<cp hex=\"zz\"/><")),
      (.tmx, Self.tmx("\n <tuv\n a=\"é\"><seg/></tuv>")), (.po, "msgid \"a\n"), (.po, "\n msgid \"a\"\n  what \"b\""),
      (.po, "msgid \"a\" \"\\q\""), (.html, "<p>\na\u{0}"),
    ]
    let scratch = try Scratch()
    for (format, text) in files {
      let options = ReadOptions(format: format)
      let path = try scratch.file("input", text)
      let reading = #expect(throws: CorpusError.self) { try BraidCorporaTests.read([path], options) }
      let rewriting = #expect(throws: CorpusError.self) { try SourceRewriter(path, options: options) }
      #expect(reading?.place != nil && reading == rewriting, "\(text)")
    }
  }

  @Test(arguments: Sample.all.filter { ["xliff", "po", "tmx"].contains($0.name.prefix { $0 != "." }) })
  func `a file without translations to put in stays as it is, and one with them has them`(sample: Sample) throws {
    let rewriter = try TranslationRewriter(bytes: Array(sample.data), file: sample.name, options: sample.options)
    let bare = rewriter.documents.map { Document(text: $0.text) }
    #expect(try rewriter.rewritten(with: bare).bytes == Array(sample.data))
    let translated = bare.map { document in
      var document = document
      document.translations["nl"] = AlignedText("<\(document.text)>", score: -1)
      return document
    }
    var options = sample.options
    options.unconfirmed = true
    options.dropUnused()
    guard let result = try? rewriter.rewritten(with: translated) else {
      // The file is in another language.
      return
    }
    let again = try read(String(decoding: result.bytes, as: UTF8.self), options).documents
    #expect(again.map(\.text) == bare.map(\.text))
    let found = again.count { document in
      document.translations.values.contains { $0.words == AlignedText("<\(document.text)>").words }
    }
    #expect(found == result.inserted)
  }

  @Test func `other documents than the file's are refused`() throws {
    let rewriter = try TranslationRewriter(
      bytes: Array(Self.memory.utf8), file: "input", options: ReadOptions(format: .tmx))
    #expect(throws: CorpusError.self) { try rewriter.rewritten(with: []) }
    #expect(throws: CorpusError.self) {
      try rewriter.rewritten(with: rewriter.documents.map { Document(text: $0.text + "x") })
    }
  }
}
