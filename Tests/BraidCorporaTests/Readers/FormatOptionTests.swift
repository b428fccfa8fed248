import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

/// An option that the format can do nothing with is refused, and named with what it is for.
@Suite struct FormatOptionTests {
  private static let reading: [(String, CorpusFormat, CorpusFormat, @Sendable (inout ReadOptions) -> Void)] = [
    ("columns", .jsonl, .tsv, { $0.columns = ["text": 1] }), ("fields", .tsv, .jsonl, { $0.fields = ["text": "a"] }),
    ("header", .conllu, .csv, { $0.header = true }), ("separator", .jsonl, .columns, { $0.separator = .tab }),
    ("labelSeparator", .jsonl, .tsv, { $0.labelSeparator = ";" }), ("quote", .columns, .tsv, { $0.quote = "'" }),
    ("pretokenized", .conllu, .lines, { $0.pretokenized = true }), ("phrases", .ptb, .trees, { $0.phrases = true }),
    ("unconfirmed", .html, .po, { $0.unconfirmed = true }), ("comments", .conllu, .columns, { $0.comments = "#" }),
    ("documents", .tsv, .conllu, { $0.documents = .marker }),
    ("spanEncoding", .tei, .conll2003, { $0.spanEncoding = .iob2 }),
    ("strictTags", .tmx, .conll2000, { $0.strictTags = true }),
    ("spanOffsets", .tsv, .brat, { $0.spanOffsets = .utf16 }), ("cutTokens", .tei, .webanno, { $0.cutTokens = true }),
    ("encoding", .tei, .tsv, { $0.encoding = .latin1 }),
    ("replaceInvalid", .xliff, .lines, { $0.replaceInvalid = true }),
    ("labelLayer", .conllu, .fasttext, { $0.labelLayer = "topic" }),
    ("labelLayer", .trec, .jsonl, { $0.labelLayer = "topic" }),
    ("labelLayer", .tei, .csv, { $0.labelLayer = "topic" }),
    ("targetLanguage", .conllu, .po, { $0.targetLanguage = "de" }),
    ("targetLanguage", .jsonl, .tmx, { $0.targetLanguage = "de" }),
    ("targetLanguage", .tei, .html, { $0.targetLanguage = "de" }),
    ("maximumDocumentBytes", .jsonl, .lines, { $0.maximumDocumentBytes = 100 }),
    ("maximumDocumentBytes", .tsv, .text, { $0.maximumDocumentBytes = 100 }),
    ("pretokenized", .jsonl, .tsv, { $0.pretokenized = true }),
    ("pretokenized", .doccano, .csv, { $0.pretokenized = true }),
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
    #expect(found.contains(" for \(wrong.rawValue)") && expected.hasPrefix("none, as it is for "))
    options.dropUnused()
    #expect(options == ReadOptions(format: wrong))
    var fitting = ReadOptions(format: right)
    set(&fitting)
    _ = try CorpusReader([path], options: fitting)
    let kept = fitting
    fitting.dropUnused()
    #expect(fitting == kept)
  }

  @Test func `what is for mapped JSON is taken with a map`() throws {
    for format in [CorpusFormat.jsonl, .doccano] {
      var options = ReadOptions(format: format)
      options.fields = ["text": "body"]
      (options.pretokenized, options.targetLanguage) = (true, "de")
      try options.checkFormat()
      #expect(options.uses("pretokenized") && options.uses("targetLanguage"))
      options.fields = [:]
      let error = #expect(throws: CorpusError.self) { try options.checkFormat() }
      #expect(
        error?.errorDescription?.contains("found true for \(format.rawValue) without fields, expected none") == true,
        "\(String(describing: error?.errorDescription))")
    }
  }

  @Test func `names for what is written alone are no matter of the reader`() throws {
    var options = ReadOptions(format: .conllu)
    (options.labelLayer, options.targetLanguage) = ("topic", "de")
    #expect(options.forReading(writing: .po).labelLayer == "topic")
    #expect(options.forReading(writing: .po).targetLanguage == nil)
    #expect(options.forReading(writing: .csv) == ReadOptions(format: .conllu))
    #expect(options.forReading(writing: .lines) == options && options.forReading(writing: nil) == options)
  }

  @Test func `what is put into a file is read without the options that are that file's alone`() throws {
    var options = ReadOptions(format: .jsonl)
    options.targetLanguage = "de"
    for format in [CorpusFormat.html, .po, .xliff, .tmx] {
      #expect(options.forReading(insertedInto: format) == ReadOptions(format: .jsonl), "\(format)")
    }
    #expect(options.forReading(insertedInto: .tei) == options)
    options.unconfirmed = true
    for format in [CorpusFormat.po, .tmx] {
      #expect(options.forReading(insertedInto: format) == ReadOptions(format: .jsonl), "\(format)")
    }
    // It would do nothing for either of them.
    #expect(options.forReading(insertedInto: .html).unconfirmed)
    options = ReadOptions(format: .jsonl)
    options.fields = ["text": "p"]
    #expect(options.forReading(insertedInto: .xml).fields.isEmpty)
    #expect(options.forReading(insertedInto: .tei) == options)
    options.format = .xml
    #expect(options.forReading(insertedInto: .xml) == options)
  }

  @Test(arguments: [("turkish", "tr"), ("klingon", "tlh"), ("e", nil)] as [(String, String?)])
  func `a language that is no tag is refused, with the one that is meant`(language: String, meant: String?) throws {
    var options = ReadOptions(format: .tsv)
    options.language = language
    let error = #expect(throws: CorpusError.self) { try options.checkFormat() }
    let hint = meant.map { "such as en or de-AT; did you mean \($0)?" } ?? "such as en or de-AT"
    guard case .badOption("language", "`\(language)`", let expected)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(meant == nil || expected.hasSuffix(hint))
    options.language = "source"
    options.format = .parallel
    try options.checkFormat()
  }

  private static let writing: [(String, CorpusFormat, CorpusFormat, @Sendable (inout WriteOptions) -> Void)] = [
    ("header", .jsonl, .tsv, { $0.header = true }), ("separator", .conllu, .csv, { $0.separator = .tab }),
    ("labelSeparator", .fasttext, .csv, { $0.labelSeparator = ";" }), ("quote", .conllu, .tsv, { $0.quote = "'" }),
    ("breaks", .csv, .tsv, { $0.breaks = .refuse }),
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
