import Foundation

/// Corpus BLEU (Papineni et al. 2002) of lower-cased text, with the `13a` tokens and the exponential smoothing of
/// sacreBLEU (Post 2018).
package struct BLEU: Sendable {
  private var matches = [Int](repeating: 0, count: 4)
  private var totals = [Int](repeating: 0, count: 4)
  private var hypothesisLength = 0
  private var referenceLength = 0

  /// Nothing counted yet.
  package init() {}

  /// Counts one sentence and its reference.
  package mutating func add(hypothesis: String, reference: String) {
    let hypothesis = Self.tokens(hypothesis.lowercased())
    let reference = Self.tokens(reference.lowercased())
    hypothesisLength += hypothesis.count
    referenceLength += reference.count
    for order in 1...4 where hypothesis.count >= order {
      var left: [ArraySlice<String>: Int] = [:]
      if reference.count >= order {
        for start in 0...reference.count - order { left[reference[start..<start + order], default: 0] += 1 }
      }
      for start in 0...hypothesis.count - order {
        let gram = hypothesis[start..<start + order]
        if let count = left[gram], count > 0 {
          matches[order - 1] += 1
          left[gram] = count - 1
        }
      }
      totals[order - 1] += hypothesis.count - order + 1
    }
  }

  /// The score, 0 to 100.
  package var value: Double {
    guard hypothesisLength > 0, matches[0] > 0 else { return 0 }
    var logSum = 0.0
    var smoothing = 1.0
    for order in 0..<4 {
      guard totals[order] > 0 else { return 0 }
      if matches[order] == 0 {
        smoothing *= 2
        logSum += log(1 / (smoothing * Double(totals[order])))
      } else {
        logSum += log(Double(matches[order]) / Double(totals[order]))
      }
    }
    let ratio = Double(referenceLength) / Double(hypothesisLength)
    return 100 * exp(logSum / 4 + min(0, 1 - ratio))
  }

  /// The tokens of mteval-v13a: punctuation apart, but not a full stop or comma between digits.
  static func tokens(_ text: String) -> [String] {
    let scalars = Array(
      text.replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&amp;", with: "&")
        .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">").unicodeScalars)
    func isDigit(_ index: Int) -> Bool { scalars.indices.contains(index) && (48...57).contains(scalars[index].value) }
    var spaced = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      let apart: Bool
      switch scalar {
      case "{"..."~", "["..."`", " "..."&", "("..."+", ":"..."@", "/": apart = true
      case ".", ",": apart = !(isDigit(index - 1) && isDigit(index + 1))
      case "-": apart = isDigit(index - 1)
      default: apart = false
      }
      if apart {
        spaced.append(contentsOf: [" ", scalar, " "])
      } else {
        spaced.append(scalar)
      }
    }
    return String(spaced).split(whereSeparator: \.isWhitespace).map(String.init)
  }
}
