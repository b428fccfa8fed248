import BraidText

/// Finds the tokens of spans that are given by bytes.
struct SpanAligner {
  private let tokens: [Token]

  /// An aligner for tokens in text order.
  init(_ tokens: [Token]) { self.tokens = tokens }

  /// The tokens that a span touches; nil when it touches none.
  ///
  /// - Parameter bytes: The span in UTF-8 bytes of the text.
  /// - Returns: The tokens, and whether the span cuts none of them.
  func tokens(of bytes: Range<Int>) -> (tokens: Range<Int>, isWhole: Bool)? {
    let first = tokens.partitioningIndex { $0.end > bytes.lowerBound }
    let last = tokens.partitioningIndex { $0.start >= bytes.upperBound }
    guard !bytes.isEmpty, first < last else { return nil }
    return (first..<last, tokens[first].start >= bytes.lowerBound && tokens[last - 1].end <= bytes.upperBound)
  }

  /// The tokens, cut in two wherever one of `cuts` lies within one.
  ///
  /// - Parameters:
  ///   - cuts: Bytes of the text, in any order.
  ///   - text: The text of the tokens.
  /// - Returns: The tokens in text order.
  func cut(at cuts: some Sequence<Int>, in text: String) -> [Token] {
    var cuts = cuts.sorted()[...]
    var result: [Token] = []
    var text = text
    text.withUTF8 { bytes in
      for token in tokens {
        var start = Int(token.start)
        let end = Int(token.end)
        while let cut = cuts.first, cut < end {
          cuts.removeFirst()
          guard cut > start else { continue }
          result.append(Token(start..<cut, kind: TokenKind(guessedFrom: bytes.slice(start..<cut))))
          start = cut
        }
        let isWhole = start == Int(token.start)
        result.append(isWhole ? token : Token(start..<end, kind: TokenKind(guessedFrom: bytes.slice(start..<end))))
      }
    }
    return result
  }
}
