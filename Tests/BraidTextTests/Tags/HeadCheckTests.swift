import BraidText
import Testing

/// Heads are looked at by brute force: every sentence of four words.
struct HeadCheckTests {
  /// Whether heads lead from every word to the root or to a word without a head, and one word is the root at most.
  private func isForest(_ heads: [Int32]) -> Bool {
    heads.count { $0 == 0 } < 2
      && heads.indices.allSatisfy { start in
        var word = start
        for _ in heads {
          guard heads[word] > 0 else { return true }
          guard heads[word] <= heads.count else { return false }
          word = Int(heads[word]) - 1
        }
        return heads[word] <= 0
      }
  }

  @Test func `what is left is part of a tree, and no more is taken than is at fault`() {
    let values: [Int32] = [HeadCheck.invalid, HeadCheck.missing, 0, 1, 2, 3, 4, 5]
    var number = 0
    while number < 1 << 12 {
      let heads = (0..<4).map { values[number >> (3 * $0) & 7] }
      number += 1
      var check = HeadCheck()
      check.heads = heads
      let faults = check.takeFaults()
      #expect(isForest(check.heads.map { $0 == HeadCheck.invalid ? 9 : $0 }), "\(heads)")
      #expect(faults.isEmpty == isForest(heads.map { $0 == HeadCheck.invalid ? 9 : $0 }), "\(heads)")
      #expect(faults.map(\.word) == heads.indices.filter { heads[$0] != check.heads[$0] }, "\(heads)")
      for (word, fault) in faults {
        switch fault {
        case .outside: #expect(heads[word] == HeadCheck.invalid || heads[word] == 5)
        case .itself: #expect(Int(heads[word]) == word + 1)
        case .secondRoot: #expect(heads[word] == 0 && heads[..<word].contains(0))
        case .circle: #expect(heads[word] > 0)
        }
      }
    }
  }

  @Test func `several roots are no fault where they are allowed`() {
    var check = HeadCheck()
    check.heads = [0, 0, 3]
    #expect(check.takeFaults(allowsRoots: true).map(\.word) == [2])
    #expect(check.heads == [0, 0, HeadCheck.missing])
  }
}
