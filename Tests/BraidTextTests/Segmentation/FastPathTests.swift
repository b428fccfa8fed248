import BraidFiles
import BraidText
import Testing

struct FastPathTests {
  @Test(arguments: [ICUBreaker.Kind.word, .sentence], ["en", "fi", "de", "ja", "th", "el", "sv"])
  func `our machine finds ICU's boundaries in random text`(kind: ICUBreaker.Kind, locale: String) throws {
    let fast = try BoundaryFinder(kind, locale: locale)
    let slow = try BoundaryFinder(kind, locale: locale, fastPath: false)
    #expect(fast.isFast)
    #expect(!slow.isFast)
    var random = SplitMix64(seed: 11)
    for _ in 0..<1500 {
      let text = random.text(upTo: 60)
      #expect(fast.boundaries(of: text) == slow.boundaries(of: text), "\(text.debugDescription)")
    }
  }

  /// Without the scripts that need a dictionary: ICU 72 itself cuts mixtures of them differently in UTF-8 and in UTF-16.
  @Test func `ICU through UText gives the same boundaries and statuses`() throws {
    let fast = try BoundaryFinder(.word, locale: "en")
    let icu = try ICUBreaker(.word, locale: "en")
    var random = SplitMix64(seed: 3)
    for _ in 0..<2000 {
      let text = random.text(upTo: 40).unicodeScalars.filter {
        !(0xE00...0x1100).contains($0.value) && $0.value < 0x1780
      }
      let bytes = Array(String(String.UnicodeScalarView(text)).utf8)
      bytes.withUnsafeBufferPointer { bytes in
        var ours: [Int] = []
        var theirs: [Int] = []
        fast.forEachSegment(bytes) { end, status in ours += [end, Int(status)] }
        icu.forEachBoundary(utf8: bytes) { end, status in theirs += [end, Int(status)] }
        #expect(ours == theirs, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
      }
    }
  }
}
