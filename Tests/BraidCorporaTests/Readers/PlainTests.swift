import BraidCorpora
import BraidText
import Testing

struct PlainTests {
  @Test func `text is one document a file, lines one a line, paragraphs one a block`() throws {
    let text = "a b\nc\n\n\nd\n"
    #expect(try read(text, ReadOptions(format: .text)).documents.map(\.text) == [text])
    #expect(try read(text, ReadOptions(format: .lines)).documents.map(\.text) == ["a b", "c", "", "", "d"])
    #expect(try read(text, ReadOptions(format: .paragraphs)).documents.map(\.text) == ["a b\nc", "d"])
  }

  @Test(arguments: ["", "a", "a\n", "a\r\nb", "a\r\n\r\n", "\n\nb\n\n"])
  func `a text is the file, byte for byte`(text: String) throws {
    let documents = try read(text, ReadOptions(format: .text)).documents
    #expect(documents.map { Array($0.text.utf8) } == [Array(text.utf8)])
  }

  @Test(arguments: [CorpusFormat.text, .lines, .paragraphs])
  func `a document larger than allowed is cut and counted, and nothing is lost`(format: CorpusFormat) throws {
    var options = ReadOptions(format: format)
    options.maximumDocumentBytes = 64
    let text = String(repeating: "word ", count: 100)
    let (documents, ledger) = try read(text, options)
    #expect(documents.count > 4)
    #expect(documents.map(\.text).joined() == text)
    #expect(!ledger.losses.isEmpty)
  }

  @Test func `a text larger than allowed is cut between sentences, over line ends too`() throws {
    var options = ReadOptions(format: .text)
    options.maximumDocumentBytes = 100
    let sentences = (1...60).map { "Sentence number \($0) says, e.g. this.\($0.isMultiple(of: 5) ? "\r\n" : " ")" }
    let (documents, ledger) = try read(sentences.joined(), options)
    #expect(documents.count > 20)
    #expect(documents.map(\.text).joined() == sentences.joined())
    for document in documents { #expect(document.text.hasPrefix("Sentence")) }
    #expect(ledger.entries.map(\.unit) == [.documents])
    #expect(ledger.count(.repaired, .documents) == documents.count - 1)
  }

  @Test func `fastText labels may stand anywhere and may be missing`() throws {
    let documents = try read(Sample("fasttext").text + "a __label__x b\n", ReadOptions(format: .fasttext)).documents
    #expect(documents.map(\.text) == ["a fine day", "no label here", "a b"])
    #expect(documents[0].labels["label"] == [Label("good"), Label("long")])
    #expect(documents[1].labels.isEmpty)
  }

  @Test func `TREC questions have a coarse and a fine label`() throws {
    var options = ReadOptions(format: .trec)
    let document = try read(Sample("trec").text, options).documents[0]
    #expect(document.text == "How did it start ?")
    #expect(document.tokens.count == 5)
    #expect(document.labels == ["coarse": [Label("DESC")], "fine": [Label("DESC:manner")]])
    options.encoding = .latin1
    #expect(throws: CorpusError.self) { try read("no label\n", options) }
  }

  @Test func `trees give the root's label, or one document a sub-tree`() throws {
    var options = ReadOptions(format: .trees)
    let (documents, ledger) = try read(Sample("trees").text, options)
    #expect(documents.map(\.text) == ["It 's good/great", "( bad"])
    #expect(documents.map { $0.labels["label"] } == [[Label("3")], [Label("1")]])
    #expect(
      ledger.entries.filter { $0.unit == .labels }.map { "\($0.action) \($0.count) \($0.reason)" }
        == ["ignored 6 of sub-trees; read with `phrases: true` or `--phrases`"])
    options.phrases = true
    let (phrases, all) = try read(Sample("trees").text, options)
    #expect(!all.entries.contains { $0.unit == .labels })
    #expect(
      phrases.map(\.text) == ["It 's good/great", "It", "'s good/great", "'s", "good/great", "( bad", "(", "bad"])
    #expect(phrases.map { $0.labels["label"]?.first?.name } == ["3", "2", "4", "2", "4", "1", "1", "0"])
  }

  @Test(arguments: [
    ("(3 (2 a)\n", ":1:1: found ( that is never closed"), ("(3 a))\n", ":1:6: found ), expected ( before it"),
    ("a\n", ":1:1: found a, expected ("), ("(3 (2))\n", ":1:4: found a node without words"),
  ])
  func `unbalanced trees are errors with the place of the bracket`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .trees)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }
}
