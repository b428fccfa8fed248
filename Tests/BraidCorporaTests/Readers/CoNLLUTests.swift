import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

struct CoNLLUTests {
  private func read(_ text: String, plus: Bool = false, documents: DocumentBoundary = .sentence) throws
    -> (documents: [Document], ledger: Ledger)
  {
    var options = ReadOptions(format: plus ? .conllup : .conllu)
    options.documents = documents
    return try BraidCorporaTests.read(text, options)
  }

  @Test func `words align with the text comment, with spaces as they are there`() throws {
    let (documents, ledger) = try read(Sample("conllu").text)
    #expect(documents.count == 2)
    let second = documents[1]
    #expect(second.id == "letters-2")
    #expect(second.text == "I like tea, you coffee.")
    #expect(second.words(0..<7) == ["I", "like", "tea", ",", "you", "coffee", "."])
    #expect(second.tokens[3].range == 10..<11)
    #expect(second.tokens[3].kind == .punctuation)
    #expect(second.tags["upos"] == ["PRON", "VERB", "NOUN", "PUNCT", "PRON", "NOUN", "PUNCT"])
    #expect(second.tags["head"]?[1] == "0")
    #expect(second.tags["feats"] == nil)
    #expect(ledger.losses.isEmpty)
  }

  @Test func `ranges, empty nodes and comments are kept`() throws {
    let documents = try read(Sample("conllu").text).documents
    let first = documents[0].sentences[0]
    #expect(first.multiwords == [MultiwordToken(0..<2, form: "Vámonos"), MultiwordToken(2..<4, form: "al")])
    #expect(first.comments.first == "# newdoc id = letters")
    #expect(documents[0].text == "Vámonos al mar!")
    #expect(documents[0].words(0..<6) == ["Vámonos", "Vámonos", "al", "al", "mar", "!"])
    #expect(documents[0].tags["form"] == ["Vamos", "nos", "a", "el", nil, nil])
    #expect(documents[0].isConsistent)
    #expect(
      documents[1].sentences[0].emptyNodes == [
        EmptyNode(
          position: 5, index: 1, form: "like",
          tags: ["lemma": "like", "upos": "VERB", "xpos": "VBP", "deps": "2:conj", "misc": "CopyOf=2"])
      ])
  }

  @Test func `documents by marker hold their sentences`() throws {
    let documents = try read(Sample("conllu").text, documents: .marker).documents
    #expect(documents.count == 1)
    #expect(documents[0].id == "letters")
    #expect(documents[0].sentences.map(\.tokens) == [0..<6, 6..<13])
    #expect(documents[0].word(6) == "I")
    #expect(documents[0].tags["upos"]?.count == 13)
    #expect(documents[0].tags["xpos"]?[0] == nil)
  }

  @Test func `without a text comment words are joined as SpaceAfter says`() throws {
    let text =
      "1\tHi\t_\t_\t_\t_\t_\t_\t_\tA=1|SpaceAfter=No\n2\t!\t_\t_\t_\t_\t_\t_\t_\t_\n3\tBye\t_\t_\t_\t_\t_\t_\t_\t_\n"
    let document = try read(text).documents[0]
    #expect(document.text == "Hi! Bye")
    #expect(document.words(0..<3) == ["Hi", "!", "Bye"])
  }

  @Test(arguments: ["# text = Elle vient du marché, dit-il.\n", ""])
  func `words of a range share its surface form, with a text comment and without`(comment: String) throws {
    func row(_ id: String, _ form: String, _ misc: String = "_") -> String {
      "\(id)\t\(form)\(String(repeating: "\t_", count: 7))\t\(misc)\n"
    }
    let text = [
      row("1", "Elle"), row("2", "vient"), row("3-4", "du"), row("3", "de"), row("4", "le"),
      row("5", "marché", "SpaceAfter=No"), row("6", ","), row("7", "dit", "SpaceAfter=No"),
      row("8", "-il", "SpaceAfter=No"), row("9", "."),
    ]
    let (documents, ledger) = try read(comment + text.joined())
    #expect(documents[0].text == "Elle vient du marché, dit-il.")
    #expect(documents[0].words(2..<5) == ["du", "du", "marché"])
    #expect(ledger.losses.isEmpty)
  }

  @Test(arguments: ["# text = I don't.\n", ""])
  func `words that are the parts of their surface form have a place each`(comment: String) throws {
    func row(_ id: String, _ form: String, _ misc: String = "_") -> String {
      "\(id)\t\(form)\(String(repeating: "\t_", count: 7))\t\(misc)\n"
    }
    let rows = [row("1", "I"), row("2-3", "don't", "SpaceAfter=No"), row("2", "do"), row("3", "n't"), row("4", ".")]
    let text = comment + rows.joined() + "\n"
    let document = try read(text).documents[0]
    #expect(document.text == "I don't.")
    #expect(document.words(0..<4) == ["I", "do", "n't", "."])
    #expect(document.tags["form"] == nil)
  }

  @Test func `a text comment that is not the words is counted, and the words are taken`() throws {
    let (documents, ledger) = try read("# text = Something else\n1\tHi\t_\t_\t_\t_\t_\t_\t_\t_\n\n")
    #expect(documents[0].text == "Hi")
    #expect(ledger.count(.repaired, .sentences) == 1)
  }

  @Test func `the lemma of an underscore is one where words have lemmas`() throws {
    let text = "1\ta\tA\t_\t_\t_\t_\t_\t_\t_\n2\t_\t_\t_\t_\t_\t_\t_\t_\t_\n3\tb\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
    let documents = try read(text).documents
    #expect(documents[0].tags == ["lemma": ["A", "_", nil]])
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .conllu))
    try writer.write(documents[0])
    try writer.close()
    #expect(writer.leftOut.documents.isEmpty)
    #expect(try read(scratch.text("out")).documents[0].tags["lemma"] == ["A", "_", nil])
    #expect(try read("1\t_\t_\t_\t_\t_\t_\t_\t_\t_\n").documents[0].tags["lemma"] == nil)
  }

  @Test func `the last columns of CoNLL-X are projective heads and their relations`() throws {
    let (documents, ledger) = try read(
      """
      1\tRun\trun\tVB\tVB\t_\t0\troot\t_\t_

      1\tThe\tthe\tDT\tDT\t_\t2\tdet\t2\tdet
      2\tdog\tdog\tNN\tNN\t_\t0\troot\t0\troot

      1\tBark\tbark\tVB\tVB\t_\t0\troot\t0\troot

      """)
    #expect(documents[0].tags["phead"] == nil && documents[0].tags["deps"] == nil)
    #expect(documents[1].tags["phead"] == ["2", "0"] && documents[1].tags["pdeprel"] == ["det", "root"])
    #expect(documents[1].tags["head"] == ["2", "0"] && documents[1].tags["deprel"] == ["det", "root"])
    #expect(documents[1].tags["deps"] == nil && documents[1].tags["misc"] == nil)
    #expect(documents[2].tags["phead"] == ["0"])
    #expect(ledger.count(.recognized, .sentences) == 1)
    let text = try written([documents[1]], WriteOptions(format: .conllu))
    #expect(text.contains("\n1\tThe\tthe\tDT\tDT\t_\t2\tdet\t_\t_\n"))
  }

  @Test func `Universal PropBank 2 gives frames`() throws {
    let document = try read(Sample("conllup").text, plus: true).documents[0]
    var first = Frame(
      predicate: 1, sense: "give_up.08",
      arguments: [Argument(role: "ARG0", tokens: 0..<1), Argument(role: "ARG1", tokens: 3..<4)])
    first.extent = 1..<3
    #expect(
      document.frames == [
        first, Frame(predicate: 3, sense: "smoke.01", arguments: [Argument(role: "ARG0", tokens: 0..<1)]),
      ])
    #expect(document.tags["predicate"] == nil)
  }

  @Test func `Universal PropBank 1 has a column a predicate, and empty cells where nobody looked`() throws {
    let filled = "1\tWe\t_\t_\t_\t_\t_\t_\t_\t_\t_\tARG0\n2\trun\t_\t_\t_\t_\t_\t_\t_\t_\trun.02\tV\n"
    let empty = "1\tWe\t_\t_\t_\t_\t_\t_\t_\t_\t\t\n"
    let none = "1\tHa\t_\t_\t_\t_\t_\t_\t_\t_\t_\n"
    let (documents, ledger) = try read([filled, empty, none].joined(separator: "\n"), plus: true)
    #expect(
      documents[0].frames
        == [Frame(predicate: 1, sense: "run.02", arguments: [Argument(role: "ARG0", tokens: 0..<1)])])
    #expect(documents[1].frames == nil)
    #expect(documents[2].frames == [])
    #expect(ledger.losses.isEmpty)
  }

  @Test(arguments: [
    ("1\tHi\t_\n", "found 3 columns, expected 10"),
    ("2\tHi\t_\t_\t_\t_\t_\t_\t_\t_\n", "found word ID 2, expected 1"),
    ("x\tHi\t_\t_\t_\t_\t_\t_\t_\t_\n", "found ID x, expected a number, a range or a decimal"),
    (
      "1-3\tHi\t_\t_\t_\t_\t_\t_\t_\t_\n1\tHi\t_\t_\t_\t_\t_\t_\t_\t_\n",
      "found range 1-3, expected words up to 3, not 1"
    ),
    ("2.1\tHi\t_\t_\t_\t_\t_\t_\t_\t_\n", "found empty node 2.1, expected an empty node after word 0"),
  ])
  func `a line that does not fit is an error with its reason`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text) }
    #expect(error?.errorDescription?.hasSuffix(reason) == true, "\(error?.errorDescription ?? "")")
  }

  @Test(arguments: [
    ("ID FORM UPOS UPOS", "UPOS"), ("ID FORM FORM", "FORM"), ("ID ID FORM", "ID"), ("ID FORM upos UPOS", "UPOS"),
    ("ID FORM UP:PRED UP:PREDS", "UP:PREDS"),
  ])
  func `a column of CoNLL-U Plus that is named twice is an error at its place`(names: String, repeated: String) throws {
    let error = #expect(throws: CorpusError.self) {
      try read("# x\n# global.columns = \(names)\n1\ta\tb\tc\n\n", plus: true)
    }
    #expect(
      error?.errorDescription?.hasSuffix(":2: found the column \(repeated) twice, expected each column once") == true,
      "\(error?.errorDescription ?? "")")
  }

  @Test func `values of one length with the same ends stay apart`() throws {
    let values = ["", "a", "ab", "abcdefgh"].flatMap { middle in
      ["x", "y", "z"].map { "Abcdefgh=" + middle + $0 + "|hgfedcbA" }
    }
    let rows = (values + values).enumerated().map { "\($0 + 1)\tw\t_\t_\t_\t\($1)\t_\t_\t_\t_\n" }.joined()
    let document = try #require(try read(rows + "\n").documents.first)
    #expect(document.tags["feats"] == (values + values).map(Optional.some))
  }
}
