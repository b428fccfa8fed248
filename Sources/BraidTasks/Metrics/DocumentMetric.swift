public import BraidText

/// A score that is a function of sums over documents.
///
/// Each document adds a vector of counts; the score of any set of documents follows from the sum of their vectors. That
/// makes a bootstrap cheap, and the same for every metric. Only these three have no default.
public protocol DocumentMetric: Sendable {
  /// What a document adds; nil if it has no gold label and does not count. All vectors have one length.
  func statistics(gold: Document, predicted: Document) -> [Double]?
  /// The scores of a sum, the one that decides first; 0 to 100 where higher is better.
  func values(_ sums: [Double]) -> [(name: String, value: Double)]
  /// Items that a sum was counted over.
  func items(_ sums: [Double]) -> Int

  /// Whether a lower value of the deciding score is better, as of a perplexity.
  var lowerIsBetter: Bool { get }
  /// How the score was counted, in the notation of the reference program; nil when its name says enough.
  var signature: String? { get }
  /// The outcome of each labelled item of a document; empty for a task without labels and a document that does not
  /// count.
  func outcomes(gold: Document, predicted: Document) -> [LabelOutcome]
  /// The gold label and the prediction in readable form, with their differences.
  func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String)
  /// How wrong the prediction for one document is: 0 when it is right, at most 1.
  func severity(gold: Document, predicted: Document) -> Double
}

extension DocumentMetric {
  /// No.
  public var lowerIsBetter: Bool { false }

  /// None.
  public var signature: String? { nil }

  /// None: a task without labels.
  public func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] { [] }

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
  /// The vectors of the documents that count.
  package func statistics(gold: [Document], predicted: [Document]) -> [[Double]] {
    zip(gold, predicted).compactMap { statistics(gold: $0, predicted: $1) }
  }

  /// The scores of documents.
  ///
  /// - Parameters:
  ///   - gold: documents with gold labels.
  ///   - predicted: the same documents with a model's predictions.
  ///   - bootstrap: number of bootstrap resamples for the 95 % interval; 0 for none.
  /// - Returns: the deciding score with its interval, and the others.
  public func score(gold: [Document], predicted: [Document], bootstrap: Int) -> TaskScore {
    let statistics = statistics(gold: gold, predicted: predicted)
    guard let first = statistics.first else { return TaskScore(metric: "none", value: 0, items: 0) }
    let sums = statistics.reduce([Double](repeating: 0, count: first.count)) { zip($0, $1).map(+) }
    let values = values(sums)
    var score = TaskScore(
      metric: values[0].name, value: values[0].value,
      secondary: Dictionary(uniqueKeysWithValues: values.dropFirst().map { ($0.name, $0.value) }), items: items(sums))
    score.signature = signature
    score.lowerIsBetter = lowerIsBetter ? true : nil
    if bootstrap > 0 {
      let resampled = Bootstrap(resamples: bootstrap).values(statistics) { self.values($0)[0].value }
      score.interval = Bootstrap.interval(resampled)
    }
    return score
  }
}
