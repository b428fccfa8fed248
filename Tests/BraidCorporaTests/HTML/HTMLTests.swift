import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// HTML pages, read and written.
struct HTMLTests {
  @Test func `blocks of text are documents`() throws {
    let (documents, _) = try read(Sample("html").text, ReadOptions(format: .html))
    #expect(
      documents.map(\.text) == [
        "News", "Ann Lee met\u{A0}Rémy in Oslo.\nTwice <3", "one", "zwei", " a\n  b", "loose text", "A New Man.",
      ])
    #expect(documents.map { $0.fields["element"] } == ["h1", "p", "li", "li", "pre", "body", "p"])
    #expect(documents.map(\.language) == ["en", "en", "en", "de", "en", "en", "en"])
    #expect(documents.allSatisfy { $0.fields["title"] == "A & B" })
    #expect(documents[0].id == "top")
    #expect(documents[6].spans == ["entity": [LabeledSpan(1..<3, label: "PER", score: 0.5)]])
  }

  @Test func `a page is one document when asked for`() throws {
    var options = ReadOptions(format: .html)
    options.documents = .marker
    let documents = try read(Sample("html").text, options).documents
    #expect(
      documents.map(\.text) == [
        "News\nAnn Lee met\u{A0}Rémy in Oslo.\nTwice <3\none\nzwei\n a\n  b\nloose text\nA New Man."
      ])
    #expect(documents[0].fields == ["title": "A & B", "element": "html"])
  }

  @Test func `what Braid has written comes back`() throws {
    let documents = try read(Sample("html.braid").text, ReadOptions(format: .html)).documents
    #expect(documents.count == 1)
    let document = documents[0]
    #expect(document.id == "a" && document.text == "Ann  Lee left\nNew York.")
    #expect(document.spans == ["chunk": [], "entity": [LabeledSpan(0..<2, label: "PER", score: 0.5)]])
    #expect(document.labels == ["tone": [Label("calm", score: 0.75), Label("x < y")]])
    #expect(document.translations == ["de": AlignedText("Ann ging.")])
    #expect(document.fields == ["source": "web"])
    let text = try written(documents, WriteOptions(format: .html))
    let articles = { (page: String) in page[(page.range(of: "<article")?.lowerBound ?? page.startIndex)...] }
    #expect(articles(text) == articles(Sample("html.braid").text))
  }

  @Test func `spans that cross are cut, and are one again`() throws {
    var document = Document(id: "d", words: [["a", "b", "c", "d"]])
    document.spans["x"] = [
      LabeledSpan(0..<3, label: "1"), LabeledSpan(0..<1, label: "2"), LabeledSpan(2..<4, label: "3"),
    ]
    let text = try written([document], WriteOptions(format: .html))
    func mark(_ label: String, _ number: String = "") -> String {
      "<mark data-layer=\"x\" data-label=\"\(label)\"\(number)>"
    }
    let third = mark("3", " data-span=\"3\"")
    #expect(text.contains("\(mark("1"))\(mark("2"))a</mark> b \(third)c</mark></mark>\(third) d</mark></div>"))
    let back = try read(text, ReadOptions(format: .html)).documents[0]
    #expect(Set(back.spans["x"] ?? []) == Set(document.spans["x"] ?? []))
  }

  @Test(arguments: [
    ("<p>caf\u{E9}", "windows-1252", "café"), ("<meta charset=ISO-8859-1><p>\u{80}", "iso-8859-1", "€"),
    ("<META http-equiv=content-type content=\"text/html; charset=windows-1251\"><p>\u{EF}", "windows-1251", "п"),
    // Python's `"…".encode(…)` of the text.
    ("<meta charset=KOI8-U><p>\u{B4}\u{D1}", "koi8-u", "Єя"),
    ("<meta charset=iso-2022-jp><p>\u{1B}$B%F\u{1B}(B", "iso-2022-jp", "テ"),
    ("<meta charset=windows-874><p>\u{A1}\u{80}", "windows-874", "ก€"),
    ("<meta charset=TIS-620><p>\u{A1}", "tis-620", "ก"), ("<meta charset=iso-8859-4><p>\u{E0}", "iso-8859-4", "ā"),
    ("<meta charset=iso-8859-8><p>\u{E0}", "iso-8859-8", "א"),
    ("<meta charset=iso-8859-13><p>\u{E0}", "iso-8859-13", "ą"),
    ("<meta charset=IBM437><p>\u{81}", "ibm437", "ü"), ("<meta charset=EUC-TW><p>\u{C4}\u{A1}", "euc-tw", "一"),
    ("<meta charset=iso-8859-9><p>\u{FE}\u{80}", "iso-8859-9", "ş€"),
    ("<meta charset=x-sjis><p>\u{83}\u{65}", "x-sjis", "テ"),
    ("<meta charset=ks_c_5601-1987><p>\u{BE}\u{C8}", "ks_c_5601-1987", "안"),
  ])
  func `a page's encoding is what it declares, or what browsers take it for`(
    page: String, name: String, text: String
  ) throws {
    let scratch = try Scratch()
    let path = scratch.path("page.html")
    try Data(page.unicodeScalars.map { UInt8($0.value) }).write(to: URL(filePath: path))
    #expect(try read([path], ReadOptions(format: .html)).documents.map(\.text) == [text])
  }

  @Test func `UTF-16 by its mark and UTF-8 with one are read`() throws {
    let scratch = try Scratch()
    let path = scratch.path("page.html")
    try #require("\u{FEFF}<p>é".data(using: .utf16LittleEndian)).write(to: URL(filePath: path))
    #expect(try read([path], ReadOptions(format: .html)).documents.map(\.text) == ["é"])
    #expect(try read("\u{FEFF}<p>é", ReadOptions(format: .html)).documents.map(\.text) == ["é"])
  }

  @Test(arguments: [
    ("", []), ("plain words", ["plain words"]), ("<p>a<p>b", ["a", "b"]),
    ("a &amp b &lt;c&gt; &unknown; &#65;", ["a & b <c> &unknown; A"]),
    ("<b>x</i></b> y</p></div>z", ["x yz"]), ("<!-- <p>no -->yes", ["yes"]),
    ("<table><tr><td>1<td>2</table>", ["1", "2"]),
    ("<p>one<script>two</script>three<noscript>four</noscript></p>", ["onethree"]), ("<p> \n </p>", []),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", ["漢"]), ("a<del>b</del><ins>c</ins>", ["ac"]),
    ("<title>t</title><p>x", ["x"]),
    ("<p>a<![CDATA[b]]>c<svg><![CDATA[d]]></svg>e", ["ace"]), ("<p>a <math><mi>x</mi><mo>+</mo></math> b", ["a x+ b"]),
    ("<![if !IE]><p>a<![endif]>b", ["ab"]), ("<p>a <x-y>b</x-y> c<hr>d", ["a b c", "d"]),
    ("<p>a<!-- b --!>c<!-->d</>e</ f>g<?h>i", ["acdegi"]), ("<p>a<noscript><p>b</noscript>c", ["ac"]), ("a <", ["a <"]),
  ])
  func `mark-up is read as browsers read it`(page: String, texts: [String]) throws {
    #expect(try read(page, ReadOptions(format: .html)).documents.map(\.text) == texts)
  }

  @Test(arguments: [
    ("a<button>b</button><label>c</label>d", ["a b c d"]), ("a<input>b<select><option>x</select>c", ["a b c"]),
    ("<p>a<textarea>x</textarea>b <button> c </button> d", ["a b c d"]),
    ("<pre><button>a</button>b</pre>", ["a b"]), ("<p>a<b>b</b><i>c</i>", ["abc"]),
  ])
  func `a control of a form is a word of its own`(page: String, texts: [String]) throws {
    #expect(try read(page, ReadOptions(format: .html)).documents.map(\.text) == texts)
  }

  @Test func `what has text and is passed over is counted by its name`() throws {
    let page = """
      <html><head><style>a</style><script>b</script></head><body><p title="">Seen<img alt="A"><img alt=" ">
      <select><option>x<option>y</select><textarea placeholder="p">z</textarea><noscript><b>n</b></noscript><del>d</del></p>
      <template><p>t</p></template><svg><style>s</style><path/></svg><svg><text>u</text></svg><iframe src="x"></iframe>
      <input type=Submit value="Go"><input value="typed"></body></html>
      """
    let scratch = try Scratch()
    let path = try scratch.file("page.html", page)
    let (documents, ledger) = try read([path], ReadOptions(format: .html))
    #expect(documents.map(\.text) == ["Seen"])
    let entries = ledger.entries.filter { $0.action == .ignored }
    #expect(
      entries.map { "\($0.count) \($0.unit): \($0.reason)" }
        == [
          "attribute alt", "<select>", "attribute placeholder", "<textarea>", "<noscript>", "<del>", "<template>",
          "<svg>", "attribute value",
        ].map { "1 values: \($0), which is passed over" })
    #expect(entries.first?.places.first?.line == 1 && entries.last?.places.first?.line == 4)
    // A page that is written back has them still.
    let rewriter = try HTMLRewriter(bytes: Array(page.utf8), file: "x", options: ReadOptions(format: .html))
    #expect(rewriter.ledger.entries.filter { $0.action == .ignored }.isEmpty)
  }

  @Test func `a title is text with references, whatever it looks like`() throws {
    let page = "<title>a &amp; <!-- b --> <i>c</title><textarea><p>d</textarea><p>x"
    let documents = try read(page, ReadOptions(format: .html)).documents
    #expect(documents.map(\.text) == ["x"] && documents[0].fields["title"] == "a & <!-- b --> <i>c")
  }

  @Test(arguments: [
    ("<p>\na\u{0}b", "found a byte 0, expected text"),
    (
      "<p" + String(repeating: " a", count: 1100) + ">x",
      "an element with 1025 attributes"
    ),
  ])
  func `what is no page, or takes too long, is an error with its place`(page: String, message: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("input", page)
    let error = #expect(throws: CorpusError.self) { try read([path], ReadOptions(format: .html)) }
    #expect(error?.errorDescription?.contains(message) == true, "\(error?.errorDescription ?? "")")
    #expect(error?.place?.line == (page.contains("\n") ? 2 : 1))
  }
}
