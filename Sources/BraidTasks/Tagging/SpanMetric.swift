package import BraidText

/// Exact-match F1 of labelled spans: a span is right when its label and all of its tokens are.
package struct SpanMetric: DocumentMetric {
  let layer: String

  /// A metric of the spans in `layer`.
  package init(layer: String) { self.layer = layer }

  package var comparedUnits: ComparedUnits { .characters }

  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let truth = gold.spans[layer] else { return nil }
    func keys(_ spans: [LabeledSpan]) -> [LabeledSpan] { spans.map { LabeledSpan($0.tokens, label: $0.label) } }
    return F1(gold: keys(truth), predicted: keys(predicted.spans[layer] ?? [])).counts
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    let f1 = F1(correct: sums[0], predicted: sums[1], gold: sums[2])
    return [("F1", f1.value), ("precision", f1.precision), ("recall", f1.recall)]
  }

  package func items(_ sums: [Double]) -> Int { Int(sums[2]) }

  package func outcomes(gold: Document, predicted: Document) -> [LabelOutcome] {
    guard let truth = gold.spans[layer] else { return [] }
    return LabelOutcome.matching(
      gold: truth.map { ($0.tokens, $0.label) }, predicted: (predicted.spans[layer] ?? []).map { ($0.tokens, $0.label) }
    )
  }

  /// The words with the spans in brackets: `[NP the dog] barks`.
  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    (
      gold.bracketed(gold.spans[layer] ?? [], in: gold.tokens.indices),
      gold.bracketed(predicted.spans[layer] ?? [], in: gold.tokens.indices)
    )
  }

  /// The probability of each span that is predicted.
  package func confidences(gold: Document, predicted: Document) -> [Confidence] {
    guard let truth = gold.spans[layer] else { return [] }
    let keys = Set(truth.map { LabeledSpan($0.tokens, label: $0.label) })
    return (predicted.spans[layer] ?? []).compactMap { span in
      span.score.map { Confidence($0, isRight: keys.contains(LabeledSpan(span.tokens, label: span.label))) }
    }
  }
}
