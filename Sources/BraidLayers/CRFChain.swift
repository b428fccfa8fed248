import Foundation

/// Forward-backward over one sequence of a linear-chain CRF, in double precision.
package struct CRFChain {
  let scores: ChainScores
  let tags: Int

  /// A chain with these transition scores over `tags` tags.
  package init(scores: ChainScores, tags: Int) {
    self.scores = scores
    self.tags = tags
  }

  /// What a run leaves.
  package struct Result {
    /// `log Z - score(gold)`, in nats.
    package var loss = 0.0
    /// For each token the probability of each tag.
    package var tags: [[Double]] = []
    /// For each pair of tags how often it is expected to follow one another.
    package var pairs: [Double] = []
  }

  /// Runs over a sequence of at least one token, `emissions` with one row of scores a token.
  ///
  /// `gold` is empty when only marginals are wanted.
  package func run(_ emissions: [[Double]], gold: [Int], marginals: Bool) -> Result {
    let length = emissions.count
    var forward = [[Double]](repeating: [], count: length)
    forward[0] = (0..<tags).map { emissions[0][$0] + Double(scores.start[$0]) }
    var terms = [Double](repeating: 0, count: tags)
    for step in 1..<max(1, length) {
      forward[step] = (0..<tags).map { tag in
        for before in 0..<tags { terms[before] = forward[step - 1][before] + transition(before, tag) }
        return emissions[step][tag] + Self.logSum(terms)
      }
    }
    let logZ = Self.logSum((0..<tags).map { forward[length - 1][$0] + Double(scores.end[$0]) })
    var result = Result()
    if !gold.isEmpty { result.loss = logZ - score(emissions, gold) }
    guard marginals else { return result }

    var backward = (0..<tags).map { Double(scores.end[$0]) }
    result.tags = [[Double]](repeating: [], count: length)
    result.pairs = [Double](repeating: 0, count: tags * tags)
    for step in stride(from: length - 1, through: 0, by: -1) {
      result.tags[step] = (0..<tags).map { exp(forward[step][$0] + backward[$0] - logZ) }
      guard step > 0 else { break }
      let reached = (0..<tags).map { backward[$0] + emissions[step][$0] }
      for before in 0..<tags {
        for tag in 0..<tags {
          result.pairs[before * tags + tag] += exp(
            forward[step - 1][before] + transition(before, tag) + reached[tag] - logZ)
        }
      }
      backward = (0..<tags).map { before in
        for tag in 0..<tags { terms[tag] = transition(before, tag) + reached[tag] }
        return Self.logSum(terms)
      }
    }
    return result
  }

  private func transition(_ before: Int, _ tag: Int) -> Double { Double(scores.transitions[before * tags + tag]) }

  private func score(_ emissions: [[Double]], _ path: [Int]) -> Double {
    var total = Double(scores.start[path[0]]) + Double(scores.end[path[path.count - 1]])
    for (step, tag) in path.enumerated() { total += emissions[step][tag] }
    for (before, tag) in zip(path, path.dropFirst()) { total += transition(before, tag) }
    return total
  }

  private static func logSum(_ terms: [Double]) -> Double {
    let highest = terms.max() ?? -.infinity
    guard highest > -.infinity else { return highest }
    return highest + log(terms.reduce(0) { $0 + exp($1 - highest) })
  }
}
