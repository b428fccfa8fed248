package import BraidText

/// Accuracy of token tags.
package struct TagScorer: Sendable {
  let layer: String

  /// A scorer of the tags in `layer`.
  package init(layer: String) { self.layer = layer }

  /// Scores the tokens whose gold tags are known.
  package func score(gold: [Document], predicted: [Document]) -> TaskScore {
    var right = 0
    var tokens = 0
    for (gold, predicted) in zip(gold, predicted) {
      guard let truth = gold.tags[layer] else { continue }
      let answer = predicted.tags[layer] ?? []
      for (index, tag) in truth.enumerated() {
        guard let tag else { continue }
        tokens += 1
        if index < answer.count, answer[index] == tag { right += 1 }
      }
    }
    return TaskScore(
      metric: "accuracy", value: tokens > 0 ? 100 * Double(right) / Double(tokens) : 0, items: tokens)
  }
}
