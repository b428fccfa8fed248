import BraidReports
import BraidText
import Foundation
import Testing

@Suite struct DocumentDrawingTests {
  /// `Ann saw the dog` with two layers of spans that overlap and a frame.
  static var annotated: Document {
    var document = Document(id: "a", language: "en", words: [["Ann", "saw", "the", "dog"], ["Yes"]])
    document.labels["mood"] = [Label("calm", score: 0.875)]
    document.tags["pos"] = ["PROPN", "VERB", "DET", nil, "INTJ"]
    document.spans["np"] = [LabeledSpan(0..<1, label: "NP"), LabeledSpan(2..<4, label: "NP", score: 0.5)]
    document.spans["nested"] = [LabeledSpan(1..<4, label: "VP"), LabeledSpan(2..<4, label: "OBJ")]
    document.frames = [
      Frame(
        predicate: 1, sense: "see.01",
        arguments: [
          Argument(role: "ARG0", tokens: 0..<1), Argument(role: "V", tokens: 1..<2),
          Argument(role: "ARG1", tokens: 2..<4, score: 0.75),
        ])
    ]
    return document
  }

  @Test func `each layer, each predicate and what overlaps gets a row of its own`() {
    let html = DocumentDrawing(Self.annotated).html
    #expect(html.contains("<dt dir=\"auto\">pos</dt>"))
    #expect(html.contains("<span dir=\"auto\">Ann</span><small dir=\"auto\">PROPN</small>"))
    #expect(html.contains("<span dir=\"auto\">dog</span><small dir=\"auto\">–</small>"))
    #expect(html.components(separatedBy: "<dt dir=\"auto\">nested</dt>").count == 3)
    #expect(html.components(separatedBy: "<dt dir=\"auto\">np</dt>").count == 2)
    #expect(html.components(separatedBy: "<dt dir=\"auto\">see.01</dt>").count == 2)
    // The predicate once, not also as the argument that stands for it.
    #expect(html.components(separatedBy: ">V</b>").count == 2)
    #expect(html.contains("title=\"ARG1, 75 %\""))
    #expect(html.contains(">the dog<b dir=\"auto\">ARG1</b></mark>"))
  }

  @Test func `a row holds the text of its sentence, spaces included`() throws {
    let html = DocumentDrawing(Self.annotated).html
    let row = try #require(html.components(separatedBy: "see.01</dt>").last?.components(separatedBy: "</dd>").first)
    let text = row.replacing(/<b[^>]*>[^<]*<\/b>/, with: "").replacing(/<[^>]*>/, with: "")
    #expect(text == "Ann saw the dog")
  }

  @Test func `a dependency tree is drawn with an arc and a label for each word, and not spelled out as tags`() {
    var document = Document(words: [["Ann", "saw", "the", "dog"], ["Yes"]])
    document.tags["upos"] = ["PROPN", "VERB", "DET", "NOUN", "INTJ"]
    document.tags["head"] = ["2", "0", "4", "2", "0"]
    document.tags["deprel"] = ["nsubj", "root", "det", "obj", "root"]
    document.tagScores["head"] = [0.875, 1, 1, 1, 1]
    let html = DocumentDrawing(document).html
    #expect(html.components(separatedBy: "<svg class=\"tree\"").count == 3)
    for label in ["nsubj", "det", "obj"] {
      #expect(html.components(separatedBy: " class=\"label\">\(label)</text>").count == 2, "\(label)")
    }
    #expect(html.components(separatedBy: " class=\"label\">root</text>").count == 3)
    #expect(html.contains("<title>nsubj, 88 %</title>"))
    #expect(html.contains("<dt dir=\"auto\">upos</dt>"))
    // Heads that are no tree stand as tags.
    document.tags["head"] = ["0", "0", "9", "2", "0"]
    let other = DocumentDrawing(document).html
    #expect(other.components(separatedBy: "<svg class=\"tree\"").count == 2)
    #expect(other.contains("<dt dir=\"auto\">deprel, head, upos</dt>"))
  }

  @Test func `labels stand with their bars, all that the model thought of when it says so`() {
    var document = Self.annotated
    #expect(DocumentDrawing(document).html.contains("--w:88%"))
    document.probabilities["mood"] = [Label("angry", score: 0.125), Label("calm", score: 0.875)]
    let html = DocumentDrawing(document).html
    #expect(html.contains("<strong class=\"name\" dir=\"auto\">calm</strong>"))
    #expect(html.contains("<span class=\"name\" dir=\"auto\">angry</span>"))
  }

  @Test func `a translation stands with the map of where its words came from`() {
    var document = Self.annotated
    var german = AlignedText("Ann sah", tokens: [Token(0..<3), Token(4..<7)], score: -1)
    german.attention = [[0.9, 0.1, 0, 0, 0], [0.02, 0.98, 0, 0, 0]]
    german.alternatives = [AlternativeText("Ann sieht", score: -2)]
    document.translations["de"] = german
    let html = DocumentDrawing(document).html
    #expect(html.contains("<dd lang=\"de\" dir=\"auto\">Ann sah</dd>"))
    #expect(html.contains("<dd class=\"alternative\" lang=\"de\" dir=\"auto\">Ann sieht</dd>"))
    #expect(html.contains("<td style=\"--p:90%\">90</td><td style=\"--p:10%\">10</td>"))
    #expect(html.contains("<th scope=\"row\" lang=\"de\" dir=\"auto\">sah</th><td style=\"--p:2%\"></td>"))
  }

  @Test func `what comes from data is escaped, what a page can't hold is shown`() {
    var document = Document(language: "en\" onclick=\"x", words: [["<b>", "a&b"]])
    document.tags["</style>"] = ["'", "\u{0}\u{7F}"]
    document.labels["x"] = [Label("</script>")]
    let html = DocumentDrawing(document).html
    #expect(html.contains("lang=\"en&quot; onclick=&quot;x\""))
    #expect(html.contains("&lt;b&gt;") && html.contains("a&amp;b") && html.contains("&lt;/style&gt;"))
    #expect(html.contains("&lt;/script&gt;"))
    #expect(html.contains("\u{2400}\u{FFFD}"))
    #expect(!html.contains("<b>") && !html.contains("</script>"))
  }

  @Test func `sentences beyond the limit are counted, a text without tokens is shown as it is`() {
    #expect(DocumentDrawing(Self.annotated, sentences: 1).html.contains("… and 1 more sentence<"))
    #expect(DocumentDrawing(Document(text: "raw text")).html.contains("<p dir=\"auto\">raw text</p>"))
  }

  @Test(arguments: [("ARG0", 250), ("ARG1", 27), ("ARG2", 164)])
  func `numbered labels have colours far apart`(label: String, hue: Int) {
    // (250 + 137 n) mod 360
    #expect(LabelHue.hue(label) == hue)
  }
}
