import BraidCorpora
import BraidText
import Foundation
import Testing

/// Annotated XML is the file it came from with annotations put in, and nothing else changed.
@Suite struct XMLRewriterTests {
  static let letter = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- kept -->
    <TEI xmlns="http://www.tei-c.org/ns/1.0" ><teiHeader><fileDesc/></teiHeader>
    <text><body>
      <p n='1'>Dear <hi rend="it">Anna Berg</hi>, we saw Paul<lb/> Roth &amp; his dog.</p>
    </body></text></TEI>

    """

  /// The letter with one span from one word to another.
  func rewritten(_ first: String, _ last: String, style: RewriteOptions.Style) throws -> (
    text: String, result: RewrittenXML
  ) {
    let rewriter = try XMLRewriter(
      bytes: Array(Self.letter.utf8), file: "letter.xml", options: ReadOptions(format: .tei))
    let segmenter = try TextSegmenter()
    let documents = try rewriter.documents.map { document in
      var document = document
      try segmenter.segment(&document)
      let words = document.tokens.indices.map { document.word($0) }
      if let start = words.firstIndex(of: first), let end = words.firstIndex(of: last) {
        document.spans["person"] = [LabeledSpan(start..<end + 1, label: "PER")]
      }
      return document
    }
    var options = RewriteOptions(style: style)
    options.tags = []
    options.sentences = false
    let result = try rewriter.rewritten(with: documents, options: options)
    return (String(decoding: result.bytes, as: UTF8.self), result)
  }

  /// What is left when everything that was put in is taken out again.
  func original(_ text: String) -> String {
    text.replacingOccurrences(of: #"</?seg[^>]*>"#, with: "", options: .regularExpression)
      .replacingOccurrences(of: #"<(span|anchor|milestone)[^>]*/>"#, with: "", options: .regularExpression)
  }

  @Test func `a span inside one element becomes an element, the rest stays byte for byte`() throws {
    let (text, result) = try rewritten("Anna", "Berg", style: .inline)
    #expect(result.elements == 1 && result.unplaced == 0)
    #expect(text.contains("Anna Berg</seg></hi>"))
    #expect(original(text) == Self.letter)
  }

  @Test func `a span that crosses mark-up becomes milestones or stands off`() throws {
    let (text, result) = try rewritten("Berg", "Paul", style: .inline)
    #expect(result.elements == 0 && result.milestones == 1 && result.unplaced == 0)
    #expect(text.contains("Anna ") && text.contains("</hi>, we saw Paul"))
    #expect(
      try !XMLRewriter(bytes: Array(text.utf8), file: "out.xml", options: ReadOptions(format: .tei)).documents.isEmpty)
  }

  @Test func `standoff leaves the text as it is`() throws {
    let (text, result) = try rewritten("Paul", "Roth", style: .standoff)
    #expect(result.standoff == 1 && result.elements == 0)
    #expect(text.contains("we saw Paul<lb/> Roth &amp; his dog."))
    #expect(text.contains("standOff"))
  }

  @Test func `TEI that was written gives the same documents back`() throws {
    let rewriter = try XMLRewriter(
      bytes: Array(Self.letter.utf8), file: "letter.xml", options: ReadOptions(format: .tei))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("braid-\(UUID().uuidString).xml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let writer = try CorpusWriter(path, options: WriteOptions(format: .tei))
    for document in rewriter.documents { try writer.write(document) }
    try writer.close()
    let reader = try CorpusReader([path], options: ReadOptions(format: .tei))
    var read: [Document] = []
    while let document = try reader.next() { read.append(document) }
    #expect(read.map(\.text) == rewriter.documents.map(\.text))
    #expect(read.map(\.id) == rewriter.documents.map(\.id))
  }
}
