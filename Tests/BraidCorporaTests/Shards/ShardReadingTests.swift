import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Readers of one shard of their input.
@Suite struct ShardReadingTests {
  static let files: [(format: CorpusFormat, path: String)] = [
    (.tsv, "corpora/reviews/dev.tsv"), (.conllu, "corpora/tagged/dev.conllu"), (.conll2012, "corpora/frames/dev.conll"),
    (.tmx, "corpora/memory/memory.tmx"), (.tei, "corpora/letter/letter.xml"),
  ]

  private func read(_ path: String, _ options: ReadOptions) throws -> (documents: [Document], reader: CorpusReader) {
    let reader = try CorpusReader([path], options: options)
    var documents: [Document] = []
    while let document = try reader.next() { documents.append(document) }
    return (documents, reader)
  }

  @Test(arguments: [
    "\u{FEFF}sep=;\r\nid;text\r\n1;Good\r\n2;Bad\r\n3;So so\r\n",
    "\u{FEFF}pos,Good\r\nneg,Bad\r\n", "\u{FEFF}pos,Good\n",
    "sep=|\npos|Good\nneg|Bad\n",
  ])
  func `joined shards of a table have what stands around its rows once`(table: String) throws {
    let scratch = try Scratch()
    let path = try scratch.file("in.csv", table)
    let outputs = [1, 2].map { scratch.path("\($0).csv") }
    for (number, output) in zip([1, 2], outputs) {
      let shard = try #require(RecordShard(number: number, count: 2))
      var (reading, writing) = (ReadOptions(format: .csv), WriteOptions(format: .csv))
      reading.layout = TableLayout()
      (reading.shard, writing.layout) = (shard, reading.layout)
      let (documents, reader) = try read(path, reading)
      let writer = try CorpusWriter(output, options: writing)
      for document in documents { try writer.write(document) }
      try writer.close()
      try ShardManifest(
        reader, shard, run: "run", output: output, table: TableShape(writing), documents: documents.count
      ).write(beside: output)
    }
    _ = try ShardMerge(outputs).write(
      to: scratch.path("out.csv"), options: WriteOptions(format: .csv), deadLetters: nil)
    #expect(try scratch.text("out.csv") == table)
  }

  @Test(arguments: files)
  func `every document is in one shard, and the ledgers of all shards add up`(
    format: CorpusFormat, path: String
  ) throws {
    let path = Program.root.appending(path: path).path
    let whole = try read(path, ReadOptions(format: format))
    for count in [1, 2, 7] {
      var documents: [Document?] = whole.documents.map { _ in nil }
      var ledger = Ledger()
      for number in 1...count {
        var options = ReadOptions(format: format)
        options.shard = RecordShard(number: number, count: count)
        let (part, reader) = try read(path, options)
        for (index, document) in part.enumerated() { documents[index * count + number - 1] = document }
        ledger.merge(reader.ledger)
        #expect(reader.records == whole.documents.count)
      }
      #expect(documents == whole.documents)
      #expect(ledger.read[.documents] == whole.reader.ledger.read[.documents])
      #expect(ledger.read[.tokens] == whole.reader.ledger.read[.tokens])
    }
  }

  @Test func `the digest of the input is the same for all shards, and another for another input`() throws {
    let scratch = try Scratch()
    func digest(_ text: String, _ shard: String) throws -> String {
      try scratch.file("a.txt", text)
      var options = ReadOptions(format: .lines)
      options.shard = RecordShard(shard)
      #expect(options.shard != nil)
      return try read(scratch.path("a.txt"), options).reader.inputDigest
    }
    let one = try digest("a\nb\nc\n", "1/2")
    #expect(try digest("a\nb\nc\n", "2/2") == one)
    for other in ["a\nb\nd\n", "b\na\nc\n", "a\nb\n", "ab\nc\n"] { #expect(try digest(other, "1/2") != one) }
  }
}
