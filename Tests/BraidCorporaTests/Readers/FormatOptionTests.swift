import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// An option that the format can do nothing with is refused, and named with what it is for.
@Suite struct FormatOptionTests {
  private static let reading: [(String, CorpusFormat, CorpusFormat, @Sendable (inout ReadOptions) -> Void)] = [
    ("columns", .jsonl, .tsv, { $0.columns = ["text": 1] }), ("fields", .tsv, .jsonl, { $0.fields = ["text": "a"] }),
    ("header", .conllu, .csv, { $0.header = true }), ("separator", .jsonl, .columns, { $0.separator = .tab }),
    ("labelSeparator", .jsonl, .tsv, { $0.labelSeparator = ";" }),
    ("pretokenized", .conllu, .lines, { $0.pretokenized = true }), ("phrases", .ptb, .trees, { $0.phrases = true }),
    ("unconfirmed", .tmx, .po, { $0.unconfirmed = true }), ("comments", .conllu, .columns, { $0.comments = "#" }),
    ("documents", .tsv, .conllu, { $0.documents = .marker }),
    ("spanEncoding", .tei, .conll2003, { $0.spanEncoding = .iob2 }),
    ("strictTags", .conllu, .conll2000, { $0.strictTags = true }),
    ("spanOffsets", .tsv, .brat, { $0.spanOffsets = .utf16 }), ("cutTokens", .tei, .webanno, { $0.cutTokens = true }),
    ("encoding", .tei, .tsv, { $0.encoding = .latin1 }),
    ("replaceInvalid", .xliff, .lines, { $0.replaceInvalid = true }),
  ]

  @Test(arguments: reading)
  func `options for reading`(
    name: String, wrong: CorpusFormat, right: CorpusFormat, set: @Sendable (inout ReadOptions) -> Void
  ) throws {
    let scratch = try Scratch()
    let path = try scratch.file("input", "")
    var options = ReadOptions(format: wrong)
    set(&options)
    let error = #expect(throws: CorpusError.self) { try CorpusReader([path], options: options) }
    guard case .badOption(name, let found, let expected)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.hasSuffix(" for \(wrong.rawValue)") && expected.hasPrefix("none, as it is for "))
    options.dropUnused()
    #expect(options == ReadOptions(format: wrong))
    var fitting = ReadOptions(format: right)
    set(&fitting)
    _ = try CorpusReader([path], options: fitting)
    let kept = fitting
    fitting.dropUnused()
    #expect(fitting == kept)
  }

  private static let writing: [(String, CorpusFormat, CorpusFormat, @Sendable (inout WriteOptions) -> Void)] = [
    ("header", .jsonl, .tsv, { $0.header = true }), ("separator", .conllu, .csv, { $0.separator = .tab }),
    ("labelSeparator", .fasttext, .csv, { $0.labelSeparator = ";" }), ("breaks", .csv, .tsv, { $0.breaks = .refuse }),
    ("spanEncoding", .jsonl, .conll2003, { $0.spanEncoding = .bioes }),
    ("offsets", .doccano, .jsonl, { $0.offsets = .utf16 }),
  ]

  @Test(arguments: writing)
  func `options for writing`(
    name: String, wrong: CorpusFormat, right: CorpusFormat, set: @Sendable (inout WriteOptions) -> Void
  ) throws {
    let scratch = try Scratch()
    var options = WriteOptions(format: wrong)
    set(&options)
    let error = #expect(throws: CorpusError.self) { try CorpusWriter(scratch.path("x"), options: options) }
    guard case .badWriteOption(name, let found, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.hasSuffix(" for \(wrong.rawValue)"))
    #expect(try scratch.names.isEmpty)
    var fitting = WriteOptions(format: right)
    set(&fitting)
    _ = try CorpusWriter(scratch.path("y"), options: fitting)
  }

  @Test func `what stands between labels needs a column of labels`() throws {
    var options = ReadOptions(format: .csv)
    options.labelSeparator = ";"
    #expect(try read("text,label\na,x;y\n", options).documents[0].labels["label"]?.map(\.name) == ["x", "y"])
    options.columns = ["text": "text"]
    let error = #expect(throws: CorpusError.self) { try read("text,author\na,x;y\nb,z\n", options) }
    #expect(
      error?.errorDescription?.contains("found `;` for columns without labels: text") == true,
      "\(String(describing: error))")
  }
}
