import BraidTensors
import CKernels
import Foundation

/// How likely tags and runs of tags are in one sequence, under scores of tokens and of steps between tags.
///
/// Forward-backward in the space of probabilities, each step scaled to add up to 1 (Rabiner 1989, section V.A).
public struct ChainMarginals {
  private let factors: ChainFactors
  /// `[tokens, width]`: `exp` of the scores of tokens, less the highest of each token.
  private let emissions: [Double]
  /// `[tokens, width]`.
  private let forward: [Double]
  private let backward: [Double]
  /// What each step of `forward` was divided by.
  private let scales: [Double]

  private var width: Int { factors.width }

  /// Runs over one sequence.
  ///
  /// - Parameters:
  ///   - scores: one row of T scores a token, at least one.
  ///   - chain: scores of steps, of first and of last tags; minus infinity forbids.
  ///   - temperature: what all scores are divided by.
  /// - Complexity: O(tokens · T²).
  public init(_ scores: [[Float]], _ chain: ChainScores, temperature: Double = 1) {
    self.init(TokenScores(scores), ChainFactors(chain, temperature: temperature))
  }

  /// Runs over one sequence of at least one token.
  package init(_ scores: TokenScores, _ factors: ChainFactors) {
    let count = scores.count
    demand(count > 0 && scores.tags == factors.tags, "\(count) tokens of \(scores.tags) tags, not \(factors.tags)")
    var emissions = [Double](repeating: 0, count: count * factors.width)
    var forward = emissions
    var backward = emissions
    // With space for the scores of the paths through each tag.
    var scales = [Double](repeating: 0, count: count + factors.width)
    bk_chain_marginals(
      factors.tags, factors.width, count, scores.values, factors.temperature, factors.steps, factors.transposed,
      factors.start, factors.end, &emissions, &forward, &backward, &scales)
    scales.removeLast(factors.width)
    self.emissions = emissions
    self.factors = factors
    self.forward = forward
    self.backward = backward
    self.scales = scales
  }

  /// Probability in 0...1 that the token `step` has `tag`.
  public func probability(step: Int, tag: Int) -> Double {
    min(1, forward[step * width + tag] * backward[step * width + tag])
  }

  /// Log-probability, in nats, that all tokens have exactly the tags `path`, one a token.
  public func logProbability(of path: [Int]) -> Double {
    var result = log(forward[path[0]])
    for step in path.indices.dropFirst() {
      result += log(
        factors.steps[path[step - 1] * width + path[step]] * emissions[step * width + path[step]] / scales[step])
    }
    return result + log(backward[(path.count - 1) * width + path[path.count - 1]])
  }

  /// Probability in 0...1 that the tokens from `first` on have exactly the tags `path`.
  ///
  /// - Parameters:
  ///   - path: at least one tag.
  ///   - first: the token that the first of them belongs to.
  ///   - next: a tag that the token after the path must not have, so that a span ends there; nil allows all.
  /// - Returns: the probability, 0...1.
  public func probability(of path: [Int], from first: Int, notFollowedBy next: Int?) -> Double {
    var result = forward[first * width + path[0]]
    for index in path.indices.dropFirst() {
      let step = first + index
      result *=
        factors.steps[path[index - 1] * width + path[index]] * emissions[step * width + path[index]] / scales[step]
    }
    let last = path[path.count - 1]
    let end = first + path.count - 1
    var follows = backward[end * width + last]
    if let next, end + 1 < scales.count {
      let row = (end + 1) * width + next
      follows -= factors.steps[last * width + next] * emissions[row] * backward[row] / scales[end + 1]
    }
    return min(1, max(0, result * follows))
  }
}
