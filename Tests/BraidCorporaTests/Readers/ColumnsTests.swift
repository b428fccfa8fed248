import BraidCorpora
import BraidText
import Testing

struct ColumnsTests {
  @Test func `CoNLL-2003 gives tags and spans, and skips document starts`() throws {
    let (documents, ledger) = try read(Sample("conll2003").text, ReadOptions(format: .conll2003))
    #expect(documents.count == 1)
    #expect(documents[0].text == "U.N. official Ekeus heads for New York .")
    #expect(documents[0].tags["pos"]?[1] == "NN")
    #expect(
      documents[0].spans["entity"] == [
        LabeledSpan(0..<1, label: "ORG"), LabeledSpan(2..<3, label: "PER"), LabeledSpan(5..<7, label: "LOC"),
      ])
    #expect(documents[0].spans["chunk"]?.count == 4)
    #expect(documents[0].tags["chunk"]?[0] == "B-NP")
    #expect(ledger.entries.isEmpty)
  }

  @Test(arguments: [
    ("a I-X\nb I-X\nc B-X\nd O\n", [0..<2, 2..<3]), ("a B-X\nb I-X\nc B-X\nd O\n", [0..<2, 2..<3]),
    ("a B-X\nb E-X\nc S-X\nd O\n", [0..<2, 2..<3]),
  ])
  func `the encoding of entity tags is found out`(text: String, expected: [Range<Int>]) throws {
    let (documents, ledger) = try read(text, ReadOptions(format: .conll2003))
    #expect(documents[0].spans["entity"]?.map(\.tokens) == expected)
    #expect(ledger.entries.isEmpty)
  }

  @Test func `broken tags are repaired and counted, or refused`() throws {
    let text = "a B-X\nb I-Y\n"
    var options = ReadOptions(format: .conll2003)
    options.spanEncoding = .iob2
    let (documents, ledger) = try read(text, options)
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "X"), LabeledSpan(1..<2, label: "Y")])
    #expect(ledger.count(.repaired, .tags) == 1)
    #expect(ledger.entries[0].places[0].line == 2)
    #expect(ledger.entries[0].places[0].column == 3)
    options.strictTags = true
    let error = #expect(throws: CorpusError.self) { try read(text, options) }
    #expect(error?.errorDescription?.hasSuffix("found tag I-Y after B-X, which iob2 does not allow") == true)
  }

  @Test func `columns have the roles the user declares`() throws {
    var options = ReadOptions(format: .columns)
    options.columns = ["form": 2, "upos": 3, "aspect:bio": 4]
    let (documents, _) = try read("1\tnice\tADJ\tO\tx\n2\tcrew\t_\tB-pos\tx\n", options)
    #expect(documents[0].text == "nice crew")
    #expect(documents[0].tags["upos"] == ["ADJ", nil])
    #expect(documents[0].spans["aspect"] == [LabeledSpan(1..<2, label: "pos")])
  }

  @Test func `a column beyond the width and a ragged row are errors`() throws {
    var options = ReadOptions(format: .columns)
    options.columns = ["form": 1, "pos": 5]
    #expect(throws: CorpusError.self) { try read("a b\n", options) }
    let error = #expect(throws: CorpusError.self) { try read("a NN B-NP\nb NN\n", ReadOptions(format: .conll2000)) }
    #expect(error?.errorDescription?.hasSuffix(":2: found 2 columns, expected 3") == true)
  }

  @Test func `a hash is a word of CoNLL-2000`() throws {
    #expect(try read("# # B-NP\n5 CD I-NP\n", ReadOptions(format: .conll2000)).documents[0].text == "# 5")
  }

  @Test func `document starts group sentences when asked`() throws {
    var options = ReadOptions(format: .conll2003)
    options.documents = .marker
    let text = "-DOCSTART- O\n\na O\n\nb B-X\n\n-DOCSTART- O\n\nc O\n"
    let documents = try read(text, options).documents
    #expect(documents.map(\.text) == ["a\nb", "c"])
    #expect(documents[0].spans["entity"] == [LabeledSpan(1..<2, label: "X")])
  }
}
