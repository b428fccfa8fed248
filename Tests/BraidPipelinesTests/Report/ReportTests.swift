import BraidPipelines
import BraidTraining
import Foundation
import Testing

/// The page that a report stage writes, of small runs of every verb.
@Suite struct ReportTests {
  /// A label that would end the page's script, were it not escaped; a text that turns the direction of writing.
  static let hostile = "</script><script>alert('x')</script>"
  static let mirrored = "film \u{202E}&amp; \u{5E9}\u{5DC}\u{5D5}\u{5DD} \u{4F60}\u{597D} <b>\""

  static let text = """
    name: small
    seed: 3
    stages:
      - name: reviews
        read: {format: tsv, train: FOLDER/train.tsv, dev: FOLDER/dev.tsv, columns: {label: 1, text: 2}}
      - name: tokens
        tokenize: {of: reviews}
      - name: words
        vocabulary: {of: tokens}
      - name: model
        train:
          encoder: {vocabulary: words, embedding: 8, lstm: {units: 8}}
          tasks:
            opinion: {head: classification, of: tokens}
          learningRate: {peak: 0.02}
          epochs: 3
      - name: scores
        evaluate: {model: model, of: tokens}
      - name: inbox
        annotate: {model: model, input: FOLDER/inbox.txt, output: FOLDER/inbox.jsonl}
      - name: copy
        write: {of: tokens, path: FOLDER/copy.jsonl}
      - name: report
        report: {title: "Small <i>run</i>"}
    """

  static func bench() throws -> Workbench {
    let bench = try Workbench()
    func rows(_ range: ClosedRange<Int>) -> String {
      range.map { "\($0 % 2 == 0 ? "good" : hostile)\t\($0 % 2 == 0 ? "fine" : "bad") \(mirrored) number \($0)\n" }
        .joined()
    }
    try bench.write("train.tsv", rows(1...24))
    try bench.write("dev.tsv", rows(25...32))
    try bench.write("inbox.txt", "A fine \(mirrored) \(hostile).")
    return bench
  }

  @Test func `a report is one well-formed page that needs nothing else and holds all of the run`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    let page = try #require(bench.read("run/report.html"))
    let markup = try Markup(page)

    // One file: nothing is loaded, and every link leads to a place on the page.
    for name in ["link", "img", "iframe", "object", "embed", "audio", "video", "base", "form"] {
      #expect(markup.all(name).isEmpty, "\(name)")
    }
    #expect(markup.values(of: "src") + markup.values(of: "srcset") == [])
    let ids = Set(markup.values(of: "id"))
    #expect(markup.values(of: "id").count == ids.count)
    for link in markup.values(of: "href") { #expect(link.hasPrefix("#") && ids.contains(String(link.dropFirst()))) }
    for reference in ["http:", "https:", "@import", "url(", "//"] { #expect(!page.contains(reference), "\(reference)") }

    // What comes from data is text and nothing else.
    #expect(markup.all("script").count == 1)
    #expect(markup.all("i").isEmpty)
    #expect(page.contains("&lt;/script&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"))
    #expect(markup.text.contains(Self.hostile))
    #expect(markup.text.contains("Small <i>run</i>"))
    #expect(markup.text.contains("\u{5E9}\u{5DC}\u{5D5}\u{5DD}") && markup.text.contains("\u{4F60}\u{597D}"))

    // Every stage, in the graph and in the table; every part.
    for stage in ["reviews", "tokens", "words", "model", "scores", "inbox", "copy", "report"] {
      #expect(markup.values(of: "aria-label").contains { $0.hasPrefix("\(stage) · ") }, "\(stage)")
    }
    for part in ["stages", "data", "ledger", "training", "scores", "samples", "pipeline"] {
      #expect(ids.contains(part), "\(part)")
    }
    for caption in [
      "Sizes of tokens", "Labels of label", "What was read", "Evaluations of opinion", "Costs of the tasks",
      "Scores on the dev part, with 95 % bootstrap intervals", "Confusions of opinion", "Labels of opinion",
    ] {
      #expect(markup.text.contains(caption), "\(caption)")
    }
    let charts = markup.elements.filter { $0.attributes["class"] == "chart" }
    // Loss and score of the task, then the learning rate and the norm of gradients, which no weights are kept by.
    let kept = charts.map { $0.attributes["aria-label"]?.contains("kept at epoch") == true }
    #expect(kept.sorted { $0 && !$1 } == [true, true, false, false])

    // Readable by all: a language, one main heading, captions on tables, drawings with a description.
    #expect(markup.all("html").first?["lang"] == "en")
    #expect(markup.all("h1").count == 1)
    #expect(markup.all("caption").count == markup.all("table").count)
    #expect(markup.all("svg").allSatisfy { $0["aria-label"] != nil || $0["aria-hidden"] == "true" })
  }

  @Test func `while the run is under way, the report says so and reloads itself; at its end it does neither`() throws {
    let bench = try Self.bench()
    var pages: [String] = []
    var shouldStop = false
    func runner(stops: Bool) throws -> PipelineRunner {
      PipelineRunner(
        try bench.pipeline(Self.text), folder: bench.path("run"), threads: 1, code: "1",
        shouldStop: { stops && shouldStop }
      ) { event in
        if case .training(_, .step) = event.message, let page = bench.read("run/report.html") {
          pages.append(page)
          shouldStop = true
        }
      }
    }
    #expect(try !runner(stops: true).run())
    let live = try #require(pages.first)
    let markup = try Markup(live)
    #expect(live.contains("http-equiv=\"refresh\"") && live.contains("still running"))
    #expect(!markup.all("svg").isEmpty && live.contains("Evaluations of opinion"))
    let stopped = try #require(bench.read("run/report.html"))
    #expect(!stopped.contains("http-equiv") && stopped.contains("stopped before its end"))
    #expect(try runner(stops: false).run())
    let finished = try #require(bench.read("run/report.html"))
    #expect(
      !finished.contains("http-equiv") && !finished.contains("still running") && !finished.contains("before its end"))
  }

  @Test func `a report is written again when a stage above it changes, and keeps the curves of those that did not`()
    throws
  {
    let bench = try Self.bench()
    try bench.run(Self.text)
    #expect(try bench.run(Self.text) == [])
    #expect(try bench.run(Self.text, settings: ["inbox.locale=de"]) == ["inbox", "report"])
    let markup = try Markup(try #require(bench.read("run/report.html")))
    #expect(markup.text.contains("Evaluations of opinion"))
    #expect(!markup.text.contains("not recorded"))
  }

  @Test func `the journal of a killed run is read up to its last whole line`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    let journal = try #require(bench.read("run/events.jsonl"))
    let gap =
      #"{"stage":"model","time":1,"training":{"event":"#
      + #"{"overfittingStarted":{"task":"opinion","step":2,"training":0.1,"development":1}}}}"#
    try bench.write("run/events.jsonl", journal + gap + "\n" + #"{"scores":{},"stage":"mod"#)
    #expect(try bench.run(Self.text, settings: ["report.title=again"]) == ["report"])
    let page = try #require(bench.read("run/report.html"))
    #expect(page.contains("starts to overfit at epoch"))
    #expect(bench.read("run/events.jsonl")?.contains(#""stage":"mod"# + "\n") == false)
  }

  @Test func `the journal of a training that is stopped again and again has each step once`() throws {
    let bench = try Self.bench()
    var isDone = false
    for _ in 0..<100 where !isDone {
      var steps = 0
      let runner = PipelineRunner(
        try bench.pipeline(Self.text, settings: ["model.epochs=9"]), folder: bench.path("run"), threads: 1, code: "1",
        shouldStop: { steps >= 2 }
      ) { event in
        if case .training(_, .step) = event.message { steps += 1 }
      }
      isDone = try runner.run()
    }
    #expect(isDone)
    let steps = try #require(bench.read("run/events.jsonl")).split(separator: "\n").compactMap { line -> Int? in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let training = (object?["training"] as? [String: Any])?["event"] as? [String: Any]
      return ((training?["step"] as? [String: Any])?["record"] as? [String: Any])?["step"] as? Int
    }
    #expect(steps.count == 9)
    #expect(steps == Array(1...steps.count))
  }

  @Test func `a run leaves its resolved pipeline and its events, each a line of JSON`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    let pipeline = try #require(bench.read("run/pipeline.yaml"))
    #expect(try Pipeline(text: pipeline, file: "q").resolved() == pipeline)
    let lines = try #require(bench.read("run/events.jsonl")).split(separator: "\n")
    var events: [String: Set<String>] = [:]
    for line in lines {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      // A line is named after what it tells, a line of a training after what the training tells.
      var name = try #require(object.keys.first { !["stage", "time"].contains($0) })
      if let training = (object[name] as? [String: Any])?["event"] as? [String: Any] {
        name = try #require(training.keys.first)
      }
      events[try #require(object["stage"] as? String), default: []].insert(name)
    }
    #expect(events["reviews"] == ["started", "ledger", "finished"])
    #expect(events["model"]?.isSuperset(of: ["started", "step", "evaluated", "finished"]) == true)
    #expect(events["scores"] == ["started", "analysis", "scores", "finished"])
  }
}
