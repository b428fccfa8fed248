import BraidText
import Foundation

/// Corpus BLEU (Papineni et al. 2002), lower-cased, with the `13a` tokens and the exponential smoothing
/// of sacreBLEU (Post 2018): `nrefs:1|case:lc|eff:no|tok:13a|smooth:exp`.
package enum BLEU {
  /// Numbers in a vector of statistics.
  package static let count = 10

  /// Lengths of hypothesis and reference, then matches and n-grams of the hypothesis for n from 1 to 4.
  package static func statistics(hypothesis: String, reference: String) -> [Double] {
    // Tokens are told apart by their bytes, as numbers.
    var numbers: [[UInt8]: Int32] = [:]
    func numbered(_ text: String) -> [Int32] {
      tokens(text.lowercasedByContext).map { token in
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

  /// The tokens of mteval-v13a: punctuation apart, but not a full stop or comma between digits.
  static func tokens(_ text: String) -> [String] {
    var text = text.replacingOccurrences(of: "<skipped>", with: "").replacingOccurrences(of: "-\n", with: "")
    for (entity, character) in [("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")] where text.contains("&")
    {
      text = text.replacingOccurrences(of: entity, with: character)
    }
    // The rules run one after the other over text with a space at both ends, as in the original.
    var scalars: [Unicode.Scalar] = [" "] + Array(text.unicodeScalars) + [" "]
    scalars = scalars.flatMap { scalar -> [Unicode.Scalar] in
      switch scalar {
      case "{"..."~", "["..."`", "!"..."&", "("..."+", ":"..."@", "/": [" ", scalar, " "]
      default: [scalar]
      }
    }
    func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }
    func isStop(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }
    scalars = replaced(scalars) { !isDigit($0) && isStop($1) ? [$0, " ", $1, " "] : nil }
    scalars = replaced(scalars) { isStop($0) && !isDigit($1) ? [" ", $0, " ", $1] : nil }
    scalars = replaced(scalars) { isDigit($0) && $1 == "-" ? [$0, " ", $1, " "] : nil }
    return scalars.split(whereSeparator: \.isPythonSpace).map { String(String.UnicodeScalarView($0)) }
  }

  /// Puts what `rule` says in the place of pairs of characters, from left to right; each pair begins behind the one before,
  /// as with a regular expression.
  private static func replaced(
    _ scalars: [Unicode.Scalar], _ rule: (Unicode.Scalar, Unicode.Scalar) -> [Unicode.Scalar]?
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    result.reserveCapacity(scalars.count + 16)
    var index = 0
    while index < scalars.count {
      if index + 1 < scalars.count, let replacement = rule(scalars[index], scalars[index + 1]) {
        result += replacement
        index += 2
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }
}

extension String {
  /// The text in lower case by Unicode's rules for all languages, a sigma at the end of a word included, as Python has it.
  var lowercasedByContext: String { Normalizer([.lowercase]).apply(self).text }
}

extension Unicode.Scalar {
  /// Whether Python's `split` takes it for white space: Unicode's, and four separators of ASCII.
  var isPythonSpace: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
