import BraidCorpora
import BraidText
import Testing

struct NewLabelsTests {
  /// A map, and what it makes of the labels `a`, with a score, and `é`, one code point.
  private static let maps: [([String: String], [Label]?)] = [
    ([:], [Label("a", score: 0.5), Label("\u{E9}")]),
    (["a": "x"], [Label("x", score: 0.5)]),
    (["a": "x", "\u{E9}": "a"], [Label("x", score: 0.5), Label("a")]),
    (["e\u{301}": "x"], nil), (["b": "a"], nil),
  ]

  @Test(arguments: maps)
  func `labels get new names, others are left out, and a document without any is none`(
    map: [String: String], expected: [Label]?
  ) {
    var document = Document(text: "t")
    document.labels = ["label": [Label("a", score: 0.5), Label("\u{E9}")], "topic": [Label("a")]]
    let found = document.renaming(map, in: "label")
    #expect(found?.labels["label"] == expected)
    #expect(found.map { $0.labels["topic"] == [Label("a")] } ?? true)
  }
}
