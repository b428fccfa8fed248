package import BraidText

/// Accuracy of token tags.
package struct TagMetric: DocumentMetric {
  let layer: String

  /// A metric of the tags in `layer`.
  package init(layer: String) { self.layer = layer }

  /// Tokens with a gold tag, tokens that are right.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = gold.tags[layer] else { return nil }
    let answer = predicted.tags[layer] ?? []
    var counts = [0.0, 0.0]
    for (index, tag) in truth.enumerated() {
      guard let tag else { continue }
      counts[0] += 1
      if index < answer.count, answer[index] == tag { counts[1] += 1 }
    }
    return counts
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    [("accuracy", sums[0] > 0 ? 100 * sums[1] / sums[0] : 0)]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[0]) }
}
