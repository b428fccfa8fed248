import BraidReports
import BraidText
import Testing

@Suite struct ReportPageTests {
  static var content: ReportContent {
    var content = ReportContent(title: "a <b> report", pipeline: "name: small\n", seed: 7, time: 0)
    var words = ReportedStage(name: "words", verb: "vocabulary", uses: [])
    words.summary = "9 entries"
    words.seconds = 0.25
    content.stages = [words, ReportedStage(name: "report", verb: "report", uses: ["words"])]
    return content
  }

  @Test func `a run without data, training and scores has its stages and its pipeline on the page`() {
    let html = ReportPage(Self.content).html
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(html.contains("<h1 dir=\"auto\">a &lt;b&gt; report</h1>"))
    #expect(html.contains("9 entries") && html.contains("name: small"))
    for part in ["stages", "pipeline"] { #expect(html.contains("<section id=\"\(part)\""), "\(part)") }
    for part in ["data", "ledger", "training", "scores", "samples"] {
      #expect(!html.contains("<section id=\"\(part)\""), "\(part)")
    }
  }

  @Test func `samples are drawn, or it is said why there are none`() {
    var content = Self.content
    content.samples = [
      ReportedSamples(stage: "inbox", path: "inbox.jsonl", documents: [Document(language: "en", words: [["Yes"]])])
    ]
    #expect(ReportPage(content).html.contains("<section id=\"samples\""))
    content.samples[0].documents = []
    content.samples[0].failure = "inbox.jsonl can't be read"
    #expect(ReportPage(content).html.contains("inbox.jsonl can&#39;t be read"))
  }
}
