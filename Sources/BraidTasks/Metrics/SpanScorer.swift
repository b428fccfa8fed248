package import BraidText

/// Exact-match F1 of labelled spans.
package struct SpanScorer: Sendable {
  let layer: String

  /// A scorer of the spans in `layer`.
  package init(layer: String) { self.layer = layer }

  /// Scores the documents whose gold spans are known.
  package func score(gold: [Document], predicted: [Document]) -> TaskScore {
    var counts = MatchCounts()
    for (gold, predicted) in zip(gold, predicted) {
      guard let truth = gold.spans[layer] else { continue }
      counts.add(gold: truth.map(Self.key), predicted: (predicted.spans[layer] ?? []).map(Self.key))
    }
    return TaskScore(
      metric: "F1", value: counts.f1, secondary: ["precision": counts.precision, "recall": counts.recall],
      items: counts.gold)
  }

  private static func key(_ span: LabeledSpan) -> LabeledSpan { LabeledSpan(span.tokens, label: span.label) }
}
