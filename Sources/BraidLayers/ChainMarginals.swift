import Foundation

/// How likely tags and runs of tags are in one sequence, under scores of tokens and of steps between tags.
///
/// Forward-backward in the space of probabilities, each step scaled to add up to 1 (Rabiner 1989, section V.A).
public struct ChainMarginals {
  private let tags: Int
  /// `exp` of the scores of steps, `tags` times `tags`.
  private let steps: [Double]
  /// `exp` of the scores of tokens, less the highest of each token.
  private let emissions: [Double]
  private let forward: [Double]
  private let backward: [Double]
  /// What each step of `forward` was divided by.
  private let scales: [Double]

  /// Runs over one sequence.
  ///
  /// - Parameters:
  ///   - scores: one row of T scores a token, at least one.
  ///   - chain: scores of steps, of first and of last tags; minus infinity forbids.
  ///   - temperature: what all scores are divided by.
  /// - Complexity: O(tokens · T²).
  public init(_ scores: [[Float]], _ chain: ChainScores, temperature: Double = 1) {
    let tags = chain.start.count
    let count = scores.count
    let steps = chain.transitions.map { exp(Double($0) / temperature) }
    let start = chain.start.map { exp(Double($0) / temperature) }
    let end = chain.end.map { exp(Double($0) / temperature) }
    var emissions = [Double](repeating: 0, count: count * tags)
    for (step, row) in scores.enumerated() {
      let highest = row.max() ?? 0
      // A floor keeps a tag possible that only rules leave over.
      for tag in 0..<tags {
        emissions[step * tags + tag] = exp(max(-500, Double(row[tag] - highest) / temperature))
      }
    }
    var forward = [Double](repeating: 0, count: count * tags)
    var scales = [Double](repeating: 1, count: count)
    for step in 0..<count {
      let row = step * tags
      if step == 0 {
        for tag in 0..<tags { forward[tag] = start[tag] }
      } else {
        for before in 0..<tags {
          let weight = forward[row - tags + before]
          guard weight > 0 else { continue }
          for tag in 0..<tags { forward[row + tag] += weight * steps[before * tags + tag] }
        }
      }
      var sum = 0.0
      for tag in 0..<tags {
        forward[row + tag] *= emissions[row + tag]
        sum += forward[row + tag]
      }
      scales[step] = max(sum, .leastNormalMagnitude)
      for tag in 0..<tags { forward[row + tag] /= scales[step] }
    }
    var backward = [Double](repeating: 0, count: count * tags)
    let last = (count - 1) * tags
    let total = (0..<tags).reduce(0) { $0 + forward[last + $1] * end[$1] }
    for tag in 0..<tags { backward[last + tag] = end[tag] / max(total, .leastNormalMagnitude) }
    var reached = [Double](repeating: 0, count: tags)
    for step in stride(from: count - 2, through: 0, by: -1) {
      let next = (step + 1) * tags
      for tag in 0..<tags { reached[tag] = emissions[next + tag] * backward[next + tag] / scales[step + 1] }
      for before in 0..<tags {
        var sum = 0.0
        for tag in 0..<tags { sum += steps[before * tags + tag] * reached[tag] }
        backward[step * tags + before] = sum
      }
    }
    self.tags = tags
    self.steps = steps
    self.emissions = emissions
    self.forward = forward
    self.backward = backward
    self.scales = scales
  }

  /// Probability in 0...1 that the token `step` has `tag`.
  public func probability(step: Int, tag: Int) -> Double {
    min(1, forward[step * tags + tag] * backward[step * tags + tag])
  }

  /// Log-probability, in nats, that all tokens have exactly the tags `path`, one a token.
  public func logProbability(of path: [Int]) -> Double {
    var result = log(forward[path[0]])
    for step in path.indices.dropFirst() {
      result += log(steps[path[step - 1] * tags + path[step]] * emissions[step * tags + path[step]] / scales[step])
    }
    return result + log(backward[(path.count - 1) * tags + path[path.count - 1]])
  }

  /// Probability in 0...1 that the tokens from `first` on have exactly the tags `path`.
  ///
  /// - Parameters:
  ///   - path: at least one tag.
  ///   - first: the token that the first of them belongs to.
  ///   - next: a tag that the token after the path must not have, so that a span ends there; nil allows all.
  /// - Returns: the probability, 0...1.
  public func probability(of path: [Int], from first: Int, notFollowedBy next: Int?) -> Double {
    var result = forward[first * tags + path[0]]
    for index in path.indices.dropFirst() {
      let step = first + index
      result *= steps[path[index - 1] * tags + path[index]] * emissions[step * tags + path[index]] / scales[step]
    }
    let last = path[path.count - 1]
    let end = first + path.count - 1
    var follows = backward[end * tags + last]
    if let next, end + 1 < scales.count {
      let row = (end + 1) * tags + next
      follows -= steps[last * tags + next] * emissions[row] * backward[row] / scales[end + 1]
    }
    return min(1, max(0, result * follows))
  }
}
