import BraidCorpora
import BraidText
import Foundation
import Testing

struct LedgerTests {
  private func place(_ line: Int) -> Place { Place(file: "f", line: line) }

  @Test func `everything in a document is counted`() {
    var document = Document(words: [["a", "b", "c"], ["d", "e"]])
    document.labels["x"] = [Label("1"), Label("2")]
    document.tags["pos"] = ["A", nil, "B", "C", nil]
    document.spans["entity"] = [LabeledSpan(0..<2, label: "P")]
    document.frames = [Frame(predicate: 0, arguments: [Argument(role: "A0", tokens: 1..<2)])]
    document.translations["de"] = AlignedText("x")
    var ledger = Ledger()
    ledger.count(document)
    #expect(
      ledger.read == [
        .documents: 1, .sentences: 2, .tokens: 5, .labels: 2, .tags: 3, .spans: 1, .frames: 1, .arguments: 1,
        .translations: 1,
      ])
  }

  @Test func `entries sum by reason and keep the first places`() {
    var ledger = Ledger(samples: 2)
    for line in 1...3 { ledger.note(.dropped, .lines, "empty", at: place(line)) }
    ledger.note(.dropped, .lines, "other", at: place(9), count: 4)
    ledger.note(.dropped, .lines, "none", at: place(9), count: 0)
    #expect(ledger.entries.count == 2)
    #expect(ledger.entries[0].count == 3)
    #expect(ledger.entries[0].places == [place(1), place(2)])
    #expect(ledger.count(.dropped, .lines) == 7)
  }

  @Test func `ledgers merge and survive JSON`() throws {
    var a = Ledger(samples: 2)
    a.add(.tokens, 3)
    a.note(.repaired, .tags, "x", at: place(1))
    var b = Ledger(samples: 2)
    b.add(.tokens, 4)
    b.note(.repaired, .tags, "x", at: place(2), count: 2)
    b.note(.repaired, .tags, "x", at: place(3))
    b.note(.dropped, .spans, "y", at: place(4))
    a.merge(b)
    #expect(a.read == [.tokens: 7])
    #expect(a.entries.map(\.count) == [4, 1])
    #expect(a.entries[0].places == [place(1), place(2)])
    #expect(try JSONDecoder().decode(Ledger.self, from: JSONEncoder().encode(a)) == a)
  }

  @Test func `more than allowed is an error that names the unit, share and places`() throws {
    var ledger = Ledger()
    ledger.add(.sentences, 90)
    ledger.note(.dropped, .sentences, "x", at: place(7), count: 10)
    try ledger.check(maximumLost: 0.1, maximumRepaired: 0)
    #expect(
      throws: CorpusError.aboveThreshold(
        action: .dropped, unit: .sentences, share: 0.1, limit: 0.05, samples: [place(7)])
    ) { try ledger.check(maximumLost: 0.05, maximumRepaired: 0) }
  }

  @Test func `the reader checks the limits after the last document`() throws {
    var options = ReadOptions(format: .tsv)
    options.maximumLost = 0
    #expect(throws: CorpusError.self) { try read("a\tb\n\nc\td\n", options) }
  }
}
