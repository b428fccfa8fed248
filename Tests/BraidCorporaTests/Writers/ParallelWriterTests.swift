import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Translations go back into the formats of translators.
struct ParallelWriterTests {
  private static var documents: [Document] {
    var first = Document(id: "menu.open", language: "en", text: "Open <all>\n\"files\"")
    first.translations["de"] = AlignedText("Alle öffnen")
    first.fields["comment"] = "keep\nshort"
    var second = Document(id: "menu open", language: "en", text: "Close")
    second.translations["de"] = AlignedText("Schließen", score: -0.5)
    var third = Document(language: "en", text: "Save")
    third.fields = ["flags": "c-format", "note": "n & m"]
    return [first, second, third]
  }

  private func text(_ format: CorpusFormat, _ documents: [Document] = documents) throws -> String {
    var options = WriteOptions(format: format)
    options.targetLanguage = "de"
    return try written(documents, options)
  }

  @Test func `a memory has a unit a document, notes and properties first`() throws {
    #expect(
      try text(.tmx) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <tmx version="1.4">
        <header creationtool="Braid" creationtoolversion="1" segtype="block" o-tmf="Braid" adminlang="en" srclang="en" datatype="plaintext"/>
        <body>
        <tu tuid="menu.open">
        <prop type="comment">keep</prop>
        <prop type="comment">short</prop>
        <tuv xml:lang="en"><seg>Open &lt;all&gt;
        "files"</seg></tuv>
        <tuv xml:lang="de"><seg>Alle öffnen</seg></tuv>
        </tu>
        <tu tuid="menu open">
        <tuv xml:lang="en"><seg>Close</seg></tuv>
        <tuv xml:lang="de" creationtool="Braid"><seg>Schließen</seg></tuv>
        </tu>
        <tu>
        <prop type="flags">c-format</prop>
        <note>n &amp; m</note>
        <tuv xml:lang="en"><seg>Save</seg></tuv>
        </tu>
        </body>
        </tmx>

        """)
  }

  @Test func `XLIFF has unique ids, and states that tell a model's translation from a person's`() throws {
    #expect(
      try text(.xliff) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">
        <file id="f1">
        <unit id="menu.open">
        <segment state="translated"><source xml:space="preserve">Open &lt;all&gt;
        "files"</source><target xml:space="preserve">Alle öffnen</target></segment>
        </unit>
        <unit id="braid-2" name="menu open">
        <segment state="initial"><source xml:space="preserve">Close</source><target xml:space="preserve">Schließen</target></segment>
        </unit>
        <unit id="braid-3">
        <segment><source xml:space="preserve">Save</source></segment>
        </unit>
        </file>
        </xliff>

        """)
  }

  @Test func `a context comes back through XLIFF, and an entry without one has none`() throws {
    let documents = ["menu open", "", "braid-7", "menu.open"].map { id in
      var document = Document(id: id, language: "en", text: "Open \(id)")
      document.translations["de"] = AlignedText("Öffnen")
      return document
    }
    var options = WriteOptions(format: .xliff)
    options.targetLanguage = "de"
    let back = try read(try written(documents, options), ReadOptions(format: .xliff)).documents
    #expect(back.map(\.id) == documents.map(\.id))
    #expect(back.allSatisfy { $0.fields["name"] == nil })
  }

  @Test func `a catalogue has comments and flags again, and marks a model's translation as fuzzy`() throws {
    #expect(
      try text(.po) == #"""
        msgid ""
        msgstr ""
        "Language: de\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"

        # keep
        # short
        msgctxt "menu.open"
        msgid ""
        "Open <all>\n"
        "\"files\""
        msgstr "Alle öffnen"

        #, fuzzy
        msgctxt "menu open"
        msgid "Close"
        msgstr "Schließen"

        #, c-format
        msgid "Save"
        msgstr ""

        """#)
  }

  /// What a document's fields have against its translation, and what XLIFF and a catalogue say of it then.
  @Test(arguments: [
    (["flags": "fuzzy"], "state=\"initial\">", "#, fuzzy\n"),
    (["flags": "c-format, fuzzy"], "state=\"initial\">", "#, c-format, fuzzy\n"),
    (["state": "needs-l10n"], "state=\"initial\" subState=\"xliff1:needs-l10n\">", "#, fuzzy\n"),
    (["state": "initial", "flags": "c-format"], "state=\"initial\">", "#, fuzzy, c-format\n"),
    (["state": "translated", "approved": "no"], "state=\"initial\" subState=\"xliff1:translated\">", "#, fuzzy\n"),
    (["state": "translated"], "state=\"translated\">", "\n\n"),
    (["flags": "c-format"], "state=\"translated\">", "#, c-format\n"),
  ])
  func `a translation that is not confirmed is not in another format either`(
    fields: [String: String], state: String, flags: String
  ) throws {
    var document = Document(language: "en", text: "a")
    document.fields = fields
    document.translations["de"] = AlignedText("A")
    #expect(try text(.xliff, [document]).contains("<segment \(state)"))
    #expect(try text(.po, [document]).hasSuffix("\(flags)msgid \"a\"\nmsgstr \"A\"\n"))
    // Without a translation there is nothing to be confirmed.
    document.translations = [:]
    document.fields["flags"] = nil
    #expect(try text(.po, [document]).hasSuffix("\n\nmsgid \"a\"\nmsgstr \"\"\n"))
  }

  @Test func `a model's translation in a catalogue has the line feeds around its message, and no previous one`() throws
  {
    var document = Document(text: "\nOpen\n")
    document.fields["previous"] = "msgid \"Close\""
    document.translations["de"] = AlignedText("Öffnen", score: -1)
    let message = "msgid \"\"\n\"\\n\"\n\"Open\\n\"\n"
    #expect(
      try text(.po, [document]).hasSuffix(
        "\n\n#, fuzzy\n\(message)msgstr \"\"\n\"\\n\"\n\"Öffnen\\n\"\n"))
    document.translations["de"] = AlignedText("Öffnen")
    #expect(try text(.po, [document]).hasSuffix("\n\n#| msgid \"Close\"\n\(message)msgstr \"Öffnen\"\n"))
  }

  @Test func `white space in a memory is text, also at the ends of a segment`() throws {
    let texts = ["a\nb", "a\n  b\tc", "\n a", "a \n\n", "  a  "]
    let documents = texts.map { Document(language: "en", text: $0) }
    let text = try written(documents, WriteOptions(format: .tmx))
    #expect(try read(text, ReadOptions(format: .tmx)).documents.map(\.text) == texts)
    let laidOut =
      "<tmx><header srclang='en'/><body><tu><tuv lang='en'><seg>\n   a\n   b\n  </seg></tuv></tu></body></tmx>"
    #expect(try read(laidOut, ReadOptions(format: .tmx)).documents.map(\.text) == ["a b"])
  }

  @Test func `plurals of a catalogue are one message again, with all its forms and its rule`() throws {
    let text = #"""
      msgid ""
      msgstr ""
      "Language: ru\n"
      "MIME-Version: 1.0\n"
      "Content-Type: text/plain; charset=UTF-8\n"
      "Content-Transfer-Encoding: 8bit\n"
      "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\n"

      # of the tray
      msgctxt "tray"
      msgid "%d file"
      msgid_plural "%d files"
      msgstr[0] "%d файл"
      msgstr[1] "%d файла"
      msgstr[2] "%d файлов"

      msgid "Open"
      msgstr "Открыть"

      """#
    var reading = ReadOptions(format: .po)
    reading.targetLanguage = "ru"
    var documents = try read(text, reading).documents
    #expect(documents.map(\.text) == ["%d file", "%d files", "Open"])
    #expect(documents[1].fields["singular"] == "%d file")
    var writing = WriteOptions(format: .po)
    writing.targetLanguage = "ru"
    #expect(try written(documents, writing) == text)
    // Without its singular a plural still says what it is of.
    documents.removeFirst()
    #expect(
      try read(try written(documents, writing), reading).documents.map(\.text) == ["%d file", "%d files", "Open"])
  }

  @Test func `forms of a plural that a message has no place for are told`() throws {
    let scratch = try Scratch()
    func left(_ documents: [Document]) throws -> [String: Int] {
      var options = WriteOptions(format: .po)
      options.targetLanguage = "pl"
      let writer = try CorpusWriter(scratch.path("a.po"), options: options)
      for document in documents { try writer.write(document) }
      try writer.close()
      return Dictionary(uniqueKeysWithValues: writer.leftOut.documents.map { ($0.key.code, $0.value) })
    }
    var document = Document(text: "file")
    for name in ["pl", "pl[0]", "pl[2]", "pl[7]", "pl[x]"] { document.translations[name] = AlignedText("plik") }
    let all = ["translations:pl[0]": 1, "translations:pl[2]": 1, "translations:pl[7]": 1, "translations:pl[x]": 1]
    #expect(try left([document]) == all)
    var plural = document
    plural.text = "files"
    plural.fields = [
      "singular": "file",
      "plural-forms": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    ]
    document.translations = ["pl": AlignedText("plik")]
    plural.translations = [:]
    for name in ["pl", "pl[0]", "pl[1]", "pl[2]", "pl[3]"] { plural.translations[name] = AlignedText("pliki") }
    #expect(
      try left([document, plural])
        == ["translations:pl[0]": 1, "translations:pl[2]": 1, "translations:pl[3]": 1])
    // One form for all numbers: that of the plural.
    plural.fields["plural-forms"] = "nplurals=1; plural=0;"
    plural.translations = ["pl": AlignedText("pliki")]
    #expect(try left([document, plural]) == ["translations:pl": 1])
    document.translations = plural.translations
    #expect(try left([document, plural]).isEmpty)
  }

  @Test func `a target that lacks a marked segment of its source is no translation`() throws {
    func unit(_ target: String) -> String {
      """
      <xliff version="1.2"><file source-language="en" target-language="de" original="a"><body><trans-unit id="1">
      <source>One. Two.</source><seg-source><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk></seg-source>
      <target>\(target)</target></trans-unit></body></file></xliff>
      """
    }
    let (half, empty, whole) = (
      #"<mrk mtype="seg" mid="1">Eins.</mrk>"#, #"<mrk mtype="seg" mid="1">Eins.</mrk> <mrk mtype="seg" mid="2"/>"#,
      #"<mrk mtype="seg" mid="1">Eins.</mrk> <mrk mtype="seg" mid="2"><g id="1">Zwei.</g></mrk>"#
    )
    for target in [half, empty] {
      let (documents, ledger) = try read(unit(target), ReadOptions(format: .xliff))
      #expect(documents.map(\.translations.count) == [0])
      #expect(ledger.entries.map(\.reason) == ["target without all segments of its source"])
    }
    // One without marks is a translation of the whole.
    for target in [whole, "Eins. <g id=\"1\">Zwei.</g>"] {
      let documents = try read(unit(target), ReadOptions(format: .xliff)).documents
      #expect(documents.first?.translations["de"]?.text == "Eins. Zwei.")
    }
  }

  @Test func `what a model translated counts as a translation only for those who ask`() throws {
    for format in [CorpusFormat.xliff, .po, .tmx] {
      var options = ReadOptions(format: format)
      options.targetLanguage = "de"
      let text = try text(format)
      #expect(try read(text, options).documents.map { $0.translations["de"]?.text } == ["Alle öffnen", nil, nil])
      options.unconfirmed = true
      #expect(
        try read(text, options).documents.map { $0.translations["de"]?.text } == ["Alle öffnen", "Schließen", nil])
    }
  }

  @Test(arguments: [CorpusFormat.po, .xliff, .tmx], [CorpusFormat.po, .xliff, .tmx])
  func `a translation that is not confirmed is none in any other format either`(
    from: CorpusFormat, to: CorpusFormat
  ) throws {
    let memory = """
      <tmx version="1.4"><header srclang="en"/><body>
      <tu tuid="a"><tuv xml:lang="en"><seg>Good</seg></tuv><tuv xml:lang="de"><seg>Gut</seg></tuv></tu>
      <tu tuid="b"><tuv xml:lang="en"><seg>Bye</seg></tuv><tuv xml:lang="de" creationtool="Braid"><seg>Ade</seg></tuv></tu>
      </body></tmx>
      """
    let unit = "<unit id=\"a\"><segment state=\"final\"><source>Good</source><target>Gut</target></segment></unit>"
    let other = "<unit id=\"b\"><segment state=\"initial\"><source>Bye</source><target>Ade</target></segment></unit>"
    let catalogue = """
      msgid ""
      msgstr "Language: de\\n"

      msgctxt "a"
      msgid "Good"
      msgstr "Gut"

      #, fuzzy, c-format
      msgctxt "b"
      msgid "Bye"
      msgstr "Ade"

      """
    let head = "<xliff xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" version=\"2.0\" srcLang=\"en\" trgLang=\"de\">"
    let input =
      from == .po
      ? catalogue : from == .tmx ? memory : head + "<file id=\"f\">" + unit + other + "</file></xliff>"
    var reading = ReadOptions(format: from)
    reading.unconfirmed = true
    reading.language = "en"
    let documents = try read(input, reading).documents
    #expect(documents.map { $0.translations["de"]?.text } == ["Gut", "Ade"])
    var options = WriteOptions(format: to)
    options.targetLanguage = "de"
    let output = try written(documents, options)
    var back = ReadOptions(format: to)
    #expect(try read(output, back).documents.map { $0.translations["de"]?.text } == ["Gut", nil])
    back.unconfirmed = true
    #expect(try read(output, back).documents.map { $0.translations["de"]?.text } == ["Gut", "Ade"])
    if from == .po, to != .xliff {
      #expect(try read(output, back).documents.map { $0.fields["flags"] } == [nil, "fuzzy, c-format"])
    }
  }

  @Test(arguments: [
    (CorpusFormat.po, [Document(text: "")], "an empty text"),
    (.po, [Document(text: "a"), Document(text: "a")], "the same message"),
    (.tmx, [translated("target")], "translations without a language (target)"),
    (.tmx, [Document(text: "\u{1}")], "the character U+0001"),
    (
      .xliff, [Document(language: "en", text: "a"), Document(language: "fr", text: "b")],
      "a text in fr beside others in en"
    ),
  ])
  func `what a format cannot hold is an error that says so`(
    format: CorpusFormat, documents: [Document], reason: String
  ) throws {
    let error = #expect(throws: CorpusError.self) { try text(format, documents) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test(arguments: [CorpusFormat.po, .xliff])
  func `a document that waited for the target language is named by its own number, or kept to be refused`(
    format: CorpusFormat
  ) throws {
    // A catalogue has no message without text, an XLIFF file one source language.
    let bad = format == .po ? Document(text: "") : Document(language: "fr", text: "b")
    var last = Document(language: "en", text: "c")
    last.translations["de"] = AlignedText("C")
    let documents = [Document(language: "en", text: "a"), bad, last]
    let error = #expect(throws: CorpusError.self) { try written(documents, WriteOptions(format: format)) }
    #expect(
      error?.errorDescription?.hasPrefix("document #2: \(format.rawValue) cannot hold") == true,
      "\(error?.errorDescription ?? "")")

    let path = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID()).\(format.rawValue)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try CorpusWriter(path, options: WriteOptions(format: format))
    writer.keepsRefused = true
    for document in documents { try writer.write(document) }
    #expect(writer.takeRefused().map(\.number) == [2] && writer.takeRefused().isEmpty)
    try writer.close()
    let file = try String(contentsOfFile: path, encoding: .utf8)
    var reading = ReadOptions(format: format)
    reading.unconfirmed = true
    #expect(try read(file, reading).documents.map(\.text) == ["a", "c"])
  }

  @Test func `XLIFF has code points for what XML cannot hold, and a head where the first document is refused`() throws {
    var document = Document(id: "a", text: "bell\u{7}<")
    document.translations["de"] = AlignedText("Glocke\u{7}")
    let text = try text(.xliff, [document])
    #expect(text.contains("<source xml:space=\"preserve\">bell<cp hex=\"0007\"/>&lt;</source>"))
    #expect(try read(text, ReadOptions(format: .xliff)).documents.map(\.text) == [document.text])

    let path = FileManager.default.temporaryDirectory.appending(path: "braid-\(UUID()).xliff").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var options = WriteOptions(format: .xliff)
    options.targetLanguage = "de"
    let writer = try CorpusWriter(path, options: options)
    // An attribute has no place for such a character.
    var refused = document
    refused.fields["file"] = "\u{1}"
    #expect(throws: CorpusError.self) { try writer.write(refused) }
    try writer.write(document)
    try writer.close()
    let written = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(written.hasPrefix("<?xml") && written == text)
  }

  @Test func `XLIFF without a target language is refused before anything is written`() throws {
    let error = #expect(throws: CorpusError.self) { try written([], WriteOptions(format: .xliff)) }
    #expect(error?.errorDescription?.contains("targetLanguage") == true)
  }

  @Test func `a format without documents is an empty file of its kind`() throws {
    for format in [CorpusFormat.tmx, .xliff, .po] {
      #expect(try read(try text(format, []), ReadOptions(format: format)).documents.isEmpty)
    }
  }

  private static func translated(_ language: String) -> Document {
    var document = Document(text: "a")
    document.translations[language] = AlignedText("b")
    return document
  }
}
