/// Which words of two treebanks over the same characters are the same.
///
/// Words that are tokens are the same where they lie in the same place. Where a multiword token of either text reaches, the words
/// that lie wholly within are matched by the longest sequence of forms that both have, casing aside.
///
/// Source: Zeman et al. 2018, section 5.1.
struct TreebankAlignment {
  /// Pairs of words, gold then predicted, in order.
  private(set) var pairs: [(gold: Int, predicted: Int)] = []
  /// For each predicted word its gold word; -1 for none.
  private(set) var goldOf: [Int]
  private let gold: [TreebankText.Word]
  private let predicted: [TreebankText.Word]

  /// Pairs of words of one stretch that are compared at most.
  private static let mostComparisons = 50_000_000

  /// Aligns two texts.
  ///
  /// - Throws: `TaskError.badTreebank` where multiword tokens reach over too many words to be compared.
  init(gold: TreebankText, predicted: TreebankText) throws(TaskError) {
    try self.init(gold: gold.words, predicted: predicted.words) { word, problem in
      .badTreebank(file: predicted.name, sentence: predicted.sentenceNames[word.sentence], problem: problem)
    }
  }

  /// Aligns words over the same characters.
  ///
  /// - Parameters:
  ///   - gold: words in order.
  ///   - predicted: words in order, their forms numbered alike.
  ///   - failure: what is thrown for a problem with a predicted word.
  /// - Throws: `failure` where multiword tokens reach over too many words to be compared.
  init(
    gold: [TreebankText.Word], predicted: [TreebankText.Word],
    failure: (_ word: TreebankText.Word, _ problem: String) -> TaskError
  ) throws(TaskError) {
    self.gold = gold
    self.predicted = predicted
    goldOf = [Int](repeating: -1, count: predicted.count)
    var (first, second) = (0, 0)
    while first < self.gold.count, second < self.predicted.count {
      let (left, right) = (self.gold[first], self.predicted[second])
      if left.isMultiword || right.isMultiword {
        let stretch = stretch(first, second)
        guard stretch.gold.count * stretch.predicted.count <= Self.mostComparisons else {
          throw failure(
            right, "multiword tokens reach over \(stretch.gold.count) and \(stretch.predicted.count) words")
        }
        match(stretch.gold, stretch.predicted)
        (first, second) = (stretch.gold.upperBound, stretch.predicted.upperBound)
      } else if left.place == right.place {
        add(first, second)
        (first, second) = (first + 1, second + 1)
      } else if left.place.start <= right.place.start {
        first += 1
      } else {
        second += 1
      }
    }
  }

  private mutating func add(_ gold: Int, _ predicted: Int) {
    pairs.append((gold, predicted))
    goldOf[predicted] = gold
  }

  /// The words from `first` and `second` on, one of which is of a multiword token, up to where no multiword token reaches any
  /// more.
  private func stretch(_ first: Int, _ second: Int) -> (gold: Range<Int>, predicted: Range<Int>) {
    var (first, second) = (first, second)
    var end: Int
    // A word that begins before the multiword token is no part of the stretch.
    if gold[first].isMultiword {
      end = gold[first].place.end
      if !predicted[second].isMultiword, predicted[second].place.start < gold[first].place.start { second += 1 }
    } else {
      end = predicted[second].place.end
      if !gold[first].isMultiword, gold[first].place.start < predicted[second].place.start { first += 1 }
    }
    let starts = (first, second)
    while !Self.isBehind(gold, first, end) || !Self.isBehind(predicted, second, end) {
      let takesGold =
        first < gold.count
        && (second >= predicted.count || gold[first].place.start <= predicted[second].place.start)
      let word = takesGold ? gold[first] : predicted[second]
      if word.isMultiword { end = max(end, word.place.end) }
      if takesGold { first += 1 } else { second += 1 }
    }
    return (starts.0..<first, starts.1..<second)
  }

  /// Whether a word is not wholly within what ends at `end`; of a multiword token whether it begins there or later.
  private static func isBehind(_ words: [TreebankText.Word], _ index: Int, _ end: Int) -> Bool {
    guard index < words.count else { return true }
    return words[index].isMultiword ? words[index].place.start >= end : words[index].place.end > end
  }

  /// Matches words by a longest common sequence of their forms.
  private mutating func match(_ left: Range<Int>, _ right: Range<Int>) {
    guard !left.isEmpty, !right.isEmpty else { return }
    // The length of the longest common sequence from each pair on.
    let width = right.count + 1
    var longest = [Int32](repeating: 0, count: (left.count + 1) * width)
    for row in left.indices.reversed() {
      for column in right.indices.reversed() {
        let index = (row - left.lowerBound) * width + column - right.lowerBound
        let skipped = max(longest[index + width], longest[index + 1])
        let matched = gold[row].form == predicted[column].form ? longest[index + width + 1] + 1 : 0
        longest[index] = max(skipped, matched)
      }
    }
    var (row, column) = (left.lowerBound, right.lowerBound)
    while row < left.upperBound, column < right.upperBound {
      let index = (row - left.lowerBound) * width + column - right.lowerBound
      if gold[row].form == predicted[column].form {
        add(row, column)
        (row, column) = (row + 1, column + 1)
      } else if longest[index] == longest[index + width] {
        row += 1
      } else {
        column += 1
      }
    }
  }
}
