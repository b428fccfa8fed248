/// Finds best sequences of tags under scores of which most columns are alike, as those of span rules are.
///
/// What `ChainScores.best` finds, bit for bit: the best step into a tag depends on its column of the transitions only, so
/// that it is looked for once a distinct column, among the tags that the column allows.
package struct ChainDecoder: Sendable {
  /// The scores.
  package let chain: ChainScores
  /// For each tag its column among `columns`.
  private let columnOf: [Int]
  /// The distinct columns: the tags that a step may come from, in order, with its score.
  private let columns: [[(before: Int, score: Float)]]

  /// A decoder under `chain`.
  package init(_ chain: ChainScores) {
    self.chain = chain
    let tags = chain.start.count
    var numbers: [[Float]: Int] = [:]
    var columns: [[(before: Int, score: Float)]] = []
    columnOf = (0..<tags).map { tag in
      let column = (0..<tags).map { chain.transitions[$0 * tags + tag] }
      if let number = numbers[column] { return number }
      numbers[column] = columns.count
      columns.append(column.enumerated().filter { $1 > -.infinity }.map { (before: $0, score: $1) })
      return columns.count - 1
    }
    self.columns = columns
  }

  /// The best-scoring sequence of tags; of equal scores the lower tag counts.
  ///
  /// - Parameter emissions: one row of T scores a token.
  /// - Returns: a tag for each token.
  /// - Complexity: O(tokens · steps), with the steps that the distinct columns allow, at most T².
  package func best(_ emissions: [[Float]]) -> [Int] {
    guard let first = emissions.first else { return [] }
    let tags = chain.start.count
    var scores = zip(first, chain.start).map { $0 + $1 }
    var pointers: [[Int]] = []
    pointers.reserveCapacity(emissions.count)
    var reached = [Float](repeating: 0, count: columns.count)
    var source = [Int](repeating: 0, count: columns.count)
    for row in emissions.dropFirst() {
      for (number, column) in columns.enumerated() {
        reached[number] = -.infinity
        source[number] = 0
        for step in column where scores[step.before] > -.infinity {
          let score = scores[step.before] + step.score
          if score > reached[number] {
            reached[number] = score
            source[number] = step.before
          }
        }
      }
      for tag in 0..<tags { scores[tag] = reached[columnOf[tag]] + row[tag] }
      pointers.append(columnOf.map { source[$0] })
    }
    return chain.path(to: scores, pointers)
  }

  /// For each token the score of the best sequence in which the token has `tag` and no other token has it.
  ///
  /// - Parameters:
  ///   - tag: the tag that is given once.
  ///   - emissions: one row of T scores a token.
  /// - Returns: a score a token, but for rounding what the sequences score.
  /// - Complexity: O(tokens · T) and the steps that the columns allow, twice.
  package func scores(ofOnly tag: Int, _ emissions: [[Float]]) -> [Float] {
    guard let first = emissions.first else { return [] }
    let tags = chain.start.count
    // The best scores of beginnings that end before a token, by the tag that the token then has, without `tag` before it.
    var before: [[Float]] = [chain.start]
    var scores = zip(first, chain.start).map { $0 + $1 }
    for row in emissions.dropFirst() {
      scores[tag] = -.infinity
      let reached = columns.map { column in column.reduce(-Float.infinity) { max($0, scores[$1.before] + $1.score) } }
      before.append(columnOf.map { reached[$0] })
      for other in 0..<tags { scores[other] = reached[columnOf[other]] + row[other] }
    }
    // The best scores of what may follow a token, by the token's tag, without `tag` behind it.
    var after = chain.end
    var best = [Float](repeating: 0, count: emissions.count)
    for token in emissions.indices.reversed() {
      best[token] = before[token][tag] + emissions[token][tag] + after[tag]
      var next = [Float](repeating: -.infinity, count: tags)
      for other in 0..<tags where other != tag {
        let score = emissions[token][other] + after[other]
        for step in columns[columnOf[other]] { next[step.before] = max(next[step.before], score + step.score) }
      }
      after = next
    }
    return best
  }
}
