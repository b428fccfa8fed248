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

@Suite struct CertaintyTests {
  func document(_ label: String, score: Double? = nil) -> Document {
    var document = Document(words: [["a", "b"]])
    document.labels["label"] = [Label(label, score: score)]
    return document
  }

  let metric = ClassificationMetric(layer: "label", multiLabel: false, labels: LabelSet(["x", "y"]))

  @Test func `every figure has its interval, and holds it`() throws {
    let gold = (0..<200).map { document($0 % 2 == 0 ? "x" : "y") }
    let predicted = (0..<200).map { document($0 % 5 == 0 ? "x" : $0 % 2 == 0 ? "x" : "y", score: 0.8) }
    let analysis = metric.analysis(gold: gold, predicted: predicted, bootstrap: 300)
    func check(_ value: Double, _ interval: ScoreInterval?) throws {
      let interval = try #require(interval)
      #expect(interval.low <= value && value <= interval.high && interval.high - interval.low < 25)
    }
    try check(analysis.score.value, analysis.score.interval)
    for (name, value) in analysis.score.secondary { try check(value, analysis.score.intervals?[name]) }
    for label in analysis.labels + [try #require(analysis.micro), try #require(analysis.macro)] {
      try check(label.precision, label.intervals?.precision)
      try check(label.recall, label.intervals?.recall)
      try check(label.f1, label.intervals?.f1)
    }
    try check(try #require(analysis.calibration).error, analysis.calibration?.interval)
    // Micro F1 of single labels is the accuracy, on every resample.
    #expect(analysis.micro?.intervals?.f1 == analysis.score.interval)
    #expect(metric.analysis(gold: gold, predicted: predicted, bootstrap: 0).score.intervals == nil)
  }

  @Test func `the calibration error is the mean distance between probability and truth`() throws {
    // Eight predictions at 0.95 of which six are right, two at 0.55 of which both are: 0.8 · 20 + 0.2 · 45.
    let gold = (0..<10).map { _ in document("x") }
    let predicted = (0..<10).map { document($0 < 2 ? "y" : "x", score: $0 < 8 ? 0.95 : 0.55) }
    let calibration = try #require(metric.analysis(gold: gold, predicted: predicted, bootstrap: 50).calibration)
    #expect(abs(calibration.error - 25) < 1e-9)
    #expect(calibration.bins.map(\.count) == [2, 8])
    #expect(calibration.bins.map(\.accuracy) == [100, 75])
    #expect(zip(calibration.bins.map(\.confidence), [55, 95]).allSatisfy { abs($0 - $1) < 1e-9 })
    let without = (0..<10).map { _ in document("x") }
    #expect(metric.analysis(gold: gold, predicted: without, bootstrap: 50).calibration == nil)
  }

  @Test func `seeds and documents are resampled together, and a gain within the spread of seeds is no evidence`() {
    let gold = (0..<300).map { _ in document("x") }
    func answers(_ wrong: (Int) -> Bool) -> [Document] { gold.indices.map { document(wrong($0) ? "y" : "x") } }
    let base = answers { $0 % 3 == 0 }
    let better = answers { $0 % 9 == 0 }
    let worse = answers { $0 % 2 == 0 }
    let one = ScoreComparison(metric, gold: gold, first: base, second: better)
    #expect(one.deviation == nil && one.verdict == .helps)
    let steady = ScoreComparison(metric, gold: gold, trainings: [(base, better), (base, better)])
    #expect(steady.differences == [one.second - one.first, one.second - one.first] && steady.deviation == 0)
    #expect(steady.verdict == .helps && steady.interval == one.interval && steady.p == one.p)
    // Gains of 22.2 and 22.2 and losses of 16.7: the mean is a gain, the spread is larger.
    let mixed = ScoreComparison(metric, gold: gold, trainings: [(base, better), (base, better), (base, worse)])
    #expect(mixed.second > mixed.first && mixed.verdict == .noEvidence)
    #expect((mixed.deviation ?? 0) > 20 && mixed.interval.low < 0 && mixed.interval.high > 22)
    let same = ScoreComparison(metric, gold: gold, trainings: [(base, base), (worse, worse)])
    #expect(same.p == 1 && same.interval == ScoreInterval(low: 0, high: 0) && same.verdict == .noEvidence)
  }

  @Test func `half of the documents are in each half, the same ones for the same corpus`() {
    let folds = DocumentFolds(101, of: "reviews")
    #expect(folds.positions(0).count == 51 && folds.positions(1).count == 50)
    #expect(folds == DocumentFolds(101, of: "reviews") && folds != DocumentFolds(101, of: "tagged"))
    #expect(folds.folds != (0..<101).map { $0 % 2 })
  }

  @Test func `documents are known again, few of them exactly, many about`() throws {
    func documents(_ range: Range<Int>) -> [Document] { range.map { Document(words: [["word", "\($0)"]]) } }
    let few = try #require(DocumentSketch(documents(0..<100)))
    #expect(few.documents == 100 && few.count(among: documents(50..<200)) == 50)
    #expect(few.count(among: documents(100..<200)) == 0)
    let many = try #require(DocumentSketch(documents(0..<5000)))
    #expect(many.count(among: documents(0..<5000)) == 5000 && many.count(among: documents(5000..<9000)) == 0)
    #expect(abs(many.count(among: documents(2500..<7500)) - 2500) < 500)
    #expect(DocumentSketch([]) == nil)
  }
}
