/// Scores of tag sequences besides those of single tokens, for T tags.
///
/// A score of minus infinity forbids a step, a first or a last tag.
public struct ChainScores: Sendable, Equatable {
  /// T·T scores: from tag `i / T` to tag `i % T`.
  public var transitions: [Float]
  /// Score of a first tag.
  public var start: [Float]
  /// Score of a last tag.
  public var end: [Float]

  /// Scores of T tags; `transitions` has T·T elements.
  public init(transitions: [Float], start: [Float], end: [Float]) {
    self.transitions = transitions
    self.start = start
    self.end = end
  }

  /// Scores that allow everything.
  public init(tags: Int) {
    self.init(
      transitions: [Float](repeating: 0, count: tags * tags), start: [Float](repeating: 0, count: tags),
      end: [Float](repeating: 0, count: tags))
  }

  /// The scores of both, added up.
  public func adding(_ other: ChainScores) -> ChainScores {
    ChainScores(
      transitions: zip(transitions, other.transitions).map { $0 + $1 }, start: zip(start, other.start).map { $0 + $1 },
      end: zip(end, other.end).map { $0 + $1 })
  }

  /// The score of a sequence of tags.
  ///
  /// - Parameters:
  ///   - path: a tag for each token.
  ///   - emissions: one row of T scores a token.
  /// - Returns: the sum of the emissions and of the scores of the steps, the start and the end; 0 for no token.
  public func score(_ path: [Int], _ emissions: [[Float]]) -> Float {
    guard let first = path.first, let last = path.last else { return 0 }
    var total = start[first] + end[last]
    for (tag, row) in zip(path, emissions) { total += row[tag] }
    for (before, tag) in zip(path, path.dropFirst()) { total += transitions[before * start.count + tag] }
    return total
  }

  /// The best-scoring sequence of tags.
  ///
  /// Source: Viterbi 1967. Of equal scores the lower tag counts. See `PackedChain` for many sequences.
  ///
  /// - Parameter emissions: one row of T scores a token.
  /// - Returns: a tag for each token.
  /// - Complexity: O(tokens · T²).
  public func best(_ emissions: [[Float]]) -> [Int] {
    PackedChain(self).best(TokenScores(emissions))
  }

  /// The best sequence that ends with `scores`, followed back by the tag before each tag of a token.
  func path(to scores: [Float], _ pointers: [[Int]]) -> [Int] {
    let totals = zip(scores, end).map { $0 + $1 }
    var tag = totals.indices.max { totals[$0] < totals[$1] } ?? 0
    var path = [tag]
    for from in pointers.reversed() {
      tag = from[tag]
      path.append(tag)
    }
    return path.reversed()
  }

  /// The best-scoring sequences of tags, the best first.
  ///
  /// Source: list Viterbi decoding, Seshadri & Sundberg 1994, in parallel.
  ///
  /// - Parameters:
  ///   - emissions: one row of T scores a token.
  ///   - count: most sequences.
  /// - Returns: a tag for each token, for each sequence; fewer where no more are allowed.
  /// - Complexity: O(tokens · T² · count²).
  public func best(_ emissions: [[Float]], count: Int) -> [[Int]] {
    PackedChain(self).best(TokenScores(emissions), count: count)
  }
}
