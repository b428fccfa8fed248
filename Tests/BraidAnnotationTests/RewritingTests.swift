import BraidAnnotation
import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

@Suite struct RewritingTests {
  let scratch: Scratch
  let letter = """
    <?xml version="1.0"?>
    <TEI xmlns="http://www.tei-c.org/ns/1.0"><!-- kept -->
      <text><body><p rend='i'>Ann sees <hi>the old</hi> boat.</p></body></text>
    </TEI>

    """

  init() throws { scratch = try Scratch() }

  func job(_ files: [String], to output: String, _ style: RewriteOptions.Style) -> AnnotationJob {
    AnnotationJob(
      input: files.map(scratch.path), reading: ReadOptions(format: .tei), output: scratch.path(output),
      form: .rewritten(RewriteOptions(style: style)))
  }

  @Test(arguments: RewriteOptions.Style.allCases)
  func `a TEI file comes back with annotations, its own bytes in order`(style: RewriteOptions.Style) throws {
    try scratch.file("a.xml", letter)
    let summary = try job(["a.xml"], to: "out.xml", style).run(try ToyModel.make())
    #expect(summary.counts == AnnotationCounts(documents: 1))
    let written = Array(try scratch.text("out.xml").utf8)
    var next = written[...]
    for byte in letter.utf8 {
      let place = try #require(next.firstIndex(of: byte))
      next = next[(place + 1)...]
    }
    #expect(written.count > letter.utf8.count)
    let reader = try CorpusReader([scratch.path("out.xml")], options: ReadOptions(format: .tei))
    #expect(try reader.next()?.text == "Ann sees the old boat.")
  }

  @Test func `several files go to a folder; one that is broken is a dead letter; a second run leaves what is there`()
    throws
  {
    try scratch.file("a.xml", letter)
    try scratch.file("b.xml", "<TEI><text>")
    try scratch.file("c.xml", letter)
    var job = job(["a.xml", "b.xml", "c.xml"], to: "out", .inline)
    let model = try ToyModel.make()
    #expect(try job.run(model).counts == AnnotationCounts(documents: 2, rejected: 1))
    #expect(try scratch.bytes("out/a.xml") == scratch.bytes("out/c.xml"))
    #expect(try scratch.lines("out.dead-letters.jsonl")[0].contains("b.xml:1:"))
    try FileManager.default.removeItem(atPath: scratch.path("out/c.xml"))
    job.resumes = true
    #expect(try job.run(model).resumedAt == 1)
    #expect(try scratch.bytes("out/a.xml") == scratch.bytes("out/c.xml"))
  }
}
