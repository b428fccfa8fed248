import BraidFiles
import BraidText
import Foundation
import Testing

struct NormalizerTests {
  @Test(arguments: [
    ([NormalizationStep.nfc], "cafe\u{301} \u{1100}\u{1161} \u{212B}", "caf\u{E9} \u{AC00} \u{C5}"),
    ([.nfkc], "ﬁve ① ｆｕｌｌ ²", "five 1 full 2"),
    ([.caseFold], "Straße ΣΑΣ İ ÀÉ", "strasse σασ i\u{307} àé"),
    ([.lowercase], "ΟΔΟΣ ΣΑΣ. ΑΣ' İÄ ẞ", "οδος σας. ας' i\u{307}ä ß"),
    (
      [.stripDiacritics], "Crème brûlée, Ångström, e\u{301}\u{323}, й, ø, が, कि", "Creme brulee, Angstrom, e, и, ø, が, कि"
    ),
    ([.whitespace], " \t a \n\u{A0}\u{2003}b\u{3000}", "a b"),
    ([.nfkc, .caseFold, .stripDiacritics, .whitespace], "  ＣＡＦÉ\u{3000} Ǆ", "cafe dz"),
    ([], " as It iS ", " as It iS "), ([.nfc], "", ""), ([.whitespace], "  ", ""),
  ])
  func `steps change text as declared`(steps: [NormalizationStep], text: String, expected: String) {
    let normalized = Normalizer(steps).apply(text)
    #expect(Array(normalized.text.unicodeScalars) == Array(expected.unicodeScalars))
  }

  /// Byte ranges of the normalized text and what they answer in the original.
  @Test(arguments: [
    // e + U+0301 (3 bytes) became é (2 bytes): "cafe\u{301} x" -> "caf\u{E9} x"
    ([NormalizationStep.nfc], "cafe\u{301} x", 0..<5, 0..<6), ([.nfc], "cafe\u{301} x", 3..<5, 3..<6),
    ([.nfc], "cafe\u{301} x", 6..<7, 7..<8), ([.nfc], "cafe\u{301} x", 5..<6, 6..<7),
    // ﬁ (3 bytes) became fi (2): half of it answers the whole ligature
    ([.nfkc], "aﬁb", 1..<2, 1..<4), ([.nfkc], "aﬁb", 2..<4, 1..<5),
    // white space in front is gone, so that the first word begins behind it
    ([.whitespace], "  ab   c ", 0..<2, 2..<4), ([.whitespace], "  ab   c ", 3..<4, 7..<8),
    ([.whitespace], "  ab   c ", 2..<3, 4..<7), ([.whitespace], "  ab   c ", 0..<4, 2..<8),
    // both: "  ﬁ  É" -> "fi é"
    ([.nfkc, .whitespace, .lowercase], "  ﬁ  É", 0..<2, 2..<5),
    ([.nfkc, .whitespace, .lowercase], "  ﬁ  É", 3..<5, 7..<9),
    ([.whitespace, .nfkc, .lowercase], "  ﬁ  É", 2..<3, 5..<7), ([.nfc, .stripDiacritics], "xe\u{301}y", 1..<2, 1..<4),
    ([.nfc, .stripDiacritics], "xe\u{301}y", 2..<3, 4..<5),
  ])
  func `offsets are those of the original`(
    steps: [NormalizationStep], text: String, range: Range<Int>, original: Range<Int>
  ) {
    #expect(Normalizer(steps).apply(text).original(range) == original)
  }

  @Test func `random text is composed as Foundation composes it`() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      // Code points that are assigned in every version: the two libraries need not know the same Unicode.
      let text = String(String.UnicodeScalarView(random.text(upTo: 40).unicodeScalars.filter { $0.value < 0xFFFE }))
      for (step, expected) in [
        (NormalizationStep.nfc, text.precomposedStringWithCanonicalMapping),
        (.nfkc, text.precomposedStringWithCompatibilityMapping),
      ] {
        let found = Normalizer([step]).apply(text).text
        #expect(Array(found.unicodeScalars) == Array(expected.unicodeScalars), "\(text.debugDescription)")
      }
    }
  }

  @Test func `alignments stay in order and inside the original for any steps`() {
    var random = SplitMix64(seed: 29)
    for _ in 0..<1500 {
      let text = random.text(upTo: 40)
      let steps = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        NormalizationStep.allCases[Int.random(in: NormalizationStep.allCases.indices, using: &random)]
      }
      let normalized = Normalizer(steps).apply(text)
      let count = normalized.text.utf8.count
      var last = 0..<0
      for start in 0..<count {
        let range = normalized.original(start..<start + 1)
        #expect(range.lowerBound >= last.lowerBound && range.upperBound >= last.upperBound)
        #expect(range.upperBound <= text.utf8.count)
        #expect(!range.isEmpty, "\(steps) \(text.debugDescription)")
        last = range
      }
      if text == normalized.text, normalized.alignment.isIdentity { #expect(text.utf8.count == count) }
      // A character that no step touches answers itself.
      let original = Array(text.utf8)
      for (index, byte) in normalized.text.utf8.enumerated() where byte &- 0x30 < 10 {
        let range = normalized.original(index..<index + 1)
        if range.count == 1 { #expect(original[range.lowerBound] == byte, "\(steps) \(text.debugDescription)") }
      }
    }
  }

  @Test func `a thousand marks on one letter end in bounded time`() {
    let text = "a" + String(repeating: "\u{301}\u{323}", count: 30000)
    #expect(Normalizer([.nfc]).apply(text).text.unicodeScalars.count > 50000)
    #expect(Normalizer([.stripDiacritics]).apply(text).text == "a")
  }

  @Test(
    arguments: [
      ("tr", "IĞDIR İSTANBUL", "ığdır istanbul"), ("az-Latn", "I\u{307}L", "il"), ("en", "IĞDIR I", "iğdir i"),
      (nil, "I", "i"), ("tr", "ΟΔΟΣ", "οδος"), ("tr", "abc", "abc"), ("tur", "IRAK", "ırak"), ("tr_TR", "IRAK", "ırak"),
      ("TR", "I", "ı"), ("tri", "I", "i"), ("el", "ΌΣΟΣ ΟΣ", "όσος ος"), ("el", "ΑΣ. Σ", "ας. σ"),
      // A dot behind a mark below, and one behind another mark above.
      ("tr", "I\u{323}\u{307}", "i\u{323}"), ("az", "I\u{301}\u{307}", "ı\u{301}\u{307}"),
      // SpecialCasing.txt, "lt".
      ("lt", "I\u{300}", "i\u{307}\u{300}"), ("lt", "J\u{303}", "j\u{307}\u{303}"), ("lt", "I", "i"),
      ("lt", "JI", "ji"),
      ("lt", "\u{12E}\u{301}", "\u{12F}\u{307}\u{301}"), ("lt", "\u{12E}", "\u{12F}"),
      ("lt", "\u{CC}", "i\u{307}\u{300}"),
      ("lt", "\u{CD}", "i\u{307}\u{301}"), ("lit", "\u{128}", "i\u{307}\u{303}"), ("lt", "I\u{323}", "i\u{323}"),
      ("lt", "I\u{323}\u{301}", "i\u{307}\u{323}\u{301}"), ("en", "\u{CC}I\u{300}", "\u{EC}i\u{300}"),
    ] as [(String?, String, String)])
  func `lower case is that of the locale`(locale: String?, text: String, lower: String) {
    let normalized = Normalizer([.lowercase], locale: locale).apply(text)
    #expect(normalized.text.utf8.elementsEqual(lower.utf8), "\(normalized.text.unicodeScalars.map(\.value))")
    #expect(LowerCasing(locale: locale)(text).utf8.elementsEqual(lower.utf8))
    #expect(normalized.original(0..<normalized.text.utf8.count) == 0..<text.utf8.count)
  }

  @Test(arguments: [("ΟΔΟΣ", "οδος"), ("ΣΟΦΟΣ", "σοφος"), ("Σ", "σ"), ("ABC", "abc"), ("Äß", "äß")])
  func `words are lower-cased with the final sigma`(word: String, lower: String) {
    #expect(word.inLowerCase.utf8.elementsEqual(lower.utf8))
  }
}
