import BraidTensors
import CKernels

/// Scores of a chain of tags laid out for decoding.
package struct PackedChain: Sendable {
  /// The scores.
  package let scores: ChainScores
  private let tags: Int
  /// Columns of `transitions`.
  private let width: Int
  /// `[T, width]`, minus infinity beyond the tags.
  private let transitions: [Float]

  /// Lays out `scores`.
  package init(_ scores: ChainScores) {
    self.scores = scores
    tags = scores.start.count
    width = (tags + 15) / 16 * 16
    var transitions = [Float](repeating: -.infinity, count: tags * width)
    for before in 0..<tags {
      for tag in 0..<tags { transitions[before * width + tag] = scores.transitions[before * tags + tag] }
    }
    self.transitions = transitions
  }

  /// The best-scoring sequence of tags; of equal scores the lower tag counts.
  ///
  /// Source: Viterbi 1967.
  ///
  /// - Parameter emissions: scores of T tags for each token.
  /// - Returns: a tag for each token.
  /// - Complexity: O(tokens · T²).
  package func best(_ emissions: TokenScores) -> [Int] {
    let count = emissions.count
    guard count > 0 else { return [] }
    demand(emissions.tags == tags, "scores of \(emissions.tags) tags for a chain of \(tags)")
    var path = [Int32](repeating: 0, count: count)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * width) { work in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count * width) { from in
        bk_chain_best(
          tags, width, count, emissions.values, transitions, scores.start, scores.end, work.baseAddress,
          from.baseAddress, &path)
      }
    }
    return path.map(Int.init)
  }

  /// The best-scoring sequences of tags, the best first.
  ///
  /// Source: list Viterbi decoding, Seshadri & Sundberg 1994, in parallel: each tag keeps the best ways to reach it. Of
  /// equal ways the one by the lower tag counts.
  ///
  /// - Parameters:
  ///   - emissions: scores of T tags for each token.
  ///   - count: most sequences.
  /// - Returns: a tag for each token, for each sequence; fewer where no more are allowed.
  /// - Complexity: O(tokens · T² · count²), mostly O(tokens · T²): few ways are better than those found before.
  package func best(_ emissions: TokenScores, count: Int) -> [[Int]] {
    let tokens = emissions.count
    guard tokens > 0, count > 0 else { return [] }
    demand(emissions.tags == tags, "scores of \(emissions.tags) tags for a chain of \(tags)")
    let size = count * width
    var ways = [Float](repeating: 0, count: size)
    // Not a temporary allocation: of many sequences it is large.
    let from = UnsafeMutablePointer<Int32>.allocate(capacity: tokens * size)
    defer { from.deallocate() }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * count * (width + 16)) { work in
      bk_chain_ranked(
        tags, width, count, tokens, emissions.values, transitions, scores.start, &ways, work.baseAddress, from)
    }
    var ends: [(score: Float, tag: Int, rank: Int)] = []
    for tag in 0..<tags where scores.end[tag] > -.infinity {
      for rank in 0..<count where ways[rank * width + tag] > -.infinity {
        let score = ways[rank * width + tag] + scores.end[tag]
        guard ends.count < count || score > ends[count - 1].score else { break }
        ends.insert((score, tag, rank), at: ends.partitioningPoint { $0.score < score })
        if ends.count > count { ends.removeLast() }
      }
    }
    return ends.map { end in
      var path = [Int](repeating: end.tag, count: tokens)
      var rank = end.rank
      for token in stride(from: tokens - 1, to: 0, by: -1) {
        let code = Int(from[token * size + rank * width + path[token]])
        path[token - 1] = code / count
        rank = code % count
      }
      return path
    }
  }
}

extension Array {
  /// The first index from which on `isBeyond` holds.
  fileprivate func partitioningPoint(_ isBeyond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
