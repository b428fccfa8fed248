/// Where a text that is too long to be held at once is cut, and what is cut there.
package struct TextCut: Equatable, Sendable {
  /// What lies on both sides of a cut.
  package enum Boundary: Equatable, Sendable {
    /// A sentence ends before it.
    case sentence
    /// One sentence continues over it.
    case word
    /// One word continues over it.
    case character
  }

  /// Bytes before the cut.
  package var position: Int
  /// What the cut does not break.
  package var boundary: Boundary
}

extension TextSegmenter {
  /// Bytes at the beginning of what is looked at, where a sentence may seem to end because the text before it is not seen.
  private static let context = 1024

  /// The last place where an unfinished text may be cut so that both parts have the tokens and sentences of the whole.
  ///
  /// It is the end of a sentence, where nothing that follows could move a boundary. Where no sentence ends, it lies
  /// between two words, else between two characters.
  ///
  /// - Parameters:
  ///   - text: The beginning of the text.
  ///   - window: How many bytes of its end are looked at, at least 4096 or all of it.
  /// - Returns: A place after the first and before the last byte.
  /// - Precondition: `text` is well-formed UTF-8 of at least 8 bytes.
  /// - Complexity: O(window).
  package func lastCut(in text: UnsafeBufferPointer<UInt8>, window: Int = 64 << 10) -> TextCut {
    var start = max(0, text.count - max(window, 4096))
    while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
    let tail = UnsafeBufferPointer(rebasing: text[start...])
    let analysis = analyze(tail)
    let first = start == 0 ? 0 : Self.context
    // What a rule names may still continue behind the end. A pattern holds no white space, so that none reaches over the
    // last white space into what is settled before it.
    let margin = options.longestRule
    let space = tail.dropLast(margin).lastIndex(where: \.isASCIIWhitespace).map { $0 + 1 }
    let settled = min(analysis.settledTokens, options.keepsPatterns ? space ?? 0 : tail.count)
    let limit = min(settled, analysis.settledSentences, tail.count - margin)
    if options.sentences != .none,
      let end = analysis.sentenceEnds.last(where: {
        $0 > first && $0 <= limit && $0 < tail.count && Self.isBetween(analysis.tokens, $0)
      })
    {
      return TextCut(position: start + end, boundary: .sentence)
    }
    if let token = analysis.tokens.last(where: { $0.end <= settled && $0.end < tail.count }), token.end > first {
      return TextCut(position: start + Int(token.end), boundary: .word)
    }
    // Nothing is settled: a run for the dictionary, or a word, longer than what is looked at.
    if let token = analysis.tokens.last(where: { $0.end <= tail.count / 2 }), token.end > first {
      return TextCut(position: start + Int(token.end), boundary: .word)
    }
    var cut = start + tail.count / 2
    while cut > 1, text[cut] & 0xC0 == 0x80 { cut -= 1 }
    return TextCut(position: cut, boundary: .character)
  }

  /// Whether no token reaches over a byte offset.
  private static func isBetween(_ tokens: [Token], _ offset: Int) -> Bool {
    let index = tokens.partitioningIndex { $0.end > offset }
    return index == tokens.count || tokens[index].start >= offset
  }
}
