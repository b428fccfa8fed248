import BraidText

/// Corpus chrF2 (Popović 2015) over characters without spaces, as sacreBLEU counts it; as is usual
/// `nrefs:1|case:lc|eff:yes|nc:6|nw:0|space:no`.
package enum ChrF {
  /// Longest character n-gram.
  static let order = 6
  /// Recall weighs `beta`² times as much as precision.
  static let beta = 2.0
  /// Numbers in a vector of statistics.
  package static let count = 3 * order

  /// For n from 1 to 6 the n-grams of the hypothesis, of the reference, and those that match.
  package static func statistics(hypothesis: String, reference: String, isCased: Bool = false) -> [Double] {
    let hypothesis = characters(hypothesis, isCased)
    let reference = characters(reference, isCased)
    return (1...order).flatMap { order -> [Double] in
      let length = reference.count - order + 1
      guard length > 0 else { return [0, 0, 0] }
      var left: [ArraySlice<Unicode.Scalar>: Int] = [:]
      for start in 0..<length { left[reference[start..<start + order], default: 0] += 1 }
      let grams = max(0, hypothesis.count - order + 1)
      var matches = 0
      for start in 0..<grams {
        let gram = hypothesis[start..<start + order]
        guard let count = left[gram], count > 0 else { continue }
        left[gram] = count - 1
        matches += 1
      }
      return [Double(grams), Double(length), Double(matches)]
    }
  }

  private static func characters(_ text: String, _ isCased: Bool) -> [Unicode.Scalar] {
    (isCased ? text : text.inLowerCase).unicodeScalars.filter { !$0.isPythonSpace }
  }

  /// The score of summed statistics, 0 to 100: F2 of the mean precision and recall over the n that both texts have.
  package static func value(_ sums: [Double]) -> Double {
    var precision = 0.0
    var recall = 0.0
    var orders = 0.0
    for start in stride(from: 0, to: count, by: 3) where sums[start] > 0 && sums[start + 1] > 0 {
      precision += sums[start + 2] / sums[start]
      recall += sums[start + 2] / sums[start + 1]
      orders += 1
    }
    guard precision + recall > 0 else { return 0 }
    let factor = beta * beta
    return 100 * (1 + factor) * precision * recall / ((factor * precision + recall) * orders)
  }
}
