import BraidCorpora
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// A document in is a document out, whatever its text looks like; what a format cannot write as it is, it refuses or names.
@Suite struct RecordsInAndOutTests {
  private static let texts = [
    "a\n\nb", "a\n \n\nb\n", "  begins with space", "ends with space  ", " ", "", "\n", "# a comment", "a\tb", "a\r\nb",
    "label\ttext",
    "label,text", "text", "id\ttext", "sep=;", "\"quoted\"", "\"", "a;b", "-DOCSTART- -X- O O",
    "#begin document (x); part 000",
    "# newdoc", "__label__x y", "x __label__y", "msgid \"x\"", "#Text=a", "<p>a &amp; b</p>", "\\", "a\\nb",
    "{\"text\": 1}", "NUM:date who",
    "1\ta\t_", "\u{2028}a\u{85}b", "\u{FEFF}a", "a\u{0}b",
  ]

  private static let textFormats = CorpusFormat.writable.filter { format in
    ![
      .text, .columns, .conll2000, .conll2003, .conll2005, .conll2008, .conll2009, .conll2012, .conllu, .conllup,
      .trees, .ptb,
      .tiger, .propbankFrames, .webanno, .xmi, .trec, .aligned,
    ].contains(format)
  }

  @Test(arguments: textFormats)
  func `texts that look like a format's own marks come back`(format: CorpusFormat) throws {
    for text in Self.texts {
      let scratch = try Scratch()
      var (writing, reading) = LostContentTests.options(format, Document(text: text))
      if format.rawValue.hasSuffix("sv") {
        writing.columns = format == .parallelTSV ? ["source", "target"] : ["text"]
        writing.header = false
        reading.columns = format == .parallelTSV ? ["source": 1, "target": 2] : ["text": 1]
        reading.header = false
      }
      let documents = [text, "between", text].enumerated().map { number, text in
        var document = Document(id: "d\(number)", language: "en", text: text)
        if format == .parallel || format == .parallelTSV { document.translations["de"] = AlignedText("x") }
        return document
      }
      let writer = try CorpusWriter(scratch.path("x"), options: writing)
      var accepted: [Document] = []
      for document in documents {
        do throws(CorpusError) {
          try writer.write(document)
          accepted.append(document)
        } catch {
          guard case .cannotExpress = error else { throw error }
        }
      }
      try writer.close()
      let back = try read([scratch.path("x")], reading).documents
      #expect(back.count == accepted.count, "\(text.debugDescription): \(back.map(\.text))")
      let isSame = zip(back, accepted).allSatisfy { $0.text.utf8.elementsEqual($1.text.utf8) }
      let note = writer.leftOut.note(format) ?? ""
      let isNamed = ["line breaks", "empty lines", "white space", "zero width"].contains { note.contains($0) }
      #expect(isSame || isNamed, "\(text.debugDescription) became \(back.map(\.text)); \(note)")
    }
  }

  @Test(arguments: [CorpusFormat.tsv, .csv])
  func `a table whose first row a reader would take for its header is told`(format: CorpusFormat) throws {
    for (rows, isTold) in [
      ([("label", "text"), ("a", "b")], true),
      ([("stars", "a film"), ("4", "good, I think."), ("1", "bad, I think.")], true),
      ([("topic", "review"), ("a", "b")], true), ([("good", "a film"), ("bad", "a book"), ("good", "a song")], false),
      ([("good", "A film, and no name of a column at all."), ("bad", "no")], false),
    ] {
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("x"), options: WriteOptions(format: format))
      for (label, text) in rows {
        var document = Document(text: text)
        document.labels["label"] = [Label(label)]
        try writer.write(document)
      }
      try writer.close()
      let note = writer.leftOut.note(format) ?? ""
      #expect(note.contains("the first row looks like names of columns") == isTold, "\(rows)")
      var reading = ReadOptions(format: format)
      if isTold { reading.header = false }
      let back = try read(scratch.text("x"), reading).documents
      #expect(back.map(\.text) == rows.map(\.1))
    }
  }

  private static let words = [
    "#", "##", "-DOCSTART-", "-docstart-", "#begin", "#end", "_", "(", ")", "*", "/", "\\/", "\\", "[x]", "a|b",
    "-LRB-", "1-2",
    "1.1", "--", "O",
    "B-PER", "é", "😀", "<s>", "&amp;",
  ]

  private static let wordFormats: [CorpusFormat] = [
    .columns, .conll2000, .conll2003, .conll2005, .conll2008, .conll2009, .conll2012, .conllu, .conllup, .ptb, .tiger,
    .aligned,
  ]

  @Test(arguments: wordFormats)
  func `words that look like a format's own marks come back`(format: CorpusFormat) throws {
    // In a treebank the name of a bracket is the bracket.
    for word in Self.words where format != .ptb || word != "-LRB-" {
      var (writing, reading) = LostContentTests.options(format, Document(text: ""))
      writing.columns = format == .columns ? ["form", "pos"] : []
      reading.columns = format == .columns ? ["form": 1, "pos": 2] : [:]
      reading.documents = .sentence
      let documents = [[word, "a"], ["a", word], [word]].map { words in
        var document = Document(words: [words])
        document.tags["pos"] = words.map { _ in "NN" }
        return document
      }
      let scratch = try Scratch()
      let writer = try CorpusWriter(scratch.path("x"), options: writing)
      var accepted: [Document] = []
      for document in documents {
        do throws(CorpusError) {
          try writer.write(document)
          accepted.append(document)
        } catch {
          guard case .cannotExpress = error else { throw error }
        }
      }
      try writer.close()
      let back = try read([scratch.path("x")], reading).documents
      #expect(back.map { $0.tokens.indices.map($0.word) } == accepted.map { $0.tokens.indices.map($0.word) }, "\(word)")
    }
  }

  @Test(arguments: [CorpusFormat.conllu, .conllup, .conll2000, .conll2003, .columns, .conll2012])
  func `documents of several sentences are told apart`(format: CorpusFormat) throws {
    var tagged = Document(words: [["a"]])
    tagged.tags["pos"] = ["NN"]
    let (writing, reading) = LostContentTests.options(format, tagged)
    let sizes = [2, 1, 3, 1, 1]
    for ids in [["", "", "", "", ""], ["a", "a", "b", "", "c"]] {
      let documents = zip(sizes, ids).map { count, id in
        var document = Document(id: id, words: Array(repeating: ["A", "dog"], count: count))
        document.tags["pos"] = document.tokens.map { _ in "NN" }
        return document
      }
      let text = try written(documents, writing)
      #expect(try read(text, reading).documents.map(\.sentences.count) == sizes, "\(text)")
    }
  }

  @Test func `sentences that are documents have no marks between them, and are told where they come to have some`()
    throws
  {
    let scratch = try Scratch()
    let writer = try CorpusWriter(scratch.path("x"), options: WriteOptions(format: .conll2003))
    for count in [1, 1, 1, 2] { try writer.write(Document(words: Array(repeating: ["a"], count: count))) }
    try writer.close()
    #expect(try scratch.text("x").components(separatedBy: "-DOCSTART-").count == 2)
    #expect(
      writer.leftOut.note(.conll2003)
        == "left out, no place in conll2003 (counted in documents): document boundaries (2)")
  }

  @Test(arguments: [CorpusFormat.conll2003, .conllu, .conll2012, .jsonl], DocumentBoundary.allCases)
  func `where documents of sentences start is kept, whatever makes a document`(
    format: CorpusFormat, boundary: DocumentBoundary
  ) throws {
    // Three documents, of two sentences, one and one.
    let cells = ["-DOCSTART-", "a", "b", "-DOCSTART-", "c", "-DOCSTART-", "d"]
    let text = cells.map { $0 + " X O O\n\n" }.joined()
    let scratch = try Scratch()
    var reading = ReadOptions(format: .conll2003)
    reading.documents = boundary
    let documents = try read([scratch.file("in", text)], reading).documents
    #expect(documents.map(\.text) == (boundary == .sentence ? ["a", "b", "c", "d"] : ["a\nb", "c", "d"]))
    // By way of any format that keeps it.
    let other = try written(documents, WriteOptions(format: format))
    var again = ReadOptions(format: format)
    if format != .jsonl { again.documents = .marker }
    let back = try read(other, again).documents
    if format != .jsonl { #expect(back.map(\.sentences.count) == [2, 1, 1], "\(other)") }
    guard format != .conll2012 else { return }
    let lines = try written(back, WriteOptions(format: .conll2003)).split(separator: "\n")
    #expect(lines.map { $0.split(separator: " ")[0] } == cells.map { $0[...] })
  }

  /// A sentence of one word in CoNLL-U.
  private static func sentence(_ word: String, _ comments: String...) -> String {
    comments.map { $0 + "\n" }.joined() + "1\t\(word)" + String(repeating: "\t_", count: 8) + "\n\n"
  }

  @Test func `a sentence with an id starts no document where the input says what does`() throws {
    let text =
      Self.sentence("a", "# newdoc id = d", "# sent_id = 1", "# text = a") + Self.sentence("b", "# sent_id = 2")
      + Self.sentence("c", "# newdoc id = e", "# sent_id = 3")
    let starts = ["-DOCSTART-", "a", "b", "-DOCSTART-", "c"]
    func cells(_ documents: [Document]) throws -> [String] {
      try written(documents, WriteOptions(format: .conll2003)).split(separator: "\n")
        .map { String($0.split(separator: " ")[0]) }
    }
    func read(_ text: String, _ format: CorpusFormat) throws -> [Document] {
      try BraidCorporaTests.read(text, ReadOptions(format: format)).documents
    }
    let documents = try read(text, .conllu)
    #expect(try cells(documents) == starts)
    #expect(try written(documents, WriteOptions(format: .conllu)) == text)
    let parts = try written(documents, WriteOptions(format: .conll2012))
    #expect(
      parts.split(separator: "\n").filter { $0.hasPrefix("#begin") } == [
        "#begin document (d); part 000", "#begin document (e); part 000",
      ])
    // The parts say what starts, too.
    let bare = parts.components(separatedBy: "\n").filter { !$0.hasPrefix("# ") }.joined(separator: "\n")
    let ofParts = try read(bare, .conll2012)
    #expect(ofParts.map(\.id) == ["d/0/0", "d/0/1", "e/0/0"])
    #expect(try cells(ofParts) == starts)
    let again = try written(ofParts, WriteOptions(format: .conllu))
    #expect(
      again.split(separator: "\n").filter { $0.hasPrefix("# ") && !$0.hasPrefix("# text") } == [
        "# newdoc id = d/0", "# sent_id = d/0/0", "# sent_id = d/0/1", "# newdoc id = e/0", "# sent_id = e/0/0",
      ])
    // Numbers that CoNLL-U gives sentences are no ids of documents.
    let columns = "-DOCSTART- X O O\n\na X O O\n\nb X O O\n\n-DOCSTART- X O O\n\nc X O O\n\n"
    let records = try read(
      try written(try read(columns, .conll2003), WriteOptions(format: .jsonl)), .jsonl)
    #expect(try cells(try read(try written(records, WriteOptions(format: .conllu)), .conllu)) == starts)
    // Where nothing says it, each with an id is a document.
    let others = try read(Self.sentence("a", "# sent_id = 1") + Self.sentence("b", "# sent_id = 2"), .conllu)
    #expect(try cells(others) == ["a", "-DOCSTART-", "b"])
  }

  @Test func `a sentence of CoNLL-U without an id gets none that another has`() throws {
    let text = Self.sentence("a", "# newdoc id = d", "# sent_id = 1", "# text = a") + Self.sentence("b")
    let documents = try read(text, ReadOptions(format: .conllu)).documents
    #expect(
      try written(documents, WriteOptions(format: .conllu))
        == Self.sentence("a", "# newdoc id = d", "# sent_id = 1", "# text = a") + Self.sentence("b", "# text = b"))
  }

  @Test(arguments: [" ", " \n", "\n\n", "\t", "  ", "", "\u{2003}"], [" first", "\tfirst", "first"])
  func `white space around sentences comes back from CoNLL-U`(gap: String, start: String) throws {
    let text = start + " word." + gap + "Second" + gap
    let lead = start.utf8.count - 5
    let end = text.utf8.count - gap.utf8.count
    var document = Document(text: text)
    document.tokens = [
      Token(lead..<lead + 5), Token(lead + 6..<lead + 10), Token(lead + 10..<lead + 11, kind: .punctuation),
      Token(end - 6..<end),
    ]
    document.sentences = [Sentence(tokens: 0..<3), Sentence(tokens: 3..<4)]
    var reading = ReadOptions(format: .conllu)
    reading.documents = .marker
    let back = try read(try written([document, document], WriteOptions(format: .conllu)), reading).documents
    #expect(back.map(\.text) == [text, text])
    #expect(back.map(\.tokens) == [document.tokens, document.tokens])
  }
}
