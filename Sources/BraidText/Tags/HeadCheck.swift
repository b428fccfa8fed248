/// What keeps the heads of a sentence from being a tree.
package enum HeadFault: String, Sendable {
  /// No number of a word of the sentence, nor 0.
  case outside = "head outside of its sentence"
  /// The word's own number.
  case itself = "head of itself"
  /// One of several heads that lead around to each other.
  case circle = "heads in a circle"
  /// 0, where a word before has it.
  case secondRoot = "root beside another root"

  /// What a head should be instead, in a sentence of so many words.
  package func expected(_ words: Int) -> String {
    switch self {
    case .outside: "a number from 0 to \(words)"
    case .itself: "another word, or 0"
    case .circle: "heads that lead to the root"
    case .secondRoot: "one word with head 0 in a sentence"
    }
  }
}

/// Finds out whether the heads of a sentence are a tree with one root, or parts of one.
///
/// A head that is outside of the sentence or the word itself is at fault, all that lead around in a circle, and of several
/// roots those after the first.
package struct HeadCheck: Sendable {
  /// The head of a word that has none.
  package static let missing: Int32 = -1
  /// A head that is no number of a word.
  package static let invalid: Int32 = -2

  /// For each word the number of its head from 1, 0 for the root, `missing` or `invalid`.
  package var heads: [Int32] = []
  /// For each word 0, or the number of the walk that has come by.
  private var seen: [Int32] = []

  /// A check of no words yet.
  package init() {}

  /// Heads that stand in cells.
  package static func heads(_ cells: some Collection<String?>) -> [Int32] {
    cells.map { cell in cell.map { Int32($0).flatMap { $0 >= 0 ? $0 : nil } ?? invalid } ?? missing }
  }

  /// The words at fault, in order; `heads` are as they were but for these, which are missing.
  ///
  /// - Parameter allowsRoots: Whether several roots are no fault.
  /// - Returns: The words, each with what is wrong.
  /// - Complexity: O(n), but for the order.
  package mutating func takeFaults(allowsRoots: Bool = false) -> [(word: Int, fault: HeadFault)] {
    var faults: [(word: Int, fault: HeadFault)] = []
    let count = Int32(truncatingIfNeeded: heads.count)
    var roots = 0
    for word in heads.indices {
      let head = heads[word]
      if head == 0 {
        roots += 1
        if roots > 1, !allowsRoots { faults.append((word, .secondRoot)) }
      } else if head != Self.missing {
        if head < 0 || head > count { faults.append((word, .outside)) }
        if head == Int32(truncatingIfNeeded: word) + 1 { faults.append((word, .itself)) }
      }
    }
    for (word, _) in faults { heads[word] = Self.missing }
    let others = faults.count
    seen.removeAll(keepingCapacity: true)
    seen.append(contentsOf: repeatElement(0, count: heads.count))
    for start in heads.indices where heads[start] > 0 && seen[start] == 0 {
      let mark = Int32(truncatingIfNeeded: start) + 1
      var word = start
      while seen[word] == 0 {
        seen[word] = mark
        guard heads[word] > 0 else { break }
        word = Int(heads[word]) - 1
      }
      // A walk that comes to itself has gone around.
      guard seen[word] == mark, heads[word] > 0 else { continue }
      while heads[word] > 0 {
        faults.append((word, .circle))
        let next = Int(heads[word]) - 1
        heads[word] = Self.missing
        word = next
      }
    }
    if faults.count > others { faults.sort { $0.word < $1.word } }
    return faults
  }
}

extension Document {
  /// Takes out the heads of its sentences that are no tree.
  ///
  /// - Parameter allowsRoots: Whether several roots of a sentence are no fault.
  /// - Returns: What was taken out: the token, the head and what is wrong with it.
  package mutating func takeHeadFaults(
    allowsRoots: Bool = false
  ) -> [(word: Int, head: String, fault: HeadFault)] {
    guard let cells = tags["head"], cells.count == tokens.count else { return [] }
    var found: [(word: Int, head: String, fault: HeadFault)] = []
    var check = HeadCheck()
    for sentence in sentences.isEmpty ? [tokens.indices] : sentences.map(\.tokens) {
      check.heads = HeadCheck.heads(cells[sentence])
      for (word, fault) in check.takeFaults(allowsRoots: allowsRoots) {
        let token = sentence.lowerBound + word
        found.append((token, cells[token] ?? "", fault))
        tags["head"]?[token] = nil
      }
    }
    if !found.isEmpty, tags["head"]?.allSatisfy({ $0 == nil }) == true { tags["head"] = nil }
    return found
  }
}
