import BraidCorpora
import BraidText
import Testing

/// Columns `predicted_…` of a table as predictions.
@Suite struct PredictedCellsTests {
  private func gold(_ labels: [String: [String]], translations: [String] = []) -> Document {
    var document = Document(text: "a")
    for (layer, names) in labels { document.labels[layer] = names.map { Label($0) } }
    for name in translations { document.translations[name] = AlignedText("x") }
    return document
  }

  private func cells(_ fields: [String: String], _ gold: Document, separator: String? = nil) -> PredictedCells {
    var document = Document(text: "a")
    document.fields = fields
    return PredictedCells([document], gold: [gold], labelSeparator: separator)
  }

  private func labels(_ cells: PredictedCells, _ layer: String = "label") -> [String: [String]] {
    cells.documents[0].predictions.mapValues { ($0.annotation.labels[layer] ?? []).map(\.name) }
  }

  @Test func `a column is for the layer of its name, whatever else there is`() {
    let found = cells(
      ["predicted_label": "x", "predicted_label_score": "0.5", "predicted_tags": "a/B"], gold(["label": ["y"]]))
    #expect(labels(found) == ["label": ["x"]])
    #expect(found.unclear.isEmpty)
  }

  @Test func `columns of tasks are for the one layer that none is named after`() {
    let gold = gold(["label": ["y"]], translations: [Document.secondName])
    let found = cells(["predicted_mood": "x", "predicted_mood_score": "1", "predicted_topic": "z"], gold)
    #expect(labels(found) == ["mood": ["x"], "topic": ["z"]])
    let two = cells(["predicted_a": "x", "predicted_de": "y"], self.gold(["kind": ["k"]], translations: ["de"]))
    #expect(labels(two, "kind") == ["a": ["x"], "de": []])
    #expect(two.documents[0].predictions["de"]?.annotation.translations["de"]?.text == "y")
  }

  @Test func `of several layers a name tells which, or it is not clear`() {
    let gold = gold(["mood": ["m"], "kind": ["k"]])
    #expect(labels(cells(["predicted_first_kind": "x"], gold), "kind") == ["first_kind": ["x"]])
    let unclear = cells(["predicted_first": "x"], gold)
    #expect(unclear.unclear == ["predicted_first"] && unclear.candidates.map(\.code) == ["labels:kind", "labels:mood"])
    #expect(unclear.documents[0].predictions.isEmpty)
  }

  @Test(arguments: ["prediction", "Predicted", "predicted label", "y_pred"])
  func `a column that is called as predictions usually are is one, for the one layer that there is`(column: String) {
    #expect(labels(cells([column: "x", "note": "z"], gold(["label": ["y"]]))) == [column: ["x"]])
    let unclear = cells([column: "x"], gold(["mood": ["m"], "kind": ["k"]]))
    #expect(unclear.unclear == [column])
  }

  @Test func `labels are cut where gold documents have several, or as is said`() {
    #expect(labels(cells(["predicted_label": "a|b"], gold(["label": ["x"]]))) == ["label": ["a|b"]])
    #expect(labels(cells(["predicted_label": "a|b"], gold(["label": ["x", "y"]]))) == ["label": ["a", "b"]])
    #expect(labels(cells(["predicted_label": "a;b"], gold(["label": ["x"]]), separator: ";")) == ["label": ["a", "b"]])
  }

  @Test(arguments: ["predicted_label", "predicted_mood", "predicted_other"])
  func `what a task has predicted since goes before a column of its layer`(column: String) {
    var document = Document(text: "a")
    document.fields = [column: "old"]
    var annotation = Document(text: "")
    annotation.labels = ["label": [Label("new")]]
    document.predictions["mood"] = Prediction([.labels("label")], of: annotation)
    let found = PredictedCells([document], gold: [gold(["label": ["y"]])], labelSeparator: nil)
    #expect(labels(found) == ["mood": ["new"]])
    #expect(found.unclear.isEmpty)
  }

  @Test func `an empty cell predicts nothing and a score alone is a prediction`() {
    let found = PredictedCells(
      [cells(["predicted_label": "x"], gold([:])).documents[0], Document(text: "b")], gold: [gold(["label": ["x"]])],
      labelSeparator: nil)
    #expect(found.documents[1].predictions["label"]?.missing == [.labels("label")])
    #expect(labels(cells(["predicted_my_score": "x"], gold(["label": ["x"]]))) == ["my_score": ["x"]])
  }
}
