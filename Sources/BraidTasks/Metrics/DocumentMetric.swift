public import BraidText

/// A score that is a function of sums over documents.
///
/// Each document adds a vector of counts; the score of any set of documents follows from the sum of their vectors. That
/// makes a bootstrap cheap, and the same for every metric. Only these three have no default.
public protocol DocumentMetric: Sendable {
  /// What a document adds; nil when it has no gold answer and does not count. All vectors have one length.
  func statistics(gold: Document, predicted: Document) -> [Double]?
  /// The scores of a sum, 0 to 100, the one that decides first.
  func values(_ sums: [Double]) -> [(name: String, value: Double)]
  /// Items that a sum was counted over.
  func items(_ sums: [Double]) -> Int

  /// How the score was counted, in the words of the program that it equals; nil when its name says enough.
  var signature: String? { get }
  /// What became of each labelled thing of a document; empty for a task without labels and a document that does not count.
  func outcomes(gold: Document, predicted: Document) -> [LabelOutcome]
  /// Both answers as a person reads them, with what they differ in.
  func answers(gold: Document, predicted: Document) -> (gold: String, predicted: String)
  /// How wrong one document's answer is: 0 when it is right, at most 1.
  func severity(gold: Document, predicted: Document) -> Double
}

extension DocumentMetric {
  /// None.
  public var signature: String? { nil }

  /// None: a task without labels.
  public func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] { [] }

  /// Empty: answers that nobody has put into words.
  public func answers(gold: Document, predicted: Document) -> (gold: String, predicted: String) { ("", "") }

  /// What the document's own score lacks of 100, as a share; 0 where there was nothing to say and nothing was said.
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
  ///   - gold: documents with gold answers.
  ///   - predicted: the same documents with a model's answers.
  ///   - bootstrap: how often the documents are drawn anew for the 95 % interval; 0 for none.
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
    if bootstrap > 0 {
      let resampled = Bootstrap(resamples: bootstrap).values(statistics) { self.values($0)[0].value }
      score.interval = Bootstrap.interval(resampled)
    }
    return score
  }
}
