import BraidCorpora
import BraidFiles
import BraidTestSupport
import BraidText
import Foundation
import Testing

struct AlignedTests {
  private let options = ReadOptions(format: .aligned)

  /// A slot-filling set in a folder.
  private func set(
    _ folder: String, in scratch: Scratch, words: String = "fly to New York\nprice\n",
    tags: String? = "O O B-city I-city\nO\n", labels: String? = "flight\nfare\n"
  ) throws {
    try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
    try scratch.file("\(folder)/seq.in", words)
    if let tags { try scratch.file("\(folder)/seq.out", tags) }
    if let labels { try scratch.file("\(folder)/label", labels) }
  }

  private func documents(_ texts: [String]) -> [Document] {
    texts.map { Document(words: [$0.split(separator: " ").map(String.init)]) }
  }

  @Test func `words, slots and intents are read from a folder, or from its files in any order`() throws {
    let scratch = try Scratch()
    try set("a", in: scratch)
    let files = ["a/label", "a/seq.out", "a/seq.in"].map(scratch.path)
    for paths in [[scratch.path("a")], [scratch.path("a") + "/"], files] {
      let (documents, ledger) = try read(paths, options)
      #expect(documents.map(\.text) == ["fly to New York", "price"])
      #expect(documents.map(\.tokens.count) == [4, 1])
      #expect(documents.map { $0.spans["slots"] } == [[LabeledSpan(2..<4, label: "city")], []])
      #expect(documents.map { $0.labels["label"] } == [[Label("flight")], [Label("fare")]])
      #expect(ledger.losses.isEmpty)
    }
  }

  @Test func `a folder stands for the sets in it and below, of which texts alone are needed`() throws {
    let scratch = try Scratch()
    try set("all/a", in: scratch)
    try set("all/b", in: scratch, words: "go\n", tags: nil, labels: nil)
    try scratch.file("all/README", "what it is\n")
    let documents = try read([scratch.path("all")], options).documents
    #expect(documents.map(\.text) == ["fly to New York", "price", "go"])
    #expect(documents[2].tokens.count == 1 && !documents[2].isAnnotated)
  }

  /// A map of columns, and the files that it is for.
  @Test(arguments: [
    (["tokens": "words", "tags:pos": "tags", "topic": "topics"], ["b.topics", "b.words", "b.tags"]),
    (["text": "1", "tags:pos": "2", "topic": "3"], ["b.words", "b.tags", "b.topics"]),
    (["text": "b.words", "tags:pos": "b.tags", "topic": "topics"], ["b.words", "b.tags", "topics"]),
  ])
  func `a map names files by what their names are or end with, or by their number`(
    map: [String: String], files: [String]
  ) throws {
    let scratch = try Scratch()
    for name in files {
      let text = name.hasSuffix("words") ? "a\tb  c\n" : name.hasSuffix("tags") ? "X _ Y\n" : " old news \n"
      try scratch.file(name, text)
    }
    var options = options
    options.columns = map.mapValues { ColumnRef($0) }
    let document = try #require(try read(files.map(scratch.path), options).documents.first)
    #expect(document.text == "a b c")
    #expect(document.tags["pos"] == ["X", nil, "Y"])
    #expect(document.labels["topic"] == [Label("old news")])
  }

  @Test func `texts without tags beside them are not cut into words, unless they are called tokens`() throws {
    let scratch = try Scratch()
    try scratch.file("x.text", "Well,  no.\n")
    try scratch.file("x.label", "bad\n")
    for (name, text, count) in [("text", "Well,  no.", 0), ("tokens", "Well, no.", 2)] {
      var options = options
      options.columns = [name: "text", "label": "label"]
      let documents = try read([scratch.path("x.text"), scratch.path("x.label")], options).documents
      #expect(documents.map(\.text) == [text] && documents.map(\.tokens.count) == [count])
    }
  }

  @Test func `what is blank is missing, and keeps its place`() throws {
    let scratch = try Scratch()
    try set(
      "a", in: scratch, words: "a b\n \nc\nd\n", tags: "B-x O\n\n \n_\n", labels: "\n\ny\n\n")
    let documents = try read([scratch.path("a")], options).documents
    #expect(documents.map(\.tokens.count) == [2, 0, 1, 1])
    #expect(documents.map { $0.spans["slots"]?.count } == [1, nil, nil, nil])
    #expect(documents.map { $0.labels["label"]?.first?.name } == [nil, nil, "y", nil])
  }

  @Test func `a line has several labels where a separator is named`() throws {
    let scratch = try Scratch()
    try set("a", in: scratch, labels: "flight#fare\n#\n")
    var options = options
    options.labelSeparator = "#"
    let documents = try read([scratch.path("a")], options).documents
    #expect(documents.map { $0.labels["label"] } == [[Label("flight"), Label("fare")], []])
  }

  @Test(arguments: [
    ("O O B-city\nO\n", "flight\nfare\n", "seq.out:1: found 3 tags, expected 4, one for each word of ", "seq.in:1"),
    ("O O O O\nO O\n", "flight\nfare\n", "seq.out:2: found 2 tags, expected 1, one for each word of ", "seq.in:2"),
    ("O O O O\nO\n", "flight\n", "seq.in has 2 lines, ", "label has 1, expected as many"),
    ("O O O O\nO\nO\n", "flight\nfare\n", "seq.in has 2 lines, ", "seq.out has 3, expected as many"),
  ])
  func `lines and words of different numbers are an error with file and line`(
    tags: String, labels: String, first: String, second: String
  ) throws {
    let scratch = try Scratch()
    try set("a", in: scratch, tags: tags, labels: labels)
    let error = #expect(throws: CorpusError.self) { try read([scratch.path("a")], options) }
    let text = error?.errorDescription ?? ""
    #expect(text.contains(first) && text.contains(second), "\(text)")
  }

  @Test func `after an error the files stay side by side`() throws {
    let scratch = try Scratch()
    try set("a", in: scratch, words: "a\nb\nc\nd\n", tags: "O\nO O\nO\nO\n", labels: nil)
    try scratch.file("a/label", .init(Array("v\nw\n".utf8) + [0xFF, 10] + Array("z\n".utf8)))
    let reader = try CorpusReader([scratch.path("a")], options: options)
    #expect(try reader.next()?.text == "a")
    for line in ["O O", "\u{FFFD}"] {
      let error = #expect(throws: CorpusError.self) { try reader.next() }
      let skipped = reader.skip(after: try #require(error))
      #expect(skipped?.line == line && skipped?.isRestOfFile == false)
    }
    let last = try reader.next()
    #expect(last?.text == "d" && last?.labels["label"] == [Label("z")])
    #expect(try reader.next() == nil)
  }

  @Test(arguments: [
    ["pos": "tags"], ["text": "a", "tokens": "b"], ["text": "1", "label": "labels"], ["text": "0"],
    ["text": "1", "spans:x": "2"], ["text": "1", "x:y": "2"],
  ])
  func `a map without one file of texts, or that is none, is an error of the option`(map: [String: String]) throws {
    var options = options
    options.columns = map.mapValues { ColumnRef($0) }
    let error = #expect(throws: CorpusError.self) { try CorpusReader(["a", "b"], options: options) }
    guard case .badOption(name: "columns", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `files that no column names, or that are missing, are an error with their names`() throws {
    let scratch = try Scratch()
    try set("a", in: scratch)
    try scratch.file("a/notes", "x\n")
    try FileManager.default.createDirectory(atPath: scratch.path("empty"), withIntermediateDirectories: true)
    for (paths, message) in [
      (["a/seq.in", "a/notes"], "a/notes: found a file that no column names"),
      (["a/seq.out", "a/label"], "a/seq.out: found no file `seq.in` that goes with it"),
      (["empty"], "empty: found a folder without such files"),
    ] {
      let error = #expect(throws: CorpusError.self) { try CorpusReader(paths.map(scratch.path), options: options) }
      #expect(error?.errorDescription?.contains(message) == true, "\(error?.errorDescription ?? "")")
    }
    var numbered = options
    numbered.columns = ["text": 1, "label": 3]
    for paths in [["a"], ["a/seq.in", "a/label"]] {
      #expect(throws: CorpusError.self) { try CorpusReader(paths.map(scratch.path), options: numbered) }
    }
  }

  @Test func `what is written in a folder comes back, line by line`() throws {
    let scratch = try Scratch()
    try set("a", in: scratch, words: "fly to New York\n\nhi\n", tags: "O O B-city I-city\n\n\n", labels: "x y\n\n\n")
    let documents = try read([scratch.path("a")], options).documents
    let writer = try CorpusWriter(scratch.path("b"), options: WriteOptions(format: .aligned))
    for document in documents { try writer.write(document) }
    try writer.close()
    for name in ["seq.in", "seq.out", "label"] {
      #expect(try scratch.text("b/\(name)") == scratch.text("a/\(name)"), "\(name)")
    }
    #expect(writer.leftOut.note(.aligned) == nil)
    #expect(try read([scratch.path("b")], options).documents == documents)
  }

  @Test func `columns name the layers that are written, and their files`() throws {
    let scratch = try Scratch()
    var document = Document(words: [["a", "b"]])
    document.id = "d1"
    document.tags["pos"] = ["X", nil]
    document.spans["entity"] = [LabeledSpan(0..<2, label: "E")]
    document.labels["topic"] = [Label("p"), Label("q")]
    var options = WriteOptions(format: .aligned)
    options.columns = ["tokens=words", "id", "tags:pos", "entity:bio=tags", "topic"]
    options.labelSeparator = "|"
    let writer = try CorpusWriter(scratch.path("out"), options: options)
    try writer.write(document)
    try writer.close()
    for (name, line) in [("words", "a b"), ("id", "d1"), ("pos", "X _"), ("tags", "B-E I-E"), ("topic", "p|q")] {
      #expect(try scratch.text("out/\(name)") == line + "\n", "\(name)")
    }
  }

  @Test(arguments: [
    ["label"], ["text", "tokens=b"], ["text", "predicted_label"], ["text", "spans:x"], ["text", "label=../x"],
    ["text", "x=a", "y=a"], ["text", "tags:x/y"],
  ])
  func `columns that can not be written are refused before the folder is made`(columns: [String]) throws {
    let scratch = try Scratch()
    var options = WriteOptions(format: .aligned)
    options.columns = columns
    let error = #expect(throws: CorpusError.self) { try CorpusWriter(scratch.path("out"), options: options) }
    guard case .badWriteOption(name: "columns", _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
  }

  @Test func `documents that lines can not hold are refused, and leave no line in any file`() throws {
    let scratch = try Scratch()
    let good = documents(["a b"])[0]
    var bad = [Document(text: "no tokens"), good, good, good, documents(["a b"])[0]]
    bad[1].labels["label"] = [Label("x"), Label("y")]
    bad[2].labels["label"] = [Label("x\ny")]
    bad[3].labels["label"] = [Label(" x")]
    bad[4].spans["slots"] = [LabeledSpan(0..<2, label: "p"), LabeledSpan(1..<2, label: "q")]
    let writer = try CorpusWriter(scratch.path("out"), options: WriteOptions(format: .aligned))
    for document in bad {
      let error = #expect(throws: CorpusError.self) { try writer.write(document) }
      guard case .cannotExpress = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    try writer.write(good)
    try writer.close()
    #expect(try scratch.text("out/seq.in") == "a b\n")
    #expect(try scratch.text("out/seq.out") == "\n" && scratch.text("out/label") == "\n")
  }
}
