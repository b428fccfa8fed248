import BraidCorpora
import BraidTestSupport
import BraidText
import Testing

struct ParallelTests {
  private var options: ReadOptions {
    var options = ReadOptions(format: .parallel)
    options.language = "en"
    options.targetLanguage = "de"
    return options
  }

  @Test func `two files are read line by line, given as paths or by their common name`() throws {
    let scratch = try Scratch()
    let source = try scratch.file("dev.en", "a dog\nno translation\n")
    let target = try scratch.file("dev.de", "ein Hund\n\n")
    for paths in [[source, target], [scratch.path("dev")]] {
      let documents = try read(paths, options).documents
      #expect(documents.map(\.text) == ["a dog", "no translation"])
      #expect(documents.map(\.language) == ["en", "en"])
      #expect(documents[0].translations == ["de": AlignedText("ein Hund")])
      #expect(documents[1].translations.isEmpty)
    }
  }

  @Test func `files of different length are an error with both lengths`() throws {
    let scratch = try Scratch()
    let source = try scratch.file("dev.en", "a\nb\nc\nd\n")
    let target = try scratch.file("dev.de", "a\nb\n")
    #expect(
      throws: CorpusError.lineCountsDiffer(first: source, firstLines: 4, second: target, secondLines: 2)
    ) { try read([source, target], options) }
    #expect(
      throws: CorpusError.lineCountsDiffer(first: target, firstLines: 2, second: source, secondLines: 4)
    ) { try read([target, source], options) }
  }

  @Test func `a file without its pair is an error`() throws {
    var options = options
    options.language = nil
    #expect(throws: CorpusError.self) { try read(["a"], options) }
  }

  @Test func `PO messages have context, plural, escapes, and missing translations`() throws {
    var options = ReadOptions(format: .po)
    options.targetLanguage = "de"
    let (documents, ledger) = try read(Sample("po").text, options)
    #expect(documents.map(\.text) == ["Open %s\n", "one file", "%d files", "open"])
    #expect(documents.map { $0.translations["de"]?.text } == ["%s öffnen\n", "eine Datei", "%d Dateien", nil])
    #expect(documents[0].id == "menu")
    #expect(documents[0].fields == ["comment": "greeting", "references": "main.c:3", "flags": "c-format"])
    #expect(ledger.entries.map(\.reason) == ["obsolete entry"])
  }

  @Test(arguments: [
    ("msgid \"a\n", ":1:1: found a quote that is never closed"), ("what \"a\"\n", ":1:1: found what, expected msgid"),
    ("\"a\"\n", ":1:1: found a string, expected a keyword"), ("msgid \"\\q\"\n", ":1:1: found escape \\q"),
    ("msgid \"a\"\nmsgid \"b\"\n", ":2:1: found a second msgid"),
  ])
  func `PO lines that do not fit are errors with their place`(text: String, reason: String) throws {
    let error = #expect(throws: CorpusError.self) { try read(text, ReadOptions(format: .po)) }
    #expect(error?.errorDescription?.contains(reason) == true, "\(error?.errorDescription ?? "")")
  }
}
