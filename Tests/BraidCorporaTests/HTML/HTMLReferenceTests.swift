import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Character references of pages. What they stand for is what Python's `html.unescape` says.
struct HTMLReferenceTests {
  private func page(_ body: String) throws -> [Document] {
    try read("<!doctype html><meta charset=utf-8>\(body)", ReadOptions(format: .html)).0
  }

  @Test(
    arguments: [
      ("&#146;", "\u{2019}"), ("&#128;1", "\u{20AC}1"), ("&#x80;", "\u{20AC}"), ("&#159;", "\u{178}"),
      ("&#129;", "\u{81}"),
      ("&#0;", "\u{FFFD}"), ("&#xD800;", "\u{FFFD}"), ("&#x110000;", "\u{FFFD}"), ("&#99999999999;", "\u{FFFD}"),
      ("&#233", "é"), ("&#233x", "éx"), ("&#x", "&#x"), ("&#;", "&#;"), ("&#xe9;", "é"), ("&#XE9;", "é"),
      ("&check;", "\u{2713}"), ("&phone;", "\u{260E}"), ("&NotEqualTilde;", "\u{2242}\u{338}"), ("&lang;", "\u{27E8}"),
      ("&nbsp&copy2", "\u{A0}©2"), ("&notit;", "¬it;"), ("&notin;", "\u{2209}"), ("&amp;lt;", "&lt;"), ("&AMP", "&"),
      ("&ampamp;", "&amp;"), ("&lt;b&gt;", "<b>"), ("&LTb&GT", "<b>"), ("&apos;&quot;", "'\""),
      ("AT&T &unknown; &", "AT&T &unknown; &"),
      ("&CounterClockwiseContourIntegral;", "\u{2233}"),
      ("&CounterClockwiseContourIntegralx;", "&CounterClockwiseContourIntegralx;"),
      ("&Eacute;&eacute;&EACUTE;", "Éé&EACUTE;"), ("&fjlig;", "fj"), ("a&#10;b&NewLine;c&Tab;d", "a b c d"),
    ])
  func `a reference in a text is what the standard says`(html: String, text: String) throws {
    #expect(
      try page("<p>x\(html)</p>").first?.text.unicodeScalars.map(\.value) == "x\(text)".unicodeScalars.map(\.value))
  }

  @Test(
    arguments: [
      ("?a=1&copy=2", "?a=1&copy=2"), ("&copyb", "&copyb"), ("&copy;b", "©b"), ("&copy b", "© b"), ("&copy", "©"),
      ("&notit;", "&notit;"), ("&#146;s", "\u{2019}s"), ("&lang;", "\u{27E8}"), ("&quot;a&quot;", "\"a\""),
      ("a&#32;b", "a b"),
    ])
  func `an attribute keeps a name that letters or an equals sign follow`(html: String, value: String) throws {
    #expect(try page("<p id=\"\(html)\">x</p>").first?.id == value)
    guard !html.contains(" ") else { return }
    #expect(try page("<p id=\(html)>x</p>").first?.id == value)
  }

  @Test func `references in scripts, styles and comments are none, and texts behind them stay where they are`() throws {
    let documents = try page(
      "<script>a &lt; b && '</p>'</script><style>p::before{content:'&check;'}</style><!-- &check; --><p>a &check; b</p>"
    )
    #expect(documents.map(\.text) == ["a ✓ b"])
  }

  @Test func `spans and translations go into pages with references, whose other bytes stay`() throws {
    let body = "<p title=\"&copy &lang;\">Ann&#146;s &NotEqualTilde; <b>Oslo&nbsp</b> &amp AT&T.</p>"
    let rewriter = try HTMLRewriter(bytes: Array(body.utf8), file: "a.html", options: ReadOptions(format: .html))
    var documents = rewriter.documents
    #expect(documents[0].text == "Ann’s \u{2242}\u{338} Oslo\u{A0} & AT&T.")
    try TextSegmenter().segment(&documents[0])
    let place = try #require(documents[0].tokens.indices.first { documents[0].form($0) == "Oslo" })
    documents[0].spans["entity"] = [LabeledSpan(0..<1, label: "PER"), LabeledSpan(place..<place + 1, label: "LOC")]
    let written = String(decoding: try rewriter.rewritten(with: documents).bytes, as: UTF8.self)
    #expect(
      written
        == "<p title=\"&copy &lang;\"><mark data-layer=\"entity\" data-label=\"PER\">Ann&#146;s</mark> &NotEqualTilde; "
        + "<b><mark data-layer=\"entity\" data-label=\"LOC\">Oslo</mark>&nbsp</b> &amp AT&T.</p>")
  }
}
