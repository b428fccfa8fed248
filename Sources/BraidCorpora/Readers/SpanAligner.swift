import BraidText

/// Finds the tokens of spans that are given by characters.
struct SpanAligner {
  private let tokens: [Token]
  /// The byte at which each code point begins, and the end of the text.
  private var bytes: [Int] = []

  /// An aligner for the text and tokens of a document.
  init(_ document: Document) {
    tokens = document.tokens
    for (index, byte) in document.text.utf8.enumerated() where byte & 0xC0 != 0x80 { bytes.append(index) }
    bytes.append(document.text.utf8.count)
  }

  /// The tokens that a span touches; nil when it leaves the text or touches none.
  ///
  /// - Parameter characters: The span in code points.
  /// - Returns: The tokens, and whether the span cuts none of them.
  func tokens(of characters: Range<Int>) -> (tokens: Range<Int>, isWhole: Bool)? {
    guard characters.lowerBound >= 0, characters.upperBound < bytes.count, !characters.isEmpty else { return nil }
    let (start, end) = (bytes[characters.lowerBound], bytes[characters.upperBound])
    let first = tokens.partitioningIndex { $0.end > start }
    let last = tokens.partitioningIndex { $0.start >= end }
    guard first < last else { return nil }
    return (first..<last, tokens[first].start >= start && tokens[last - 1].end <= end)
  }
}
