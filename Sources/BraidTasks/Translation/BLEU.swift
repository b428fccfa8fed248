import Foundation

/// Corpus BLEU (Papineni et al. 2002), lower-cased, with the `13a` tokens and the exponential smoothing
/// of sacreBLEU (Post 2018): `nrefs:1|case:lc|eff:no|tok:13a|smooth:exp`.
package enum BLEU {
  /// Numbers in a vector of statistics.
  package static let count = 10

  /// Lengths of hypothesis and reference, then matches and n-grams of the hypothesis for n from 1 to 4.
  package static func statistics(hypothesis: String, reference: String) -> [Double] {
    let hypothesis = tokens(hypothesis.lowercased())
    let reference = tokens(reference.lowercased())
    var counts = [Double(hypothesis.count), Double(reference.count)]
    for order in 1...4 {
      var left: [ArraySlice<String>: Int] = [:]
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

  /// The tokens of mteval-v13a: punctuation apart, but not a full stop or comma between digits.
  static func tokens(_ text: String) -> [String] {
    var text = text.replacingOccurrences(of: "<skipped>", with: "")
    for (entity, character) in [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")] where text.contains("&")
    {
      text = text.replacingOccurrences(of: entity, with: character)
    }
    // The rules run one after the other over text with a space at both ends, as in the original.
    let scalars = [" "] + Array(text.unicodeScalars) + [" "]
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }
    var spaced = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let before = index > 0 ? scalars[index - 1] : " "
      let after = index + 1 < scalars.count ? scalars[index + 1] : " "
      let isApart: Bool
      switch scalar {
      case "{"..."~", "["..."`", "!"..."&", "("..."+", ":"..."@", "/": isApart = true
      case ".", ",": isApart = !isDigit(before) || !isDigit(after)
      case "-": isApart = isDigit(before)
      default: isApart = false
      }
      if isApart {
        spaced.append(contentsOf: [" ", scalar, " "])
      } else {
        spaced.append(scalar)
      }
    }
    return String(spaced).split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
