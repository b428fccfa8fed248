import BraidCorpora
import BraidText
import Foundation
import Testing

// Catalogues of gettext, which have flags, domains and forms of plurals.
extension TranslationRewriterTests {
  private static let catalogue = #"""
    msgid ""
    msgstr ""
    "Content-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=3; plural=n==1 ? 0 : n<5 ? 1 : 2;\n"

    # a note
    #: a.c:1
    msgid "Open"
    msgstr ""

    #, c-format
    #| msgid "clos"
    msgid "Close %s\n"
    msgstr ""
      ""

    msgctxt "x"
    msgid "Cut"
    msgstr "Schneiden"

    #, fuzzy
    msgid "Old"
    msgstr ""

    msgid "file"
    msgid_plural "files"
    msgstr[0] ""
    msgstr[1] ""
    msgstr[2] ""

    #~ msgid "Gone"
    #~ msgstr ""

    """#

  @Test func `a catalogue gets its empty strings filled and marked as fuzzy`() throws {
    let words = [
      "Open": "\"Öffnen\"\nx", "Close %s\n": "%s schließen", "Cut": "no", "Old": "Alt", "file": "Datei",
      "files": "Dateien", "Gone": "no",
    ]
    let result = try rewritten(Self.catalogue, .po, words)
    var expected = Self.catalogue
    for (old, new) in [
      ("msgid \"Open\"\nmsgstr \"\"", "#, fuzzy\nmsgid \"Open\"\nmsgstr \"\"\n\"\\\"Öffnen\\\"\\n\"\n\"x\""),
      ("#, c-format", "#, fuzzy, c-format"), ("msgstr \"\"\n  \"\"", #"msgstr "%s schließen\n""#),
      ("msgid \"Old\"\nmsgstr \"\"", "msgid \"Old\"\nmsgstr \"Alt\""), ("msgid \"file\"", "#, fuzzy\nmsgid \"file\""),
      ("msgstr[0] \"\"", "msgstr[0] \"Datei\""), ("msgstr[1] \"\"", "msgstr[1] \"Dateien\""),
      ("msgstr[2] \"\"", "msgstr[2] \"Dateien\""),
    ] { expected = expected.replacing(old, with: new) }
    #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
    #expect(result.inserted == 5 && result.kept == 1 && result.missing == 0)
    #expect(
      String(decoding: try rewritten(Self.catalogue, .po, ["Open": "Öffnen"], score: nil).bytes, as: UTF8.self)
        == Self.catalogue.replacing("\"Open\"\nmsgstr \"\"", with: "\"Open\"\nmsgstr \"Öffnen\""))
  }

  @Test func `a catalogue keeps its line ends, and is refused in another encoding`() throws {
    let text = "msgid \"a\"\r\nmsgstr \"\"\r\n"
    #expect(
      String(decoding: try rewritten(text, .po, ["a": "b\nc"]).bytes, as: UTF8.self)
        == "#, fuzzy\r\nmsgid \"a\"\r\nmsgstr \"\"\r\n\"b\\n\"\r\n\"c\"\r\n")
    let latin = Self.catalogue.replacing("UTF-8", with: "ISO-8859-1")
    #expect(throws: CorpusError.wrongEncoding(file: "input", found: "iso-8859-1")) {
      try rewritten(latin, .po, [:])
    }
  }

  @Test
  func `what stands before an obsolete entry says nothing of the next, and a form in between is filled and marked`()
    throws
  {
    let catalogue = """
      msgid ""
      msgstr ""
      "Language: pl\\n"
      "Plural-Forms: nplurals=3; plural=n==1 ? 0 : n<5 ? 1 : 2;\\n"

      #, fuzzy
      #~ msgid "old"
      #~ msgstr "stary"

      msgid "file"
      msgid_plural "files"
      msgstr[0] ""
      msgstr[1] ""
      msgstr[2] ""

      """
    let rewriter = try TranslationRewriter(
      bytes: Array(catalogue.utf8), file: "pl.po", options: ReadOptions(format: .po))
    var documents = rewriter.documents
    documents[0].translations["pl"] = AlignedText("plik")
    documents[1].translations["pl"] = AlignedText("pliki")
    let text = String(decoding: try rewriter.rewritten(with: documents).bytes, as: UTF8.self)
    #expect(text.contains("#, fuzzy\n#~ msgid \"old\""))
    #expect(text.contains("#, fuzzy\nmsgid \"file\""))
    #expect(
      text.contains("msgstr[0] \"plik\"\nmsgstr[1] \"pliki\"\nmsgstr[2] \"pliki\""), "\(text)")
    documents[0].translations = ["de": AlignedText("Datei")]
    documents[1].translations = [:]
    #expect(throws: CorpusError.self) { try rewriter.rewritten(with: documents) }
  }

  /// A line of flags or several, and what is left of them once the translation is confirmed, and when a model's is put in.
  private static let flags = [
    ("#, fuzzy\n", "", "#, fuzzy\n"), ("#, c-format\n#, fuzzy\n", "#, c-format\n", "#, c-format\n#, fuzzy\n"),
    ("#, fuzzy\n#, c-format, no-wrap\n", "#, c-format, no-wrap\n", "#, fuzzy\n#, c-format, no-wrap\n"),
    ("#, c-format,fuzzy,  no-wrap\n", "#, c-format,  no-wrap\n", "#, c-format,fuzzy,  no-wrap\n"),
    ("#, fuzzy c-format\n#: b\n", "#, c-format\n#: b\n", "#, fuzzy c-format\n#: b\n"),
    ("#, c-format, fuzzy\r\n", "#, c-format\r\n", "#, c-format, fuzzy\r\n"),
    ("#, no-wrap\n#, c-format\n", "#, no-wrap\n#, c-format\n", "#, fuzzy, no-wrap\n#, c-format\n"),
  ]

  @Test(arguments: flags)
  func `all lines of flags are looked at, and other flags stay in their order`(
    flags: String, confirmed: String, fuzzy: String
  ) throws {
    let isFuzzy = flags.contains("fuzzy")
    let text = "\(flags)msgid \"a\"\nmsgstr \"\(isFuzzy ? "old" : "")\"\n"
    for (score, flags) in [(nil, confirmed), (-0.5, fuzzy)] as [(Double?, String)] {
      let result = try rewritten(text, .po, ["a": "A"], score: score)
      #expect(String(decoding: result.bytes, as: UTF8.self) == "\(flags)msgid \"a\"\nmsgstr \"A\"\n")
    }
  }

  @Test func `the flag of a message stands before it, wherever in a line it begins`() throws {
    let text = "msgid \"a\" msgstr \"\" msgid \"b\" msgstr \"\"\ndomain \"x\" msgid \"c\" msgstr \"\"\n"
    let result = try rewritten(text, .po, ["b": "B", "c": "C"])
    let expected =
      "msgid \"a\" msgstr \"\" \n#, fuzzy\nmsgid \"b\" msgstr \"B\"\n"
      + "domain \"x\" \n#, fuzzy\nmsgid \"c\" msgstr \"C\"\n"
    #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
    #expect(try read(String(decoding: result.bytes, as: UTF8.self), ReadOptions(format: .po)).documents.count == 3)
  }

  private static let polish = """
    msgid ""
    msgstr "Plural-Forms: nplurals=3; plural=n==1 ? 0 : n<5 ? 1 : 2;\\n"

    #, fuzzy
    msgid "file"
    msgid_plural "files"
    msgstr[0] ""
    msgstr[1] ""
    msgstr[2] ""

    """

  @Test func `forms of a plural that come with a translation go into their places, and confirm it`() throws {
    let rewriter = try TranslationRewriter(
      bytes: Array(Self.polish.utf8), file: "a.po", options: ReadOptions(format: .po))
    var documents = rewriter.documents
    documents[0].translations["target"] = AlignedText("plik")
    documents[1].translations["target"] = AlignedText("plików")
    documents[1].translations["target[1]"] = AlignedText("pliki")
    documents[1].translations["target[3]"] = AlignedText("pliku")
    let result = try rewriter.rewritten(with: documents)
    let expected = Self.polish.replacing("[0] \"\"", with: "[0] \"plik\"").replacing("[1] \"\"", with: "[1] \"pliki\"")
      .replacing("[2] \"\"", with: "[2] \"plików\"")
    #expect(String(decoding: result.bytes, as: UTF8.self) == expected.replacing("#, fuzzy\n", with: ""))
    #expect(result.inserted == 2 && result.unplacedLayers == ["translations:target[3]": 1])
    let again = try read(String(decoding: result.bytes, as: UTF8.self), ReadOptions(format: .po)).documents
    documents[1].translations["target[3]"] = nil
    #expect(again.map(\.translations) == documents.map(\.translations))
    // The form that is not given is to be looked at.
    documents[1].translations["target[1]"] = nil
    let text = String(decoding: try rewriter.rewritten(with: documents).bytes, as: UTF8.self)
    #expect(text == expected.replacing("pliki\"", with: "plików\""))
  }

  @Test func `forms of a plural beside a text that has none are told`() throws {
    let rewriter = try TranslationRewriter(
      bytes: Array((Self.polish + "\nmsgid \"alone\"\nmsgstr \"\"\n").utf8), file: "a.po",
      options: ReadOptions(format: .po))
    var documents = rewriter.documents
    for index in documents.indices where index != 1 {
      documents[index].translations["target"] = AlignedText("A")
      documents[index].translations["target[0]"] = AlignedText("B")
    }
    #expect(documents.count == 3)
    let result = try rewriter.rewritten(with: documents)
    #expect(result.inserted == 2 && result.unplacedLayers == ["translations:target[0]": 2])
    let memory =
      "<tmx version=\"1.4\"><header srclang=\"en\"/><body><tu><tuv xml:lang=\"en\"><seg>a</seg></tuv></tu></body></tmx>"
    let other = try TranslationRewriter(bytes: Array(memory.utf8), file: "a.tmx", options: ReadOptions(format: .tmx))
    var unit = try #require(other.documents.first)
    unit.translations = ["de": AlignedText("A"), "de[2]": AlignedText("B")]
    let filled = try other.rewritten(with: [unit])
    #expect(filled.inserted == 1 && filled.unplacedLayers == ["translations:de[2]": 1])
  }

  @Test func `a form that is missing beside others is filled by itself`() throws {
    let text = Self.polish.replacing("#, fuzzy\n", with: "").replacing("[0] \"\"", with: "[0] \"plik\"")
      .replacing("[2] \"\"", with: "[2] \"plików\"")
    let rewriter = try TranslationRewriter(bytes: Array(text.utf8), file: "a.po", options: ReadOptions(format: .po))
    var documents = rewriter.documents
    #expect(try rewriter.rewritten(with: documents).bytes == Array(text.utf8))
    documents[1].translations["target[1]"] = AlignedText("pliki")
    let filled = try rewriter.rewritten(with: documents)
    #expect(
      String(decoding: filled.bytes, as: UTF8.self) == text.replacing("[1] \"\"", with: "[1] \"pliki\""))
    #expect(filled.kept == 2 && filled.unplacedLayers.isEmpty)
    documents[1].translations["target[1]"]?.score = -1
    let marked = try rewriter.rewritten(with: documents)
    #expect(String(decoding: marked.bytes, as: UTF8.self).contains("#, fuzzy\nmsgid \"file\""))
  }

  @Test func `a confirmed form stays when another run fills the others of its message again`() throws {
    let header = "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n"
    func entry(_ comments: String, _ one: String, _ flags: String = "") -> String {
      "\(header)\(comments)\(flags)msgid \"dog\"\nmsgid_plural \"dogs\"\n"
        + "msgstr[0] \"\(one)\"\nmsgstr[1] \"Hunde\"\n"
    }
    func filled(_ text: String, _ one: String, score: Double? = -0.5) throws -> RewrittenTranslations {
      try rewritten(text, .po, ["dog": one, "dogs": "\(one)e"], score: score)
    }
    let comment = "# Confirmed: msgstr[1]\n"
    for flags in ["", "#, c-format\n"] {
      let marked = flags.isEmpty ? "#, fuzzy\n" : "#, fuzzy, c-format\n"
      let first = try filled(entry("", "", flags), "Hund")
      #expect(String(decoding: first.bytes, as: UTF8.self) == entry(comment, "Hund", marked))
      #expect(first.inserted == 1 && first.kept == 1)
      // Another model.
      let second = try filled(entry(comment, "Hund", marked), "Tier")
      #expect(String(decoding: second.bytes, as: UTF8.self) == entry(comment, "Tier", marked))
      #expect(second.inserted == 1 && second.replaced == 1 && second.kept == 1)
      let confirmed = try filled(entry(comment, "Hund", marked), "Tier", score: nil)
      #expect(String(decoding: confirmed.bytes, as: UTF8.self) == entry("", "Tier", flags))
    }
    // What was confirmed of an older message is not so of this one.
    let old = try filled(entry(comment, "Hund", "#, fuzzy\n#| msgid \"cat\"\n"), "Tier")
    #expect(old.replaced == 2 && !String(decoding: old.bytes, as: UTF8.self).contains("Confirmed"))
  }

  @Test func `a plural of one form is confirmed by the text for most numbers`() throws {
    let text = "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=1; plural=0;\\n\"\n\n"
    let entry = "msgid \"file\"\nmsgid_plural \"files\"\nmsgstr[0] \"x\"\n"
    let result = try rewritten(text + "#, fuzzy\n" + entry, .po, ["file": "one", "files": "many"], score: nil)
    #expect(String(decoding: result.bytes, as: UTF8.self) == text + entry.replacing("\"x\"", with: "\"many\""))
    #expect(result.unplacedLayers == ["translations:de": 1])
    let same = try rewritten(text + "#, fuzzy\n" + entry, .po, ["file": "many", "files": "many"], score: nil)
    #expect(same.bytes == result.bytes && same.unplacedLayers.isEmpty)
  }

  @Test func `a language without a plural gets the text that speaks of most numbers`() throws {
    let text = Self.catalogue.replacing("nplurals=3; plural=n==1 ? 0 : n<5 ? 1 : 2;", with: "nplurals=1; plural=0;")
    let result = try rewritten(text, .po, ["file": "one", "files": "many"])
    #expect(String(decoding: result.bytes, as: UTF8.self).contains("msgstr[0] \"many\"\nmsgstr[1] \"\""))
  }

  @Test(arguments: [nil, -0.5] as [Double?])
  func `the previous message goes with the translation of it`(score: Double?) throws {
    let text = "# a\n#, fuzzy, c-format\n#| msgid \"old\"\n#| \"er\"\nmsgid \"new\"\nmsgstr \"Alt\"\n"
    let result = try rewritten(text, .po, ["new": "Neu"], score: score)
    let flags = score == nil ? "c-format" : "fuzzy, c-format"
    #expect(String(decoding: result.bytes, as: UTF8.self) == "# a\n#, \(flags)\nmsgid \"new\"\nmsgstr \"Neu\"\n")
    // As long as the translation stands, so does the message.
    #expect(try String(decoding: rewritten(text, .po, [:]).bytes, as: UTF8.self) == text)
  }
}
