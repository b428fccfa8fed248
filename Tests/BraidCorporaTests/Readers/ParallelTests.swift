import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Testing

struct ParallelTests {
  private var options: ReadOptions {
    var options = ReadOptions(format: .parallel)
    options.language = "en"
    options.targetLanguage = "de"
    return options
  }

  @Test func `two files are read line by line, given as paths or by their common name`() throws {
    let scratch = try Scratch()
    let source = try scratch.file("dev.en", "a dog\nno translation\n")
    let target = try scratch.file("dev.de", "ein Hund\n\n")
    for paths in [[source, target], [scratch.path("dev")]] {
      let documents = try read(paths, options).documents
      #expect(documents.map(\.text) == ["a dog", "no translation"])
      #expect(documents.map(\.language) == ["en", "en"])
      #expect(documents[0].translations == ["de": AlignedText("ein Hund")])
      #expect(documents[1].translations.isEmpty)
    }
  }

  @Test func `files of different length are an error with both lengths`() throws {
    let scratch = try Scratch()
    let source = try scratch.file("dev.en", "a\nb\nc\nd\n")
    let target = try scratch.file("dev.de", "a\nb\n")
    #expect(
      throws: CorpusError.lineCountsDiffer(first: source, firstLines: 4, second: target, secondLines: 2)
    ) { try read([source, target], options) }
    #expect(
      throws: CorpusError.lineCountsDiffer(first: target, firstLines: 2, second: source, secondLines: 4)
    ) { try read([target, source], options) }
  }

  @Test func `a file without its pair is an error`() throws {
    var options = options
    options.language = nil
    #expect(throws: CorpusError.self) { try read(["a"], options) }
  }

  @Test func `PO messages have context, plural, escapes, and missing translations`() throws {
    var options = ReadOptions(format: .po)
    options.targetLanguage = "de"
    let (documents, ledger) = try read(Sample("po").text, options)
    #expect(documents.map(\.text) == ["Open %s\n", "one file", "%d files", "open"])
    #expect(documents.map { $0.translations["de"]?.text } == ["%s öffnen\n", "eine Datei", "%d Dateien", nil])
    #expect(documents[0].id == "menu")
    #expect(documents[0].fields == ["comment": "greeting", "references": "main.c:3", "flags": "c-format"])
    #expect(ledger.losses.isEmpty, "an obsolete entry is no document")
  }

  @Test(arguments: [
    ("msgid \"a\n", ":1:7: found a quote that is never closed"), ("what \"a\"\n", ":1:1: found what, expected msgid"),
    ("\"a\"\n", ":1:1: found a string, expected a keyword"), ("msgid \"\\q\"\n", ":1:8: found escape \\q"),
    ("msgid \"a\"\n\n# next\n", ":1:1: found an entry without msgstr"),
    ("msgstr \"a\"\n", ":1:1: found an entry without msgid"),
    ("msgid \"\\377\"\n", ":1:7: found escapes that are not UTF-8"),
    ("msgid \"a\"\nmsgid \"b\"\n", ":2:1: found a second msgid"),
    ("msgid \"a\"\n  msgid \"b\"\n", ":2:3: found a second msgid"),
    ("msgid \"é\" what \"b\"\n", ":1:12: found what"),
    ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"x\"\n", ":3:1: found msgstr of a plural, expected msgstr[0]"),
    ("msgid \"a\"\nmsgstr[0] \"x\"\n", ":2:1: found msgstr[0] without msgid_plural, expected msgstr, or"),
    (
      "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[10] \"x\"\n",
      ":3:1: found msgstr[10], expected a form from msgstr[0] to msgstr[9]"
    ),
  ])
  func `PO lines that do not fit are errors with their place`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .po)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test func `what is told of a message of a catalogue is told with the line where it begins`() throws {
    let text = """
      # about the file
      msgid ""
      msgstr "Language: de\\nX-Other: y\\n"

      # first
      #, fuzzy
      msgctxt "x"
      msgid "a"
      msgstr "A"

      #~ msgid "old"
      #~ msgstr "alt"

      #, c-format
      #, fuzzy
      msgid "b"
      msgstr "B"

      # what nobody
      # needs

      """
    let ledger = try read(text, ReadOptions(format: .po)).ledger
    #expect(
      ledger.entries.map { "\($0.count) \($0.reason.prefix { $0 != ";" }): \($0.places.map(\.line))" } == [
        "2 lines of the header that are no document's: [2]", "2 fuzzy: [7, 16]", "1 obsolete entries: [11]",
        "2 comments that belong to no message: [19]",
      ])
    var options = ReadOptions(format: .po)
    options.targetLanguage = "fr"
    let other = "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n\nmsgid \"a\"\nmsgstr \"A\"\n\nmsgid \"b\"\nmsgstr \"\"\n"
    #expect(try read(other, options).ledger.entries.map(\.places).map { $0.map(\.line) } == [[5]])
  }

  @Test func `a line of a catalogue may have several messages`() throws {
    let text = #"msgid "a" msgstr "A" msgid "b" msgid_plural "c" msgstr[0] "B" msgstr[1] "C" msgid "d" msgstr "D""#
    #expect(try catalogue(text) == [["a", "A"], ["b", "B"], ["c", "C"], ["d", "D"]])
  }

  private func catalogue(_ text: String, unconfirmed: Bool = false) throws -> [[String?]] {
    var options = ReadOptions(format: .po)
    options.unconfirmed = unconfirmed
    let (documents, ledger) = try read(text, options)
    #expect(ledger.losses.isEmpty)
    return documents.map { [$0.text, $0.translations["target"]?.text] }
  }

  @Test func `blank lines mean nothing in a catalogue, and a keyword may touch its string`() throws {
    let text = """
      msgid "hello"

      msgstr "salut"
      msgid"one"
      msgstr"un" "e"
        msgid\t"two"

      "more"
      msgstr "deux"
      """
    #expect(try catalogue(text) == [["hello", "salut"], ["one", "une"], ["twomore", "deux"]])
  }

  @Test func `escapes of a catalogue are those of C`() throws {
    let text = #"msgid "\a\t\033[1m \x1b \303\251 \"\\""# + "\nmsgstr \"x\"\n"
    #expect(try catalogue(text) == [["\u{7}\t\u{1B}[1m \u{1B} é \"\\", "x"]])
  }

  @Test func `a fuzzy entry has no translation unless asked for, an obsolete one is no document`() throws {
    let text = """
      #, fuzzy, c-format
      #| msgid "%d pears"
      msgid "%d apples"
      msgstr "%d Birnen"

      # gone
      #~ msgid "Old"
      #~ msgstr "Alt"
      msgid "Save"
      msgstr "Speichern"
      """
    #expect(try catalogue(text) == [["%d apples", nil], ["Save", "Speichern"]])
    #expect(try catalogue(text, unconfirmed: true)[0] == ["%d apples", "%d Birnen"])
    let fields = try read(text, ReadOptions(format: .po)).documents.map(\.fields)
    #expect(fields == [["flags": "fuzzy, c-format", "previous": "msgid \"%d pears\""], [:]])
  }

  /// What `ngettext` of GNU gettext 0.21 gives for 1, and a form that it gives for most other numbers.
  @Test(arguments: [
    ("nplurals=2; plural=(n != 1);", "0", "1"), ("nplurals=1; plural=0;", "0", "0"),
    ("nplurals=2; plural=n>1;", "0", "1"),
    (
      "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
      "1", "4"
    ),
    ("nplurals=4; plural=(n%100==1 ? 1 : n%100==2 ? 2 : n%100==3 || n%100==4 ? 3 : 0);", "1", "0"),
    ("nplurals=3; plural=(n%10==0 || n%100>=11 && n%100<=19 ? 0 : n%10==1 && n%100!=11 ? 1 : 2);", "1", "2"),
    ("nplurals = 3; plural = !(n%10==1 && n%100!=11) ? n != 0 ? 1 : 2 : 0;", "0", "1"),
  ])
  func `the catalogue's rule says which form is the singular`(rule: String, one: String, many: String) throws {
    let forms = (0..<6).map { "msgstr[\($0)] \"\($0)\"\n" }.joined()
    let text = "msgid \"\"\nmsgstr \"Plural-Forms: \(rule)\\n\"\n\nmsgid \"a\"\nmsgid_plural \"b\"\n" + forms
    #expect(try catalogue(text) == [["a", one], ["b", many]])
  }

  @Test func `a header whose lines end with CR LF has its rule`() throws {
    let text =
      "msgid \"\"\nmsgstr \"Language: fr\\r\\nPLURAL-forms: nplurals=2; plural=(n > 1);\\r\\nX: y\\r\\n\"\n\n"
      + "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"0\"\nmsgstr[1] \"1\"\n"
    let documents = try read(text, ReadOptions(format: .po)).documents
    #expect(documents.map { $0.translations["fr"]?.text } == ["0", "1"])
    #expect(documents.map { $0.fields["plural-forms"] } == [nil, "nplurals=2; plural=(n > 1);"])
  }

  @Test(arguments: [
    "nplurals=2; plural=m;", "nplurals=2; plural=n/0;", "nplurals=2; plural=(n;", "nplurals=2; plural=;",
  ])
  func `a plural rule that is none is an error`(rule: String) throws {
    let text = "msgid \"\"\nmsgstr \"Plural-Forms: \(rule)\\n\"\n"
    #expect(throws: CorpusError.self) { try catalogue(text) }
  }

  /// The state of a target, and whether it is a translation.
  @Test(arguments: [
    ("<target/>", false, false), ("<target> </target>", false, false),
    ("<target state=\"needs-translation\"/>", false, false), ("<target state=\"new\">Save</target>", false, true),
    ("<target state=\"needs-review-translation\">Sichern</target>", false, true),
    ("<target state=\"translated\">Sichern</target>", true, true), ("<target>Sichern</target>", true, true),
    ("", false, false),
  ])
  func `a target that is empty or needs work is missing`(target: String, isRead: Bool, isThere: Bool) throws {
    let text = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1"><source>Save<x id="1" ctype="lb"/>it</source>\(target)</trans-unit></body></file></xliff>
      """
    var options = ReadOptions(format: .xliff)
    let document = try read(text, options).documents[0]
    #expect(document.text == "Save it", "a code that breaks the line is white space")
    #expect((document.translations["de"] != nil) == isRead)
    #expect((document.fields["state"] != nil) == target.contains("state"))
    options.unconfirmed = true
    #expect((try read(text, options).documents[0].translations["de"] != nil) == isThere)
  }

  /// Attributes of a unit of XLIFF 1.2 and of its target, or of a segment of 2.x; whether the target is a translation; what is
  /// said of it.
  private static let states: [(unit: String, target: String, isOld: Bool, isRead: Bool, fields: [String: String])] = [
    ("", "", true, true, [:]), ("approved=\"yes\"", "", true, true, ["approved": "yes"]),
    ("approved=\"no\"", "", true, false, ["approved": "no"]),
    ("approved=\"no\"", "state=\"translated\"", true, false, ["approved": "no", "state": "translated"]),
    ("approved=\"no\"", "state=\"new\"", true, false, ["approved": "no", "state": "new"]),
    ("approved=\"yes\"", "state=\"needs-l10n\"", true, false, ["approved": "yes", "state": "needs-l10n"]),
    ("", "state=\"needs-adaptation\"", true, false, ["state": "needs-adaptation"]),
    ("", "state=\"signed-off\"", true, true, ["state": "signed-off"]),
    ("state=\"initial\"", "", false, false, ["state": "initial"]),
    ("state=\"translated\"", "", false, true, ["state": "translated"]),
    (
      "state=\"translated\" subState=\"xliff1:needs-review-translation\"", "", false, false,
      ["state": "needs-review-translation"]
    ),
    (
      "state=\"initial\" subState=\"xliff1:translated\"", "", false, false, ["state": "translated", "approved": "no"]
    ),
    ("state=\"final\" subState=\"x:y\"", "", false, true, ["state": "final"]),
  ]

  @Test(arguments: states.indices)
  func `what is said of a target in any version says whether it is a translation`(index: Int) throws {
    let (unit, target, isOld, isRead, fields) = Self.states[index]
    let text =
      isOld
      ? """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <trans-unit id="1" \(unit)><source>Save</source><target \(target)>Sichern</target></trans-unit></body></file></xliff>
      """
      : """
      <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de"><file id="f" original="x">
      <unit id="1"><segment \(unit)><source>Save</source><target>Sichern</target></segment></unit></file></xliff>
      """
    var options = ReadOptions(format: .xliff)
    let (documents, ledger) = try read(text, options)
    #expect((documents[0].translations["de"] != nil) == isRead)
    #expect(ledger.count(.ignored, .translations) == (isRead ? 0 : 1))
    #expect(
      documents[0].fields
        == fields.merging(["file": "x"]) { $1 }.merging(isRead ? [:] : ["target-language": "de"]) { $1 })
    options.unconfirmed = true
    let all = try read(text, options).documents
    #expect(all[0].translations["de"]?.text == "Sichern")
    #expect(all[0].fields == fields.merging(["file": "x"]) { $1 })
    // What is not confirmed is not after it was written, either.
    var writing = WriteOptions(format: .xliff)
    writing.targetLanguage = "de"
    let again = try read(written(all, writing), ReadOptions(format: .xliff)).documents
    #expect((again[0].translations["de"] != nil) == isRead)
    if let state = fields["state"] { #expect(again[0].fields["state"] == state) }
  }

  @Test(arguments: [
    ("A<x id=\"1\" equiv-text=\"&#10;\"/>b", "A b"), ("A<ph id=\"1\">&lt;br/&gt;</ph>b", "A b"),
    ("A<ph id=\"1\">&lt;BR CLASS='x'&gt;</ph>b", "A b"),
    ("A<it id=\"1\" pos=\"open\">&lt;/p&gt;&lt;p&gt;</it>b", "A b"),
    ("A<ph id=\"1\">\\n</ph>b", "A b"), ("A<ph id=\"1\">&lt;w:tab/&gt;</ph>b", "A b"),
    ("A<x id=\"1\" ctype=\"x-html-br\"/>b", "A b"),
    ("A<g id=\"1\" ctype=\"x-html-br\"/>b", "A b"),
    ("A<bpt id=\"1\">&lt;b&gt;</bpt>b<ept id=\"1\">&lt;/b&gt;</ept>", "Ab"),
    ("A <x id=\"1\" equiv-text=\"{n}\"/>b", "A {n}b"), ("A<bx id=\"1\" equiv-text=\"bold\"/>b", "Ab"),
    ("A<ph id=\"1\">{n}</ph>b", "Ab"), ("A<x id=\"1\" equiv-text=\"&lt;b&gt;\"/>b", "Ab"),
    ("A<ph id=\"1\" equiv-text=\"\">&lt;br/&gt;</ph>b", "Ab"),
  ])
  func `a code of XLIFF 1.2 is what it stands for between the words`(source: String, text: String) throws {
    for space in ["default", "preserve"] {
      let file = """
        <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
        <trans-unit id="1"><source xml:space="\(space)">\(source)</source></trans-unit></body></file></xliff>
        """
      let found = try read(file, ReadOptions(format: .xliff)).documents[0].text
      #expect(found.replacing("\n", with: " ") == text)
    }
  }

  @Test(arguments: [
    ("A<ph id=\"1\" equiv=\"&#10;\"/>b", "A b"), ("A<ph id=\"1\" dataRef=\"d1\"/>b", "A b"),
    ("A<ph id=\"1\" dataRef=\"d2\"/>b", "Ab"),
    ("A<ph id=\"1\" dataRef=\"d1\" equiv=\"{n}\"/>b", "A{n}b"),
    ("A<ph id=\"1\" equiv=\"LINE_BREAK\" disp=\"&lt;br>\"/>b", "A b"),
    ("A<sc id=\"1\" dataRef=\"d1\"/>b<ec startRef=\"1\"/>", "A b"), ("A<pc id=\"1\" equivStart=\"bold\">b</pc>", "Ab"),
    ("A<ph id=\"1\" type=\"fmt\" subType=\"xlf:pb\"/>b", "A b"),
  ])
  func `a code of XLIFF 2 is what it stands for, by its original data too`(source: String, text: String) throws {
    let file = """
      <xliff xmlns="urn:oasis:names:tc:xliff:document:2.1" version="2.1" srcLang="en"><file id="f"><unit id="1"><originalData>
      <data id="d1">&lt;br/&gt;</data><data id="d2">%s</data></originalData><segment><source>\(source)</source></segment></unit></file></xliff>
      """
    #expect(try read(file, ReadOptions(format: .xliff)).documents[0].text == text)
  }

  @Test(arguments: [
    ("<ph>&lt;br/&gt;</ph>", "a\nb"), ("<ph type=\"lb\"/>", "a\nb"), ("<it pos=\"begin\">&lt;b&gt;</it>", "ab"),
  ])
  func `a code of TMX that ends a line is a line break`(code: String, text: String) throws {
    let file =
      "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>a\(code)b</seg></tuv></tu></body></tmx>"
    #expect(try read(file, ReadOptions(format: .tmx)).documents[0].text == text)
  }

  @Test(arguments: [
    (CorpusFormat.parallelTSV, "a\t \nb\tc\n"), (.jsonl, #"{"text":"a","translations":{"target":""}}"# + "\n"),
    (
      .tmx,
      "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>a</seg></tuv>"
        + "<tuv xml:lang=\"de\"><seg></seg></tuv></tu></body></tmx>"
    ),
  ])
  func `an empty translation is missing in every format`(format: CorpusFormat, text: String) throws {
    let (documents, ledger) = try read(text, ReadOptions(format: format))
    #expect(documents[0].translations.isEmpty)
    #expect(ledger.losses.isEmpty)
  }
}
