import BraidFiles

/// How often each label was predicted for each gold label.
public struct ConfusionMatrix: Sendable, Equatable, Codable {
  /// The labels, those with most gold labels first, equal ones in byte order.
  public private(set) var labels: [String]
  /// `[labels + 1][labels + 1]`, a row a gold label, a column a prediction; the last row and column stand for
  /// "nothing".
  public private(set) var counts: [[Int]]

  /// Counts outcomes.
  public init(_ outcomes: [LabelOutcome]) {
    var gold = ExactDictionary<Int>()
    for outcome in outcomes {
      if let label = outcome.gold { gold[label, default: 0] += 1 }
      if let label = outcome.predicted { gold[label, default: 0] += 0 }
    }
    labels = gold.sorted { first, second in
      first.value != second.value
        ? first.value > second.value : first.key.utf8.lexicographicallyPrecedes(second.key.utf8)
    }.map(\.key)
    let places = ExactDictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    let nothing = labels.count
    counts = [[Int]](repeating: [Int](repeating: 0, count: nothing + 1), count: nothing + 1)
    for outcome in outcomes {
      let row = outcome.gold.flatMap { places[$0] } ?? nothing
      let column = outcome.predicted.flatMap { places[$0] } ?? nothing
      counts[row][column] += 1
    }
  }

  /// Precision, recall and F1 of each label, in the order of `labels`.
  public var labelScores: [LabelScore] {
    labels.indices.map { label in
      LabelScore(
        label: labels[label], correct: counts[label][label], predicted: counts.reduce(0) { $0 + $1[label] },
        gold: counts[label].reduce(0, +))
    }
  }
}
