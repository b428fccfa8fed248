import BraidCorpora
import BraidFiles
import BraidText
import Foundation
import Testing

/// A file that was annotated once is annotated again.
struct XMLSecondRunTests {
  /// A file with what `annotate` adds to its only document, and what became of that.
  private func rewritten(
    _ text: String, _ options: RewriteOptions = RewriteOptions(), annotate: (inout Document) throws -> Void
  ) throws -> (text: String, result: RewrittenXML) {
    let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "a.xml", options: ReadOptions(format: .tei))
    var document = try #require(rewriter.documents.first)
    if document.tokens.isEmpty { try TextSegmenter().segment(&document) }
    try annotate(&document)
    let result = try rewriter.rewritten(with: [document], options: options)
    return (String(decoding: result.bytes, as: UTF8.self), result)
  }

  private static func annotated(_ paragraph: String) -> String {
    "<TEI><text><body><p>\(paragraph)</p></body></text></TEI>"
  }

  @Test func `annotations that are put in inline a second time are in the file once, and others take their place`()
    throws
  {
    func predict(_ document: inout Document) {
      document.labels["tone"] = [Label("calm", score: 0.5)]
      document.tags["pos"] = document.tokens.map { _ in "X" }
      document.spans["person"] = [LabeledSpan(2..<4, label: "PER", score: 0.75)]
      document.spans["place"] = [LabeledSpan(5..<6, label: "LOC", score: 0.75)]
    }
    func word(_ word: String) -> String { "<w pos=\"X\">\(word)</w>" }
    let (first, counts) = try rewritten(Self.annotated("He <hi>saw Ann</hi> Lee in Oslo"), annotate: predict)
    #expect(
      first
        == Self.annotated(
          "<milestone unit=\"tone\" n=\"calm\" cert=\"0.5\"/><s>\(word("He")) <hi>\(word("saw")) "
            + "<milestone unit=\"person\" n=\"PER\" cert=\"0.75\" spanTo=\"#braid.1\"/>\(word("Ann"))</hi> \(word("Lee"))"
            + "<anchor xml:id=\"braid.1\"/> \(word("in")) "
            + "<seg type=\"place\" subtype=\"LOC\" cert=\"0.75\">\(word("Oslo"))</seg></s>"))
    #expect(counts.milestones == 1)
    let read = try XMLRewriter(bytes: Array(first.utf8), file: "a.xml", options: ReadOptions(format: .tei)).documents
    #expect(read.first?.spans["person"] == [LabeledSpan(2..<4, label: "PER")])
    let (second, none) = try rewritten(first, annotate: predict)
    #expect(second == first)
    #expect(none.elements == 0 && none.milestones == 0 && none.unplaced == 0)
    // Another model.
    let (third, counts3) = try rewritten(first) { document in
      document.labels["tone"] = [Label("angry", score: 0.9)]
      document.spans["person"] = [LabeledSpan(2..<3, label: "ANN", score: 0.5)]
      document.spans["place"] = []
    }
    #expect(
      third
        == Self.annotated(
          "<milestone unit=\"tone\" n=\"angry\" cert=\"0.9\"/><s>\(word("He")) <hi>\(word("saw")) "
            + "<seg type=\"person\" subtype=\"ANN\" cert=\"0.5\">\(word("Ann"))</seg></hi> \(word("Lee")) "
            + "\(word("in")) \(word("Oslo"))</s>"))
    #expect(counts3.replaced == 3 && none.replaced == 0)
    // A span without a score, or with more to it, is not a model's.
    for place in ["type=\"place\" subtype=\"LOC\"", "type=\"place\" subtype=\"LOC\" cert=\"0.75\" resp=\"#me\""] {
      let text = first.replacing("type=\"place\" subtype=\"LOC\" cert=\"0.75\"", with: place)
      let (same, _) = try rewritten(text) { document in document.spans["place"] = [] }
      #expect(same == text)
    }
  }

  @Test func `a prediction that TEI has as its own is an element beside that, read once or as a prediction`() throws {
    var options = RewriteOptions()
    (options.sentences, options.tags) = (false, [])
    func predict(_ document: inout Document) {
      var predicted = document
      predicted.spans["entity"] = [
        LabeledSpan(0..<1, label: "PER", score: 0.5), LabeledSpan(2..<3, label: "PER", score: 0.75),
      ]
      predicted.labels["tone"] = [Label("calm", score: 0.5)]
      document.predictions["model"] = Prediction([.spans("entity"), .labels("tone")], of: predicted)
    }
    let (first, counts) = try rewritten(
      Self.annotated("<name type=\"PER\">Ann</name> met Bo"), options, annotate: predict)
    func seg(_ word: String, _ score: String) -> String {
      "<seg type=\"entity\" subtype=\"PER\" cert=\"\(score)\">\(word)</seg>"
    }
    #expect(
      first
        == Self.annotated(
          "<name type=\"PER\"><milestone unit=\"tone\" n=\"calm\" cert=\"0.5\"/>\(seg("Ann", "0.5"))</name> "
            + "met \(seg("Bo", "0.75"))"))
    #expect(counts.elements == 3)
    let (second, none) = try rewritten(first, options) { document in
      #expect(
        document.spans["entity"] == [LabeledSpan(0..<1, label: "PER"), LabeledSpan(2..<3, label: "PER")])
      predict(&document)
    }
    #expect(second == first && none.elements == 0 && none.replaced == 0)
    var reading = ReadOptions(format: .tei)
    reading.readsPredictions = true
    let read = try XMLRewriter(bytes: Array(first.utf8), file: "a.xml", options: reading).documents
    #expect(read.first?.spans["entity"] == [LabeledSpan(0..<1, label: "PER")])
    let prediction = read.first?.predictions["predictions"]?.annotation
    #expect(
      prediction?.spans["entity"]
        == [LabeledSpan(0..<1, label: "PER", score: 0.5), LabeledSpan(2..<3, label: "PER", score: 0.75)])
    #expect(prediction?.labels["tone"] == [Label("calm", score: 0.5)] && read.first?.labels == [:])
  }

  @Test func `XML that only a map explains is not annotated twice, unless the map reads what is there`() throws {
    func rewritten(_ text: String, _ fields: [String: String], _ options: RewriteOptions) throws -> String {
      var reading = ReadOptions(format: .xml)
      reading.fields = fields
      let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "a.xml", options: reading)
      var document = try #require(rewriter.documents.first)
      if document.tokens.isEmpty { try TextSegmenter().segment(&document) }
      document.spans["place"] = [LabeledSpan(2..<3, label: "LOC")]
      return String(decoding: try rewriter.rewritten(with: [document], options: options).bytes, as: UTF8.self)
    }
    var options = RewriteOptions()
    let first = try rewritten("<doc>\n<p>Ann in Oslo</p></doc>", ["document": "p"], options)
    let seg = "<seg type=\"place\" subtype=\"LOC\">"
    #expect(first == "<doc>\n<p><s><w>Ann</w> <w>in</w> \(seg)<w>Oslo</w></seg></s></p></doc>")
    let map = "token=w, sentence=s, spans.LAYER=seg/@subtype"
    func error(_ tag: String) -> CorpusError {
      .unexpected(
        BraidFiles.SourceLocation(file: "a.xml", line: 2), found: "\(tag), as an earlier run puts it in",
        expected: "the file as it was before, or a map that reads such elements: \(map)")
    }
    #expect(throws: error("<s>")) { try rewritten(first, ["document": "p"], options) }
    options.sentences = false
    #expect(throws: error(seg)) { try rewritten(first, ["document": "p"], options) }
    let read = ["document": "p", "token": "w", "sentence": "s", "spans.place": "seg/@subtype"]
    #expect(try rewritten(first, read, options) == first)
    options.spans = []
    #expect(throws: error("<w>")) { try rewritten(first, ["document": "p"], options) }
  }

  @Test func `sentences of XML are put in once, whether a map reads them or not`() throws {
    func rewritten(_ text: String, _ fields: [String: String], words: Bool = true) throws -> String {
      var reading = ReadOptions(format: .xml)
      reading.fields = fields
      let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "a.xml", options: reading)
      var document = try #require(rewriter.documents.first)
      try TextSegmenter().segment(&document)
      var options = RewriteOptions()
      if !words { options.tags = [] }
      return String(decoding: try rewriter.rewritten(with: [document], options: options).bytes, as: UTF8.self)
    }
    func error(_ tag: String, _ expected: String) -> CorpusError {
      .unexpected(
        BraidFiles.SourceLocation(file: "a.xml", line: 1), found: "\(tag), as an earlier run puts it in",
        expected: "the file as it was before" + expected)
    }
    // The file's own sentences.
    let own = "<doc><p><s>Go on now.</s> <s>Stay</s></p></doc>"
    let reads = ["document": "p", "sentence": "s"]
    #expect(try rewritten(own, reads, words: false) == own)
    let words = try rewritten(own, reads)
    #expect(
      words
        == "<doc><p><s><w>Go</w> <w>on</w> <w>now</w><w>.</w></s> <s><w>Stay</w></s></p></doc>")
    #expect(try rewritten(words, reads.merging(["token": "w"]) { first, _ in first }) == words)
    // Those of an earlier run.
    let map = ", or a map that reads such elements: token=w, sentence=s, spans.LAYER=seg/@subtype"
    let first = try rewritten("<doc><p>Go on. Stay</p></doc>", ["document": "p"], words: false)
    #expect(first == "<doc><p><s>Go on.</s> <s>Stay</s></p></doc>")
    #expect(throws: error("<s>", map)) { try rewritten(first, ["document": "p"], words: false) }
    #expect(try rewritten(first, reads, words: false) == first)
    // Milestones, which no map reads.
    let crossed = try rewritten("<doc><p>Go <b>on. Stay</b> now</p></doc>", ["document": "p"], words: false)
    let milestone = "<milestone unit=\"s\" spanTo=\"#braid.1\"/>"
    #expect(crossed.contains(milestone))
    for fields in [["document": "p"], reads] {
      #expect(throws: error(milestone, "")) { try rewritten(crossed, fields, words: false) }
    }
  }

  @Test func `spans of XML that are milestones are not put in twice`() throws {
    func rewritten(_ text: String) throws -> String {
      var reading = ReadOptions(format: .xml)
      reading.fields = ["document": "p", "spans.place": "seg/@subtype"]
      let rewriter = try XMLRewriter(bytes: Array(text.utf8), file: "a.xml", options: reading)
      var document = try #require(rewriter.documents.first)
      if document.tokens.isEmpty { try TextSegmenter().segment(&document) }
      document.spans["place"] = [LabeledSpan(1..<3, label: "LOC")]
      var options = RewriteOptions()
      (options.sentences, options.tags) = (false, [])
      return String(decoding: try rewriter.rewritten(with: [document], options: options).bytes, as: UTF8.self)
    }
    let first = try rewritten("<doc><p>in New <b>York now</b></p></doc>")
    let milestone = "<milestone unit=\"place\" n=\"LOC\" spanTo=\"#braid.1\"/>"
    #expect(first == "<doc><p>in \(milestone)New <b>York<anchor xml:id=\"braid.1\"/> now</b></p></doc>")
    let error = CorpusError.unexpected(
      BraidFiles.SourceLocation(file: "a.xml", line: 1), found: "\(milestone), as an earlier run puts it in",
      expected: "the file as it was before")
    #expect(throws: error) { try rewritten(first) }
  }

  @Test func `sentences and words that are milestones are read, and put in once`() throws {
    var options = RewriteOptions()
    let page = Self.annotated("Go o<hi>n now. We</hi> stay")
    func predict(_ document: inout Document) {
      document.sentences = [Sentence(tokens: 0..<4), Sentence(tokens: 4..<6)]
      document.tags["pos"] = document.tokens.map { _ in "X" }
    }
    let (first, counts) = try rewritten(page, options, annotate: predict)
    #expect(counts.milestones == 3)
    let read = try XMLRewriter(bytes: Array(first.utf8), file: "a.xml", options: ReadOptions(format: .tei)).documents
    let document = try #require(read.first)
    #expect(document.tokens.indices.map { document.word($0) } == ["Go", "on", "now", ".", "We", "stay"])
    #expect(document.tags["pos"] == Array(repeating: "X", count: 6))
    #expect(document.sentences.map(\.tokens) == [0..<4, 4..<6])
    #expect(try rewritten(first, options, annotate: predict).text == first)
    // A word that is a milestone takes further tags.
    options.sentences = false
    let more = try rewritten(first, options) { $0.tags["lemma"] = $0.tokens.map { _ in "y" } }
    #expect(more.result.attributes == 6 && more.result.unplaced == 0)
    #expect(more.text.contains("<milestone unit=\"w\" pos=\"X\" spanTo=\"#braid.2\" lemma=\"y\"/>"), "\(more.text)")
  }

  @Test func `an element stands around a word with a milestone in it`() throws {
    let page = Self.annotated("<w>Ann</w> <hi><w>saw</w> <w>Lee</w></hi> <w>now</w>")
    var options = RewriteOptions()
    options.sentences = false
    let (first, counts) = try rewritten(page, options) { $0.spans["a"] = [LabeledSpan(2..<4, label: "A")] }
    #expect(counts.milestones == 1)
    let (second, _) = try rewritten(first, options) { document in
      #expect(document.spans == ["a": [LabeledSpan(2..<4, label: "A")]])
      document.spans["b"] = [LabeledSpan(2..<3, label: "B")]
    }
    let milestone = "<milestone unit=\"a\" n=\"A\" spanTo=\"#braid.1\"/>"
    #expect(
      second
        == first.replacing(
          "<w>\(milestone)Lee</w>", with: "<seg type=\"b\" subtype=\"B\"><w>\(milestone)Lee</w></seg>"))
    #expect(second != first)
  }

  /// What the standoff of a file points at.
  private func pointed(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return text.components(separatedBy: "from=\"#byte(").dropFirst().compactMap { part in
      let numbers = part.components(separatedBy: ">")[0].split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
      guard numbers.count == 2, numbers[0] <= numbers[1], numbers[1] <= bytes.count else { return nil }
      return String(decoding: bytes[numbers[0]..<numbers[1]], as: UTF8.self)
    }
  }

  @Test func `standoff points at the same words when elements are put in`() throws {
    var options = RewriteOptions(style: .standoff)
    (options.sentences, options.tags) = (false, [])
    let page = Self.annotated("Ann <![CDATA[& Lee]]> saw <hi>Oslo</hi>").replacing("<p>", with: "<p>\n")
    let (first, _) = try rewritten(page, options) { document in
      document.spans["person"] = [LabeledSpan(0..<1, label: "PER"), LabeledSpan(2..<3, label: "PER")]
      document.spans["place"] = [LabeledSpan(4..<5, label: "LOC", score: 0.5)]
      document.labels["tone"] = [Label("calm")]
    }
    #expect(pointed(first) == ["Ann <![CDATA[& Lee]]> saw <hi>Oslo", "Ann", "Lee", "Oslo"])
    options.style = .inline
    let (second, _) = try rewritten(first, options) { document in
      document.spans["group"] = [LabeledSpan(0..<3, label: "G")]
      document.spans["name"] = [LabeledSpan(2..<3, label: "N"), LabeledSpan(4..<5, label: "N")]
      document.labels["mood"] = [Label("good")]
    }
    let lee = "<seg type=\"name\" subtype=\"N\">Lee</seg>"
    #expect(second.contains("Ann &amp; \(lee)</seg> saw"), "\(second)")
    #expect(pointed(second).dropFirst() == ["Ann", "Lee", "Oslo"])
    // Standoff that stands before the text, whose numbers get a digit more.
    func file(_ from: Int, _ to: Int, _ paragraph: String) -> String {
      "<TEI><standOff type=\"braid\"><spanGrp type=\"x\"><span from=\"#byte(\(from))\" to=\"#byte(\(to))\">X</span></spanGrp>"
        + "</standOff><text><!--\(String(repeating: "-+", count: 422))--><body><p>\(paragraph)</p></body></text></TEI>"
    }
    let words = "Ann saw Oslo"
    let start = file(100, 100, words).components(separatedBy: "Oslo")[0].utf8.count
    #expect(start < 999 && start > 970)
    let (third, _) = try rewritten(file(start, start + 4, words), options) { document in
      document.spans["name"] = [LabeledSpan(0..<1, label: "N")]
    }
    #expect(pointed(third) == ["Oslo"])
    #expect(third.contains("#byte(10"))
    // New standoff stands behind the text.
    options.style = .standoff
    let (fourth, _) = try rewritten(third, options) { document in
      document.spans["x"] = [LabeledSpan(1..<2, label: "Y")]
    }
    #expect(pointed(fourth) == ["saw"])
    #expect(fourth.components(separatedBy: "<standOff").count == 2)
  }

  @Test func `standoff keeps what is not written anew`() throws {
    let page = "<TEI><text><body><p>Ann saw</p></body></text>"
    let kept = """
      <standOff type="braid">
      <spanGrp type="w">
      <span from="#byte(20)" to="#byte(23)">pos=X</span>
      % <note>kept</note>
      </spanGrp>
      <spanGrp type="person" n="mine">
      <span from="#byte(20)" to="#byte(23)">PER</span>
      </spanGrp>
      % <listPerson/>
      <spanGrp type="person">
      %<span from="#byte(20)" to="#byte(23)" resp="#me">PER</span>
      </spanGrp>
      % %</standOff>
      </TEI>
      """
    let parts = kept.components(separatedBy: "%")
    func file(_ insertions: [String]) -> String {
      page + zip(parts, insertions + [""]).map { $0 + $1 }.joined()
    }
    let person = "<span from=\"#byte(20)\" to=\"#byte(23)\" cert=\"0.5\">PER</span>\n"
    let old = file([
      "<span from=\"#byte(20)\" to=\"#byte(23)\">lemma=old</span>\n",
      "<spanGrp type=\"person\">\n\(person)</spanGrp>\n", person,
      "<spanGrp type=\"place\">\n\(person)</spanGrp>\n", "",
    ])
    var options = RewriteOptions(style: .standoff)
    options.sentences = false
    let (new, _) = try rewritten(old, options) { document in
      document.tags["lemma"] = ["ann", "see"]
      document.spans["person"] = [LabeledSpan(1..<2, label: "P")]
      document.spans["place"] = []
    }
    let written = """
      <spanGrp type="person">
      <span from="#byte(24)" to="#byte(27)">P</span>
      </spanGrp>
      <spanGrp type="w">
      <span from="#byte(20)" to="#byte(23)">lemma=ann</span>
      <span from="#byte(24)" to="#byte(27)">lemma=see</span>
      </spanGrp>

      """
    #expect(new == file(["", "", "", "", written]))
  }
}
