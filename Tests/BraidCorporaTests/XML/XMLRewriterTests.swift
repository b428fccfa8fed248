import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Annotated XML is the file it came from with annotations put in, and nothing else changed.
@Suite struct XMLRewriterTests {
  static let letter = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- kept -->
    <TEI xmlns="http://www.tei-c.org/ns/1.0" ><teiHeader><fileDesc/></teiHeader>
    <text><body>
      <p n='1'>Dear <hi rend="it">Anna Berg</hi>, we saw Paul<lb/> Roth &amp; his dog.</p>
    </body></text></TEI>

    """

  /// The letter with one span from one word to another.
  func rewritten(_ first: String, _ last: String, style: RewriteOptions.Style) throws -> (
    text: String, result: RewrittenXML
  ) {
    let rewriter = try XMLRewriter(
      bytes: Array(Self.letter.utf8), file: "letter.xml", options: ReadOptions(format: .tei))
    let segmenter = try TextSegmenter()
    let documents = try rewriter.documents.map { document in
      var document = document
      try segmenter.segment(&document)
      let words = document.tokens.indices.map { document.word($0) }
      if let start = words.firstIndex(of: first), let end = words.firstIndex(of: last) {
        document.spans["person"] = [LabeledSpan(start..<end + 1, label: "PER")]
      }
      return document
    }
    var options = RewriteOptions(style: style)
    options.tags = []
    options.sentences = false
    let result = try rewriter.rewritten(with: documents, options: options)
    return (String(decoding: result.bytes, as: UTF8.self), result)
  }

  /// What is left when everything that was put in is taken out again.
  func original(_ text: String) -> String {
    text.replacingOccurrences(of: #"</?seg[^>]*>"#, with: "", options: .regularExpression)
      .replacingOccurrences(of: #"<(span|anchor|milestone)[^>]*/>"#, with: "", options: .regularExpression)
  }

  @Test func `a span inside one element becomes an element, the rest stays byte for byte`() throws {
    let (text, result) = try rewritten("Anna", "Berg", style: .inline)
    #expect(result.elements == 1 && result.unplaced == 0)
    #expect(text.contains("Anna Berg</seg></hi>"))
    #expect(original(text) == Self.letter)
  }

  @Test func `a span that crosses mark-up becomes milestones or stands off`() throws {
    let (text, result) = try rewritten("Berg", "Paul", style: .inline)
    #expect(result.elements == 0 && result.milestones == 1 && result.unplaced == 0)
    #expect(text.contains("Anna ") && text.contains("</hi>, we saw Paul"))
    #expect(
      try !XMLRewriter(bytes: Array(text.utf8), file: "out.xml", options: ReadOptions(format: .tei)).documents.isEmpty)
  }

  @Test func `standoff leaves the text as it is`() throws {
    let (text, result) = try rewritten("Paul", "Roth", style: .standoff)
    #expect(result.standoff == 1 && result.elements == 0)
    #expect(text.contains("we saw Paul<lb/> Roth &amp; his dog."))
    #expect(text.contains("standOff"))
  }

  @Test(arguments: RewriteOptions.Style.allCases)
  func `annotations that are put in a second time are in the file once`(style: RewriteOptions.Style) throws {
    func rewritten(_ text: String, person: String, place: Bool) throws -> String {
      let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "a.xml", options: ReadOptions(format: .tei))
      var document = try #require(rewriter.documents.first)
      try TextSegmenter().segment(&document)
      document.labels["tone"] = [Label("calm", score: 0.5)]
      document.spans["person"] = [LabeledSpan(0..<1, label: person)]
      if place { document.spans["place"] = [LabeledSpan(2..<3, label: "LOC")] }
      return try String(
        decoding: rewriter.rewritten(with: [document], options: RewriteOptions(style: style)).bytes, as: UTF8.self)
    }
    let page = "<TEI><text><body><p>Ann saw Oslo</p></body></text></TEI>"
    let first = try rewritten(page, person: "PER", place: true)
    #expect(try rewritten(first, person: "PER", place: true) == first)
    guard style == .standoff else { return }
    // What was there of a layer is replaced, other layers stay.
    let second = try rewritten(first, person: "ANN", place: false)
    #expect(second.components(separatedBy: "<standOff").count == 2)
    #expect(second.contains(">ANN<") && !second.contains(">PER<"))
    #expect(second.components(separatedBy: ">LOC<").count == 2)
  }

  @Test func `TEI that was written gives the same documents back`() throws {
    let rewriter = try XMLRewriter(
      bytes: Array(Self.letter.utf8), file: "letter.xml", options: ReadOptions(format: .tei))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("braid-\(UUID().uuidString).xml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try CorpusWriter(path, options: WriteOptions(format: .tei))
    for document in rewriter.documents { try writer.write(document) }
    try writer.close()
    let reader = try CorpusReader([path], options: ReadOptions(format: .tei))
    var read: [Document] = []
    while let document = try reader.next() { read.append(document) }
    #expect(read.map(\.text) == rewriter.documents.map(\.text))
    #expect(read.map(\.id) == rewriter.documents.map(\.id))
  }

  /// A text whose words are marked, some with tags.
  private static let marked = """
    <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
    <p><w>Stop</w><pc>.</pc> <w lemma="go">Go</w> <w pos="ADV"/><w><w norm="de"/><w norm="le">du</w></w> <w>on</w></p>
    </body></text></TEI>
    """

  @Test func `predictions about words that are marked are attributes of theirs, and sentences stand around them`()
    throws
  {
    let rewriter = try XMLRewriter(
      bytes: Array(Self.marked.utf8), file: "x.xml", options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    #expect(document.tokens.indices.map { document.form($0) } == ["Stop", ".", "Go", "de", "le", "on"])
    document.sentences = [Sentence(tokens: 0..<1), Sentence(tokens: 1..<6)]
    document.tags["upos"] = ["VERB", "PUNCT", "VERB", "ADP", "DET", "ADV"]
    document.tags["lemma"] = ["stop", ".", "goes", "de", "le", "on"]
    document.spans["entity"] = [LabeledSpan(5..<6, label: "X")]
    let result = try rewriter.rewritten(with: [document])
    let text = String(decoding: result.bytes, as: UTF8.self)
    #expect(text.contains("<s><w lemma=\"stop\" pos=\"VERB\">Stop</w></s>"))
    #expect(text.contains("<w lemma=\"go\" pos=\"VERB\">Go</w>"))
    #expect(text.contains("<w norm=\"de\" lemma=\"de\" pos=\"ADP\"/>"))
    #expect(text.contains("<seg type=\"entity\" subtype=\"X\"><w lemma=\"on\" pos=\"ADV\">on</w></seg>"))
    #expect(!text.contains("><s>Stop"))
    // What the file says otherwise stays, and is told.
    #expect(result.unplacedLayers == ["tags:lemma": 1])
    #expect(result.attributes == 11)
    let back = try XMLRewriter(bytes: result.bytes, file: "x.xml", options: ReadOptions(format: .tei)).documents
    #expect(back.first?.sentences.map(\.tokens) == [0..<1, 1..<6])
    #expect(back.first?.tags["pos"] == document.tags["upos"])
    #expect(back.first?.text == document.text)
  }

  @Test func `what the file says already is not said twice, what it has no place for is told`() throws {
    let rewriter = try XMLRewriter(
      bytes: Array("<TEI><text><body><p><w>Ann</w> <name type='PER'><w>Lee</w></name></p></body></text></TEI>".utf8),
      file: "x.xml",
      options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    document.spans["entity"] = [LabeledSpan(0..<1, label: "PER"), LabeledSpan(1..<2, label: "PER")]
    document.tags["upos"] = ["PROPN", "PROPN"]
    document.tagScores["upos"] = [0.5, 0.5]
    document.fields["mood"] = "calm"
    document.translations["de"] = AlignedText("Ann Lee")
    let result = try rewriter.rewritten(with: [document])
    let text = String(decoding: result.bytes, as: UTF8.self)
    #expect(text.components(separatedBy: "<seg").count <= 2, "\(text)")
    #expect(
      result.unplacedLayers == ["fields:mood": 1, "translations:de": 1, "scores of tags:upos": 1],
      "\(result.unplacedLayers)")
  }

  @Test(arguments: [
    ("ISO-8859-1", String.Encoding.isoLatin1), ("windows-1251", .windowsCP1251), ("Shift_JIS", .shiftJIS),
    ("UTF-16", .utf16LittleEndian),
  ])
  func `a file in another encoding stays in it, byte for byte but for what goes in`(
    name: String, encoding: String.Encoding
  ) throws {
    let word = name == "ISO-8859-1" ? "Größe" : name == "windows-1251" ? "Мир" : name == "Shift_JIS" ? "東京" : "犬é"
    let source =
      "<?xml version='1.0' encoding='\(name)' standalone='yes'?>\r\n<TEI><text><body><p>\(word) x</p></body></text></TEI>\n"
    let mark: [UInt8] = name == "UTF-16" ? [0xFF, 0xFE] : []
    let bytes = try mark + Array(#require(source.data(using: encoding)))
    let rewriter = try SourceRewriter(bytes: bytes, file: "x.xml", options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    #expect(document.text == "\(word) x")
    document.tokens = [Token(0..<word.utf8.count)]
    document.spans["entity"] = [LabeledSpan(0..<1, label: "€犬")]
    let scratch = try Scratch()
    var options = RewriteOptions()
    options.tags = []
    _ = try rewriter.write([document], to: scratch.path("out"), options: options)
    let written = try Array(Data(contentsOf: URL(filePath: scratch.path("out"))))
    #expect(written.starts(with: mark))
    let text = try #require(String(data: Data(written.dropFirst(mark.count)), encoding: encoding))
    #expect(text.hasPrefix("<?xml version='1.0' encoding='\(name)' standalone='yes'?>\r\n<TEI>"))
    let labels = ["UTF-16": "€犬", "Shift_JIS": "&#x20AC;犬", "windows-1251": "€&#x72AC;"]
    let label = labels[name] ?? "&#x20AC;&#x72AC;"
    let seg = "<seg type=\"entity\" subtype=\"\(label)\">\(word)</seg>"
    #expect(text.contains(seg), "\(text)")
    #expect(text.replacingOccurrences(of: seg, with: word) == source)
  }

  /// The body of a file, and what becomes of it when every word gets an element.
  private static let sections = [
    // Around a section that is one word, around several words: whole, or text.
    ("<![CDATA[one]]>", "<w><![CDATA[one]]></w>"),
    ("<![CDATA[one two]]>", "<w>one</w> <w>two</w>"),
    ("<![CDATA[a <b> & c]]>", "<w>a</w> <w>&lt;</w><w>b</w><w>&gt;</w> <w>&amp;</w> <w>c</w>"),
    ("x <![CDATA[one]]> y", "<w>x</w> <w><![CDATA[one]]></w> <w>y</w>"),
    // A word that begins before a section, ends behind it, or both.
    ("wo<![CDATA[rd]]>s end", "<w>wo<![CDATA[rd]]>s</w> <w>end</w>"),
    ("wo<![CDATA[rd is]]> here", "<w>word</w> <w>is</w> <w>here</w>"),
    ("it <![CDATA[is wo]]>rd", "<w>it</w> <w>is</w> <w>word</w>"),
    ("<![CDATA[one]]><![CDATA[ two]]>", "<w><![CDATA[one]]></w> <w>two</w>"),
    ("<![CDATA[]]>one<![CDATA[]]>", "<![CDATA[]]><w>one</w><![CDATA[]]>"),
    (
      "<![CDATA[one]]> <![CDATA[ ]]><hi><![CDATA[two]]></hi>",
      "<w><![CDATA[one]]></w> <![CDATA[ ]]><hi><w><![CDATA[two]]></w></hi>"
    ),
    // References, comments and instructions within words.
    ("caf&#xE9;s R&amp;D &lt;", "<w>caf&#xE9;s</w> <w>R</w><w>&amp;</w><w>D</w> <w>&lt;</w>"),
    ("wo<!-- a > b -->rd <?x y?>one", "<w>wo<!-- a > b -->rd</w> <?x y?><w>one</w>"),
    ("&name;s", "<w>&name;s</w>"), ("a &abcde; b", "<w>a</w> <w>&abcde;</w> <w>b</w>"),
    ("a &both; b", "<w>a</w> <w>&both;</w> <w>b</w>"),
  ]

  @Test(arguments: sections)
  func `sections stay whole or become text, references and comments stay as they are`(body: String, words: String)
    throws
  {
    func file(_ body: String) -> String {
      "<!DOCTYPE TEI [<!ENTITY name \"Braid\"><!ENTITY abcde \"letters\"><!ENTITY both \"&amp;\">]>"
        + "<TEI><text><body><p>\(body)</p></body></text></TEI>"
    }
    let rewriter = try XMLRewriter(bytes: Array(file(body).utf8), file: "x.xml", options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    try TextSegmenter().segment(&document)
    document.tags["pos"] = document.tokens.map { _ in "X" }
    var options = RewriteOptions()
    options.sentences = false
    let result = try rewriter.rewritten(with: [document], options: options)
    let text = String(decoding: result.bytes, as: UTF8.self)
    #expect(text == file(words).replacing("<w>", with: "<w pos=\"X\">"))
    #expect(result.unplaced == 0 && result.milestones == 0)
    let again = try XMLRewriter(bytes: result.bytes, file: "x.xml", options: ReadOptions(format: .tei)).documents
    #expect(again.map(\.text) == [document.text])
    #expect(again[0].tags["pos"] == document.tags["pos"])
  }

  @Test func `words of an entity of several have no place by themselves, all of them together have one`() throws {
    let text = "<!DOCTYPE TEI [<!ENTITY co 'Anna &amp; Bo'>]><TEI><text><body><p>By &co;.</p></body></text></TEI>"
    let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "x.xml", options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    try TextSegmenter().segment(&document)
    #expect(document.text == "By Anna & Bo.")
    // By Anna & Bo .
    document.spans["entity"] = [LabeledSpan(1..<4, label: "ORG"), LabeledSpan(1..<2, label: "PER")]
    var options = RewriteOptions()
    options.sentences = false
    let result = try rewriter.rewritten(with: [document], options: options)
    #expect(
      String(decoding: result.bytes, as: UTF8.self)
        == text.replacing(
          "By &co;.", with: "<w>By</w> <seg type=\"entity\" subtype=\"ORG\">&co;</seg><w>.</w>"))
    #expect(result.unplacedLayers == ["tokens": 3, "spans:entity": 1])
  }

  @Test func `tokens and sentences that are not the file's are told where the file has its own`() throws {
    let text = "<TEI><text><body><p><s><w>Anna</w></s> <s><w>left</w></s></p></body></text></TEI>"
    let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "x.xml", options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    document.tokens = [Token(0..<2), Token(2..<4), Token(5..<9)]
    document.sentences = [Sentence(tokens: 0..<3)]
    let result = try rewriter.rewritten(with: [document])
    #expect(String(decoding: result.bytes, as: UTF8.self) == text)
    #expect(result.unplacedLayers == ["tokens": 2, "sentences": 1])
  }

  @Test func `elements around several words of sections nest, and those that cross become milestones`() throws {
    let text = "<TEI><text><body><p>He saw <![CDATA[Ann & Bob Lee]]> there</p></body></text></TEI>"
    let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "x.xml", options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    try TextSegmenter().segment(&document)
    // He saw Ann & Bob Lee there
    document.spans["a"] = [LabeledSpan(2..<6, label: "A")]
    document.spans["b"] = [LabeledSpan(4..<7, label: "B")]
    var options = RewriteOptions()
    (options.sentences, options.tags) = (false, [])
    let result = try rewriter.rewritten(with: [document], options: options)
    #expect(
      String(decoding: result.bytes, as: UTF8.self) == """
        <TEI><text><body><p>He saw <seg type="a" subtype="A">Ann &amp; \
        <milestone unit="b" n="B" spanTo="#braid.1"/>Bob Lee</seg> there<anchor xml:id="braid.1"/></p></body></text></TEI>
        """)
  }

  @Test func `an encoding that nobody knows is refused by name`() throws {
    let bytes = Array("<?xml version='1.0' encoding='klingon'?><TEI><text><body><p>x</p></body></text></TEI>".utf8)
    let error = #expect(throws: CorpusError.self) {
      try SourceRewriter(bytes: bytes, file: "x.xml", options: ReadOptions(format: .tei))
    }
    #expect(error?.errorDescription?.contains("klingon") == true)
  }
}
