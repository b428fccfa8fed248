/// A token as BPE sees it: its bytes, and whether a marker goes first.
struct SubwordWord {
  /// Calls `body` with each token of a text and whether it starts the text or follows white space.
  ///
  /// A token outside the text is left out.
  static func forEach(
    _ ranges: some Sequence<Range<Int>>, in text: UnsafeBufferPointer<UInt8>,
    _ body: (_ index: Int, _ range: Range<Int>, _ isMarked: Bool) -> Void
  ) {
    for (index, range) in ranges.enumerated() where range.lowerBound >= 0 && range.upperBound <= text.count {
      body(index, range, isMarked(range.lowerBound, in: text))
    }
  }

  /// Whether the byte at `start` starts the text or follows white space.
  @inline(__always)
  private static func isMarked(_ start: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard start > 0 else { return true }
    let last = text[start - 1]
    if last < 0x80 { return last == 32 || last >= 9 && last <= 13 }
    // U+0085 and U+00A0; then U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000.
    if start >= 2, text[start - 2] == 0xC2 { return last == 0x85 || last == 0xA0 }
    guard start >= 3 else { return false }
    switch (text[start - 3], text[start - 2]) {
    case (0xE2, 0x80): return last <= 0x8A || last == 0xA8 || last == 0xA9 || last == 0xAF
    case (0xE2, 0x81): return last == 0x9F
    case (0xE3, 0x80): return last == 0x80
    case (0xE1, 0x9A): return last == 0x80
    default: return false
    }
  }
}
