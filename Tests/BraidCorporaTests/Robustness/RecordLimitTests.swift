import BraidFiles
import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// Records that do not end, with a limit that a few lines reach.
@Suite struct RecordLimitTests {
  @Test(arguments: [
    (CorpusFormat.csv, "a,\"one\n", "line of a field\n"),
    (.conll2003, "a NN B-NP O\n", "b NN B-NP O\n"),
    (.conllu, "# one\n", "# a comment of a sentence that never comes\n"),
    (.trees, "(a\n", "(b word)\n"),
    (.po, "msgid \"\"\n", "\"a line of a message\"\n"),
  ])
  func `a record that does not end is an error that names its beginning`(
    format: CorpusFormat, first: String, line: String
  ) throws {
    var options = ReadOptions(format: format)
    options.maximumRecordBytes = 2_000
    let scratch = try Scratch()
    let path = try scratch.file("input", first + String(repeating: line, count: 1_000))
    let reader = try CorpusReader([path], options: options)
    #expect(throws: CorpusError.recordTooLong(BraidFiles.SourceLocation(file: path, line: 1), limit: 2_000)) {
      while try reader.next() != nil {}
    }
    options.maximumRecordBytes = 1 << 20
    let other = try CorpusReader([try scratch.file("short", first + line + line)], options: options)
    do throws(CorpusError) { while try other.next() != nil {} } catch {
      if case .recordTooLong = error { Issue.record("\(error)") }
    }
  }

  @Test(arguments: [
    (CorpusFormat.tiger, "<corpus>", "<s id=\"1\">", "<t word=\"a\"/>"),
    (.tmx, "<tmx version=\"1.4\"><header/><body>", "<tu>", "<prop type=\"a\">b</prop>"),
    (.xliff, "<xliff version=\"1.2\"><file source-language=\"en\"><body>", "<trans-unit id=\"1\">", "<note>b</note>"),
    (.tei, "<TEI><text><body>", "<p>", "<w>b</w>"),
    (.semeval, "<sentences>", "<sentence id=\"1\">", "<aspectTerms/>"),
    (.propbankFrames, "<frameset><predicate lemma=\"a\">", "<roleset id=\"a.01\">", "<note>b</note>"),
    (
      .xmi, "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:t=\"http:///t.ecore\">",
      "<t:Token begin=\"0\" end=\"1\">", "<a/>"
    ),
    (.xml, "<r>", "<d>", "<a>b</a>"),
  ])
  func `an element that does not end is an error that names its beginning`(
    format: CorpusFormat, before: String, record: String, inside: String
  ) throws {
    var options = ReadOptions(format: format)
    options.maximumRecordBytes = 2_000
    if format == .xml { options.fields = ["document": "d"] }
    let scratch = try Scratch()
    let start = "\(before)\n \(record)\n"
    // It is looked at by pieces of 32 KB.
    let path = try scratch.file("input", start + String(repeating: inside + "\n", count: 20_000))
    let reader = try CorpusReader([path], options: options)
    let place = BraidFiles.SourceLocation(file: path, line: 2, column: 2)
    let error = #expect(throws: CorpusError.self) { while try reader.next() != nil {} }
    #expect(error == .recordTooLong(place, limit: 2_000))
    // Where the file ends before the limit, the error names the same place.
    let short = try CorpusReader([try scratch.file("short", start)], options: options)
    let other = #expect(throws: CorpusError.self) { while try short.next() != nil {} }
    guard case .malformedXML(let begin, _)? = other else {
      Issue.record("\(String(describing: other))")
      return
    }
    #expect(begin.line == 2 && begin.column == 2)
  }

  @Test(arguments: [
    ("{\"text\":\"a b\n{\"text\":\"c\"}", 1, 9, "a string without an end"),
    ("[{\"text\":\"a\"},\n  {\"text\":\"b\",\n\"id\":[1,\n\n", 2, 3, "a value without an end"),
    ("{\n\"text\":\"b\n\n", 1, 1, "a value without an end"),
  ])
  func `JSON that does not end is an error that names its beginning`(
    text: String, line: Int, column: Int, found: String
  ) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .jsonl)) }
    guard case .malformedJSON(let place, found, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.line == line && place.column == column)
  }

  @Test func `reading continues behind a sentence that is too long`() throws {
    var options = ReadOptions(format: .conllu)
    options.maximumRecordBytes = 2_000
    let word = "\tw\tl\tN\tN\t_\t0\troot\t_\t_\n"
    let long = (1...200).map { "\($0)\(word)" }.joined()
    let scratch = try Scratch()
    let reader = try CorpusReader([scratch.file("input", "1\(word)\n\(long)\n1\(word)\n")], options: options)
    var (documents, refused) = (0, 0)
    while true {
      do throws(CorpusError) {
        guard try reader.next() != nil else { break }
        documents += 1
      } catch {
        refused += 1
        guard reader.skip(after: error) != nil else { break }
      }
    }
    #expect(documents == 2 && refused == 1)
  }
}
