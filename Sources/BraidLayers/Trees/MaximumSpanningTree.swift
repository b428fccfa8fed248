/// The best tree over the words of a sentence that has one word below the root, crossing arcs or not.
///
/// Source: Chu & Liu 1965 and Edmonds 1967 in the dense form of Tarjan 1977: a path is followed from word to best head, and
/// whatever closes on itself becomes one. The root is left out until all words are one, so that exactly one arc leaves it, and
/// the tree is the best of those (the constraint of Zmigrod, Vieira & Cotterell 2020, without a second search).
package enum MaximumSpanningTree {
  /// The heads of a sentence's words.
  ///
  /// - Parameters:
  ///   - scores: words · (words + 1) scores, a row a dependent; column 0 is the root, column j + 1 is word j as head. What
  ///     word i scores as its own head is not read.
  ///   - words: number of words.
  /// - Returns: for each word 0 for the root, or the number of its head from 1, as in CoNLL-U.
  /// - Precondition: there are as many scores.
  /// - Complexity: O(n²) time and memory.
  package static func heads(_ scores: [Float], words: Int) -> [Int] {
    precondition(scores.count == words * (words + 1), "\(scores.count) scores of arcs for \(words) words")
    guard words > 0 else { return [] }
    var contraction = Contraction(scores, words: words)
    contraction.run()
    return contraction.heads
  }
}

/// Words that are being contracted to one, and the arcs that were taken on the way.
private struct Contraction {
  /// An arc between a head, 0 for the root or a word from 1, and a word from 0.
  struct Arc {
    var head: Int
    var word: Int
  }

  let words: Int
  let columns: Int
  /// For each place, which one word of a component holds, and each head: what the best arc into the component scores more
  /// than the arc that is already taken there.
  private var entering: [Double]
  /// The word at which that arc ends.
  private var entered: [Int32]
  /// The place of each head's component, by the head's number; that of the root is never asked.
  private var place: [Int]
  /// The component at each place: a word, or from `words` on a contracted one.
  private var component: [Int]
  /// The component that contains each component, and those that it contains.
  private var parent: [Int]
  private var children: [[Int]] = []
  /// The arc that was taken into each component.
  private var taken: [Arc]
  private var root: Int

  init(_ scores: [Float], words: Int) {
    self.words = words
    columns = words + 1
    entering = scores.map(Double.init)
    entered = [Int32](repeating: 0, count: scores.count)
    for word in 0..<words {
      for head in 0..<columns { entered[word * columns + head] = Int32(word) }
    }
    place = [-1] + Array(0..<words)
    component = Array(0..<words)
    parent = Array(repeating: -1, count: words)
    taken = Array(repeating: Arc(head: 0, word: 0), count: words)
    root = 0
  }

  mutating func run() {
    var path = [0]
    var isOnPath = [Bool](repeating: false, count: words)
    isOnPath[0] = true
    var score = [Double](repeating: 0, count: words)
    var left = words
    while left > 1 {
      let last = path[path.count - 1]
      let head = bestHead(last)
      taken[component[last]] = Arc(head: head, word: Int(entered[last * columns + head]))
      score[last] = entering[last * columns + head]
      let next = place[head]
      if isOnPath[next], let start = path.lastIndex(of: next) {
        let cycle = Array(path[start...])
        contract(cycle, score)
        left -= cycle.count - 1
        path.removeLast(cycle.count - 1)
      } else {
        path.append(next)
        isOnPath[next] = true
      }
    }
    root = path[0]
  }

  /// The head outside of a component that scores best; of equal ones the first.
  private func bestHead(_ last: Int) -> Int {
    var best = 0
    for head in 1..<columns where place[head] != last {
      if best == 0 || entering[last * columns + head] > entering[last * columns + best] { best = head }
    }
    return best
  }

  /// Makes the components of a cycle one, at the place of the first.
  private mutating func contract(_ cycle: [Int], _ score: [Double]) {
    let new = parent.count
    parent.append(-1)
    taken.append(Arc(head: 0, word: 0))
    children.append(cycle.map { component[$0] })
    for member in cycle { parent[component[member]] = new }
    let target = cycle[0]
    for head in 0..<columns {
      var best = target * columns + head
      var bestGain = entering[best] - score[target]
      for member in cycle.dropFirst() {
        let index = member * columns + head
        let gain = entering[index] - score[member]
        if gain > bestGain { (best, bestGain) = (index, gain) }
      }
      entering[target * columns + head] = bestGain
      entered[target * columns + head] = entered[best]
    }
    let members = Set(cycle)
    for head in 1..<columns where members.contains(place[head]) { place[head] = target }
    component[target] = new
  }

  /// The arcs of the tree: where an arc enters a component from outside, it takes the place of the arc within that ends at the
  /// same word, and so on down to the word.
  var heads: [Int] {
    var heads = [Int](repeating: 0, count: words)
    var entries = [(component: component[root], arc: Arc(head: 0, word: Int(entered[root * columns])))]
    while let (outer, arc) = entries.popLast() {
      heads[arc.word] = arc.head
      var inner = arc.word
      while inner != outer {
        for sibling in children[parent[inner] - words] where sibling != inner {
          entries.append((sibling, taken[sibling]))
        }
        inner = parent[inner]
      }
    }
    return heads
  }
}
