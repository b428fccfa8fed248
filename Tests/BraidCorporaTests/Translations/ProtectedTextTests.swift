import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Text that must not be translated, and characters that XML cannot hold, are in the translation as they are in the source.
struct ProtectedTextTests {
  private func old(_ source: String, _ target: String = "") -> String {
    """
    <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
    <trans-unit id="1"><source>\(source)</source>\(target)</trans-unit></body></file></xliff>
    """
  }

  private func new(_ sources: [String], prefix: String = "") -> String {
    let segments = sources.map { "<\(prefix)segment><\(prefix)source>\($0)</\(prefix)source></\(prefix)segment>" }
    let name = prefix.isEmpty ? "xmlns" : "xmlns:\(prefix.dropLast())"
    return """
      <\(prefix)xliff \(name)="urn:oasis:names:tc:xliff:document:2.1" version="2.1" srcLang="en" trgLang="de">
      <\(prefix)file id="f"><\(prefix)unit id="u">\(segments.joined())</\(prefix)unit></\(prefix)file></\(prefix)xliff>
      """
  }

  /// The contents of the targets of a file after translations went into it, the text of each document for which there was none.
  private func targets(
    _ file: String, _ translations: [String: String], prefix: String = ""
  ) throws -> (contents: [String], result: RewrittenTranslations) {
    let rewriter = try TranslationRewriter(bytes: Array(file.utf8), file: "x", options: ReadOptions(format: .xliff))
    let documents = rewriter.documents.map { document in
      var document = document
      document.translations["de"] = translations[document.text].map { AlignedText($0) }
      return document
    }
    #expect(documents.allSatisfy { $0.translations["de"] != nil }, "\(documents.map(\.text))")
    let result = try rewriter.rewritten(with: documents)
    // What was written is read.
    _ = try TranslationRewriter(bytes: result.bytes, file: "y", options: ReadOptions(format: .xliff))
    let parts = String(decoding: result.bytes, as: UTF8.self).components(separatedBy: "<\(prefix)target").dropFirst()
    let contents = parts.compactMap { part in
      part.components(separatedBy: "</\(prefix)target>").first?.drop { $0 != ">" }.dropFirst()
    }
    return (contents.map { String($0) }, result)
  }

  /// Sources, what they read as, translations, the contents of targets, and how many texts stand at the end.
  private static let marks: [(source: String, text: String, translation: String, target: String, moved: Int)] = [
    ("Use <m>ls -l</m> now", "Use ls -l now", "Jetzt ls -l nutzen", "Jetzt <m>ls -l</m> nutzen", 0),
    ("Use <m>ls -l</m> now", "Use ls -l now", "Jetzt nutzen", "Jetzt nutzen <m>ls -l</m>", 1),
    ("<m>Go</m> is <m>Go</m>", "Go is Go", "Go ist Geh", "<m>Go</m> ist Geh <m>Go</m>", 1),
    // Not in another word, unless it stands nowhere else.
    ("<m>OS</m>es and POSIX", "OSes and POSIX", "POSIX und OS", "POSIX und <m>OS</m>", 0),
    ("The <m>OS</m>", "The OS", "Des OSes", "Des <m>OS</m>es", 0),
    // With the white space and the references in it.
    ("A<m> &amp; B </m>is", "A & B is", "A & B ist", "A<m> &amp; B </m>ist", 0),
    ("It is<m> &amp; B</m>", "It is & B", "& B ist es", "<m> &amp; B</m> ist es", 0),
  ]

  @Test(arguments: [
    (true, "<mrk mtype=\"protected\">", "</mrk>"), (true, "<mrk mtype=\"x-a\" translate=\"no\">", "</mrk>"),
    (false, "<mrk id=\"#\" translate=\"no\">", "</mrk>"),
    (false, "<sm id=\"#\" translate=\"no\"/>", "<em startRef=\"#\"/>"),
  ])
  func `text that must not be translated stands in the translation with its marker`(
    isOld: Bool, start: String, end: String
  ) throws {
    func marked(_ text: String) -> String {
      var parts = text.components(separatedBy: "<m>")
      // Each marker has an id of its own; the first that is moved is the second of its source.
      for index in parts.indices.dropFirst() {
        parts[index] =
          start.replacing("#", with: "\(index)")
          + parts[index].replacing("</m>", with: end.replacing("#", with: "\(index)"))
      }
      return parts.joined()
    }
    for (source, text, translation, target, moved) in Self.marks {
      let file = isOld ? old(marked(source)) : new([marked(source)])
      let (contents, result) = try targets(file, [text: translation])
      #expect(contents == [marked(target)])
      #expect(result.movedTexts == moved && result.movedCodes == 0 && result.inserted == 1)
    }
  }

  @Test func `codes in text that must not be translated stay in it`() throws {
    let part = "<mrk mtype=\"protected\">a <x id=\"1\" equiv-text=\"{n}\"/> <g id=\"2\">&lt;b</g></mrk>"
    let (contents, result) = try targets(old("\(part) is <x id=\"3\"/>it"), ["a {n} <b is it": "Das ist a {n} <b"])
    #expect(contents == ["Das ist \(part)<x id=\"3\"/>"])
    #expect(result.movedTexts == 0 && result.movedCodes == 1)
  }

  @Test func `a part that must not be translated may end in the next segment, and a segment of nothing else is kept`()
    throws
  {
    let file = new([
      "Go <sm id=\"1\" translate=\"no\"/>to", "<ph id=\"2\"/>all", "it<em startRef=\"1\"/> now",
      "<mrk id=\"3\" translate=\"no\">Braid</mrk>", "then",
    ])
    let (contents, result) = try targets(
      file, ["Go to": "Geh to", "all": "alle", "it now": "jetzt", "Braid": "Zopf", "then": "dann"])
    #expect(
      contents == [
        "Geh <sm id=\"1\" translate=\"no\"/>to", "<ph id=\"2\"/>all", "jetzt it<em startRef=\"1\"/>",
        "<mrk id=\"3\" translate=\"no\">Braid</mrk>", "dann",
      ])
    #expect(result.inserted == 3 && result.kept == 2 && result.movedTexts == 1)
  }

  @Test func `a segment in which such a part crosses a code gets no translation, and that is told`() throws {
    let file = new(["<pc id=\"2\">a <sm id=\"1\" translate=\"no\"/>b</pc> c<em startRef=\"1\"/> d"])
    let (contents, result) = try targets(file, ["a b c d": "A b c D"])
    #expect(contents == [] && result.unplacedLayers == ["translations:de": 1])
    #expect(String(decoding: result.bytes, as: UTF8.self) == file)
  }

  /// Sources of units that must not be translated, where `<y>` marks what may be, what they read as, translations, the contents
  /// of targets, and how many texts and codes stand at the end.
  private static let open: [(source: String, text: String, translation: String, target: String, moved: [Int])] = [
    ("ls # <y>all files</y>", "ls # all files", "ls # alle Dateien", "ls # <y>alle Dateien</y>", [0, 0]),
    ("<y>Run</y> ls &amp; wc", "Run ls & wc", "Nutze ls & wc", "<y>Nutze</y> ls &amp; wc", [0, 0]),
    ("a <y>one</y> b <y>two</y>", "a one b two", "a eins b zwei", "a <y>eins</y> b <y>zwei</y>", [0, 0]),
    // In another order nothing says which text is whose.
    ("a <y>one</y> b <y>two</y>", "a one b two", "b zwei a eins", "b zwei a eins<y></y><y></y>", [0, 2]),
    ("a <y>one</y>", "a one", "eins", "eins a<y></y>", [1, 1]),
    // The innermost marker counts.
    (
      "<y>see <n>ls <y>all</y> #</n> now</y>", "see ls all # now", "jetzt ls alles #",
      "<y>jetzt <n>ls <y>alles</y> #</n></y>", [0, 0]
    ),
    ("<y>Use <n>a</n></y>", "Use a", "Nutze a", "<y>Nutze <n>a</n></y>", [0, 0]),
  ]

  @Test(arguments: [
    (true, "<mrk mtype=\"x-its-translate-yes\">", "</mrk>", "<mrk mtype=\"protected\">", "</mrk>"),
    (true, "<mrk mtype=\"x-a\" translate=\"yes\">", "</mrk>", "<mrk mtype=\"x-a\" translate=\"no\">", "</mrk>"),
    (false, "<mrk id=\"#\" translate=\"yes\">", "</mrk>", "<mrk id=\"#\" translate=\"no\">", "</mrk>"),
    (
      false, "<sm id=\"#\" translate=\"yes\"/>", "<em startRef=\"#\"/>", "<sm id=\"#\" translate=\"no\"/>",
      "<em startRef=\"#\"/>"
    ),
  ])
  func `what the innermost marker says counts, and the unit where none says anything`(
    isOld: Bool, yes: String, yesEnd: String, no: String, noEnd: String
  ) throws {
    func marked(_ text: String) -> String {
      // Each marker has an id of its own, by its place in the source.
      var (result, open, count) = ("", [Int](), 0)
      for part in text.replacing("<", with: "\u{0}<").split(separator: "\u{0}") {
        var part = String(part)
        for (tag, start, end) in [("y", yes, yesEnd), ("n", no, noEnd)] {
          if part.hasPrefix("<\(tag)>") {
            count += 1
            open.append(count)
            part = start.replacing("#", with: "\(count)") + part.dropFirst(3)
          } else if part.hasPrefix("</\(tag)>") {
            part = end.replacing("#", with: "\(open.popLast() ?? 0)") + part.dropFirst(4)
          }
        }
        result += part
      }
      return result
    }
    for (source, text, translation, target, moved) in Self.open {
      let unit = isOld ? "<trans-unit" : "<unit"
      let file = isOld ? old(marked(source)) : new([marked(source)])
      let (contents, result) = try targets(
        file.replacing(unit, with: "\(unit) translate=\"no\""), [text: translation])
      #expect(contents == [marked(target)])
      #expect([result.movedTexts, result.movedCodes] == moved && result.inserted == 1 && result.kept == 0)
    }
  }

  @Test func `a unit or a group says it of what is in it, and a value that is none says nothing`() throws {
    let file = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="x" datatype="x"><body>
      <group translate="no"><trans-unit id="1"><source>one</source></trans-unit>
      <trans-unit id="2" translate="yes"><source>two</source></trans-unit>
      <trans-unit id="3" translate="maybe"><source>three</source></trans-unit></group>
      <trans-unit id="4" translate="maybe"><source>four</source></trans-unit></body></file></xliff>
      """
    let words = ["one": "eins", "two": "zwei", "three": "drei", "four": "vier"]
    let (contents, result) = try targets(file, words)
    #expect(contents == ["zwei", "vier"] && result.kept == 2)
  }

  /// A file, and what the documents' fields say: the nearest of unit, group and file.
  private static let protected: [(file: String, fields: [String?])] = [
    (
      """
      <xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="de">
      <file id="f1" translate="no"><unit id="a"><segment><source>A</source></segment></unit></file>
      <file id="f2"><group id="g" translate="no"><unit id="b"><segment><source>B</source></segment></unit>
      <unit id="c" translate="yes"><segment><source>C</source></segment></unit></group>
      <unit id="d" translate="no"><segment state="final"><source>D</source><target>D</target></segment></unit>
      <unit id="e"><segment><source>E</source></segment></unit></file></xliff>
      """, ["no", "no", "yes", "no", nil]
    ),
    (
      """
      <xliff version="1.2"><file original="f" source-language="en" target-language="de" datatype="x"><body>
      <group translate="no"><group><trans-unit id="a"><source>A</source></trans-unit></group>
      <trans-unit id="b" translate="maybe"><source>B</source></trans-unit>
      <trans-unit id="c" translate="yes"><source>C</source></trans-unit></group>
      <trans-unit id="d" translate="no"><source>D</source><target>D</target></trans-unit>
      <trans-unit id="e" translate="maybe"><source>E</source></trans-unit></body></file></xliff>
      """, ["no", "no", "yes", "no", "maybe"]
    ),
  ]

  @Test(arguments: protected.indices)
  func `what a file, a group or a unit says is a field, and a new file has no model's translation of it`(
    index: Int
  ) throws {
    let (file, fields) = Self.protected[index]
    var documents = try read(file, ReadOptions(format: .xliff)).documents
    #expect(documents.map { $0.fields["translate"] } == fields)
    // As an annotation gives them, or as another file has them.
    for index in documents.indices {
      var annotation = Document(text: "")
      annotation.translations["de"] = AlignedText("X", score: -0.5)
      if index.isMultiple(of: 2) {
        documents[index].translations["de"] = annotation.translations["de"]
      } else {
        documents[index].predictions["t"] = Prediction([.translation("de")], of: annotation)
      }
    }
    let scratch = try Scratch()
    var writing = WriteOptions(format: .xliff)
    writing.targetLanguage = "de"
    let writer = try CorpusWriter(scratch.path("new.xlf"), options: writing)
    for document in documents { try writer.write(document) }
    try writer.close()
    // A person's translation stays.
    #expect(writer.leftOut.documents[.layer(.translation("de"))] == 3)
    var reading = ReadOptions(format: .xliff)
    reading.unconfirmed = true
    let back = try read([scratch.path("new.xlf")], reading).documents
    #expect(back.map { $0.translations["de"]?.text } == [nil, nil, "X", "D", "X"])
    #expect(back.map { $0.fields["translate"] } == fields.map { $0 == "maybe" ? nil : $0 })
  }

  @Test func `what may be translated may end in the next segment`() throws {
    let file = new(["ls <sm id=\"1\" translate=\"yes\"/>all", "files<em startRef=\"1\"/> now", "then"])
      .replacing("<unit", with: "<unit translate=\"no\"")
    let (contents, result) = try targets(
      file, ["ls all": "ls alle", "files now": "Dateien now", "then": "dann"])
    #expect(
      contents == [
        "ls alle<sm id=\"1\" translate=\"yes\"/>", "Dateien now<em startRef=\"1\"/>", "then",
      ])
    #expect(result.inserted == 2 && result.kept == 1 && result.movedCodes == 2)
  }

  @Test(arguments: ["", "x:"])
  func `characters that XML cannot hold are codes of XLIFF 2, read and written`(prefix: String) throws {
    // Whatever stands for half a surrogate pair keeps its code.
    let source = "Bell <\(prefix)cp hex=\"0007\"/>and <\(prefix)cp hex=\"D800\"/>"
    let text = "Bell \u{7}and \u{FFFD}"
    let cases = [
      ("Glocke \u{7}und \u{FFFD}", "Glocke <\(prefix)cp hex=\"0007\"/>und <\(prefix)cp hex=\"D800\"/>", 0),
      (
        "Und \u{1B}Glocke",
        "Und <\(prefix)cp hex=\"001B\"/>Glocke<\(prefix)cp hex=\"0007\"/><\(prefix)cp hex=\"D800\"/>", 1
      ),
    ]
    for (translation, target, moved) in cases {
      let (contents, result) = try targets(new([source], prefix: prefix), [text: translation], prefix: prefix)
      #expect(contents == [target] && result.movedCodes == moved)
    }
    #expect(throws: CorpusError.cannotExpress(.xliff, document: "1", what: "the character U+0007")) {
      try targets(old("Bell"), ["Bell": "\u{7}"])
    }
  }

  /// Paragraphs, translations, and what the paragraphs become.
  private static let paragraphs: [(source: String, translation: String, target: String, moved: Int)] = [
    ("Use <code translate=no>ls -l</code> now", "Jetzt ls -l", "Jetzt <code translate=no>ls -l</code>", 0),
    ("Use <code translate='NO'>ls</code>", "Nutze ls", "Nutze <code translate='NO'>ls</code>", 0),
    (
      "<b translate = \"no\">A <b>&amp;</b> B</b> is", "Das ist A & B.",
      "Das ist <b translate = \"no\">A <b>&amp;</b> B</b>.",
      0
    ),
    (
      "Use <code class=x translate=no>ls</code> <i>now</i>", "Jetzt",
      "Jetzt <code class=x translate=no>ls</code><i></i>", 1
    ),
    ("Use <code data-translate=no>ls</code> now", "Jetzt ls", "Jetzt ls<code data-translate=no></code>", 0),
  ]

  @Test(arguments: paragraphs.indices)
  func `an element of a page that must not be translated stands where its text stands`(index: Int) throws {
    let (source, translation, target, moved) = Self.paragraphs[index]
    let page = "<p>#</p><div translate=no><p>Braid</p><p translate=yes>is</p></div>"
    let rewriter = try HTMLRewriter(
      bytes: Array(page.replacing("#", with: source).utf8), file: "x", options: ReadOptions(format: .html))
    var documents = rewriter.documents
    try #require(documents.count == 3)
    for (index, text) in [translation, "Zopf", "ist"].enumerated() {
      documents[index].translations["de"] = AlignedText(text)
    }
    let result = try rewriter.rewritten(with: documents)
    let expected = page.replacing("#", with: target).replacing(">is<", with: ">ist<")
    #expect(String(decoding: result.bytes, as: UTF8.self) == expected)
    #expect(result.inserted == 2 && result.kept == 1 && result.movedTexts == moved && result.unplacedLayers == [:])
  }

  /// Paragraphs with text that must not be translated around or beside text that may be, translations, what the paragraphs
  /// become, and how many texts and elements stand at the end.
  private static let mixed: [(source: String, translation: String, target: String, moved: [Int])] = [
    (
      "<p translate=no>ls # <i translate=yes>all &amp; sundry</i></p>", "ls # alles & mehr",
      "<p translate=no>ls # <i translate=yes>alles &amp; mehr</i></p>", [0, 0]
    ),
    (
      "<p>Use <code translate=no>ls <var translate=yes>folder</var> -l</code> now</p>", "Jetzt ls Ordner -l nutzen",
      "<p>Jetzt <code translate=no>ls <var translate=yes>Ordner</var> -l</code> nutzen</p>", [0, 0]
    ),
    (
      "<p translate=no><i translate>One</i> a <b>b</b> <i translate=\"\">two</i></p>", "Eins a b zwei",
      "<p translate=no><i translate>Eins</i> a <b>b</b> <i translate=\"\">zwei</i></p>", [0, 0]
    ),
    // A value that is none says nothing.
    (
      "<p translate=no><i translate=maybe>a</i> <b translate=YES>one</b></p>", "a eins",
      "<p translate=no><i translate=maybe>a</i> <b translate=YES>eins</b></p>", [0, 0]
    ),
    (
      "<pre translate=no><b translate=yes>All</b>\nls</pre>", "Alle\nls",
      "<pre translate=no><b translate=yes>Alle</b>\nls</pre>", [0, 0]
    ),
    // What the translation has not is at the end.
    (
      "<p translate=no>ls <i translate=yes>one<br>two</i></p>", "eins",
      "<p translate=no>eins ls<i translate=yes></i></p>", [1, 1]
    ),
  ]

  @Test(arguments: mixed.indices)
  func `within an element of a page that must not be translated, one that may be is`(index: Int) throws {
    let (source, translation, target, moved) = Self.mixed[index]
    let rewriter = try HTMLRewriter(bytes: Array(source.utf8), file: "x", options: ReadOptions(format: .html))
    var documents = rewriter.documents
    try #require(documents.count == 1)
    documents[0].translations["de"] = AlignedText(translation)
    let result = try rewriter.rewritten(with: documents)
    #expect(String(decoding: result.bytes, as: UTF8.self) == target)
    #expect([result.movedTexts, result.movedCodes] == moved && result.inserted == 1 && result.kept == 0)
  }
}
