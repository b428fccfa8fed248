/// Finds for each of several labels the logit from which on it is given.
package enum LabelThresholds {
  /// With fewer gold labels than this a label keeps its threshold: a handful of documents says little.
  static let fewestGold = 5
  /// Rounds over all labels; few ever change after the second.
  static let rounds = 4

  /// The thresholds with the highest micro F1; 0 where no other is better, and of equally good ones the nearest to 0.
  ///
  /// - Parameter labels: for each label its logit in every document, and whether the document has it.
  /// - Returns: one threshold a label.
  package static func best(_ labels: [[(logit: Float, isGold: Bool)]]) -> [Float] {
    var thresholds = [Float](repeating: 0, count: labels.count)
    var counts = labels.map { count($0, from: 0) }
    for _ in 0..<rounds {
      let before = thresholds
      for label in labels.indices where labels[label].count(where: \.isGold) >= fewestGold {
        var others = F1(correct: 0, predicted: 0, gold: 0)
        for (index, count) in counts.enumerated() where index != label { others = others.adding(count) }
        for threshold in candidates(labels[label]) {
          let count = count(labels[label], from: threshold)
          let gain = others.adding(count).value - others.adding(counts[label]).value
          if gain > 1e-9 || gain > -1e-9 && abs(threshold) < abs(thresholds[label]) {
            thresholds[label] = threshold
            counts[label] = count
          }
        }
      }
      if thresholds == before { break }
    }
    return thresholds
  }

  private static func count(_ documents: [(logit: Float, isGold: Bool)], from threshold: Float) -> F1 {
    var count = F1(correct: 0, predicted: 0, gold: 0)
    for document in documents {
      if document.isGold { count.gold += 1 }
      guard document.logit >= threshold else { continue }
      count.predicted += 1
      if document.isGold { count.correct += 1 }
    }
    return count
  }

  /// Half-way between neighbouring logits, and 0; of very many some, evenly spread.
  private static func candidates(_ documents: [(logit: Float, isGold: Bool)]) -> [Float] {
    let logits = Set(documents.map(\.logit)).sorted()
    let middles = zip(logits, logits.dropFirst()).map { ($0 + $1) / 2 }
    let step = max(1, middles.count / 200)
    return [0] + stride(from: 0, to: middles.count, by: step).map { middles[$0] }
  }
}
