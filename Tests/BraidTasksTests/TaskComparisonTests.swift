import BraidTasks
import BraidText
import Testing

@Suite struct TaskComparisonTests {
  func labelled(_ label: String) -> Document {
    var document = Document(id: label, text: "a text")
    document.labels["label"] = [Label(label)]
    return document
  }

  @Test func `wins, losses and changes are counted document by document`() {
    let gold = ["a", "a", "b", "b", "c"].map(labelled)
    let first = ["a", "b", "b", "a", "a"].map(labelled)
    let second = ["a", "a", "a", "b", "b"].map(labelled)
    var unlabelled = gold
    unlabelled.append(Document(text: "nobody knows"))
    let metric = ClassificationMetric(layer: "label", multiLabel: false, labels: LabelSet(["a", "b", "c"]))
    let comparison = TaskComparison(
      metric, gold: unlabelled, first: first + [labelled("a")], second: second + [labelled("b")], resamples: 100)
    #expect(comparison.metric == "accuracy")
    #expect(comparison.documents == 5)
    #expect(comparison.scores.first == 40 && comparison.scores.second == 60)
    #expect(comparison.wins == 2 && comparison.losses == 1)
    #expect(comparison.verdict == .noEvidence)
    // The last document is as wrong as before, but differently; it comes after those that gained or lost.
    #expect(comparison.changes.map(\.index) == [1, 2, 3, 4])
    #expect(comparison.changes.map(\.gain) == [1, -1, 1, 0])
    #expect(comparison.changes[0].first == "b" && comparison.changes[0].second == "a")
  }
}
