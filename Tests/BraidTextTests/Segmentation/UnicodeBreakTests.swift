import BraidText
import Foundation
import Testing

/// The Unicode consortium's own test files, for the version that ICU 72 implements.
struct UnicodeBreakTests {
  /// One line: the text and the offsets of its boundaries, in UTF-8 bytes, and the line as the file writes it.
  struct Case {
    var line: String
    var text: String
    var boundaries: [Int]
  }

  static func cases(_ name: String) throws -> [Case] {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "txt", subdirectory: "Resources/Unicode15"))
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").compactMap { line in
      let content = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
      guard !content.isEmpty else { return nil }
      var text = String.UnicodeScalarView()
      var bytes = 0
      var boundaries: [Int] = []
      for part in content {
        if part == "÷" {
          if bytes > 0 { boundaries.append(bytes) }
        } else if let value = UInt32(part, radix: 16), let scalar = Unicode.Scalar(value) {
          text.append(scalar)
          bytes += String(scalar).utf8.count
        }
      }
      return Case(line: content.joined(separator: " "), text: String(text), boundaries: boundaries)
    }
  }

  /// The lines of WordBreakTest on which ICU differs: CLDR's root and English rules take the colon out of MidLetter, so
  /// that "a:b" is three words; Finnish and Swedish keep the standard's rule, in which the colon joins.
  static let colonLines = [
    "÷ 0061 × 003A × 0041 ÷",
    "÷ 0061 × 003A × 0308 × 0041 ÷",
    "÷ 0061 × 003A × 05D0 ÷",
    "÷ 0061 × 003A × 0308 × 05D0 ÷",
    "÷ 0061 × 003A × 0061 × 2060 ÷",
    "÷ 0061 × 003A × 0308 × 0061 × 2060 ÷",
    "÷ 0061 × 003A × 0061 ÷ 003A ÷",
    "÷ 0061 × 003A × 0308 × 0061 ÷ 003A ÷",
    "÷ 0061 × 003A × 0061 ÷ 0027 ÷",
    "÷ 0061 × 003A × 0308 × 0061 ÷ 0027 ÷",
    "÷ 0061 × 003A × 0061 ÷ 0027 × 2060 ÷",
    "÷ 0061 × 003A × 0308 × 0061 ÷ 0027 × 2060 ÷",
    "÷ 0061 × 003A × 0061 ÷ 002C ÷",
    "÷ 0061 × 003A × 0308 × 0061 ÷ 002C ÷",
    "÷ 0041 × 003A × 0041 ÷",
  ]

  @Test(arguments: [true, false])
  func `words are cut as the standard says, but for the colon`(fast: Bool) throws {
    let cases = try Self.cases("WordBreakTest")
    #expect(cases.count == 1823)
    let finder = try BoundaryFinder(.word, locale: "en", fastPath: fast)
    let different = cases.filter { finder.boundaries(of: $0.text) != $0.boundaries }.map(\.line)
    #expect(different == Self.colonLines)
  }

  @Test(arguments: [true, false])
  func `in Finnish every word is cut as the standard says`(fast: Bool) throws {
    let finder = try BoundaryFinder(.word, locale: "fi", fastPath: fast)
    for example in try Self.cases("WordBreakTest") {
      #expect(finder.boundaries(of: example.text) == example.boundaries, "\(example.line)")
    }
  }

  @Test(arguments: [true, false])
  func `sentences are cut as the standard says`(fast: Bool) throws {
    let cases = try Self.cases("SentenceBreakTest")
    #expect(cases.count == 502)
    let finder = try BoundaryFinder(.sentence, locale: "en", fastPath: fast)
    #expect(finder.isFast == fast)
    for example in cases { #expect(finder.boundaries(of: example.text) == example.boundaries, "\(example.line)") }
  }

  @Test func `characters are cut as the standard says`() throws {
    let cases = try Self.cases("GraphemeBreakTest")
    #expect(cases.count == 602)
    let finder = try BoundaryFinder(.grapheme, locale: "en")
    for example in cases { #expect(finder.boundaries(of: example.text) == example.boundaries, "\(example.line)") }
  }
}
