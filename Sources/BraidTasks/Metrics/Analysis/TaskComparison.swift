public import BraidText

/// A document with different predictions of two systems.
public struct ChangedDocument: Sendable, Equatable, Codable {
  /// Position among the documents scored, from 0.
  public var index: Int
  /// The document's name; empty when it has none.
  public var id: String
  /// The document's text.
  public var text: String
  /// The gold label in readable form.
  public var gold: String
  /// The first system's prediction.
  public var first: String
  /// The second system's prediction.
  public var second: String
  /// How much less wrong the second one is, -1 to 1.
  public var gain: Double
}

/// Two systems on the same documents: a paired test, who won how often, and what changed.
public struct TaskComparison: Sendable, Equatable, Codable {
  /// The metric that decides.
  public var metric: String
  /// The paired test.
  public var scores: ScoreComparison
  /// The verdict of the test.
  public var verdict: ScoreComparison.Verdict
  /// Documents that count.
  public var documents: Int
  /// Documents on which the second system is less wrong.
  public var wins: Int
  /// Documents on which it is more wrong.
  public var losses: Int
  /// Documents with different predictions, largest gain or loss first.
  public var changes: [ChangedDocument]

  /// Compares the predictions of two systems.
  ///
  /// - Parameters:
  ///   - metric: how they are scored.
  ///   - gold: documents with gold labels.
  ///   - first: the first system's predictions.
  ///   - second: the second system's predictions.
  ///   - resamples: number of bootstrap resamples.
  ///   - limit: how many of the changed documents are kept.
  public init(
    _ metric: any DocumentMetric, gold: [Document], first: [Document], second: [Document],
    resamples: Int = ScoreInterval.resamples,
    changes limit: Int = 20
  ) {
    self.metric = metric.score(gold: gold, predicted: first, bootstrap: 0).metric
    scores = ScoreComparison(metric, gold: gold, first: first, second: second, resamples: resamples)
    verdict = scores.verdict
    documents = 0
    wins = 0
    losses = 0
    changes = []
    for index in gold.indices where metric.statistics(gold: gold[index], predicted: first[index]) != nil {
      documents += 1
      let before = metric.descriptions(gold: gold[index], predicted: first[index])
      let after = metric.descriptions(gold: gold[index], predicted: second[index])
      let gain =
        metric.severity(gold: gold[index], predicted: first[index])
        - metric.severity(gold: gold[index], predicted: second[index])
      if gain > 0 { wins += 1 }
      if gain < 0 { losses += 1 }
      guard gain != 0 || before.predicted != after.predicted else { continue }
      changes.append(
        ChangedDocument(
          index: index, id: gold[index].id, text: gold[index].text, gold: after.gold, first: before.predicted,
          second: after.predicted, gain: gain))
    }
    changes = Array(changes.sorted { (abs($1.gain), $0.index) < (abs($0.gain), $1.index) }.prefix(limit))
  }
}
