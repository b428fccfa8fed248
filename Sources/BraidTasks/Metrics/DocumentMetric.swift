public import BraidText

/// A score that is a function of sums over documents.
///
/// Each document adds a vector of counts; the score of any set of documents follows from the sum of their vectors. That
/// makes a bootstrap cheap, and the same for every metric. Only the first three have no default. A score that no sum gives,
/// such as one of ranks, looks at the vectors of all documents together.
public protocol DocumentMetric: Sendable {
  /// What a document adds; nil if it has no gold label and does not count. All vectors have one length.
  func statistics(gold: Document, predicted: Document) -> [Double]?
  /// The scores of a sum, the one that decides first; 0 to 100 where higher is better.
  func values(_ sums: [Double]) -> [(name: String, value: Double)]
  /// The scores of some documents, the one that decides first; by default those of the sum of their vectors.
  ///
  /// - Parameters:
  ///   - statistics: the vectors of all documents.
  ///   - picks: positions of the documents among these; one that was drawn several times counts so often.
  /// - Returns: names and values.
  func values(_ statistics: [[Double]], at picks: some Sequence<Int>) -> [(name: String, value: Double)]
  /// Items that a sum was counted over.
  func items(_ sums: [Double]) -> Int

  /// Whether a lower value of the deciding score is better, as of a perplexity.
  var lowerIsBetter: Bool { get }
  /// How the score was counted, in the notation of the reference program; nil when its name says enough.
  var signature: String? { get }
  /// What is compared, which says how predictions about other tokens than gold's are scored.
  var comparedUnits: ComparedUnits { get }
  /// The outcome of each labelled item of a document; empty for a task without labels and a document that does not
  /// count.
  func outcomes(gold: Document, predicted: Document) -> [LabelOutcome]
  /// The gold label and the prediction in readable form, with their differences.
  func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String)
  /// How wrong the prediction for one document is: 0 when it is right, at most 1.
  func severity(gold: Document, predicted: Document) -> Double
  /// The probabilities that the predictions for a document were given, each with whether it came true; empty for a task
  /// without probabilities and a document that does not count.
  func confidences(gold: Document, predicted: Document) -> [Confidence]
}

extension DocumentMetric {
  /// Those of the sum.
  public func values(
    _ statistics: [[Double]], at picks: some Sequence<Int>
  ) -> [(name: String, value: Double)] { values(Bootstrap.sum(statistics, picks)) }

  /// No.
  public var lowerIsBetter: Bool { false }

  /// None.
  public var signature: String? { nil }

  /// Documents as wholes.
  public var comparedUnits: ComparedUnits { .documents }

  /// None: a task without labels.
  public func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] { [] }

  /// None.
  public func confidences(gold: Document, predicted: Document) -> [Confidence] { [] }

  /// Empty.
  public func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) { ("", "") }

  /// 1 minus the document's own score as a share; 0 if there was nothing to predict and nothing was predicted.
  public func severity(gold: Document, predicted: Document) -> Double {
    guard let counts = statistics(gold: gold, predicted: predicted), counts.contains(where: { $0 > 0 }),
      let value = values(counts).first?.value
    else { return 0 }
    return 1 - value / 100
  }
}

extension DocumentMetric {
  /// What model selection compares of a value of the deciding score, 0 to 100: itself; where lower values are better,
  /// `100 / (1 + value)`.
  package func points(_ value: Double) -> Double { lowerIsBetter ? 100 / (1 + max(0, value)) : value }

  /// The vectors of the documents that count.
  package func statistics(gold: [Document], predicted: [Document]) -> [[Double]] {
    zip(gold, predicted).compactMap { statistics(gold: $0, predicted: $1) }
  }

  /// The scores of documents.
  ///
  /// - Parameters:
  ///   - gold: documents with gold labels.
  ///   - predicted: the same documents with a model's predictions.
  ///   - bootstrap: number of bootstrap resamples for the 95 % intervals; 0 for none.
  /// - Returns: the deciding score and the others, each with its interval.
  public func score(gold: [Document], predicted: [Document], bootstrap: Int) -> TaskScore {
    score(statistics(gold: gold, predicted: predicted), bootstrap: bootstrap)
  }

  /// The scores of documents that have these statistics.
  func score(_ statistics: [[Double]], bootstrap: Int) -> TaskScore {
    guard !statistics.isEmpty else { return TaskScore(metric: "none", value: 0, items: 0) }
    let sums = Bootstrap.sum(statistics, statistics.indices)
    let values = values(statistics, at: statistics.indices)
    var score = TaskScore(
      metric: values[0].name, value: values[0].value,
      secondary: Dictionary(uniqueKeysWithValues: values.dropFirst().map { ($0.name, $0.value) }), items: items(sums))
    score.signature = signature
    score.lowerIsBetter = lowerIsBetter ? true : nil
    if bootstrap > 0 {
      let resampled = Bootstrap(resamples: bootstrap).draws(statistics.count) { picks in
        self.values(statistics, at: picks).map(\.value)
      }
      let intervals = values.indices.map { place in Bootstrap.interval(resampled.map { $0[place] }) }
      score.interval = intervals[0]
      score.intervals = Dictionary(
        uniqueKeysWithValues: zip(values, intervals).dropFirst().map { ($0.name, $1) })
    }
    return score
  }

  /// The scores of all documents, and the deciding value on each half of them.
  ///
  /// - Parameters:
  ///   - gold: documents with gold labels.
  ///   - predicted: the same documents with a model's predictions.
  ///   - folds: the halves.
  /// - Returns: the scores without intervals; for each half its value, nil where no document counts.
  package func scores(
    gold: [Document], predicted: [Document], folds: DocumentFolds
  ) -> (whole: TaskScore, folds: [Double?]) {
    var statistics: [[Double]] = []
    var positions = [[Int]](repeating: [], count: DocumentFolds.count)
    for index in gold.indices {
      guard let counts = self.statistics(gold: gold[index], predicted: predicted[index]) else { continue }
      positions[folds.folds[index]].append(statistics.count)
      statistics.append(counts)
    }
    return (
      score(statistics, bootstrap: 0),
      positions.map { $0.isEmpty ? nil : values(statistics, at: $0)[0].value }
    )
  }
}
