import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Testing

/// Labels without characters are missing and counted with their lines; no labels are something else than labels that nobody knows.
@Suite struct BlankLabelTests {
  private static func options(_ format: CorpusFormat, _ set: (inout ReadOptions) -> Void = { _ in }) -> ReadOptions {
    var options = ReadOptions(format: format)
    set(&options)
    return options
  }

  /// Three documents of which the second has a blank label, and lines of blank labels.
  private static let blank: [(ReadOptions, String, [Int])] = [
    (options(.tsv), "label\ttext\nx\ta\n\tb\n \tc\n", [3, 4]), (options(.csv), "x,a\n\"\",b\n,c\n", [2, 3]),
    (options(.tsv) { $0.labelSeparator = "|" }, "label\ttext\nx|y\ta\ny||x\tb\nx|\tc\n", [3, 4]),
    (
      options(.csv) { $0.columns = ["text": "text", "label:one": "one", "two": "two"] },
      "text,one,two\na,x,y\nb,,\nc,x,y\n", [3, 3]
    ),
    (options(.fasttext), "__label__x a\n__label__ b\n__label__ __label__x c\n", [2, 3]),
    (
      options(.jsonl),
      """
      {"text":"a","label":"x"}
      {"text":"b","labels":{"label":["", "x"]}}

      {"text":"c","labels":{"label":[{"name":" "}]}}

      """, [2, 4]
    ),
    (
      options(.jsonl) { $0.fields = ["text": "t", "label": "l"] },
      "[{\"t\":\"a\",\"l\":\"x\"},\n{\"t\":\"b\",\n \"l\":\"\"},\n{\"t\":\"c\",\"l\":[\"x\",\" \"]}]\n", [2, 4]
    ),
    (
      options(.doccano),
      "{\"text\":\"a\",\"label\":[\"x\"]}\n{\"text\":\"b\",\"label\":[\"\"]}\n{\"text\":\"c\",\"label\":[]}\n", [2]
    ),
    (options(.prodigy), "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"\"}\n{\"text\":\"c\"}\n", [2]),
    (options(.trees), "(x (y a))\n( (y b))\n(x c)\n", [2]),
    (
      options(.xml) { $0.fields = ["document": "r", "text": "t", "label": "@l"] },
      "<c><r l=\"x\"><t>a</t></r>\n<r l=\"\"><t>b</t></r>\n<r\n l=\" \"><t>c</t></r></c>", [2, 4]
    ),
  ]

  @Test(arguments: blank.indices)
  func `labels without characters are counted with their lines`(index: Int) throws {
    let (options, text, lines) = Self.blank[index]
    let (documents, ledger) = try read(text, options)
    #expect(documents.map(\.text) == ["a", "b", "c"])
    let entry = ledger.entries.first { $0.unit == .labels && $0.reason == "without characters, which are missing" }
    #expect(entry?.action == .ignored)
    #expect(entry?.count == lines.count)
    #expect(entry?.places.map(\.line) == Array(Set(lines)).sorted(), "\(options.format)")
    #expect(documents.allSatisfy { $0.labels.values.allSatisfy { !$0.contains { $0.name.isEmpty } } })
    #expect(ledger.losses.isEmpty)
  }

  @Test func `a span without a label is dropped and counted with its line`() throws {
    let text = """
      {"text":"a b","tokens":[[0,1],[2,3]],"spans":{"entity":[{"label":"X","tokens":[0,1]},{"label":"","tokens":[1,2]}]}}
      {"text":"a b","tokens":[[0,1],[2,3]],"spans":{"entity":[{"tokens":[1,2]}]}}

      """
    let (documents, ledger) = try read(text, ReadOptions(format: .jsonl))
    #expect(documents.map { $0.spans["entity"] } == [[LabeledSpan(0..<1, label: "X")], nil])
    #expect(
      ledger.losses.map { "\($0.count) \($0.unit) \($0.reason) \($0.places.map(\.line))" } == [
        "2 spans span without a label [1, 2]"
      ])
  }

  private static let documents: [Document] = [[Label("x")], [Label("x"), Label("y")], [], nil].map { labels in
    var document = Document(text: "a")
    document.labels["label"] = labels
    return document
  }

  @Test(arguments: [CorpusFormat.jsonl, .labelStudio, .tei, .tsv, .csv])
  func `no labels and labels that nobody knows come back apart`(format: CorpusFormat) throws {
    var writing = WriteOptions(format: format)
    var reading = ReadOptions(format: format)
    if format.isTable { (writing.labelSeparator, reading.labelSeparator) = ("|", "|") }
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: writing)
    for document in Self.documents { try writer.write(document) }
    try writer.close()
    #expect(writer.leftOut.note(format) == nil)
    if format == .tsv { #expect(try scratch.text("out") == "x\ta\nx|y\ta\n|\ta\n\ta\n") }
    let (documents, ledger) = try read([scratch.path("out")], reading)
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == [["x"], ["x", "y"], [], nil])
    #expect(ledger.count(.ignored, .labels) == (format.isTable ? 1 : 0))
  }

  @Test(arguments: [CorpusFormat.tsv, .csv, .fasttext, .doccano, .prodigy, .html])
  func `where there is no place for it, it is said that there are no labels`(format: CorpusFormat) throws {
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: format))
    for document in Self.documents where document.labels["label"]?.count != 2 { try writer.write(document) }
    try writer.close()
    #expect(
      writer.leftOut.note(format)
        == "left out, no place in \(format.rawValue) (counted in documents): empty labels:label (1)")
    let documents = try read([scratch.path("out")], ReadOptions(format: format)).documents
    #expect(documents.map { $0.labels["label"]?.map(\.name) } == [["x"], nil, nil])
  }

  @Test(arguments: [
    ("|", []), (" | ", []), ("||", []), ("", [""]), (" ", [""]), ("a", ["a"]), ("a| b ", ["a", "b"]),
    ("a|", ["a", ""]),
    ("|a||b", ["", "a", "", "b"]),
  ])
  func `a cell of a separator alone has no labels, a blank one is not known`(cell: String, labels: [String]) {
    let options = Self.options(.tsv) { $0.labelSeparator = "|" }
    #expect(options.labels(in: cell).map(\.name) == labels)
  }
}
