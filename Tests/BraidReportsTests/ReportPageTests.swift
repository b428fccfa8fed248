import BraidReports
import BraidTasks
import BraidText
import BraidTraining
import Foundation
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

  /// A training that was evaluated with some scores, one an epoch.
  static func training(_ values: [Double]) throws -> ReportedTraining {
    var training = ReportedTraining(stage: "model", tasks: ["lm"])
    training.evaluations = try values.enumerated().map { index, value in
      let text = """
        {"step": \(index + 1), "epoch": \(index + 1), "scores": {"lm": {"metric": "perplexity", "value": \(value),
          "lowerIsBetter": true, "secondary": {}, "items": 9}},
         "trainingLosses": {"lm": \(value)}, "developmentLosses": {"lm": \(value)}, "lossGaps": {}, "overfittingSteps": {}, "contributions": {}, "taskTokens": {},
         "taskSeconds": {"lm": \(value)}, "stoppedEarly": [], "aggregate": \(value), "isBest": true, "evaluationSeconds": \(value), "seconds": 1}
        """
      return try JSONDecoder().decode(EvaluationRecord.self, from: Data(text.utf8))
    }
    return training
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

  @Test func `a perplexity is on no scale to 100, and it is said that lower is better`() throws {
    var content = Self.content
    var evaluation = ReportedEvaluation(stage: "scores", part: "dev")
    var score = TaskScore(metric: "perplexity", value: 250, items: 9)
    evaluation.scores = ["lm": score]
    content.evaluations = [evaluation]
    #expect(ReportPage(content).html.contains("class=\"interval\""))
    score.lowerIsBetter = true
    content.evaluations[0].scores["lm"] = score
    let page = ReportPage(content).html
    #expect(page.contains("<td>lower is better</td>") && !page.contains("class=\"interval\""))

    content.trainings = [try Self.training([250, 180])]
    let curves = ReportPage(content).html
    #expect(curves.contains("perplexity, lower is better") && curves.contains(">260<"))
  }

  @Test(arguments: [
    (.infinity, "not finite"), (.nan, "not finite"), (1e308, "h"), (-1e308, "ms"), (9.3e18, "h"), (-0.0, "0 ms"),
    (59.96, "60.0 s"),
    (3599.9, "60 min 0 s"),
  ])
  func `whatever a journal says of times and scores is drawn`(seconds: Double, text: String) throws {
    var content = Self.content
    content.stages[0].seconds = seconds
    content.stages[0].peakMemory = .min
    var evaluation = ReportedEvaluation(stage: "scores", part: "dev")
    evaluation.scores = ["a": TaskScore(metric: "F1", value: seconds, items: 9)]
    content.evaluations = [evaluation]
    if seconds.isFinite { content.trainings = [try Self.training([seconds, -seconds])] }
    #expect(ReportPage(content).html.contains(text))
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
