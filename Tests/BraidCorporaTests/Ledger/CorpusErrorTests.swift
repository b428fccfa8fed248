import BraidFiles
import BraidCorpora
import BraidText
import Foundation
import Testing

struct CorpusErrorTests {
  static let place = BraidFiles.SourceLocation(file: "x.tsv", line: 14, column: 3)

  static let cases: [(CorpusError, String)] = [
    (.raggedColumns(place, found: 2, expected: 3), "x.tsv:14:3: found 2 columns, expected 3"),
    (.unbalancedBrackets(place, found: ")", expected: "("), "x.tsv:14:3: found ), expected ("),
    (
      .brokenTags(place, tag: "I-X", previous: "O", encoding: .iob2),
      "x.tsv:14:3: found tag I-X after O, which iob2 does not allow"
    ),
    (
      .lineCountsDiffer(first: "a.en", firstLines: 3, second: "a.de", secondLines: 4),
      "a.en has 3 lines, a.de has 4, expected as many"
    ),
    (
      .unseenLabel(split: "dev", document: 14, layer: "label", label: "meh", known: "train"),
      "dev: document 14: found meh in label, which train does not have"
    ),
    (.unclosedQuote(place), "x.tsv:14:3: found a quote that is never closed, expected its closing \""),
    (.invalidUTF8(place, byte: 0xE9, offset: 200), "x.tsv:14:3: found byte 0xE9 at offset 200, expected UTF-8"),
    (
      .aboveThreshold(action: .dropped, unit: .tokens, share: 0.0125, limit: 0.01, samples: [place]),
      "1.25 % of tokens were dropped, allowed are 1.00 %; see x.tsv:14:3"
    ),
    (.noSuchColumn(place, column: "text", header: ["a", "b"]), "x.tsv:14:3: found no column text, only a, b"),
  ]

  @Test(arguments: cases)
  func `an error says where, what was found and what was expected`(error: CorpusError, text: String) {
    #expect(error.errorDescription == text)
    #expect(error.recoverySuggestion?.hasSuffix(".") == true)
    #expect(error.localizedDescription == text)
  }
}
