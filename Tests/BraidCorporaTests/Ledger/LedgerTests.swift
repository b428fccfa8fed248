import BraidFiles
import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

struct LedgerTests {
  private func place(_ line: Int) -> BraidFiles.SourceLocation { BraidFiles.SourceLocation(file: "f", line: line) }

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

  @Test(arguments: Ledger.Unit.allCases)
  func `one loss in 2,001 is 0.05 %, whatever is lost`(unit: Ledger.Unit) throws {
    var ledger = Ledger()
    // Lines and characters are counted as the file is read, everything else as it is given out.
    ledger.add(unit, unit == .lines || unit == .characters ? 2001 : 2000)
    ledger.note(.dropped, unit, "x", at: place(7))
    try ledger.check(maximumLost: 0.0005, maximumRepaired: 0)
    let error = #expect(throws: CorpusError.self) { try ledger.check(maximumLost: 0.0004, maximumRepaired: 0) }
    #expect(error?.errorDescription == "0.05 % of \(unit.rawValue) were dropped, allowed are 0.04 %; see f:7")
  }

  @Test func `a unit is one or several`() {
    #expect(Ledger.Unit.allCases.allSatisfy { $0.name(2) == $0.rawValue && $0.name(1) + "s" == $0.rawValue })
  }

  /// Every format of lines with two records, in which `q` stands for one character.
  static let lineFormats: [(CorpusFormat, [String])] = [
    (.lines, ["q a", "b"]), (.tsv, ["1\tq", "0\tb"]), (.csv, ["1,q", "0,b"]), (.parallelTSV, ["q\ta", "b\tb"]),
    (.jsonl, ["{\"text\":\"q\"}", "{\"text\":\"b\"}"]), (.fasttext, ["__label__1 q", "__label__0 b"]),
    (.trec, ["A:b q", "A:b b"]), (.trees, ["(1 q)", "(0 b)"]), (.conll2000, ["q NN O\n", "b NN O\n"]),
    (.conll2003, ["q O\n", "b O\n"]), (.columns, ["q NN\n", "b NN\n"]),
    (.conllu, [conllu("q"), conllu("b")]), (.conllup, [conllu("q\t_"), conllu("b\t_")]),
    (.conll2009, ["1\tq\(under12)\n", "1\tb\(under12)\n"]), (.conll2005, ["q -\n", "b -\n"]),
    (.conll2012, ["a 0 0 q NN * - - - - * -\n", "a 0 0 b NN * - - - - * -\n"]),
    (.po, ["msgid \"q\"\nmsgstr \"a\"", "msgid \"b\"\nmsgstr \"b\""]),
  ]
  private static let under12 = String(repeating: "\t_", count: 12)
  private static func conllu(_ word: String) -> String { "1\t\(word)\(String(repeating: "\t_", count: 8))\n" }

  @Test(arguments: lineFormats)
  func `blank lines between, before and after records are no loss and no error`(format: CorpusFormat, records: [String])
    throws
  {
    var options = ReadOptions(format: format)
    options.maximumLost = 0
    options.maximumRepaired = 0
    let plain = try read(records.joined(separator: "\n") + "\n", options)
    #expect(plain.documents.count == 2)
    guard format != .lines else { return }
    let spread = try read("\n" + records.joined(separator: "\n\n  \n") + "\n\n \n", options)
    #expect(spread.documents == plain.documents)
    #expect(spread.ledger.losses.isEmpty)
  }

  @Test(arguments: lineFormats)
  func `lines and characters of every format are counted as read`(format: CorpusFormat, records: [String]) throws {
    var options = ReadOptions(format: format)
    options.replaceInvalid = true
    let text = records.joined(separator: "\n") + "\n"
    var bytes = Array(text.utf8)
    if let position = text.utf8.firstIndex(of: 0x71) {
      bytes[text.utf8.distance(from: text.utf8.startIndex, to: position)] = 0xFF
    }
    let scratch = try Scratch()
    let file = try scratch.file("input", .init(bytes))
    let ledger = try read([file], options).ledger
    #expect(ledger.read[.lines] == text.utf8.count { $0 == 10 })
    #expect(ledger.read[.characters] == bytes.count)
    options.maximumRepaired = 1 / Double(bytes.count)
    _ = try read([file], options)
    options.maximumRepaired = 0.99 / Double(bytes.count)
    #expect(throws: CorpusError.self) { try read([file], options) }
  }

  @Test func `the reader checks the limits after the last document`() throws {
    var options = ReadOptions(format: .conllu)
    let text = Self.conllu("a") + "\n# a comment without a sentence\n"
    options.maximumLost = 0.34
    #expect(try read(text, options).ledger.count(.dropped, .lines) == 1)
    options.maximumLost = 0.33
    #expect(throws: CorpusError.self) { try read(text, options) }
  }
}
