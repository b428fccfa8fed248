import BraidCorpora
import BraidText
import Testing

/// Pages with annotations or translations put in.
struct HTMLRewriterTests {
  private static let page = """
    <!DOCTYPE html>
    <HTML lang=en><body class='a>b'>
    <p>Ann <b>Lee</b> met R&eacute;my
       in <a href="x.html">New <i>York</i></a>.</p><!-- c -->
    <p><b>Note:</b> be <img src=x> quick
    </body>

    """

  private func rewriter(_ page: String = page) throws -> HTMLRewriter {
    try HTMLRewriter(bytes: Array(page.utf8), file: "page.html", options: ReadOptions(format: .html))
  }

  private func text(_ result: RewrittenHTML) -> String { String(decoding: result.bytes, as: UTF8.self) }

  @Test func `nothing found out, nothing changed`() throws {
    let rewriter = try rewriter()
    #expect(rewriter.documents.map(\.text) == ["Ann Lee met Rémy in New York.", "Note: be quick"])
    #expect(try text(rewriter.rewritten(with: rewriter.documents)) == Self.page)
  }

  @Test func `spans are marks that leave all other bytes alone`() throws {
    let rewriter = try rewriter()
    var documents = rewriter.documents
    try TextSegmenter().segment(&documents[0])
    documents[0].spans["entity"] = [
      LabeledSpan(0..<2, label: "PER"), LabeledSpan(3..<4, label: "PER", score: 0.5), LabeledSpan(5..<7, label: "LOC"),
    ]
    documents[0].labels["topic"] = [Label("a&b", score: 0.25)]
    documents[0].tags["pos"] = documents[0].tokens.map { _ in "X" }
    let result = try rewriter.rewritten(with: documents)
    let expected = Self.page
      .replacing(
        "<p>Ann <b>Lee</b>",
        with: "<p><data data-braid=\"label\" data-layer=\"topic\" value=\"a&amp;b\" data-score=\"0.25\"></data>"
          + "<mark data-layer=\"entity\" data-label=\"PER\" data-span=\"1\">Ann </mark><b>"
          + "<mark data-layer=\"entity\" data-label=\"PER\" data-span=\"1\">Lee</mark></b>"
      )
      .replacing(
        "R&eacute;my",
        with: "<mark data-layer=\"entity\" data-label=\"PER\" data-score=\"0.5\">R&eacute;my</mark>"
      )
      .replacing(
        "New <i>York</i>",
        with: "<mark data-layer=\"entity\" data-label=\"LOC\" data-span=\"3\">New </mark><i>"
          + "<mark data-layer=\"entity\" data-label=\"LOC\" data-span=\"3\">York</mark></i>")
    #expect(text(result) == expected)
    #expect(result.elements == 4 && result.unplacedLayers == ["tags:pos": 8, "tokens": 8, "sentences": 1])
    let back = try self.rewriter(text(result)).documents
    #expect(back.map(\.text) == rewriter.documents.map(\.text))
    #expect(back[0].spans == documents[0].spans)
    #expect(back[0].labels == documents[0].labels)
  }

  @Test func `another model's spans and labels take the place of those with scores, and of no others`() throws {
    func mark(_ label: String, _ score: String, _ word: String, _ rest: String = "") -> String {
      "<mark data-layer=\"entity\" data-label=\"\(label)\"\(score)\(rest)>\(word)</mark>"
    }
    func tone(_ label: String, _ score: String) -> String {
      "<data data-braid=\"label\" data-layer=\"tone\" value=\"\(label)\" data-score=\"\(score)\"></data>"
    }
    let score = " data-score=\"0.5\""
    let gold = mark("LOC", "", "Oslo")
    let person = mark("PER", score, "Bo", " title=\"x\"")
    let other = "<mark data-layer=\"other\" data-label=\"X\"\(score)>a</mark>"
    func page(_ first: String, _ label: String = "") -> String {
      "<title>t</title><p>\(label)\(first) in \(gold) \(person) \(other)</p><p>\(mark("PER", score, "Cy"))</p>"
    }
    let number = " data-span=\"1\""
    let old = mark("PER", score, "Ann ", number) + "<b>\(mark("PER", score, "Lee", number))</b>"
    let rewriter = try rewriter(page(old, tone("calm", "0.5")))
    var documents = rewriter.documents
    #expect(documents.map(\.text) == ["Ann Lee in Oslo Bo a", "Cy"])
    documents[0].spans["entity"] = [LabeledSpan(1..<2, label: "NAME", score: 0.25)]
    documents[0].labels["tone"] = [Label("angry", score: 0.75)]
    let result = try rewriter.rewritten(with: documents)
    let new = "Ann <b>\(mark("NAME", " data-score=\"0.25\"", "Lee"))</b>"
    #expect(text(result) == page(new, tone("angry", "0.75")))
    #expect(result.replaced == 2 && result.elements == 2)
    let again = try self.rewriter(text(result))
    #expect(try text(again.rewritten(with: again.documents)) == text(result))
  }

  @Test func `a prediction that the page has as its own is a mark within that, read once or as a prediction`() throws {
    func mark(_ word: String, _ score: String? = nil) -> String {
      let score = score.map { " data-score=\"\($0)\"" } ?? ""
      return "<mark data-layer=\"entity\" data-label=\"PER\"\(score)>\(word)</mark>"
    }
    func predict(_ rewriter: HTMLRewriter) throws -> RewrittenHTML {
      var documents = rewriter.documents
      var predicted = documents[0]
      predicted.spans["entity"] = [
        LabeledSpan(0..<1, label: "PER", score: 0.5), LabeledSpan(2..<3, label: "PER", score: 0.75),
      ]
      documents[0].predictions["ner"] = Prediction([.spans("entity")], of: predicted)
      return try rewriter.rewritten(with: documents)
    }
    let result = try predict(rewriter("<p>\(mark("Ann")) met Bo</p><p>Oslo</p>"))
    #expect(text(result) == "<p>\(mark(mark("Ann", "0.5"))) met \(mark("Bo", "0.75"))</p><p>Oslo</p>")
    #expect(result.elements == 2)
    let again = try rewriter(text(result))
    #expect(
      again.documents[0].spans["entity"]
        == [LabeledSpan(0..<1, label: "PER"), LabeledSpan(2..<3, label: "PER", score: 0.75)])
    #expect(try text(predict(again)) == text(result))
    var options = ReadOptions(format: .html)
    options.readsPredictions = true
    var documents = try HTMLRewriter(bytes: result.bytes, file: "page.html", options: options).documents
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "PER")])
    #expect(
      documents[0].predictions["predictions"]?.annotation.spans["entity"]
        == [LabeledSpan(0..<1, label: "PER", score: 0.5), LabeledSpan(2..<3, label: "PER", score: 0.75)])
    #expect(documents[1].predictions.isEmpty)
    ScoredPredictions.complete(&documents, adopts: true)
    #expect(documents[1].predictions["predictions"]?.annotation.spans["entity"] == [])
    #expect(documents[0].spans["entity"]?.count == 1)
  }

  @Test func `translations stand where their texts stood`() throws {
    let rewriter = try rewriter()
    var documents = rewriter.documents
    documents[0].translations["de"] = AlignedText("Ann traf <Rémy>\nin New York.")
    documents[1].translations["de"] = AlignedText("Hinweis: schnell")
    let result = try rewriter.rewritten(with: documents)
    #expect(
      text(result) == """
        <!DOCTYPE html>
        <HTML lang=en><body class='a>b'>
        <p>Ann traf &lt;Rémy&gt;<br>in New York.<b></b><a href="x.html"><i></i></a></p><!-- c -->
        <p>Hinweis: schnell<b></b><img src=x>
        </body>

        """)
    #expect(result.inserted == 2 && result.movedCodes == 5)
  }

  @Test func `a line break of a translation is one of the page, however many characters it has`() throws {
    let rewriter = try rewriter("<p>One.<br>Two.</p>\n")
    var documents = rewriter.documents
    #expect(documents.map(\.text) == ["One.\nTwo."])
    documents[0].translations["de"] = AlignedText("Eins.\r\nZwei.\n\nDrei.")
    #expect(try text(rewriter.rewritten(with: documents)) == "<p>Eins.<br>Zwei.<br><br>Drei.</p>\n")
  }

  @Test func `comments and references within words stay, a translation has comments behind it`() throws {
    let page = "<html><body><p>An<!-- a > b -->n m&eacute;t<?x?> B&#x6F;b &amp; me</p></body></html>"
    let rewriter = try rewriter(page)
    var documents = rewriter.documents
    #expect(documents.map(\.text) == ["Ann mét Bob & me"])
    try TextSegmenter().segment(&documents[0])
    documents[0].spans["entity"] = [LabeledSpan(0..<1, label: "A"), LabeledSpan(1..<3, label: "B")]
    let marked = try text(rewriter.rewritten(with: documents))
    #expect(
      marked.replacing(#/</?mark[^>]*>/#, with: "") == page && marked.contains("An</mark><!-- a > b --><mark"),
      "\(marked)")
    documents[0].spans = [:]
    documents[0].translations["de"] = AlignedText("Ann traf Bob & mich")
    #expect(
      try text(rewriter.rewritten(with: documents))
        == "<html><body><p>Ann traf Bob &amp; mich<!-- a > b --><?x?></p></body></html>")
  }

  /// The content of a paragraph, its text, and what it is with the translation `T`.
  private static let kept = [
    // What is no text stands behind with all that is in it.
    ("a<script>if (a<b) x(\"</p>\")</script>b", "ab", "T<script>if (a<b) x(\"</p>\")</script>"),
    ("a <svg><g><title>t</title></g></svg> b", "a b", "T<svg><g><title>t</title></g></svg>"),
    ("a <del>x <b>y</b><del>z</del></del> b", "a b", "T<del>x <b>y</b><del>z</del></del>"),
    ("a<noscript><i>n</i></noscript>b", "ab", "T<noscript><i>n</i></noscript>"),
    ("a <select><option>o</select> b", "a b", "T<select><option>o</select>"),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", "漢字", "T<ruby><rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"),
    // Comments, what browsers take for some, and brackets that are text.
    ("a<![CDATA[b > c]]>d", "a c]]>d", "T<![CDATA[b >"), ("a<!x 'y>'b", "a'b", "T<!x 'y>"),
    ("a</ b>c<?d e?>f", "acf", "T</ b><?d e?>"), ("a<!-->b<!--->c<!-- d --!>e", "abce", "T<!--><!---><!-- d --!>"),
    ("a <b>b</b><3 <i>c</i> < d", "a b<3 c < d", "T<b></b><i></i>"),
    ("a <math><mi>x</mi><mtext><![CDATA[<&]]></mtext></math> b", "a x<& b", "T<math><mi></mi><mtext></mtext></math>"),
    // Tags end where browsers end them.
    ("a <b title=it's>b</b> c's", "a b c's", "T<b title=it's></b>"),
    ("<b title='<i>'>a <i>b</i></b> c", "a b c", "T<b title='<i>'><i></i></b>"),
    ("<b title=\"<i\">a</b> b", "a b", "T<b title=\"<i\"></b>"),
    ("a <x-y z='>'>b</x-y> c", "a b c", "T<x-y z='>'></x-y>"),
  ]

  @Test(arguments: kept)
  func `all that is no text comes back byte for byte behind the translation`(
    content: String, text: String, translated: String
  ) throws {
    let rewriter = try rewriter("<p>\(content)</p><p>next</p>")
    var documents = rewriter.documents
    #expect(documents.map(\.text) == [text, "next"])
    #expect(try self.text(rewriter.rewritten(with: documents)) == "<p>\(content)</p><p>next</p>")
    documents[0].translations["de"] = AlignedText("T")
    documents[1].translations["de"] = AlignedText("N")
    #expect(try self.text(rewriter.rewritten(with: documents)) == "<p>\(translated)</p><p>N</p>")
  }

  @Test func `translations of another name than the one that is asked for are told`() throws {
    let rewriter = try rewriter("<p>a</p><p>b</p>")
    var documents = rewriter.documents
    documents[0].translations = ["de": AlignedText("A"), "fr": AlignedText("à")]
    documents[1].translations = ["fr": AlignedText("b")]
    var options = RewriteOptions()
    options.targetLanguage = "de"
    let result = try rewriter.rewritten(with: documents, options: options)
    #expect(text(result) == "<p>A</p><p>b</p>")
    #expect(result.inserted == 1 && result.missing == 1 && result.unplacedLayers == ["translations:fr": 2])
  }

  @Test func `mark-up around the whole text is around the translation`() throws {
    let rewriter = try rewriter("<p><b>Hello <i>you</i></b></p><p>x</p>")
    var documents = rewriter.documents
    documents[0].translations["de"] = AlignedText("Hallo")
    let result = try rewriter.rewritten(with: documents)
    #expect(text(result) == "<p><b>Hallo<i></i></b></p><p>x</p>")
    #expect(result.missing == 1)
  }

  /// A page with an end tag whose element is not open, and what it is with the translation `T` of its first text.
  private static let stray = [
    ("<p>Hello</b> world</p>", "<p>T</b></p>"), ("<body>x</i> y", "<body>T</i>"),
    ("<table><tr><td>a</font> b</td><td>c</td></tr></table>", "<table><tr><td>T</font></td><td>c</td></tr></table>"),
    ("<ul><li>One</a> two<li>Three</ul>", "<ul><li>T</a><li>Three</ul>"),
    ("<p>a</script> b</p>", "<p>T</script></p>"), ("<p><i>a</b> b</i> c</p>", "<p>T<i></b></i></p>"),
    // One that is open is taken in, in whatever order the two end.
    ("<p><b><i>a</b> b</i> c</p>", "<p>T<b><i></b></i></p>"),
  ]

  @Test(arguments: stray)
  func `an end tag of nothing that is open leaves a translation in its paragraph`(
    page: String, translated: String
  ) throws {
    let rewriter = try rewriter(page)
    var documents = rewriter.documents
    documents[0].translations["de"] = AlignedText("T")
    #expect(try text(rewriter.rewritten(with: documents)) == translated)
  }

  @Test func `a page in another encoding becomes UTF-8 and says so`() throws {
    let page = Array("<meta charset='windows-1252'><p>caf".utf8) + [0xE9]
    let rewriter = try HTMLRewriter(bytes: page, file: "p", options: ReadOptions(format: .html))
    let result = try rewriter.rewritten(with: rewriter.documents)
    #expect(text(result) == "<meta charset='utf-8'><p>café")
    #expect(
      rewriter.ledger.entries.map(\.reason)
        == ["in another encoding than UTF-8, which the page is written in, and is said to be"])
  }

  /// The bytes of a page, and what they are after they were read and written.
  private static let marks: [([UInt8], String)] = [
    (Array("\u{FEFF}<p>caf\u{E9}".utf8), "\u{FEFF}<p>caf\u{E9}"),
    (Array("\u{FEFF}<meta charset=utf-8><p>x".utf8), "\u{FEFF}<meta charset=utf-8><p>x"),
    // In another encoding, without a name for it that can be changed.
    ([0xFF, 0xFE, 0x3C, 0, 0x70, 0, 0x3E, 0, 0xE9, 0], "\u{FEFF}<p>\u{E9}"),
    (Array("<p>caf".utf8) + [0xE9], "\u{FEFF}<p>caf\u{E9}"),
    (Array("<p>caf\u{E9}".utf8), "<p>caf\u{E9}"),
  ]

  @Test(arguments: marks)
  func `a byte order mark stays, and a page that becomes UTF-8 has one where it names no encoding`(
    page: [UInt8], written: String
  ) throws {
    let rewriter = try HTMLRewriter(bytes: page, file: "p", options: ReadOptions(format: .html))
    #expect(try rewriter.rewritten(with: rewriter.documents).bytes == Array(written.utf8))
  }

  @Test func `documents of another page are an error`() throws {
    let rewriter = try rewriter()
    let error = #expect(throws: CorpusError.self) { try rewriter.rewritten(with: [Document(text: "x")]) }
    #expect(error?.errorDescription == "document page.html: html cannot hold 1 document for 2")
    var documents = rewriter.documents
    documents[0].text = "x"
    #expect(throws: CorpusError.self) { try rewriter.rewritten(with: documents) }
    documents = rewriter.documents
    documents[0].translations = ["de": AlignedText("a"), "fr": AlignedText("b")]
    #expect(throws: CorpusError.self) { try rewriter.rewritten(with: documents) }
  }
}
