import BraidText

/// A metric of words, counted over words that only one side may have: F1 of its precision and its recall, and what it is over
/// the words that both have.
///
/// Source: Zeman et al. 2018, section 5.1.
struct AlignedWordMetric: DocumentMetric {
  private let inner: any DocumentMetric

  init(_ inner: any DocumentMetric) { self.inner = inner }

  var signature: String? { inner.signature }
  var lowerIsBetter: Bool { inner.lowerIsBetter }

  /// What `inner` counts over gold words, over predicted words, and over words that both have.
  func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let recall = inner.statistics(gold: gold, predicted: predicted) else { return nil }
    let none = [Double](repeating: 0, count: recall.count)
    var common = gold
    for (layer, tags) in gold.tags {
      let others = predicted.tags[layer]
      common.tags[layer] = tags.indices.map { others?[$0] == nil ? nil : tags[$0] }
    }
    return recall + (inner.statistics(gold: predicted, predicted: gold) ?? none)
      + (inner.statistics(gold: common, predicted: predicted) ?? none)
  }

  func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    let width = sums.count / 3
    let (recall, precision, aligned) = (
      inner.values(Array(sums[..<width])), inner.values(Array(sums[width..<2 * width])),
      inner.values(Array(sums[(2 * width)...]))
    )
    func f1(_ index: Int) -> Double {
      let (first, second) = (precision[index].value, recall[index].value)
      return first + second > 0 ? 2 * first * second / (first + second) : 0
    }
    let name = recall[0].name
    return [
      (name == "accuracy" ? "F1" : name, f1(0)), ("precision", precision[0].value), ("recall", recall[0].value),
      ("aligned \(name)", aligned[0].value),
    ] + recall.indices.dropFirst().map { (recall[$0].name, f1($0)) }
  }

  func items(_ sums: [Double]) -> Int { inner.items(Array(sums[..<(sums.count / 3)])) }

  func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] {
    inner.outcomes(gold: gold, predicted: predicted)
      + inner.outcomes(gold: predicted, predicted: gold).compactMap { outcome in
        outcome.predicted == nil ? LabelOutcome(gold: nil, predicted: outcome.gold) : nil
      }
  }

  func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    let texts = inner.descriptions(gold: gold, predicted: predicted)
    func trimmed(_ text: String) -> String {
      var utf8 = text.utf8[...]
      while utf8.last == UInt8(ascii: " ") { utf8 = utf8.dropLast() }
      return String(decoding: utf8, as: UTF8.self)
    }
    return (trimmed(texts.gold), trimmed(texts.predicted))
  }

  func confidences(gold: Document, predicted: Document) -> [Confidence] {
    inner.confidences(gold: gold, predicted: predicted)
  }
}
