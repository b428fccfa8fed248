import BraidTasks
import BraidText
import Testing

@Suite struct MetricTests {
  func document(_ label: String?) -> Document {
    var document = Document(words: [["a", "b", "c", "d"]])
    if let label { document.labels["label"] = [Label(label)] }
    return document
  }

  @Test func `accuracy and macro F1 count documents with gold labels only`() {
    let metric = ClassificationMetric(layer: "label", multiLabel: false, labels: LabelSet(["x", "y"]))
    let gold = [document("x"), document("x"), document("y"), document(nil), document("z")]
    let predicted = [document("x"), document("y"), document("y"), document("x"), document("x")]
    let score = metric.score(gold: gold, predicted: predicted, bootstrap: 0)
    #expect(score.items == 4)
    #expect(score.value == 50)
    // x: 1 right of 2 predicted, 2 gold: 50; y: 1 of 2, 1 gold: 66.7; z, outside the set: 0 of 0, 1 gold: 0.
    #expect(abs((score.secondary["macro F1"] ?? 0) - (50 + 200.0 / 3) / 3) < 1e-9)
  }

  @Test func `on how many documents a model was chosen is said of each task where that differs`() {
    func scores(_ counts: [String: Int?]) -> [String: TaskScore] {
      counts.mapValues { count in
        var score = TaskScore(metric: "accuracy", value: 50, items: 9)
        score.chosenOn = count
        return score
      }
    }
    #expect(scores(["a": nil, "b": nil]).chosenOn(String.init) == nil)
    #expect(scores(["a": 200, "b": 200, "c": nil]).chosenOn(String.init) == "200 of these documents")
    #expect(
      scores(["b": 200, "a": 150, "c": 150]).chosenOn(String.init) == "150 (a, c) and 200 (b) of these documents")
  }

  @Test func `spans are right when label and every token are`() {
    var gold = document(nil)
    gold.spans["chunk"] = [
      LabeledSpan(0..<2, label: "NP"), LabeledSpan(2..<3, label: "VP"), LabeledSpan(3..<4, label: "NP"),
    ]
    var predicted = gold
    predicted.spans["chunk"] = [LabeledSpan(0..<2, label: "NP", score: 0.9), LabeledSpan(2..<4, label: "VP")]
    let score = SpanMetric(layer: "chunk").score(gold: [gold], predicted: [predicted], bootstrap: 0)
    #expect(score.secondary["precision"] == 50)
    #expect(abs(score.value - 40) < 1e-9)
  }

  @Test func `roles are right with predicate, role and tokens; V does not count`() {
    var gold = document(nil)
    gold.frames = [
      Frame(
        predicate: 1, sense: "b.01",
        arguments: [
          Argument(role: "V", tokens: 1..<2), Argument(role: "ARG0", tokens: 0..<1),
          Argument(role: "ARG1", tokens: 2..<4),
        ])
    ]
    var predicted = document(nil)
    predicted.frames = [
      Frame(
        predicate: 1, sense: "b.02",
        arguments: [Argument(role: "ARG0", tokens: 0..<1), Argument(role: "ARG1", tokens: 2..<3)]),
      Frame(predicate: 3, arguments: [Argument(role: "ARG0", tokens: 0..<1)]),
    ]
    let score = RoleMetric(found: "predicate").score(gold: [gold], predicted: [predicted], bootstrap: 0)
    #expect(abs(score.value - 40) < 1e-9)
    // srl-eval.pl does not look at predicates that gold lacks.
    #expect(score.secondary["srl-eval F1"] == 50)
    #expect(score.items == 2)
    #expect(abs((score.secondary["predicates F1"] ?? 0) - 200.0 / 3) < 1e-9)
    #expect(score.secondary["sense accuracy"] == 0)
  }

  @Test func `the bootstrap interval holds the score and narrows with more documents`() {
    let metric = ClassificationMetric(layer: "label", multiLabel: false, labels: LabelSet(["x", "y"]))
    func score(_ count: Int) -> TaskScore {
      let gold = (0..<count).map { _ in document("x") }
      let predicted = (0..<count).map { document($0 % 4 == 0 ? "y" : "x") }
      return metric.score(gold: gold, predicted: predicted, bootstrap: 500)
    }
    let (small, large) = (score(40), score(1000))
    guard let few = small.interval, let many = large.interval else {
      Issue.record("no interval")
      return
    }
    #expect(few.low < 75 && few.high > 75)
    #expect(many.high - many.low < few.high - few.low)
    // Normal approximation for 1,000: 75 ± 1.96 √(0.75 · 0.25 / 1000) = 72.3 to 77.7.
    #expect(abs(many.low - 72.3) < 0.6 && abs(many.high - 77.7) < 0.6)
  }

  @Test func `the paired test finds a difference that is there and none where there is none`() {
    let metric = ClassificationMetric(layer: "label", multiLabel: false, labels: LabelSet(["x", "y"]))
    let gold = (0..<300).map { _ in document("x") }
    func answers(_ wrong: (Int) -> Bool) -> [Document] { gold.indices.map { document(wrong($0) ? "y" : "x") } }
    let base = answers { $0 % 3 == 0 }
    #expect(ScoreComparison(metric, gold: gold, first: base, second: answers { $0 % 9 == 0 }).verdict == .helps)
    #expect(ScoreComparison(metric, gold: gold, first: base, second: answers { $0 % 2 == 0 }).verdict == .hurts)
    #expect(ScoreComparison(metric, gold: gold, first: base, second: answers { $0 % 3 == 1 }).verdict == .noEvidence)
    #expect(ScoreComparison(metric, gold: gold, first: base, second: base).verdict == .noEvidence)
  }
}
