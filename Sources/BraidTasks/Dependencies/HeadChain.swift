/// Chains of words and their heads.
package enum HeadChain {
  /// The heads of words made a tree with one root: the first word with head 0 stays the root, other ones hang below it, and so
  /// does one word of each cycle and each word whose head is none.
  ///
  /// - Parameter heads: for each word the number of its head from 1, 0 for the root.
  /// - Returns: as many heads.
  /// - Complexity: O(n).
  package static func tree(_ heads: [Int]) -> [Int] {
    guard !heads.isEmpty else { return [] }
    var heads = heads
    let root = heads.firstIndex(of: 0) ?? 0
    for word in heads.indices where !(1...heads.count ~= heads[word]) || heads[word] == word + 1 {
      heads[word] = root + 1
    }
    heads[root] = 0
    // 0: not seen; the number of the walk that has seen it; -1: leads to the root.
    var seen = [Int](repeating: 0, count: heads.count)
    seen[root] = -1
    for start in heads.indices {
      var word = start
      while seen[word] == 0 {
        seen[word] = start + 1
        word = heads[word] - 1
      }
      if seen[word] == start + 1 { heads[word] = root + 1 }
      word = start
      while seen[word] == start + 1 {
        seen[word] = -1
        word = heads[word] - 1
      }
    }
    return heads
  }

  /// Whether heads are a tree with one root.
  package static func isTree(_ heads: [Int]) -> Bool { !heads.isEmpty && tree(heads) == heads }
}
