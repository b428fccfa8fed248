/// Finds the name that a misspelt one was meant to be.
package enum SpellingSuggestion {
  /// The name with the fewest changed, added, dropped or swapped letters; nil when none is near.
  ///
  /// - Parameters:
  ///   - word: what was written.
  ///   - names: what there is.
  ///   - changes: how many letters may be other, one at least; nil for half of them.
  /// - Returns: the nearest name.
  package static func name(for word: String, among names: [String], changes: Int? = nil) -> String? {
    let word = Array(word.lowercased())
    let most = max(1, changes ?? word.count / 2)
    let scored = names.compactMap { name -> (name: String, distance: Int)? in
      let letters = Array(name.lowercased())
      // So many letters are added or dropped at least; a word of a megabyte is compared with nothing.
      guard abs(letters.count - word.count) <= most else { return nil }
      return (name, distance(word, letters))
    }
    guard let best = scored.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
    return best.distance <= most ? best.name : nil
  }

  /// Optimal string alignment distance (Damerau 1964).
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: second.count + 1), count: first.count + 1)
    for index in 0...first.count { rows[index][0] = index }
    for index in 0...second.count { rows[0][index] = index }
    for i in first.indices {
      for j in second.indices {
        var best = min(rows[i][j + 1] + 1, rows[i + 1][j] + 1, rows[i][j] + (first[i] == second[j] ? 0 : 1))
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        rows[i + 1][j + 1] = best
      }
    }
    return rows[first.count][second.count]
  }
}
