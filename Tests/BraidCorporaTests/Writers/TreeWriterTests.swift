import BraidCorpora
import BraidText
import Testing

/// Trees, dependencies of 2008 and frame files, as they are read and written.
struct TreeWriterTests {
  @Test func `a treebank's trees are words with parts of speech and constituents`() throws {
    let (documents, ledger) = try read(Sample("ptb").text, ReadOptions(format: .ptb))
    #expect(documents.map(\.text) == ["It works .", "Ann ( 3/4 )"])
    #expect(documents.map { $0.tags["pos"] } == [["PRP", "VBZ", "."], ["NNP", "-LRB-", "CD", "-RRB-"]])
    #expect(
      documents.map { $0.tags["parse"] } == [["(S(NP-SBJ*)", "(VP*)", "*)"], ["(TOP(NP*", "*", "*", "*))"]])
    #expect(ledger.entries.map(\.reason) == ["traces (-NONE-)"])
  }

  @Test func `a treebank is written as it was read, traces aside`() throws {
    let documents = try read(Sample("ptb").text, ReadOptions(format: .ptb)).documents
    let text = try written(documents, WriteOptions(format: .ptb))
    #expect(
      text == """
        ( (S (NP-SBJ (PRP It)) (VP (VBZ works)) (. .)))
        (TOP (NP (NNP Ann) (-LRB- -LRB-) (CD 3\\/4) (-RRB- -RRB-)))

        """)
    #expect(try read(text, ReadOptions(format: .ptb)).documents == documents)
  }

  @Test func `CoNLL-2012's parse column is the same trees`() throws {
    let documents = try read(Sample("ptb").text, ReadOptions(format: .ptb)).documents
    let columns = try written(documents, WriteOptions(format: .conll2012))
    let back = try read(columns, ReadOptions(format: .conll2012)).documents
    #expect(back.map { $0.tags["parse"] } == documents.map { $0.tags["parse"] })
    #expect(try written(back, WriteOptions(format: .ptb)) == written(documents, WriteOptions(format: .ptb)))
  }

  @Test func `without constituents a tree is flat`() throws {
    var document = Document(words: [["She", "left"], ["Yes"]])
    document.tags["upos"] = ["PRON", "VERB", nil]
    #expect(try written([document], WriteOptions(format: .ptb)) == "( (PRON She) (VERB left))\n( Yes)\n")
  }

  @Test func `a tree for each document has its label`() throws {
    var document = Document(words: [["It", "(", "a\\/b"], ["works"]])
    document.labels["label"] = [Label("3")]
    let text = try written([document, Document(words: [["x"]])], WriteOptions(format: .trees))
    #expect(text == "(3 It -LRB- a\\\\/b works)\n( x)\n")
    let back = try read(text, ReadOptions(format: .trees)).documents
    #expect(back.map { $0.words(0..<$0.tokens.count) } == [["It", "(", "a\\/b", "works"], ["x"]])
    #expect(back.map { $0.labels["label"] } == [[Label("3")], nil])
  }

  @Test(arguments: [
    (["New York"], "white space in New York"), (["a(b"], "a bracket within a(b"), ([""], "a word without characters"),
  ])
  func `words that brackets cannot hold are an error`(words: [String], what: String) throws {
    for format in [CorpusFormat.trees, .ptb] {
      let error = #expect(throws: CorpusError.self) {
        try written([Document(id: "d", words: [words])], WriteOptions(format: format))
      }
      #expect(error?.errorDescription == "document d: \(format.rawValue) cannot hold \(what)")
    }
  }

  @Test func `CoNLL-2008 is written as it was read`() throws {
    let text = Sample("conll2008").text
    let documents = try read(text, ReadOptions(format: .conll2008)).documents
    #expect(documents.map { $0.tags["gpos"] } == [["DT", "NN", "VBD"]])
    #expect(documents.map { $0.frames?.map(\.sense) } == [["sale.01"]])
    #expect(try written(documents, WriteOptions(format: .conll2008)) == text)
  }

  @Test func `an example of a frame file comes back`() throws {
    var document = Document(id: "take.01/x", words: [["We", "took", "it", "in"]])
    document.fields = ["roleset": "take.01", "lemma": "take", "name": "grab", "source": "s"]
    document.frames = [
      Frame(
        predicate: 1, sense: "take.01",
        arguments: [
          Argument(role: "C-V", tokens: 3..<4), Argument(role: "ARG0", tokens: 0..<1),
          Argument(role: "ARG1", tokens: 2..<3),
        ])
    ]
    let text = try written([document], WriteOptions(format: .propbankFrames))
    #expect(text.contains("<rel relloc=\"1 3\">took in</rel>\n<arg type=\"ARG0\" start=\"0\" end=\"0\">We</arg>"))
    #expect(try read(text, ReadOptions(format: .propbankFrames)).documents == [document])
  }

  @Test func `deep trees are read and written`() throws {
    let depth = 5000
    let text = String(repeating: "(a ", count: depth) + "(b w)" + String(repeating: ")", count: depth) + "\n"
    let documents = try read(text, ReadOptions(format: .ptb)).documents
    #expect(try written(documents, WriteOptions(format: .ptb)) == "( \(text.dropLast()))\n")
  }
}
