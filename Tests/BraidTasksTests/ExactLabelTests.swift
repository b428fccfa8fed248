import BraidFiles
import BraidTasks
import BraidText
import Foundation
import Testing

/// é as one code point and as two: canonically equivalent, with other bytes.
private let composed = "caf\u{E9}"
private let decomposed = "cafe\u{301}"

/// Labels, tags, roles, lemmas and words are told apart by their bytes.
@Suite struct ExactLabelTests {
  private func document(_ label: String) -> Document {
    var document = Document(words: [["a", "b"]])
    document.labels["label"] = [Label(label)]
    document.tags["tag"] = [label, "x"]
    document.tags["head"] = ["0", "1"]
    document.tags["deprel"] = ["root", label]
    document.spans["span"] = [LabeledSpan(0..<1, label: label)]
    document.frames = [Frame(predicate: 0, sense: label, arguments: [Argument(role: label, tokens: 1..<2)])]
    return document
  }

  private static let labels = LabelSet([composed, decomposed])

  @Test func `labels that look alike are two`() throws {
    let labels = LabelSet([decomposed, composed, decomposed], first: ["O"])
    #expect(labels.names.map { Array($0.utf8) } == ["O", decomposed, composed].map { Array($0.utf8) })
    #expect(labels[decomposed] == 1 && labels[composed] == 2)
    #expect(labels != LabelSet(ordered: ["O", composed, decomposed]))
    #expect(try JSONDecoder().decode(LabelSet.self, from: JSONEncoder().encode(labels)) == labels)
  }

  @Test(
    arguments: [
      ClassificationMetric(layer: "label", multiLabel: false, labels: labels),
      ClassificationMetric(layer: "label", multiLabel: true, labels: labels), TagMetric(layer: "tag"),
      SpanMetric(layer: "span"), RoleMetric(found: "found"), DependencyMetric(heads: "head", labels: "deprel"),
    ] as [any DocumentMetric])
  func `a prediction that only looks like the gold label is wrong`(_ metric: any DocumentMetric) throws {
    let (gold, predicted) = (document(composed), document(decomposed))
    let right = metric.analysis(gold: [gold], predicted: [gold])
    #expect(right.score.value == 100 && right.errors.isEmpty)
    let wrong = metric.analysis(gold: [gold], predicted: [predicted])
    #expect(wrong.score.value < 100 && wrong.errors.count == 1)
    let confusion = try #require(wrong.confusion)
    let places = [composed, decomposed].map { name in confusion.labels.firstIndex { $0.isExactly(name) } }
    let (truth, other) = (try #require(places[0]), try #require(places[1]))
    let nothing = confusion.labels.count
    // Of several labels a document one is missed and the other made up.
    #expect(
      confusion.counts[truth][other] == 1
        || confusion.counts[truth][nothing] == 1 && confusion.counts[nothing][other] == 1)
    #expect(confusion.counts[truth][truth] == 0)
  }

  @Test func `what is counted in training data is told apart, and kept so in a model`() throws {
    var counts = TaskCounts()
    for label in [composed, decomposed, decomposed] {
      counts.add(label, to: "labels")
      counts.add("lemma of \(label.utf8.count)", for: label, to: "lemmas")
    }
    #expect(counts.sets["labels"] == [composed: 1, decomposed: 2])
    let resources = TaskResources(
      labels: ["labels": LabelSet(counts.names("labels"))],
      tables: ["lemmas": (counts.tables["lemmas"] ?? [:]).mapValues(\.keys)])
    #expect(resources.tables["lemmas"] == [composed: ["lemma of 5"], decomposed: ["lemma of 6"]])
    #expect(try JSONDecoder().decode(TaskResources.self, from: JSONEncoder().encode(resources)) == resources)
  }

  @Test func `a class weight is of the label with its bytes`() throws {
    var options = ClassificationOptions()
    options.classWeights[composed] = 3
    #expect(options.classWeights[composed] == 3 && options.classWeights[decomposed] == nil)
    var copy = ClassificationOptions()
    try OptionReader.read(OptionWriter.node(options), into: &copy, inside: "a task")
    #expect(copy == options && copy.classWeights[decomposed] == nil)
  }

  @Test func `an order of labels may have two that look alike`() {
    var options = ClassificationOptions()
    options.order = [composed, decomposed]
    #expect(options.problem == nil)
    options.order = [composed, composed]
    #expect(options.problem != nil)
  }

  @Test func `a lemma is made of a form byte for byte`() {
    let (first, second) = (LemmaScript(form: "x", lemma: composed), LemmaScript(form: "x", lemma: decomposed))
    #expect(first != second)
    #expect(first.lemma(of: "x").isExactly(composed) && second.lemma(of: "x").isExactly(decomposed))
    #expect(LemmaScript(label: first.label) == first && LemmaScript(label: second.label) == second)
  }

  @Test func `words of a token are those of the token with its bytes`() {
    let rules = MultiwordRules([composed: ["one", "two"], decomposed: ["three", "four"]])
    #expect(rules.words(of: composed) == ["one", "two"])
    #expect(rules.words(of: decomposed) == ["three", "four"])
  }

  @Test func `words of treebanks that look alike do not align`() throws {
    var values = TreebankValues()
    func text(_ lemma: String) throws -> TreebankText {
      var document = Document(words: [["a"]])
      document.tags["lemma"] = [lemma]
      var text = TreebankText(name: "file")
      try text.add(document, &values)
      return text
    }
    let gold = try text(composed)
    #expect(try TreebankScores(gold: gold, predicted: text(composed))["Lemmas"]?.f1 == 100)
    #expect(try TreebankScores(gold: gold, predicted: text(decomposed))["Lemmas"]?.f1 == 0)
  }
}
