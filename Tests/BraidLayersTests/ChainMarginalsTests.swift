import BraidLayers
import Foundation
import Testing

@Suite struct ChainMarginalsTests {
  /// Three tokens, two tags and one that may not start nor follow the second.
  let scores: [[Float]] = [[0.5, -1, 2], [1.5, 0.25, -0.5], [-2, 1, 0.75]]
  let chain = ChainScores(
    transitions: [0.1, -0.3, 0.7, 1.2, 0, -.infinity, -0.4, 0.2, 0.6], start: [0.3, -0.2, -.infinity],
    end: [0, 0.5, -0.1])

  /// All 27 sequences with their weights, by plain enumeration.
  func sequences(_ temperature: Double) -> [(path: [Int], weight: Double)] {
    (0..<27).map { number in
      let path = [number / 9, number / 3 % 3, number % 3]
      var score = Double(chain.start[path[0]]) + Double(chain.end[path[2]])
      for (step, tag) in path.enumerated() { score += Double(scores[step][tag]) }
      for (before, tag) in zip(path, path.dropFirst()) { score += Double(chain.transitions[before * 3 + tag]) }
      return (path, exp(score / temperature))
    }
  }

  func share(_ temperature: Double, _ include: ([Int]) -> Bool) -> Double {
    let all = sequences(temperature)
    return all.filter { include($0.path) }.reduce(0) { $0 + $1.weight } / all.reduce(0) { $0 + $1.weight }
  }

  @Test(arguments: [0.5, 1, 3])
  func `marginals of tags and runs are those of enumeration`(temperature: Double) {
    let marginals = ChainMarginals(scores, chain, temperature: temperature)
    for step in 0..<3 {
      for tag in 0..<3 {
        let expected = share(temperature) { $0[step] == tag }
        #expect(abs(marginals.probability(step: step, tag: tag) - expected) < 1e-12)
      }
    }
    let run = marginals.probability(of: [0, 1], from: 0, notFollowedBy: 1)
    #expect(abs(run - share(temperature) { $0[0] == 0 && $0[1] == 1 && $0[2] != 1 }) < 1e-12)
    let last = marginals.probability(of: [1, 0], from: 1, notFollowedBy: 2)
    #expect(abs(last - share(temperature) { $0[1] == 1 && $0[2] == 0 }) < 1e-12)
    let whole = marginals.logProbability(of: [1, 0, 2])
    #expect(abs(exp(whole) - share(temperature) { $0 == [1, 0, 2] }) < 1e-12)
  }

  @Test func `a forbidden tag has no probability, even where its own score is far above all others`() {
    let marginals = ChainMarginals([[0, 0, 2000], [0, 2000, 0]], chain)
    #expect(marginals.probability(step: 0, tag: 2) == 0)
    #expect(marginals.probability(step: 1, tag: 1) > 0.999)
  }
}
