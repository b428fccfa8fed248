import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// Names, sentences and words of TEI, of which the mark-up has only some.
@Suite struct TEINameTests {
  private func tei(_ body: String, _ options: ReadOptions = ReadOptions(format: .tei)) throws -> (
    documents: [Document], ledger: Ledger
  ) {
    let text = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>\(body)</body></text></TEI>"
    let found = try read(text, options)
    for document in found.documents { #expect(document.isConsistent) }
    return found
  }

  private func shown(_ document: Document) -> [String] {
    document.spans.sorted { $0.key < $1.key }.flatMap { layer, spans in
      spans.map { "\(layer) \($0.label): " + document.words($0.tokens).joined(separator: " ") }
    }
  }

  @Test func `names in a text without words are spans, and the text is cut into words`() throws {
    let (documents, ledger) = try tei(
      "<p>Dear <persName>Anna Berg</persName>, come to <placeName type=\"city\">Porto</placeName>.</p><p>No names.</p>")
    #expect(shown(documents[0]) == ["entity persName: Anna Berg", "entity city: Porto"])
    #expect(documents[0].words(0..<8) == ["Dear", "Anna", "Berg", ",", "come", "to", "Porto", "."])
    #expect(documents[0].sentences.map(\.tokens) == [0..<8])
    #expect(documents[1].tokens.isEmpty, "nothing is cut where nothing is to be put on words")
    #expect(
      ledger.entries.map { "\($0.action) \($0.count) \($0.reason)" }
        == ["recognized 8 text outside of <w> and <pc>, cut by the rules of words"])
  }

  @Test func `text beside the words of a file is cut into words, and every tag stays on its word`() throws {
    let (documents, ledger) = try tei(
      """
      <p>The <w lemma="be" pos="V">is</w> <name><w lemma="Ann">Ann</w> Lee</name>, <w>do</w><w join="left">n't</w> go
      <w>del <w norm="de"/><w norm="el"/></w> out</p>
      """)
    let document = documents[0]
    #expect(
      document.tokens.indices.map { document.form($0) }
        == ["The", "is", "Ann", "Lee", ",", "do", "n't", "go", "de", "el", "out"])
    #expect(document.tags["lemma"] == [nil, "be", "Ann", nil, nil, nil, nil, nil, nil, nil, nil])
    #expect(document.tags["pos"] == [nil, "V"] + [String?](repeating: nil, count: 9))
    #expect(shown(document) == ["entity name: Ann Lee"])
    #expect(ledger.entries.contains { $0.action == .recognized && $0.count == 5 })
  }

  @Test func `sentences of the mark-up hold without words, and text beside them is a sentence`() throws {
    let (documents, ledger) = try tei("<p><s>One. Two.</s> three <s>Four.</s></p>")
    #expect(
      documents[0].sentences.map { documents[0].words($0.tokens) } == [
        ["One", ".", "Two", "."], ["three"], ["Four", "."],
      ])
    #expect(ledger.entries.contains { $0.reason == "text outside of <s>, taken for a sentence" && $0.count == 1 })
  }

  @Test func `a name without characters is dropped and counted, one within a word is widened`() throws {
    let (documents, ledger) = try tei("<p>a <persName/> Paul<name>ine</name></p>")
    #expect(shown(documents[0]) == ["entity name: Pauline"])
    #expect(
      ledger.losses.map { "\($0.action) \($0.count) \($0.reason)" }.sorted() == [
        "dropped 1 span without characters, or that ends in another block",
        "repaired 1 span that cuts tokens, widened to the whole of them",
      ])
  }

  @Test func `the rules of words are those that are asked for`() throws {
    var options = ReadOptions(format: .tei)
    options.segmentation = SegmenterOptions(locale: "fr", rules: .french)
    #expect(
      try tei("<p>l'ami de <name>Luc</name></p>", options).documents[0].words(0..<4) == ["l'", "ami", "de", "Luc"])
  }

  private static let partial = """
    <TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
    <p>Dear <persName>Anna Berg</persName>, go.</p>
    <p>He <w>ran</w> home.</p>
    </body></text></TEI>

    """

  @Test func `words are put beside those that a file has, tags into these, and names stay once`() throws {
    let rewriter = try XMLRewriter(
      bytes: Array(Self.partial.utf8), file: "a.xml", options: ReadOptions(format: .tei))
    var documents = rewriter.documents
    for index in documents.indices {
      documents[index].tags["pos"] = documents[index].tokens.indices.map { "T\($0)" }
    }
    let result = try rewriter.rewritten(with: documents)
    let text = String(decoding: result.bytes, as: UTF8.self)
    #expect(result.unplaced == 0, "\(result.unplacedLayers)")
    #expect(
      text.contains("<p><s><w pos=\"T0\">Dear</w> <persName><w pos=\"T1\">Anna</w> <w pos=\"T2\">Berg</w></persName>"))
    #expect(
      text.contains("<p><w pos=\"T0\">He</w> <w pos=\"T1\">ran</w> <w pos=\"T2\">home</w><w pos=\"T3\">.</w></p>"))
    #expect(!text.contains("<seg"))
    #expect(text.replacing(/<\/?(w|pc|s)( [^>]*)?>/, with: "") == Self.partial.replacing(/<\/?w>/, with: ""))
  }

  @Test func `names of layers that TEI does not take as they are come back`() throws {
    var document = Document(id: "a", words: [["Ann", "left"]])
    for name in ["my mood", "", "50%", "%41", "line\nbreak", "é ü", "\u{200B}x", "plain"] {
      document.labels[name] = [Label("x")]
      document.spans[name] = [LabeledSpan(0..<1, label: "Y Z")]
      document.tags[name] = ["t", nil]
      document.translations["t\(name)"] = AlignedText("weg", score: -1)
      document.fields[name] = "v"
    }
    document.frames = [Frame(predicate: 1, sense: "go away")]
    let text = try written([document], WriteOptions(format: .tei))
    #expect(
      text.contains("subtype=\"my%20mood\"") && text.contains("subtype=\"%\"") && text.contains("subtype=\"50%25\""))
    #expect(try read(text, ReadOptions(format: .tei)).documents == [document])
  }
}
