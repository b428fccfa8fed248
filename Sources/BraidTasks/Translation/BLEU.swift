import BraidText
import Foundation

/// Corpus BLEU (Papineni et al. 2002), with the tokens and the exponential smoothing of sacreBLEU (Post 2018); as is usual
/// `nrefs:1|case:lc|eff:no|tok:13a|smooth:exp`.
package enum BLEU {
  /// Numbers in a vector of statistics.
  package static let count = 10

  /// Lengths of hypothesis and reference, then matches and n-grams of the hypothesis for n from 1 to 4.
  package static func statistics(
    hypothesis: String, reference: String, tokens: BLEUTokens = .mteval, isCased: Bool = false
  ) -> [Double] {
    // Tokens are told apart by their bytes, as numbers.
    var numbers: [[UInt8]: Int32] = [:]
    func numbered(_ text: String) -> [Int32] {
      tokens.tokens(isCased ? text : text.inLowerCase).map { token in
        let bytes = Array(token.utf8)
        if let number = numbers[bytes] { return number }
        let number = Int32(numbers.count)
        numbers[bytes] = number
        return number
      }
    }
    let hypothesis = numbered(hypothesis)
    let reference = numbered(reference)
    var counts = [Double(hypothesis.count), Double(reference.count)]
    for order in 1...4 {
      var left: [ArraySlice<Int32>: Int] = [:]
      if reference.count >= order {
        for start in 0...reference.count - order { left[reference[start..<start + order], default: 0] += 1 }
      }
      var matches = 0
      if hypothesis.count >= order {
        for start in 0...hypothesis.count - order {
          let gram = hypothesis[start..<start + order]
          guard let count = left[gram], count > 0 else { continue }
          matches += 1
          left[gram] = count - 1
        }
      }
      counts += [Double(matches), Double(max(0, hypothesis.count - order + 1))]
    }
    return counts
  }

  /// The score of summed statistics, 0 to 100.
  package static func value(_ sums: [Double]) -> Double {
    guard sums[0] > 0, sums[2] > 0 else { return 0 }
    var logSum = 0.0
    var smoothing = 1.0
    for order in 0..<4 {
      let (matches, total) = (sums[2 + 2 * order], sums[3 + 2 * order])
      guard total > 0 else { return 0 }
      if matches == 0 {
        smoothing *= 2
        logSum += log(1 / (smoothing * total))
      } else {
        logSum += log(matches / total)
      }
    }
    return 100 * exp(logSum / 4 + min(0, 1 - sums[1] / sums[0]))
  }
}
