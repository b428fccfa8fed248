import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

struct EncodingThreadsTests {
  private struct Bad: Error {}

  private func encoded(_ documents: [Document], threads: Int, failsAt place: Int? = nil) throws -> (
    String, failed: Bool
  ) {
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("output"), options: WriteOptions(format: .jsonl))
    #expect(writer.encodesOnThreads)
    var rest = documents[...]
    let change: (inout Document) throws -> Void = { document in
      if place.map({ document.id == "\($0)" }) ?? false { throw Bad() }
      document.fields["changed"] = "yes"
    }
    let map = writer.encoding(workers: Array(repeating: change, count: threads)) { rest.popFirst() }
    var failed = false
    var count = 0
    do {
      while let batches = try map.next() {
        for batch in batches {
          try writer.write(batch)
          count += batch.count
        }
      }
    } catch is Bad {
      failed = true
    }
    try writer.close()
    #expect(count == place ?? documents.count)
    return (try scratch.text("output"), failed)
  }

  @Test(arguments: [1, 2, 5])
  func `documents encoded on threads are those written one by one, up to the first that fails`(_ threads: Int) throws {
    let text = String(repeating: "wörd ", count: 2000)
    let documents = (0..<300).map { Document(id: "\($0)", text: $0 % 7 == 0 ? text : "short") }
    let changed = documents.map { document in
      var document = document
      document.fields["changed"] = "yes"
      return document
    }
    let whole = try encoded(documents, threads: threads)
    #expect(whole.0 == (try written(changed, WriteOptions(format: .jsonl))))
    #expect(!whole.failed)
    for place in [0, 1, 150, 299] {
      let part = try encoded(documents, threads: threads, failsAt: place)
      #expect(part.0 == (try written(Array(changed[..<place]), WriteOptions(format: .jsonl))))
      #expect(part.failed)
    }
  }

  @Test func `formats in which documents depend on each other are written one by one`() throws {
    let scratch = try Scratch()
    #expect(!(try CorpusWriter(scratch.path("output"), options: WriteOptions(format: .tei)).encodesOnThreads))
  }
}
