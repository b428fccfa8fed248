/// Segments a text of any length in bounded memory: bytes go in as they come, segmented pieces come out.
///
/// The pieces, put together, are the text, and their tokens and sentences are those of the whole text: a piece ends where
/// a sentence ends, and only where nothing that follows could move a boundary. Where no sentence ends within a piece, it
/// ends between two words, and that one sentence is cut; where not even a word ends, between two characters. Both are
/// counted.
///
/// - Complexity: memory is a small multiple of `pieceBytes`, whatever the length of the text.
package final class ChunkedSegmenter {
  /// Sentences that had to be cut because they were longer than a piece.
  package private(set) var cutSentences = 0
  /// Words that had to be cut because they were longer than a piece.
  package private(set) var cutWords = 0
  /// Ill-formed parts replaced by U+FFFD.
  package private(set) var replaced = 0

  private let segmenter: TextSegmenter
  private let pieceBytes: Int
  private let replacesInvalid: Bool
  private var buffer: [UInt8] = []
  /// Offset of the buffer in the text, and in the bytes that came in.
  private var offset = 0
  private var received = 0

  /// A segmenter for one text.
  ///
  /// - Parameters:
  ///   - segmenter: Which finds tokens and sentences.
  ///   - pieceBytes: Bytes collected before a piece is given out.
  ///   - replacesInvalid: Whether bytes that are not UTF-8 are replaced and counted, or refused.
  /// - Precondition: `pieceBytes >= 64`.
  package init(_ segmenter: TextSegmenter, pieceBytes: Int = 1 << 20, replacesInvalid: Bool = false) {
    precondition(pieceBytes >= 64, "a piece of \(pieceBytes) bytes is too small")
    self.segmenter = segmenter
    self.pieceBytes = pieceBytes
    self.replacesInvalid = replacesInvalid
  }

  /// Takes more of the text and gives out what is settled.
  ///
  /// - Parameters:
  ///   - bytes: The next bytes; a character may be split between two calls.
  ///   - body: Takes a piece.
  /// - Throws: `TextError.invalidUTF8` with the offset in the whole input, unless invalid bytes are replaced.
  package func append(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (TextPiece) -> Void) throws(TextError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(max(1, 2 * pieceBytes - buffer.count))
      buffer.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
      if buffer.count >= 2 * pieceBytes { try give(isLast: false, body) }
    }
  }

  /// Ends the text and gives out the rest.
  ///
  /// - Parameter body: Takes a piece.
  /// - Throws: `TextError.invalidUTF8` like `append`.
  package func finish(_ body: (TextPiece) -> Void) throws(TextError) {
    try give(isLast: true, body)
    offset = 0
    received = 0
  }

  /// Bytes of the buffer that were checked before.
  private var checked = 0

  private func give(isLast: Bool, _ body: (TextPiece) -> Void) throws(TextError) {
    try check(isLast: isLast)
    while checked > 0, isLast || checked >= pieceBytes {
      let cut = buffer.withUnsafeBufferPointer { all in
        piece(UnsafeBufferPointer(rebasing: all[..<checked]), isLast: isLast, body)
      }
      buffer.removeSubrange(..<cut)
      checked -= cut
      offset += cut
    }
  }

  /// Makes the buffer well-formed, but for a character at the end that may still be completed.
  private func check(isLast: Bool) throws(TextError) {
    let (bad, open) = buffer.withUnsafeBufferPointer { all in
      let new = UnsafeBufferPointer(rebasing: all[checked...])
      let open = isLast ? 0 : UTF8Validation.incompleteSuffix(new)
      return (UTF8Validation.firstInvalid(UnsafeBufferPointer(rebasing: new.dropLast(open))), open)
    }
    let end = buffer.count - open
    if let bad {
      guard replacesInvalid else { throw .invalidUTF8(byte: buffer[checked + bad], offset: received + bad) }
      let clean = buffer.withUnsafeBufferPointer {
        UTF8Validation.decodeReplacing(UnsafeBufferPointer(rebasing: $0[checked..<end]))
      }
      replaced += clean.replaced
      received += end - checked
      buffer.replaceSubrange(checked..<end, with: clean.text.utf8)
    } else {
      received += end - checked
    }
    checked = buffer.count - open
  }

  /// Gives out the settled beginning of `bytes` and returns its length.
  private func piece(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, _ body: (TextPiece) -> Void) -> Int {
    let analysis = segmenter.analyze(bytes)
    let cut = isLast ? bytes.count : safeCut(bytes, analysis)
    let text = String(decoding: bytes[..<cut], as: UTF8.self)
    var tokens = analysis.tokens
    // Only a cut in the middle of a word leaves a token half inside.
    while let token = tokens.last, token.start >= cut { tokens.removeLast() }
    if let token = tokens.last, token.end > cut {
      tokens.removeLast()
      tokens.append(Token(token.range.lowerBound..<cut, kind: token.kind))
    }
    let ends = analysis.sentenceEnds.filter { $0 < cut } + [cut]
    body(
      TextPiece(
        offset: offset,
        document: Document(text: text, tokens: tokens, sentences: TextSegmenter.group(tokens, by: ends))))
    return cut
  }

  /// Where `bytes` can be cut so that what follows changes nothing before the cut, and nothing after it.
  private func safeCut(_ bytes: UnsafeBufferPointer<UInt8>, _ analysis: TextSegmenter.Analysis) -> Int {
    // What a rule names may still go on behind the end. A pattern holds no white space, so that none reaches over the
    // last white space into what is settled before it.
    let margin = segmenter.options.longestRule
    let space = bytes.dropLast(margin).lastIndex(where: \.isASCIIWhitespace).map { $0 + 1 }
    let settled = min(analysis.settledTokens, segmenter.options.keepsPatterns ? space ?? 0 : bytes.count)
    let starts = analysis.tokens
    /// Whether no token reaches over `cut`.
    func isBetweenTokens(_ cut: Int) -> Bool {
      var low = 0
      var high = starts.count
      while low < high {
        let middle = (low + high) / 2
        if Int(starts[middle].end) <= cut { low = middle + 1 } else { high = middle }
      }
      return low == starts.count || Int(starts[low].start) >= cut
    }
    // With one sentence for the whole text there is no better place than between two words.
    let limit = min(settled, analysis.settledSentences, bytes.count - margin)
    if segmenter.options.sentences != .none,
      let cut = analysis.sentenceEnds.last(where: { $0 <= limit && $0 < bytes.count && isBetweenTokens($0) }), cut > 0
    {
      return cut
    }
    cutSentences += 1
    if let token = starts.last(where: { Int($0.end) <= settled && $0.end < bytes.count }), token.end > 0 {
      return Int(token.end)
    }
    cutWords += 1
    // Nothing is settled: a run for the dictionary, or a word, longer than the buffer.
    if let token = starts.last(where: { Int($0.end) <= bytes.count / 2 }), token.end > 0 { return Int(token.end) }
    var cut = bytes.count / 2
    while cut > 1, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
    return cut
  }
}
