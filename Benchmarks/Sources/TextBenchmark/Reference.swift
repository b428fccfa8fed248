import BraidText
import CReference

/// ICU by plain C calls.
enum Reference {
  /// Tokens (and sentences) counted through ICU's `UText`.
  static func count(_ bytes: UnsafeBufferPointer<UInt8>, locale: String, sentences: Bool) -> Int {
    var sentenceCount: Int64 = 0
    return Int(
      reference_count_utf8(bytes.baseAddress, Int64(bytes.count), locale, sentences ? 1 : 0, &sentenceCount))
  }

  /// Whether Braid's tokens and sentences are ICU's; `utf16` says through which of ICU's interfaces.
  static func agrees(_ document: Document, locale: String, utf16: Bool) -> Bool {
    var text = document.text
    return text.withUTF8 { bytes in
      var ranges = [Int32](repeating: 0, count: 2 * bytes.count + 2)
      let count = reference_tokens(
        bytes.baseAddress, Int64(bytes.count), locale, utf16 ? 1 : 0, &ranges, Int64(bytes.count))
      guard Int(count) == document.tokens.count else { return false }
      for (index, token) in document.tokens.enumerated() {
        guard token.start == ranges[2 * index], token.end == ranges[2 * index + 1] else { return false }
      }
      let ends = reference_sentences(
        bytes.baseAddress, Int64(bytes.count), locale, utf16 ? 1 : 0, &ranges, Int64(bytes.count))
      // ICU's sentences without any token are none of ours.
      var expected: [Int] = []
      var first = 0
      for end in ranges[..<Int(ends)] {
        var next = first
        while next < document.tokens.count, document.tokens[next].start < end { next += 1 }
        if next > first { expected.append(next) }
        first = next
      }
      return expected == document.sentences.map(\.tokens.upperBound)
    }
  }
}
