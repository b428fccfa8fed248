import BraidFiles
package import BraidText
import Foundation

/// Perplexity of words, the exponential of the mean negative log-probability of a word in nats, over both directions;
/// beside it each direction's, and the bits that a word takes. The end of a sentence counts as a word.
package struct PerplexityMetric: DocumentMetric {
  let task: String

  /// A metric of the language model `task`.
  package init(task: String) { self.task = task }

  package var lowerIsBetter: Bool { true }

  /// Nats and words of the forward direction, then of the backward direction, zeros where there is none.
  package func statistics(gold: Document, predicted: Document) -> [Double]? {
    guard let likelihood = WordLikelihood(predicted, task: task), likelihood.words > 0 else { return nil }
    let words = Double(likelihood.words)
    return [likelihood.forward, words, likelihood.backward ?? 0, likelihood.backward == nil ? 0 : words]
  }

  package func values(_ sums: [Double]) -> [(name: String, value: Double)] {
    let mean = (sums[0] + sums[2]) / max(1, sums[1] + sums[3])
    var values = [("perplexity", Self.perplexity(mean)), ("bits", mean / log(2))]
    if sums[3] > 0 {
      values.append(("forward perplexity", Self.perplexity(sums[0] / max(1, sums[1]))))
      values.append(("backward perplexity", Self.perplexity(sums[2] / sums[3])))
    }
    return values
  }

  /// The exponential, kept finite so that it can be written.
  private static func perplexity(_ nats: Double) -> Double { exp(min(nats, 700)) }

  package func items(_ sums: [Double]) -> Int { Int(saturating: sums[1] + sums[3]) }

  package func descriptions(gold: Document, predicted: Document) -> (gold: String, predicted: String) {
    let sums = statistics(gold: gold, predicted: predicted)
    return (
      gold.words(gold.tokens.indices).joined(separator: " "),
      sums.map { "perplexity \(values($0)[0].value.fixed(1))" } ?? ""
    )
  }

  /// 1 minus the mean probability of a word, the geometric mean.
  package func severity(gold: Document, predicted: Document) -> Double {
    statistics(gold: gold, predicted: predicted).map { 1 - 1 / values($0)[0].value } ?? 0
  }
}
