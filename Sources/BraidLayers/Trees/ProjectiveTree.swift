/// The best tree without crossing arcs over the words of a sentence that has one word below the root.
///
/// Source: Eisner 1996, section 4: of every stretch of words the best tree with its head at one end, from shorter stretches.
package enum ProjectiveTree {
  /// The heads of a sentence's words; of equal trees always the same one.
  ///
  /// - Parameters: as of `MaximumSpanningTree.heads`.
  /// - Returns: for each word 0 for the root, or the number of its head from 1.
  /// - Precondition: there are words · (words + 1) scores.
  /// - Complexity: O(n³) time, O(n²) memory.
  package static func heads(_ scores: [Float], words: Int) -> [Int] {
    precondition(scores.count == words * (words + 1), "\(scores.count) scores of arcs for \(words) words")
    guard words > 0 else { return [] }
    var chart = EisnerChart(scores, words: words)
    chart.fill()
    return chart.heads
  }
}

/// The best trees over stretches `first...last` of words.
private struct EisnerChart {
  /// Which end of a stretch is its head, and whether the other end has all its dependents.
  private enum Shape: Int {
    case leftOpen, rightOpen, left, right
  }

  let words: Int
  private let arcs: [Double]
  /// Scores and the places where stretches are put together, by shape.
  private var best: [[Double]]
  private var split: [[Int32]]

  init(_ scores: [Float], words: Int) {
    self.words = words
    arcs = scores.map(Double.init)
    best = Array(repeating: Array(repeating: 0, count: words * words), count: 4)
    split = Array(repeating: Array(repeating: 0, count: words * words), count: 4)
  }

  /// The score of the arc from word `head` to word `dependent`, both from 0.
  private func arc(_ head: Int, _ dependent: Int) -> Double { arcs[dependent * (words + 1) + head + 1] }

  private func score(_ shape: Shape, _ first: Int, _ last: Int) -> Double { best[shape.rawValue][first * words + last] }

  /// Puts the best stretch of a shape together of one that ends at a place of `splits` and one that begins there, or, where a
  /// word can't be in both, behind it.
  private mutating func put(
    _ shape: Shape, _ first: Int, _ last: Int, _ splits: Range<Int>, _ left: Shape, _ right: Shape, behind: Int = 0,
    plus arc: Double = 0
  ) {
    var top = splits.lowerBound
    var value = -Double.infinity
    for place in splits {
      let other = score(left, first, place) + score(right, place + behind, last)
      if other > value { (top, value) = (place, other) }
    }
    best[shape.rawValue][first * words + last] = value + arc
    split[shape.rawValue][first * words + last] = Int32(top)
  }

  mutating func fill() {
    for width in 1..<max(1, words) {
      for first in 0..<words - width {
        let last = first + width
        // An arc between both ends, above the trees that meet between them.
        put(.leftOpen, first, last, first..<last, .left, .right, behind: 1, plus: arc(first, last))
        put(.rightOpen, first, last, first..<last, .left, .right, behind: 1, plus: arc(last, first))
        put(.left, first, last, first + 1..<last + 1, .leftOpen, .left)
        put(.right, first, last, first..<last, .right, .rightOpen)
      }
    }
  }

  var heads: [Int] {
    var heads = [Int](repeating: 0, count: words)
    var root = 0
    var value = -Double.infinity
    for word in 0..<words {
      let total = score(.right, 0, word) + score(.left, word, words - 1) + arcs[word * (words + 1)]
      if total > value { (root, value) = (word, total) }
    }
    var stretches: [(shape: Shape, first: Int, last: Int)] = [(.right, 0, root), (.left, root, words - 1)]
    while let (shape, first, last) = stretches.popLast() {
      guard first < last else { continue }
      let place = Int(split[shape.rawValue][first * words + last])
      switch shape {
      case .leftOpen, .rightOpen:
        if shape == .leftOpen { heads[last] = first + 1 } else { heads[first] = last + 1 }
        stretches += [(.left, first, place), (.right, place + 1, last)]
      case .left: stretches += [(.leftOpen, first, place), (.left, place, last)]
      case .right: stretches += [(.right, first, place), (.rightOpen, place, last)]
      }
    }
    return heads
  }
}
