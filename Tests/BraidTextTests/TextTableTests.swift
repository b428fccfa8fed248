import BraidText
import Testing

/// Tables and names on a terminal.
@Suite struct TextTableTests {
  @Test(arguments: [
    ("", 0), ("name", 4), ("naïve", 5), ("nai\u{308}ve", 5), ("名前", 4), ("ﾅﾏｴ", 3), ("ナマエ", 6), ("한국어", 6),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("e\u{301}\u{200D}", 1), ("❤️", 2), ("👩‍👩‍👧", 2), ("عربي", 4),
  ])
  func `a text takes the columns that a terminal gives it`(text: String, columns: Int) {
    #expect(TerminalColumns.count(text) == columns)
  }

  @Test(arguments: [
    ("named-entities", 14, "named-entities"), ("named-entities", 13, "named-…tities"), ("named-entities", 5, "na…es"),
    ("named", 1, "…"), ("named", 2, "n…"), ("固有表現", 8, "固有表現"), ("固有表現", 7, "固…現"), ("固有表現", 6, "固…現"),
    ("cafe\u{301}-bar", 6, "caf…ar"),
  ])
  func `a name that is too long has an ellipsis in its middle`(text: String, columns: Int, short: String) {
    let found = TerminalColumns.shortened(text, to: columns)
    #expect(found == short)
    #expect(TerminalColumns.count(found) <= columns)
  }

  static let names = [
    "pos", String(repeating: "long-", count: 8), String(repeating: "x", count: 100), "固有表現抽出タスク固有表現抽出タスク固有表現抽出",
  ]

  /// The headings and rows of a report of labels.
  static let labels =
    [["label", "F1", "", "precision", "", "recall", "", "gold", "predicted"]]
    + names.map { [$0, "91.50", "[90.1–92.7]", "100.00", "[99.0–100.0]", "88.12", "[87.0–89.0]", "1,234,567", "12"] }
  /// A matrix of tasks.
  static let matrix = [[""] + names] + names.map { [$0] + names.map { _ in "-0.125 [-1.200–1.300]" } }
  static let matrices = [labels, matrix]

  @Test(arguments: matrices.indices, [40, 60, 80, 132, 1000])
  func `every line fits the terminal, and every number is whole`(index: Int, width: Int) {
    let rows = Self.matrices[index]
    let lines = TextTable(rows).lines(width: width)
    for line in lines { #expect(TerminalColumns.count(line) <= width, "\(line)") }
    let text = lines.joined(separator: "\n")
    for cell in rows.dropFirst().flatMap({ $0.dropFirst() }) where Double(cell.prefix(4)) != nil {
      #expect(text.contains(cell))
    }
  }

  @Test func `what fits is not changed, and in a pipe nothing is shortened`() {
    let rows = [["label", "F1"], ["bad", "9.50"], ["名前", "100.00"]]
    let lines = ["label      F1", "bad      9.50", "名前   100.00"]
    #expect(TextTable(rows).lines() == lines)
    #expect(TextTable(rows).lines(width: 13) == lines)
    for rows in Self.matrices {
      let lines = TextTable(rows).lines()
      #expect(lines.count == rows.count)
      for name in Self.names { #expect(lines.contains { $0.contains(name) }) }
    }
    #expect(TextTable([]).lines(width: 80) == [])
    #expect(TextTable([["a", "1"], ["b"]], headings: false).lines(width: 80) == ["a  1", "b   "])
  }

  @Test func `prose behind a row is left to whoever prints it`() {
    let rows = [
      ["models", "total", "groups"], ["1", "0.5", "pos + chunks"], ["2", "10.5", "pos | chunks, once more"],
    ]
    let lines = ["models  total  groups", "1         0.5  pos + chunks", "2        10.5  pos | chunks, once more"]
    #expect(TextTable(rows, tail: true).lines() == lines)
    #expect(TextTable(rows, tail: true).lines(width: 20) == lines)
  }

  @Test func `further columns stand below, beside the names again`() {
    let rows = [["", "first", "second"], ["pos", "0.125 [0.1–0.2]", "0.250 [0.2–0.3]"]]
    #expect(
      TextTable(rows).lines(width: 24) == [
        "               first", "pos  0.125 [0.1–0.2]", "", "              second", "pos  0.250 [0.2–0.3]",
      ])
  }
}
