import BraidTasks
import BraidText
import Testing

@Suite struct AnalysisTests {
  func document(_ id: String = "") -> Document {
    Document(id: id, words: [["Ann", "saw", "the", "dog"], ["It", "ran"]])
  }

  func labelled(_ names: String..., score: Double? = nil) -> Document {
    var document = document()
    document.labels["label"] = names.map { Label($0, score: score) }
    return document
  }

  func frame(_ predicate: Int, _ arguments: (String, Range<Int>)...) -> Frame {
    Frame(predicate: predicate, sense: "see.01", arguments: arguments.map { Argument(role: $0.0, tokens: $0.1) })
  }

  @Test func `labels are counted one by one and the worst error is the surest`() throws {
    let metric = ClassificationMetric(layer: "label", multiLabel: false, labels: LabelSet(["x", "y", "z"]))
    let gold = [labelled("x"), labelled("x"), labelled("x"), labelled("y"), labelled("y"), document()]
    let predicted = [
      labelled("x", score: 0.9), labelled("y", score: 0.6), labelled("z", score: 0.8), labelled("y"),
      labelled("x", score: 0.7),
      labelled("x"),
    ]
    let analysis = metric.analysis(gold: gold, predicted: predicted, bootstrap: 200)
    let confusion = try #require(analysis.confusion)
    #expect(confusion.labels == ["x", "y", "z"])
    #expect(confusion.counts == [[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    #expect(analysis.labels.map(\.label) == ["x", "y", "z"])
    #expect(analysis.labels.map(\.precision) == [50, 50, 0])
    #expect(analysis.labels.map(\.recall) == [100.0 / 3, 50, 0])
    #expect(analysis.labels.map(\.f1) == [40, 50, 0])
    #expect(analysis.micro?.f1 == 40)
    #expect(analysis.macro?.f1 == 30)
    #expect(analysis.errors.map(\.index) == [2, 4, 1])
    #expect(analysis.errors[0].gold == "x" && analysis.errors[0].predicted == "z")
    #expect(analysis.score.interval != nil)
  }

  @Test func `several labels a document are missed or made up, never confused`() throws {
    let metric = ClassificationMetric(layer: "label", multiLabel: true, labels: LabelSet(["x", "y", "z"]))
    let analysis = metric.analysis(gold: [labelled("x", "y")], predicted: [labelled("y", "z")])
    #expect(analysis.confusion?.labels == ["x", "y", "z"])
    #expect(analysis.confusion?.counts == [[0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]])
    #expect(abs(analysis.errors[0].severity - 2.0 / 3) < 1e-12)
  }

  @Test func `wrong tags are shown in their context`() throws {
    var gold = document("d1")
    gold.tags["pos"] = ["N", "V", "D", "N", nil, "V"]
    var predicted = gold
    predicted.tags["pos"] = ["N", "N", "D", "N", "N", "V"]
    let analysis = TagMetric(layer: "pos").analysis(gold: [gold], predicted: [predicted])
    #expect(analysis.confusion?.labels == ["N", "V", "D"])
    #expect(analysis.confusion?.counts[1] == [1, 1, 0, 0])
    let error = try #require(analysis.errors.first)
    #expect(error.id == "d1")
    #expect(error.gold == "Ann saw[V] the dog It ran")
    #expect(error.predicted == "Ann saw[N] the dog It ran")
    #expect(abs(error.severity - 0.2) < 1e-12)
    #expect(error.items == 5)
  }

  @Test func `a span with the right tokens and another label is a confusion, others are missed or made up`() throws {
    var gold = document()
    gold.spans["chunk"] = [
      LabeledSpan(0..<1, label: "NP"), LabeledSpan(2..<4, label: "NP"), LabeledSpan(5..<6, label: "VP"),
    ]
    var predicted = document()
    predicted.spans["chunk"] = [
      LabeledSpan(0..<1, label: "VP"), LabeledSpan(1..<4, label: "NP"), LabeledSpan(5..<6, label: "VP"),
    ]
    let analysis = SpanMetric(layer: "chunk").analysis(gold: [gold], predicted: [predicted])
    #expect(analysis.confusion?.labels == ["NP", "VP"])
    #expect(analysis.confusion?.counts == [[0, 1, 1], [0, 1, 0], [1, 0, 0]])
    #expect(analysis.errors[0].gold == "[NP Ann] saw [NP the dog] It [VP ran]")
    #expect(analysis.errors[0].predicted == "[VP Ann] [NP saw the dog] It [VP ran]")
  }

  @Test func `roles are shown frame by frame, those that differ only`() throws {
    var gold = document()
    gold.frames = [frame(1, ("ARG0", 0..<1), ("ARG1", 2..<4)), frame(5, ("ARG0", 4..<5))]
    var predicted = document()
    predicted.frames = [frame(1, ("ARG0", 0..<1), ("ARG2", 2..<4)), frame(5, ("ARG0", 4..<5))]
    let analysis = RoleMetric(found: "predicate").analysis(gold: [gold], predicted: [predicted])
    #expect(analysis.confusion?.labels == ["ARG0", "ARG1", "ARG2"])
    #expect(analysis.confusion?.counts == [[2, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    #expect(analysis.errors[0].gold == "[ARG0 Ann] [V saw] [ARG1 the dog] (see.01)")
    #expect(analysis.errors[0].predicted == "[ARG0 Ann] [V saw] [ARG2 the dog] (see.01)")
  }

  @Test func `translations have no labels; the worst is the one least like its reference`() {
    func translated(_ text: String) -> Document {
      var document = document()
      document.translations["de"] = AlignedText(text)
      return document
    }
    let gold = [translated("Ann sah den Hund."), translated("Es rannte."), translated("Gut.")]
    let predicted = [translated("Ann sah einen Hund."), translated("Blau"), translated("Gut.")]
    let analysis = TranslationMetric(target: "de").analysis(gold: gold, predicted: predicted)
    #expect(analysis.confusion == nil && analysis.labels.isEmpty)
    #expect(analysis.errors.map(\.index) == [1, 0])
    #expect(analysis.errors[0].predicted == "Blau")
    #expect(analysis.score.signature?.contains("tok:13a") == true)
    #expect(analysis.score.secondary["chrF2"] != nil)
    #expect(abs((analysis.score.secondary["exact match"] ?? 0) - 100.0 / 3) < 1e-9)
  }
}
