import BraidCorpora
import BraidText
import Testing

/// What a reader takes for granted or leaves aside is said once, with a count.
struct DefaultsTests {
  /// A file, how it is read, and what the ledger says.
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var format: CorpusFormat
    var columns: [String: ColumnRef] = [:]
    var fields: [String: String] = [:]
    var expected: [String]
  }

  static let cases = [
    Case(
      testDescription: "two columns without a header", text: "pos\tgood\nneg\tbad\n", format: .tsv,
      expected: ["recognized 2 documents: label in column 1, text in column 2; no header"]),
    Case(
      testDescription: "a header in any case", text: "Text,Label,Stars\na,b,1\nc,d,2\n", format: .csv,
      expected: ["recognized 2 documents: text in `Text`, label in `Label`, field:Stars in `Stars`, by the header"]),
    Case(
      testDescription: "columns that a map leaves out", text: "x\ta\t1\ny\tb\t2\n", format: .tsv,
      columns: ["text": 2], expected: ["ignored 4 values: columns that the map leaves out: 1, 3"]),
    Case(
      testDescription: "named columns that a map leaves out", text: "id,body,stars\n1,a,5\n", format: .csv,
      columns: ["text": "body"], expected: ["ignored 2 values: columns that the map leaves out: `id`, `stars`"]),
    Case(
      testDescription: "columns of a column file that a map leaves out", text: "1 a N O\n2 b N O\n\n1 c N O\n",
      format: .columns, columns: ["form": 2, "pos": 3],
      expected: ["ignored 6 values: columns that the map leaves out: 1, 4"]),
    Case(
      testDescription: "a column that is named for nothing", text: "1 a\n2 b\n", format: .columns,
      columns: ["form": 2, "_": 1], expected: []),
    Case(
      testDescription: "members that a map leaves out",
      text: #"{"t":"a","x":{"y":1},"z":null}"# + "\n" + #"{"t":"b","x":{"y":2},"w":3}"#, format: .jsonl,
      fields: ["text": "t"], expected: ["ignored 3 values: members that the map leaves out: `x`"]),
    Case(
      testDescription: "members of which the map has a part", text: #"{"t":"a","x":{"y":1}}"#, format: .jsonl,
      fields: ["text": "t", "label": "x.y"], expected: []),
    Case(
      testDescription: "members beside those that the map has a part of",
      text: #"{"t":"a","x":{"y":1,"z":2,"w":null,"v":{"u":1}}}"#, format: .jsonl,
      fields: ["text": "t", "label": "x.y"],
      expected: ["ignored 2 values: members that the map leaves out: `x.z`, `x.v`"]),
    Case(
      testDescription: "members of a map that no record has",
      text: #"{"t":"a","y":null}"# + "\n" + #"{"t":"b"}"#, format: .jsonl,
      fields: ["text": "t", "label": "x.y", "spans:entity": "ents:s,e,t", "topic": "y"],
      expected: ["ignored 4 values: members of the map that no record has: `ents`, `x.y`"]),
    Case(
      testDescription: "paths of a map that no document has",
      text: "<c><d i=\"1\"><t>a</t></d><d><t>b</t><u>k</u></d></c>", format: .xml,
      fields: ["document": "d", "text": "t", "id": "@i", "label": "@l", "x": "u,d/v", "spans.y": "z"],
      expected: ["ignored 6 values: paths of the map that no document has: `@l`, `d/v`, `z`"]),
    Case(
      testDescription: "a translation without a language", text: "a\tb\nc\td\n", format: .parallelTSV,
      expected: [
        "recognized 2 translations: no target language is named: called `target`",
        "recognized 2 documents: source in column 1, target in column 2; no header",
      ]),
    Case(
      testDescription: "CoNLL-U Plus without named columns",
      text: "1\ta\t_\tX\t_\t_\t0\troot\t_\t_\t_\n\n", format: .conllup,
      expected: [
        "recognized 1 sentences: columns of Universal PropBank 1, as no `# global.columns` names others"
      ]),
  ]

  @Test(arguments: cases)
  func `a default is in the ledger`(input: Case) throws {
    var options = ReadOptions(format: input.format)
    options.columns = input.columns
    options.fields = input.fields
    let (_, ledger) = try read(input.text, options)
    #expect(ledger.entries.map { "\($0.action) \($0.count) \($0.unit): \($0.reason)" } == input.expected)
    #expect(throws: Never.self) { try ledger.check(maximumLost: 0, maximumRepaired: 0) }
  }
}

/// Column files whose first column numbers the tokens.
struct NumberedColumnTests {
  @Test(arguments: [
    ("1\tAnna\tB-PER\tO\n2\tOslo\tB-LOC\tB-LOCpart\n\n1\tIt\tO\tO\n", ["entity", "nested"]),
    ("#\thttp://a\t[2010-02-03]\n1\tAnna\tB-PER\tO\n2\tOslo\tB-LOC\tB-LOCpart\n\n1\tIt\tO\tO\n", ["entity", "nested"]),
    ("# text = Anna Oslo\n1\tAnna\tB-PER\t-\t-\n2\tOslo\tB-LOC\t-\t-\n\n1\tIt\tO\t-\t-\n", ["entity"]),
    ("1 Anna B-PER\n2 Oslo B-LOC\n\n1 It O\n", ["entity"]),
  ])
  func `words and entities are found behind the numbers`(text: String, layers: [String]) throws {
    let (documents, _) = try read(text, ReadOptions(format: .conll2003))
    #expect(documents.map(\.text) == ["Anna Oslo", "It"])
    #expect(documents[0].spans.keys.sorted() == layers)
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "PER"), LabeledSpan(1..<2, label: "LOC")])
  }

  @Test func `a number that is a word stays one`() throws {
    let (documents, _) = try read("1 CD B-NP O\n\n2 CD B-NP O\n", ReadOptions(format: .conll2003))
    #expect(documents.map(\.text) == ["1", "2"] && documents[0].tags["pos"] == ["CD"])
  }
}
