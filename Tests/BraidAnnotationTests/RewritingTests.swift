import BraidAnnotation
import BraidCorpora
import BraidFiles
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
    let summary = try job.run(model)
    // What the run before has written counts, too.
    #expect(summary.resumedAt == 1 && summary.counts == AnnotationCounts(documents: 2, rejected: 1))
    #expect(summary.notes.allSatisfy { $0.hasSuffix("(in this run)") })
    #expect(try scratch.bytes("out/a.xml") == scratch.bytes("out/c.xml"))
  }

  @Test func `a file that cannot be read is an error where it is the only one, and what an earlier run wrote stays`()
    throws
  {
    try scratch.file("b.xml", "<TEI><text>")
    try scratch.file("out.xml", letter)
    try scratch.file("out.xml.dead-letters.jsonl", "{\"reason\":\"old\"}\n")
    let job = job(["b.xml"], to: "out.xml", .inline)
    let error = #expect(throws: CorpusError.self) { try job.run(try ToyModel.make()) }
    #expect(error?.place?.file == scratch.path("b.xml"))
    #expect(try scratch.text("out.xml") == letter)
    #expect(try scratch.lines("out.xml.dead-letters.jsonl") == ["{\"reason\":\"old\"}"])
    var named = job
    named.deadLetters = scratch.path("mine.jsonl")
    #expect(throws: CorpusError.self) { try named.run(try ToyModel.make()) }
    #expect(try scratch.text("out.xml") == letter)
    #expect(try scratch.lines("mine.jsonl").count == 1)
  }

  @Test func `another model, other options or another input are not taken for what is there`() throws {
    for name in ["a.xml", "b.xml", "c.xml"] { try scratch.file(name, letter) }
    var job = job(["a.xml", "b.xml", "c.xml"], to: "out", .inline)
    let model = try ToyModel.make()
    var done = 0
    #expect(try job.run(model, shouldStop: { done >= 2 }, onProgress: { _ in done += 1 }).wasStopped)
    job.resumes = true
    #expect(throws: AnnotationError.otherRun(folder: scratch.path("out"), what: "model")) {
      try job.run(try ToyModel.make(seed: 8))
    }
    var other = job
    other.form = .rewritten(RewriteOptions(style: .standoff))
    #expect(throws: AnnotationError.otherRun(folder: scratch.path("out"), what: "writing")) { try other.run(model) }
    // Nor is a journal that another version wrote, or that is damaged.
    let journal = try scratch.text("out/.braid-rewrite")
    let first = "is layout 3"
    try scratch.file(
      "out/.braid-rewrite",
      ([first + " " + StableHash.hexadecimal(first)] + journal.split(separator: "\n").map(String.init).dropFirst())
        .map { $0 + "\n" }.joined())
    #expect(throws: AnnotationError.otherVersion(folder: scratch.path("out"))) { try job.run(model) }
    try scratch.file("out/.braid-rewrite", journal.replacing("is layout", with: "is lay-out"))
    #expect(
      throws: AnnotationError.damagedRun(
        folder: scratch.path("out"), reason: "the beginning of its journal is damaged")
    ) { try job.run(model) }
    try scratch.file("out/.braid-rewrite", journal)
    try scratch.file("b.xml", letter.replacing("boat", with: "ship"))
    let summary = try job.run(model)
    #expect(summary.resumedAt == 1 && summary.counts.documents == 3)
    #expect(!summary.notes.contains { $0.contains("not as it was written") })
    #expect(try scratch.text("out/b.xml").contains("ship"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")).sorted() == ["a.xml", "b.xml", "c.xml"])
  }

  @Test func `a file that was changed since it was written is left as it is by a resumed run, and named`() throws {
    for name in ["a.xml", "b.xml", "c.xml"] { try scratch.file(name, letter) }
    var job = job(["a.xml", "b.xml", "c.xml"], to: "out", .inline)
    let model = try ToyModel.make()
    var done = 0
    #expect(try job.run(model, shouldStop: { done >= 2 }, onProgress: { _ in done += 1 }).wasStopped)
    let mine = try scratch.text("out/b.xml") + "<!-- mine -->\n"
    try scratch.file("out/b.xml", mine)
    job.resumes = true
    let summary = try job.run(model)
    #expect(summary.resumedAt == 2 && summary.counts.documents == 3)
    let note = "\(scratch.path("out/b.xml")) is not as it was written, and is left as it is"
    #expect(summary.notes.dropFirst() == [note])
    #expect(try scratch.text("out/b.xml") == mine)
  }

  @Test func `a folder in is a folder out, though it has one file`() throws {
    try scratch.file("a.xml", letter)
    var job = job(["a.xml"], to: "out", .inline)
    job.inputIsFolder = true
    let summary = try job.run(try ToyModel.make())
    #expect(try scratch.bytes("out/a.xml").count > letter.utf8.count)
    let note = try #require(summary.leftOut)
    #expect(note.hasPrefix("left out, no place in the file: "))
    #expect(note.contains("translations:de (1)"))
  }

  @Test func `translations go into files of translators, each into its own, where there are none`() throws {
    let units = """
      <xliff version="1.2"><file source-language="en" target-language="de" original="a"><body>
      <trans-unit id="1"><source>Ann sees the boat.</source></trans-unit>
      <trans-unit id="2" approved="yes"><source>Bob.</source><target>Robert.</target></trans-unit>
      </body></file></xliff>
      """
    try scratch.file("a.xlf", units)
    try scratch.file("b.xlf", units.replacing("de", with: "fr"))
    var job = AnnotationJob(
      input: [scratch.path("a.xlf")], reading: ReadOptions(format: .xliff), output: scratch.path("out.xlf"),
      form: .rewritten(RewriteOptions(style: .inline)))
    let summary = try job.run(try ToyModel.make())
    #expect(summary.counts == AnnotationCounts(documents: 2))
    let annotator = try Annotator(ToyModel.make())
    let predicted = try annotator.annotate(
      [Document(text: "Ann sees the boat.")], tasks: annotator.tasks(named: ["de"]))
    let text = predicted[0].withPredictions.translations["de"]?.text ?? ""
    let inserted = text.isEmpty ? 0 : 1
    #expect(summary.notes == ["translations: \(inserted) inserted, 1 kept as they were, \(1 - inserted) missing"])
    let written = try scratch.text("out.xlf")
    #expect(
      written.contains(#"state="needs-review-translation" state-qualifier="mt-suggestion">\#(text)</target>"#)
        || text.isEmpty)
    #expect(written.contains("<target>Robert.</target>"))
    // The second file is in another language than the model's.
    job.input.append(scratch.path("b.xlf"))
    job.output = scratch.path("out")
    #expect(try job.run(try ToyModel.make()).counts == AnnotationCounts(documents: 2, rejected: 1))
    #expect(try scratch.text("out/a.xlf") == written)
    #expect(try scratch.lines("out.dead-letters.jsonl")[0].contains("fr"))
  }

  @Test func `translations are asked of tasks that translate`() throws {
    try scratch.file("a.po", "msgid \"Bob\"\nmsgstr \"\"\n")
    var job = AnnotationJob(
      input: [scratch.path("a.po")], reading: ReadOptions(format: .po), output: scratch.path("b.po"),
      form: .rewritten(RewriteOptions(style: .inline)))
    let summary = try job.run(try ToyModel.make())
    let isInserted = summary.notes[0].hasPrefix("translations: 1 inserted")
    #expect(try scratch.text("b.po").hasPrefix("#, fuzzy\nmsgid \"Bob\"\nmsgstr \"") == isInserted)
    job.options.tasks = ["pos"]
    #expect(throws: AnnotationError.noTranslation(["pos"])) { try job.run(try ToyModel.make()) }
  }
}
