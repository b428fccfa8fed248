package import BraidText

/// Accuracy of document labels; of several labels a document the micro F1.
package struct ClassificationScorer: Sendable {
  let layer: String
  let multiLabel: Bool

  /// A scorer of the labels in `layer`.
  package init(layer: String, multiLabel: Bool) {
    self.layer = layer
    self.multiLabel = multiLabel
  }

  /// Scores the documents whose gold labels are known.
  package func score(gold: [Document], predicted: [Document]) -> TaskScore {
    var all = MatchCounts()
    var labels: [String: MatchCounts] = [:]
    var right = 0
    var documents = 0
    for (gold, predicted) in zip(gold, predicted) {
      guard let truth = gold.labels[layer]?.map(\.name) else { continue }
      let answer = predicted.labels[layer]?.map(\.name) ?? []
      documents += 1
      if Set(truth) == Set(answer) { right += 1 }
      all.add(gold: truth, predicted: answer)
      for label in Set(truth).union(answer) {
        labels[label, default: MatchCounts()].add(
          gold: truth.filter { $0 == label }, predicted: answer.filter { $0 == label })
      }
    }
    let accuracy = documents > 0 ? 100 * Double(right) / Double(documents) : 0
    let macro = labels.isEmpty ? 0 : labels.values.reduce(0) { $0 + $1.f1 } / Double(labels.count)
    return multiLabel
      ? TaskScore(
        metric: "micro F1", value: all.f1, secondary: ["accuracy": accuracy, "macro F1": macro], items: documents)
      : TaskScore(metric: "accuracy", value: accuracy, secondary: ["macro F1": macro], items: documents)
  }
}
