import BraidFiles
import Foundation
import Testing

/// é as one code point and as two: canonically equivalent, with other bytes.
private let composed = "caf\u{E9}"
private let decomposed = "cafe\u{301}"

@Suite struct ExactStringTests {
  @Test func `strings are the same when their bytes are`() {
    #expect(composed == decomposed, "as Swift has it")
    #expect(!composed.isExactly(decomposed) && composed.isExactly("caf\u{E9}"))
    #expect(ExactString(composed) != ExactString(decomposed))
    #expect(Set([composed, decomposed, composed].map(ExactString.init)).count == 2)
    #expect(String?.none.isExactly(nil) && !String?.none.isExactly("") && String?.some(composed).isExactly(composed))
    #expect([composed].isExactly([composed]) && ![composed].isExactly([decomposed]))
    #expect(["a": composed].isExactly(["a": composed]) && !["a": composed].isExactly(["a": decomposed]))
  }

  @Test(arguments: [[composed, decomposed], [decomposed, composed]])
  func `those that look alike have an order`(_ strings: [String]) {
    #expect(
      (strings + ["b", "d"]).sortedExactly().map { Array($0.utf8) }
        == ["b", decomposed, composed, "d"].map { Array($0.utf8) })
  }

  @Test func `a dictionary keeps keys that look alike apart`() {
    var counts = ExactDictionary<Int>()
    for word in [composed, decomposed, composed, "tea"] { counts[word, default: 0] += 1 }
    #expect(counts == [composed: 2, decomposed: 1, "tea": 1])
    #expect(counts != [composed: 1, decomposed: 2, "tea": 1])
    #expect(counts.count == 3 && counts.sum == 4 && counts[decomposed] == 1 && counts["coffee"] == nil)
    #expect(counts.mostFrequent?.key.isExactly(composed) == true)
    counts[composed] = nil
    #expect(counts[composed] == nil && counts[decomposed] == 1)
    #expect(counts.filter { $0.value == 1 }.mapValues { $0 + 1 } == [decomposed: 2, "tea": 2])
    counts.merge([composed: 4, "tea": 4], uniquingKeysWith: +)
    #expect(counts == [composed: 4, decomposed: 1, "tea": 5])
  }

  @Test(
    arguments: [
      (["a": 1, "b": 2], #"{"a":1,"b":2}"#), ([:], "{}"),
      ([composed: 1, decomposed: 2], #"[{"key":"\#(decomposed)","value":2},{"key":"\#(composed)","value":1}]"#),
    ] as [(ExactDictionary<Int>, String)])
  func `in JSON it is an object, or a list where keys look alike`(
    _ dictionary: ExactDictionary<Int>, _ json: String
  ) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(dictionary)
    #expect(Array(data) == Array(json.utf8))
    #expect(try JSONDecoder().decode(ExactDictionary<Int>.self, from: data) == dictionary)
  }
}
