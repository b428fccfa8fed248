package import BraidLayers
import BraidTensors
package import BraidText
import Foundation

/// Decodes the token scores of sentences to tags or spans, with their probabilities.
package struct ScoredChain {
  let names: [String]
  private let chain: PackedChain
  /// What probabilities follow from; nil where each token stands alone.
  private let factors: ChainFactors?
  private let temperature: Double
  /// How the tags spell spans.
  private let encoding: SpanEncoding
  /// For each tag its mark and label, and the tag that continues its span.
  private let spanTags: [(tag: SpanTag, inside: Int?)]

  /// Whether neither rules nor weights tie tags together, so that each token stands alone.
  var isFree: Bool { factors == nil }

  /// A decoder to the tags `names`.
  ///
  /// - Parameters:
  ///   - names: the tags, in the order of the scores' columns.
  ///   - chain: scores of steps between tags.
  ///   - isFree: whether the chain allows everything alike.
  ///   - temperature: what scores are divided by before they become probabilities.
  ///   - encoding: how the tags spell spans.
  package init(
    names: [String], chain: ChainScores, isFree: Bool, temperature: Double, encoding: SpanEncoding = .iob2
  ) {
    self.names = names
    self.chain = PackedChain(chain)
    factors = isFree ? nil : ChainFactors(chain, temperature: temperature)
    self.temperature = temperature
    self.encoding = encoding
    spanTags = names.map { name in
      let tag = SpanTag(name) ?? .outside
      return (tag, encoding == .bioes ? nil : names.firstIndex(of: "I-\(tag.label)"))
    }
  }

  /// The best tags of one sentence.
  func best(_ scores: TokenScores) -> [Int] { chain.best(scores) }

  /// The best tags of some tokens that each stand alone, with their probabilities if these are wanted.
  ///
  /// - Precondition: `isFree`.
  func bestAlone(_ scores: Tensor, rows: [Int32], scored: Bool) -> (tags: [Int32], scores: [Double]) {
    let best = scores.bestClasses(rows: rows, temperature: scored ? temperature : nil)
    return (best.classes, best.probabilities)
  }

  /// Other tags of one sentence, the likeliest first, each with its probability.
  ///
  /// - Parameters:
  ///   - best: the tags that are given.
  ///   - scores: the sentence's.
  ///   - count: most others.
  ///   - first: the sentence's first token.
  /// - Returns: at most `count`.
  func alternatives(
    to best: some Collection<Int>, _ scores: TokenScores, count: Int, first: Int
  ) -> [AlternativeTags] {
    guard count > 0, scores.count > 0 else { return [] }
    let marginals = factors.map { ChainMarginals(scores, $0) }
    return chain.best(scores, count: count + 1).filter { !$0.elementsEqual(best) }.prefix(count).map { path in
      AlternativeTags(
        first..<first + path.count, tags: path.map { names[$0] },
        score: exp(marginals?.logProbability(of: path) ?? logProbabilityAlone(of: path, scores)).rounded6)
    }
  }

  /// Log-probability of the tags of tokens that each stand alone, in nats.
  private func logProbabilityAlone(of path: [Int], _ scores: TokenScores) -> Double {
    path.enumerated().reduce(0) { sum, step in
      sum + log(Softmax.probabilities(scores.row(step.offset), temperature: temperature)[step.element])
    }
  }

  /// Probability of each tag of `path`.
  func tagScores(_ path: [Int], _ scores: TokenScores) -> [Double] {
    guard !path.isEmpty else { return [] }
    guard let factors else {
      return path.enumerated().map {
        Softmax.probabilities(scores.row($0), temperature: temperature)[$1].rounded6
      }
    }
    let marginals = ChainMarginals(scores, factors)
    return path.enumerated().map { marginals.probability(step: $0, tag: $1).rounded6 }
  }

  /// The spans that `path` spells, each with the probability that exactly it is there.
  ///
  /// `first` is the sentence's first token.
  package func spans(_ path: [Int], _ scores: TokenScores, first: Int, scored: Bool) -> [LabeledSpan] {
    var spans = encoding.spans(of: path.lazy.map { spanTags[$0].tag }, first: first).spans
    guard scored, !spans.isEmpty else { return spans }
    let marginals = ChainMarginals(scores, factors ?? ChainFactors(chain.scores, temperature: temperature))
    for index in spans.indices {
      let steps = spans[index].tokens.lowerBound - first..<spans[index].tokens.upperBound - first
      spans[index].score =
        marginals.probability(
          of: Array(path[steps]), from: steps.lowerBound, notFollowedBy: spanTags[path[steps.lowerBound]].inside
        ).rounded6
    }
    return spans
  }
}
