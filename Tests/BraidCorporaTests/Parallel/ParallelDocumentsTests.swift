import BraidCorpora
import BraidText
import Foundation
import Testing

@Suite struct ParallelDocumentsTests {
  /// What a thread works with.
  final class Worker {
    var count = 0
  }

  struct Bad: Error, Equatable {
    var text: String
  }

  /// A reader of numbered lines, some of them long.
  static func withReader<Result>(_ lines: Int, _ body: (CorpusReader) throws -> Result) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("braid-parallel-\(UUID().uuidString)")
    let text = (0..<lines).map { "\($0) \(String(repeating: "x", count: $0 % 7 == 0 ? 2000 : 3))\n" }.joined()
    try Data(text.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(try CorpusReader([url.path], options: ReadOptions(format: .lines)))
  }

  static func number(_ document: Document) -> Int { Int(document.text.prefix { $0 != " " }) ?? -1 }

  @Test(arguments: [1, 2, 3, 8])
  func `every document is worked on once and handed over in order`(_ threads: Int) throws {
    try Self.withReader(5000) { reader in
      var seen: [Int] = []
      let workers = try ParallelDocuments.forEach(
        reader, threads: threads, makeWorker: { Worker() },
        work: { worker, document in
          worker.count += 1
          document.fields["done"] = "yes"
        },
        consume: { document in
          #expect(document.fields["done"] == "yes")
          seen.append(Self.number(document))
        })
      #expect(seen == Array(0..<5000))
      #expect(workers.count == threads)
      #expect(workers.reduce(0) { $0 + $1.count } == 5000)
    }
  }

  @Test(arguments: [1, 4])
  func `the first error in order wins, all documents before it are handed over`(_ threads: Int) throws {
    try Self.withReader(4000) { reader in
      var seen = 0
      #expect(throws: Bad(text: "1234")) {
        _ = try ParallelDocuments.forEach(
          reader, threads: threads, makeWorker: { Worker() },
          work: { _, document in
            let number = Self.number(document)
            if number == 1234 || number == 3500 { throw Bad(text: "\(number)") }
          }, consume: { _ in seen += 1 })
      }
      #expect(seen == 1234)
    }
    _ = try Self.withReader(4000) { reader in
      #expect(throws: Bad(text: "stop")) {
        _ = try ParallelDocuments.forEach(
          reader, threads: threads, makeWorker: { Worker() }, work: { _, _ in },
          consume: { if Self.number($0) == 700 { throw Bad(text: "stop") } })
      }
    }
  }

  @Test(arguments: [
    ("a/b.conllu", CorpusFormat.conllu), ("b.conllu.gz", .conllu), ("x.tsv", .tsv), ("x.gold_conll.gz", .conll2012),
    ("x.txt", .text), ("x.jsonl", .jsonl), ("a.tsv/b", nil), ("x", nil), ("gz", nil), ("", nil), ("x.xml", nil),
  ])
  func `a file's ending tells its format`(_ path: String, _ format: CorpusFormat?) {
    #expect(CorpusFormat(path: path) == format)
  }
}
