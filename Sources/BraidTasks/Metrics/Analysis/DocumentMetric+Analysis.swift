public import BraidText

extension DocumentMetric {
  /// Scores documents and looks at what is wrong with them.
  ///
  /// - Parameters:
  ///   - gold: documents with gold labels.
  ///   - predicted: the same documents with a model's predictions.
  ///   - bootstrap: number of bootstrap resamples for the score's interval; 0 for none.
  ///   - limit: how many of the worst documents are kept.
  /// - Returns: scores, labels one by one, confusions and the worst errors.
  public func analysis(
    gold: [Document], predicted: [Document], bootstrap: Int = 1000, errors limit: Int = 20
  ) -> TaskAnalysis {
    let score = score(gold: gold, predicted: predicted, bootstrap: bootstrap)
    let confusion = ConfusionMatrix(zip(gold, predicted).flatMap { outcomes(gold: $0, predicted: $1) })
    let labels = confusion.labelScores
    let hasLabels = !labels.isEmpty
    return TaskAnalysis(
      score: score, labels: labels, micro: hasLabels ? .micro(labels) : nil, macro: hasLabels ? .macro(labels) : nil,
      confusion: hasLabels ? confusion : nil,
      errors: Array(self.errors(gold: gold, predicted: predicted).prefix(limit)))
  }

  /// The documents that are wrong, the worst first; of equally wrong ones the one with more items.
  public func errors(gold: [Document], predicted: [Document]) -> [DocumentError] {
    var errors: [DocumentError] = []
    for (index, (gold, predicted)) in zip(gold, predicted).enumerated() {
      guard let counts = statistics(gold: gold, predicted: predicted) else { continue }
      let severity = severity(gold: gold, predicted: predicted)
      guard severity > 0 else { continue }
      let descriptions = descriptions(gold: gold, predicted: predicted)
      errors.append(
        DocumentError(
          index: index, id: gold.id, text: gold.text, gold: descriptions.gold, predicted: descriptions.predicted,
          severity: severity, items: items(counts)))
    }
    return errors.sorted { ($1.severity, $1.items, $0.index) < ($0.severity, $0.items, $1.index) }
  }
}
