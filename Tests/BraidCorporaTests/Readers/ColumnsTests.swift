import BraidFiles
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
    #expect(ledger.losses.isEmpty)
  }

  @Test func `tags of spans in other columns than usual are recognized or refused, never taken for parts of speech`()
    throws
  {
    let (documents, ledger) = try read("Wolff NP B-NP B-PER x\n, Fc O O y\n", ReadOptions(format: .conll2003))
    #expect(documents[0].tags["pos"] == ["NP", "Fc"] && documents[0].tags["lemma"] == nil)
    #expect(
      documents[0].spans == ["chunk": [LabeledSpan(0..<1, label: "NP")], "entity": [LabeledSpan(0..<1, label: "PER")]])
    #expect(ledger.entries.contains { $0.reason == "columns: word, pos, chunk:bio, entity:bio, nothing" })
    let usual = try read("Wolff wolff NP B-NP B-PER\n, , Fc O O\n", ReadOptions(format: .conll2003))
    #expect(usual.documents[0].tags["lemma"] == ["wolff", ","] && usual.ledger.entries.isEmpty)
    let error = #expect(throws: CorpusError.self) {
      try read("a B-NP B-PER B-X\nb O O O\n", ReadOptions(format: .conll2003))
    }
    #expect(error?.errorDescription?.contains("found tags of spans, `B-NP`, in the column of pos") == true)
  }

  @Test func `two columns of a column file say what they are taken for`() throws {
    for (text, hint) in [
      ("Ann B_PER\nleft O\n", "entity:bio=2 reads"), ("Ann N\nleft V\n", "a map of columns names others"),
    ] {
      let (documents, ledger) = try read(text, ReadOptions(format: .columns))
      #expect(documents[0].tags["pos"]?.count == 2)
      #expect(ledger.entries.count == 1 && ledger.entries[0].reason.hasSuffix(hint), "\(ledger.entries)")
    }
  }

  @Test func `a space in a word of a file with tabs is no separator`() throws {
    var options = ReadOptions(format: .columns)
    options.columns = ["form": 1, "entity:bio": 2]
    let (documents, ledger) = try read("New York\tB-LOC\nis\tO\n", options)
    #expect(documents[0].text == "New York is" && documents[0].tokens.count == 2)
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "LOC")])
    #expect(ledger.entries.map(\.reason) == ["columns separated by tabs, as some cells hold spaces"])
    let mixed = #expect(throws: CorpusError.self) { try read("New York\tB-LOC\nis O\n", options) }
    #expect(mixed?.recoverySuggestion?.contains("runs of spaces and tabs") == true)
  }

  @Test(arguments: [
    ("a I-X\nb I-X\nc B-X\nd O\n", [0..<2, 2..<3]), ("a B-X\nb I-X\nc B-X\nd O\n", [0..<2, 2..<3]),
    ("a B-X\nb E-X\nc S-X\nd O\n", [0..<2, 2..<3]),
  ])
  func `the encoding of entity tags is found out`(text: String, expected: [Range<Int>]) throws {
    let (documents, ledger) = try read(text, ReadOptions(format: .conll2003))
    #expect(documents[0].spans["entity"]?.map(\.tokens) == expected)
    #expect(ledger.losses.isEmpty)
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

  @Test(arguments: [
    "Anna PERSON\nBerg PERSON\nin O\nOslo LOC\n", "Anna B_PERSON\nBerg I_PERSON\nin O\nOslo B_LOC\n",
    "Anna PERSON-B\nBerg PERSON-I\nin O\nOslo LOC-B\n", "Anna B-PERSON\nBerg E-PERSON\nin O\nOslo S-LOC\n",
    "Anna B-PERSON\nBerg L-PERSON\nin O\nOslo U-LOC\n", "Anna I-PERSON\nBerg I-PERSON\nin _\nOslo I-LOC\n",
  ])
  func `entities are found however their tags are spelled`(text: String) throws {
    let (documents, ledger) = try read(text, ReadOptions(format: .conll2003))
    #expect(
      documents[0].spans["entity"] == [LabeledSpan(0..<2, label: "PERSON"), LabeledSpan(3..<4, label: "LOC")])
    #expect(ledger.losses.isEmpty)
  }

  private static let marks = "with marks in capital letters and a label"

  @Test func `marks alone are spans of their layer`() throws {
    var options = ReadOptions(format: .columns)
    options.columns = ["form": 1, "aspect:bio": 2]
    let documents = try read("good B\nold I\nfilm O\n", options).documents
    #expect(documents[0].spans["aspect"] == [LabeledSpan(0..<2, label: "aspect")])
  }

  @Test func `a tag that is none is dropped and missing, not repaired`() throws {
    let text = "a B-X\nb X\nc O\nd B-X\n"
    let (documents, ledger) = try read(text, ReadOptions(format: .conll2003))
    #expect(documents[0].spans["entity"]?.map(\.tokens) == [0..<1, 3..<4])
    #expect(documents[0].tags["entity"] == ["B-X", nil, "O", "B-X"])
    #expect(ledger.count(.dropped, .tags) == 1 && ledger.count(.repaired, .tags) == 0)
    var options = ReadOptions(format: .conll2003)
    options.maximumLost = 0.25
    _ = try read(text, options)
    options.maximumLost = 0.24
    #expect(throws: CorpusError.self) { try read(text, options) }
  }

  @Test(arguments: ["-", "OUT", "none", "Outside"])
  func `other marks of what is in no span are read as O`(mark: String) throws {
    for (person, place) in [("PER", "LOC"), ("B-PER", "B-LOC")] {
      let text = "a \(mark)\n\nb \(person)\nc \(mark)\nd \(place)\ne \(mark)\n"
      let (documents, ledger) = try read(text, ReadOptions(format: .conll2003))
      #expect(documents[0].spans["entity"] == [])
      #expect(documents[1].spans["entity"] == [LabeledSpan(0..<1, label: "PER"), LabeledSpan(2..<3, label: "LOC")])
      #expect(documents[1].tags["entity"] == [person, "O", place, "O"])
      #expect(ledger.entries.map(\.reason).contains("entity tag `\(mark)`, read as O"))
      #expect(ledger.count(.recognized, .tags) == 3)
    }
  }

  @Test func `where an encoding is named, labels alone are no tags`() throws {
    var options = ReadOptions(format: .conll2003)
    options.spanEncoding = .iob2
    let (documents, ledger) = try read("a X\nb X\nc O\n", options)
    #expect(documents[0].spans["entity"] == [])
    #expect(ledger.count(.dropped, .tags) == 2)
    options.strictTags = true
    let error = #expect(throws: CorpusError.self) { try read("a X\n", options) }
    #expect(error?.errorDescription?.hasSuffix(":1:3: found tag X after the start, which iob2 does not allow") == true)
  }

  @Test(arguments: [
    (
      "a (PER*\nb *)\n",
      "found (PER*, expected a tag such as B-PER; starred brackets are read as conll2005 or conll2012"
    ),
    ("a 3\nb 0\n", "found tag 3, expected the tag's name, such as B-PER"),
    ("a o\nb b-per\n", "found tag o, expected a tag such as B-PER, and O outside of spans, \(Self.marks)"),
    ("a O\nb b_per\n", "found tag b_per, expected a tag such as B-PER, and O outside of spans, \(Self.marks)"),
    ("a B-\nb I-\n", "found tag B-, expected a tag such as B-PER, and O outside of spans, \(Self.marks)"),
  ])
  func `what is no tag of a span is refused by name`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .conll2003)) }
    #expect(error?.errorDescription?.hasSuffix(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test(arguments: ["Word POS Tag\na X O\n", "token\tner\na\tO\n", "# id\nWORDS\tlabels\n\na\tO\n"])
  func `a row of names above the words is refused`(text: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .conll2003)) }
    #expect(error?.errorDescription?.contains(": found names of columns: ") == true, "\(error?.errorDescription ?? "")")
    #expect(throws: Never.self) { try read("word X O\nTag X O\n", ReadOptions(format: .conll2003)) }
    var options = ReadOptions(format: .columns)
    options.columns = ["form": 1]
    #expect(throws: Never.self) { try read("word tag\n", options) }
  }

  @Test func `a label may look like a mark and a label`() throws {
    let documents = try read("a e-mail\nb e-mail\nc O\n", ReadOptions(format: .conll2003)).documents
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<2, label: "e-mail")])
  }

  @Test(arguments: ["bio:entity", "entity:io", "spans:entity", "tags:pos", "feild:x"])
  func `a role that no column has is refused by name`(name: String) throws {
    var options = ReadOptions(format: .columns)
    options.columns = ["form": 1, name: 2]
    let error = #expect(throws: CorpusError.self) { try read("a O\n", options) }
    #expect(
      error?.errorDescription
        == "option columns: found \(name), expected form, a layer of tags, LAYER:bio for spans as tags, or _ for nothing"
    )
  }

  @Test(arguments: [
    "-DOCSTART- -X- O O\na X X B-PER\nb X X O\n\nc X X O\n-DOCSTART-\nd X X O\n",
    "-docstart- -x- O O\na X X B-PER\nb X X O\n\nc X X O\n-docstart-\nd X X O\n",
    "-DOCSTART- O\na X X B-PER\nb X X O\n\n\nc X X O\n\n-DOCSTART- -DOCSTART- O\n\nd X X O\n",
  ])
  func `a document start ends the document wherever it stands and however wide it is`(text: String) throws {
    var options = ReadOptions(format: .conll2003)
    #expect(try read(text, options).documents.map(\.text) == ["a b", "c", "d"])
    options.documents = .marker
    let documents = try read(text, options).documents
    #expect(documents.map(\.text) == ["a b\nc", "d"])
    #expect(documents[0].spans["entity"] == [LabeledSpan(0..<1, label: "PER")])
  }

  @Test(
    arguments: [
      // In any case of letters, indented, with the word in another column, behind a number.
      ([:], .conll2003, "-Docstart- -X- O\na X B-PER\n\n -DOCSTART- -X- O\n\nb X O\n"),
      (["form": 2, "pos": 1], .columns, "O -DOCSTART-\n\nX a\n\n-DOCSTART-\n\nX b\n"),
      (["form": 2, "pos": 1], .columns, "- -DOCSTART-\n\nX a\n\n- -DOCSTART-\n\nX b\n"),
      (["form": 2, "pos": 1], .columns, "O\t-docstart-\nX\ta\n\nO\t-DOCSTART-\n\nX\tb\n"),
      ([:], .conll2003, "0\t-DOCSTART-\tO\n\n1\ta\tB-PER\n2\tc\tO\n\n0\t-DOCSTART-\tO\n\n1\tb\tO\n2\tc\tO\n"),
      ([:], .conll2003, "-docstart-\tX\tO\tO\na\tX Y\tO\tO\n\n-docstart-\tX\tO\tO\nb\tX\tO\tO\n"),
    ] as [([String: ColumnRef], CorpusFormat, String)])
  func `a document start is never a token`(columns: [String: ColumnRef], format: CorpusFormat, text: String) throws {
    var options = ReadOptions(format: format)
    options.columns = columns
    for boundary in DocumentBoundary.allCases {
      options.documents = boundary
      let documents = try read(text, options).documents
      #expect(documents.map { $0.text.prefix(1) } == ["a", "b"], "\(documents.map(\.text))")
      #expect(documents.allSatisfy { $0.sentences[0].comments == ["# newdoc"] })
    }
  }

  @Test(arguments: [
    (CorpusFormat.conll2003, "# id 0a-77\tdomain=en\nthe _ _ O\nriver _ _ B-CW\n\n# id 0a-78\tdomain=en\nshe _ _ O\n"),
    (.conll2003, "# sent_id = 1\n# text = the river\nthe O\nriver B-CW\n\n# x\n\nshe O\n"),
    (.conll2003, "the O\nriver B-CW\n\n# a b\nshe O\n"),
  ])
  func `comment lines before a sentence are no tokens`(format: CorpusFormat, text: String) throws {
    let (documents, ledger) = try read(text, ReadOptions(format: format))
    #expect(documents.map(\.text) == ["the river", "she"])
    #expect(documents[1].sentences[0].comments.count == 1)
    #expect(documents[0].spans["entity"] == [LabeledSpan(1..<2, label: "CW")])
    #expect(ledger.losses.isEmpty)
  }

  @Test func `a word may have no characters where tabs separate columns`() throws {
    let documents = try read("a\tO\n\tO\nb\tB-X\n\n\tO\nc\tO\n", ReadOptions(format: .conll2003)).documents
    #expect(documents.map { $0.words($0.tokens.indices) } == [["a", "", "b"], ["", "c"]])
    #expect(documents[0].spans["entity"] == [LabeledSpan(2..<3, label: "X")])
  }

  @Test(arguments: ["a O\n\n# one\n# two\n", "# one\n# two\n"])
  func `comments without a sentence are counted as dropped`(text: String) throws {
    #expect(try read(text, ReadOptions(format: .conll2003)).ledger.count(.dropped, .lines) == 2)
  }

  @Test func `a hash is a word where the line is a row`() throws {
    let text = "# O\n1 O\n\nAnna B-PER\n# O\n"
    #expect(try read(text, ReadOptions(format: .conll2003)).documents.map(\.text) == ["# 1", "Anna #"])
    var options = ReadOptions(format: .conll2003)
    options.comments = "#"
    #expect(try read(text, options).documents.map(\.text) == ["1", "Anna"])
    options.comments = ""
    #expect(throws: CorpusError.self) { try read("# a comment\n1 O\n", options) }
  }
}
