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

  @Test func `reading goes on behind a sentence that is too long`() throws {
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
