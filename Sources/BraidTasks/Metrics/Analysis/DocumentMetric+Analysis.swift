public import BraidText

extension DocumentMetric {
  /// Scores documents and looks at what is wrong with them.
  ///
  /// - Parameters:
  ///   - gold: documents with gold labels.
  ///   - predicted: the same documents with a model's predictions.
  ///   - bootstrap: number of bootstrap resamples for the intervals; 0 for none.
  ///   - limit: how many of the worst documents are kept.
  ///   - sorts: sorts of documents whose scores are taken apart; nil for none.
  /// - Returns: scores, labels one by one, confusions, calibration and the worst errors.
  public func analysis(
    gold: [Document], predicted: [Document], bootstrap: Int = ScoreInterval.resamples, errors limit: Int = 20,
    sorts: DocumentSorts? = nil
  ) -> TaskAnalysis {
    let counted = zip(gold, predicted).compactMap { gold, predicted in
      statistics(gold: gold, predicted: predicted).map { (gold: gold, predicted: predicted, statistics: $0) }
    }
    let score = score(counted.map(\.statistics), bootstrap: bootstrap)
    let outcomes = counted.map { self.outcomes(gold: $0.gold, predicted: $0.predicted) }
    let confusion = ConfusionMatrix(outcomes.flatMap { $0 })
    var labels = confusion.labelScores
    let hasLabels = !labels.isEmpty
    var (micro, macro) = (LabelScore.micro(labels), LabelScore.macro(labels))
    if hasLabels, bootstrap > 0 {
      let intervals = LabelBootstrap(outcomes, labels: confusion.labels, resamples: bootstrap).intervals()
      for (index, interval) in intervals.labels.enumerated() { labels[index].intervals = interval }
      micro.intervals = intervals.micro
      macro.intervals = intervals.macro
    }
    return TaskAnalysis(
      score: score, labels: labels, micro: hasLabels ? micro : nil, macro: hasLabels ? macro : nil,
      confusion: hasLabels ? confusion : nil,
      calibration: Calibration(
        counted.map { confidences(gold: $0.gold, predicted: $0.predicted) }, bootstrap: bootstrap),
      slices: sorts.map { slices(counted.map { ($0.gold, $0.statistics) }, $0, bootstrap: bootstrap) },
      errors: Array(self.errors(gold: gold, predicted: predicted).prefix(limit)))
  }

  /// The scores of each sort of documents that there is.
  private func slices(
    _ documents: [(gold: Document, statistics: [Double])], _ sorts: DocumentSorts, bootstrap: Int
  ) -> [ScoreSlice] {
    let names = documents.map { sorts.names($0.gold) }
    return sorts.all.compactMap { sort in
      let included = documents.indices.filter { names[$0].contains(sort) }
      guard !included.isEmpty else { return nil }
      return ScoreSlice(
        name: sort, documents: included.count,
        score: score(included.map { documents[$0].statistics }, bootstrap: bootstrap))
    }
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
