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
  /// Source: Viterbi 1967. Of equal scores the lower tag counts.
  ///
  /// - Parameter emissions: one row of T scores a token.
  /// - Returns: a tag for each token.
  /// - Complexity: O(tokens · T²).
  public func best(_ emissions: [[Float]]) -> [Int] {
    guard let first = emissions.first else { return [] }
    let tags = start.count
    var scores = zip(first, start).map { $0 + $1 }
    var pointers: [[Int]] = []
    for row in emissions.dropFirst() {
      var next = [Float](repeating: -.infinity, count: tags)
      var from = [Int](repeating: 0, count: tags)
      for before in 0..<tags where scores[before] > -.infinity {
        for tag in 0..<tags {
          let score = scores[before] + transitions[before * tags + tag]
          if score > next[tag] {
            next[tag] = score
            from[tag] = before
          }
        }
      }
      for tag in 0..<tags { next[tag] += row[tag] }
      scores = next
      pointers.append(from)
    }
    return path(to: scores, pointers)
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
  /// Source: list Viterbi decoding, Seshadri & Sundberg 1994, in parallel: each tag keeps the best ways to reach it.
  ///
  /// - Parameters:
  ///   - emissions: one row of T scores a token.
  ///   - count: most sequences.
  /// - Returns: a tag for each token, for each sequence; fewer where no more are allowed.
  /// - Complexity: O(tokens · T² · count · log(T · count)).
  public func best(_ emissions: [[Float]], count: Int) -> [[Int]] {
    guard let first = emissions.first, count > 0 else { return [] }
    /// A way to reach a tag: its score, and the tag before with the rank among the ways to reach that one.
    typealias Way = (score: Float, tag: Int, rank: Int)
    func ranked(_ ways: [Way]) -> [Way] {
      let sorted = ways.sorted { ($1.score, $0.tag, $0.rank) < ($0.score, $1.tag, $1.rank) }
      return Array(sorted.prefix(count))
    }
    let tags = start.count
    var ways = (0..<tags).map { tag -> [Way] in
      let score = first[tag] + start[tag]
      return score > -.infinity ? [(score, -1, 0)] : []
    }
    var history = [ways]
    for row in emissions.dropFirst() {
      ways = (0..<tags).map { tag in
        ranked(
          (0..<tags).flatMap { before -> [Way] in
            let step = transitions[before * tags + tag]
            guard step > -.infinity else { return [] }
            return ways[before].enumerated().map { ($1.score + step + row[tag], before, $0) }
          })
      }
      history.append(ways)
    }
    let ends = ranked(
      (0..<tags).flatMap { tag -> [Way] in
        end[tag] > -.infinity ? ways[tag].enumerated().map { ($1.score + end[tag], tag, $0) } : []
      })
    return ends.map { last in
      var path = [last.tag]
      var rank = last.rank
      for ways in history.dropFirst().reversed() {
        let way = ways[path[path.count - 1]][rank]
        path.append(way.tag)
        rank = way.rank
      }
      return path.reversed()
    }
  }
}
