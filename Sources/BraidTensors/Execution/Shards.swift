/// How a batch is cut into shards.
public enum Shards {
  /// Sentences shared out so that all shards have about as many tokens.
  ///
  /// The longest sentence that is left goes to the shard with the fewest tokens so far (Graham 1969).
  ///
  /// - Parameters:
  ///   - lengths: tokens of each sentence.
  ///   - count: number of shards.
  /// - Returns: for each shard the indices of its sentences, ascending; empty when there are fewer sentences than shards.
  /// - Precondition: `count > 0`.
  public static func split(lengths: [Int], into count: Int) -> [[Int]] {
    demand(count > 0, "\(count) shards")
    var shards = [[Int]](repeating: [], count: count)
    var tokens = [Int](repeating: 0, count: count)
    for index in lengths.indices.sorted(by: { (-lengths[$0], $0) < (-lengths[$1], $1) }) {
      let least = tokens.indices.min { (tokens[$0], $0) < (tokens[$1], $1) } ?? 0
      shards[least].append(index)
      tokens[least] += lengths[index]
    }
    return shards.map { $0.sorted() }
  }
}
