import BraidFiles
package import BraidText

/// Accuracy of document labels; of several labels a document the micro F1.
package struct ClassificationMetric: DocumentMetric {
  let layer: String
  let multiLabel: Bool
  /// The labels that are counted one by one; all others together.
  let labels: LabelSet
  /// Whether the labels are in an order, so that some mistakes are larger than others.
  let isOrdered: Bool

  /// A metric of the labels in `layer`.
  package init(layer: String, multiLabel: Bool, labels: LabelSet, isOrdered: Bool = false) {
    self.layer = layer
    self.multiLabel = multiLabel
    self.labels = labels
    self.isOrdered = isOrdered
  }

  /// The names of labels, each once.
  private static func names(_ labels: [Label]?) -> Set<ExactString>? {
    labels.map { Set($0.map { ExactString($0.name) }) }
  }

  /// Documents, documents that are right, then correct, predicted and gold of each label and of all others; at the end, of
  /// ordered labels, by how many places the prediction is off.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = Self.names(gold.labels[layer]) else { return nil }
    let prediction = Self.names(predicted.labels[layer]) ?? []
    var counts = [Double](repeating: 0, count: 2 + 3 * (labels.count + 1))
    counts[0] = 1
    counts[1] = truth == prediction ? 1 : 0
    for label in truth.union(prediction) {
      let start = 2 + 3 * (labels[label.string].map(Int.init) ?? labels.count)
      if truth.contains(label), prediction.contains(label) { counts[start] += 1 }
      if prediction.contains(label) { counts[start + 1] += 1 }
      if truth.contains(label) { counts[start + 2] += 1 }
    }
    if isOrdered {
      let places = [truth, prediction].map { $0.first.flatMap { labels[$0.string] } }
      // A label without a place, or none, is as wrong as can be.
      counts.append(places[0].flatMap { gold in places[1].map { Double(abs(gold - $0)) } } ?? Double(labels.count - 1))
    }
    return counts
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    let accuracy = ("accuracy", sums[0] > 0 ? 100 * sums[1] / sums[0] : 0)
    let perLabel = stride(from: 2, to: 2 + 3 * (labels.count + 1), by: 3).map { start in
      F1(correct: sums[start], predicted: sums[start + 1], gold: sums[start + 2])
    }
    let seen = perLabel.filter { $0.predicted + $0.gold > 0 }
    let macro = ("macro F1", seen.isEmpty ? 0 : seen.reduce(0) { $0 + $1.value } / Double(seen.count))
    let micro = F1(
      correct: perLabel.reduce(0) { $0 + $1.correct }, predicted: perLabel.reduce(0) { $0 + $1.predicted },
      gold: perLabel.reduce(0) { $0 + $1.gold })
    if multiLabel { return [("micro F1", micro.value), macro, accuracy] }
    return [accuracy, macro] + (isOrdered ? [("places off", sums[0] > 0 ? (sums.last ?? 0) / sums[0] : 0)] : [])
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[0]) }

  package func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] {
    guard let truth = gold.labels[layer]?.map(\.name) else { return [] }
    let prediction = (predicted.labels[layer] ?? []).map(\.name)
    guard multiLabel else { return [LabelOutcome(gold: truth.first, predicted: prediction.first)] }
    let found = Set(truth.map(ExactString.init)).intersection(prediction.map(ExactString.init))
    return truth.map { LabelOutcome(gold: $0, predicted: found.contains(ExactString($0)) ? $0 : nil) }
      + prediction.filter { !found.contains(ExactString($0)) }.map { LabelOutcome(gold: nil, predicted: $0) }
  }

  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    func text(_ document: Document) -> String { (document.labels[layer] ?? []).map(\.name).joined(separator: ", ") }
    return (text(gold), text(predicted))
  }

  /// A wrong label weighs as much as the model was sure of it; of several labels the share that is wrong counts.
  package func severity(gold: Document, predicted: Document) -> Double {
    guard let truth = Self.names(gold.labels[layer]) else { return 0 }
    let prediction = predicted.labels[layer] ?? []
    let names = Self.names(prediction) ?? []
    guard truth != names else { return 0 }
    guard multiLabel else { return prediction.first?.score ?? 1 }
    return Double(truth.symmetricDifference(names).count) / Double(truth.union(names).count)
  }

  /// The probability of the label that is predicted; of several labels that of each.
  package func confidences(gold: Document, predicted: Document) -> [Confidence] {
    guard let truth = Self.names(gold.labels[layer]) else { return [] }
    let labels = multiLabel ? predicted.probabilities[layer] : predicted.labels[layer]
    return (labels ?? []).compactMap { label in
      label.score.map { Confidence($0, isRight: truth.contains(ExactString(label.name))) }
    }
  }
}
