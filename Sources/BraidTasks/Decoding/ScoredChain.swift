package import BraidLayers
package import BraidText
import Foundation

/// Decodes the token scores of sentences to tags or spans, with their probabilities.
package struct ScoredChain {
  let names: [String]
  let chain: ChainScores
  /// Whether neither rules nor weights tie tags together, so that each token stands alone.
  let isFree: Bool
  let temperature: Double
  /// How the tags spell spans.
  let encoding: SpanEncoding

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
    self.chain = chain
    self.isFree = isFree
    self.temperature = temperature
    self.encoding = encoding
  }

  /// The best tags of one sentence, `scores` with one row a token.
  func best(_ scores: [[Float]]) -> [Int] { chain.best(scores) }

  /// Other tags of one sentence, the likeliest first, each with its probability.
  ///
  /// - Parameters:
  ///   - best: the tags that are given.
  ///   - scores: one row a token.
  ///   - count: most others.
  ///   - first: the sentence's first token.
  /// - Returns: at most `count`.
  func alternatives(to best: [Int], _ scores: [[Float]], count: Int, first: Int) -> [AlternativeTags] {
    guard count > 0, !scores.isEmpty else { return [] }
    let marginals = ChainMarginals(scores, chain, temperature: temperature)
    return chain.best(scores, count: count + 1).filter { $0 != best }.prefix(count).map { path in
      AlternativeTags(
        first..<first + path.count, tags: path.map { names[$0] },
        score: exp(marginals.logProbability(of: path)).rounded6)
    }
  }

  /// Probability of each tag of `path`.
  func tagScores(_ path: [Int], _ scores: [[Float]]) -> [Double] {
    guard !path.isEmpty else { return [] }
    if isFree {
      return zip(path, scores).map { Softmax.probabilities($1, temperature: temperature)[$0].rounded6 }
    }
    let marginals = ChainMarginals(scores, chain, temperature: temperature)
    return path.enumerated().map { marginals.probability(step: $0, tag: $1).rounded6 }
  }

  /// The spans that `path` spells, each with the probability that exactly it is there.
  ///
  /// `first` is the sentence's first token.
  package func spans(_ path: [Int], _ scores: [[Float]], first: Int, scored: Bool) -> [LabeledSpan] {
    var spans = encoding.spans(of: path.map { names[$0] }, first: first).spans
    guard scored, !spans.isEmpty else { return spans }
    let marginals = ChainMarginals(scores, chain, temperature: temperature)
    for index in spans.indices {
      let steps = spans[index].tokens.lowerBound - first..<spans[index].tokens.upperBound - first
      spans[index].score =
        marginals.probability(
          of: Array(path[steps]), from: steps.lowerBound,
          notFollowedBy: encoding == .bioes ? nil : names.firstIndex(of: "I-\(spans[index].label)")
        ).rounded6
    }
    return spans
  }
}
