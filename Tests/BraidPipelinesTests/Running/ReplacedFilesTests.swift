import BraidCorpora
import BraidPipelines
import Foundation
import Testing

/// What stages write replaces files of its kind and their own, and nothing else.
@Suite struct ReplacedFilesTests {
  static let read = """
    stages:
      - name: texts
        read: {format: tsv, train: FOLDER/train.tsv, columns: {label: 1, text: 2}}
      - name: last
    """

  private func text(_ stage: String) -> String { "\(Self.read)\n    \(stage)\n" }

  @Test(arguments: [
    ("write: {of: texts, path: FOLDER/out.jsonl}", "out.jsonl", "# Notes\n", "corpus in the format jsonl"),
    ("write: {of: texts, format: tsv, path: FOLDER/a.md}", "a.md", "name: x\n", "corpus in the format tsv"),
    (
      "write: {of: texts, format: parallel, path: FOLDER/out}", "out.source", "\0\u{1}", "corpus in the format parallel"
    ),
    ("vocabulary: {of: texts, kind: labels, path: FOLDER/labels.txt}", "labels.txt", "one\n", "vocabulary"),
    ("report: {output: FOLDER/page.html}", "page.html", "notes\n", "report"),
  ])
  func `a file of another kind stops plan, run and check before the first stage`(
    stage: String, file: String, content: String, kind: String
  ) throws {
    let bench = try CacheTests.bench()
    try bench.write(file, content)
    let text = text(stage)
    let problem = "\(bench.path(file)) exists, is no \(kind), and is none that this stage has written"
    let bodies: [() throws -> Void] = [{ _ = try bench.run(text) }, { _ = try bench.plan(text) }]
    for body in bodies {
      let error = #expect(throws: PipelineError.self) { try body() }
      #expect(error?.errorDescription?.hasSuffix(problem) == true)
      #expect(error?.recoverySuggestion == "Choose another output, or delete the file.")
      #expect(error?.isMistake == true)
    }
    #expect(bench.read(file) == content)
    #expect(bench.read("run/events.jsonl") == nil)
    let checker = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let errors = try checker.check(for: bench.path("run")).filter { $0.level == .error }
    #expect(errors.map { $0.text.hasSuffix(problem) && $0.isMistake } == [true])
  }

  /// A file that is there, what is written to it, and whether it may be replaced.
  @Test(arguments: [
    ("out.txt", "The soup was cold.\n", CorpusFormat.lines, true),
    ("out.lines", "one\n", .text, true),
    ("out", "one\n", .paragraphs, true),
    ("LICENSE", "MIT License\n", .lines, false),
    ("README.md", "# x\n", .text, false),
    ("README.txt", "x\n", .text, false),
    ("make.py", "import os\n", .lines, false),
    ("make", "#!/bin/sh\n", .lines, false),
    (".profile", "x\n", .lines, false),
    ("out.tsv", "text\none\n", .lines, false),
    ("letter.xml", "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"/>", .paragraphs, false),
    ("letter.xml", "<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"/>", .html, false),
    ("letter.xml", "<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"/>", .tei, true),
    ("page", "\u{FEFF}<!DOCTYPE html>\n<html>\n", .html, true),
    ("page.html", "<p>one</p>", .html, true),
    ("page.html", "<!doctype html><html></html>", .xliff, false),
    ("a.xlf", "<xliff version=\"2.0\">", .xliff, true),
    ("a.xml", "<!-- no <tmx> -->\n<tei:TEI xmlns:tei=\"http://www.tei-c.org/ns/1.0\">", .tei, true),
    ("a.xml", "<!-- no <tmx> -->\n<tei:TEI xmlns:tei=\"http://www.tei-c.org/ns/1.0\">", .tmx, false),
    ("a.xml", "<div xmlns=\"http://www.tei-c.org/ns/1.0\">", .tei, true),
    ("a.xml", String(repeating: "<!-- a\nline -->\n", count: 50) + "<frameset>", .propbankFrames, true),
    ("a.xmi", "<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\">", .xmi, true),
    ("a.xml", "<corpus id=\"a\">", .tiger, true),
    ("a.xml", "<corpus id=\"a\">", .tmx, false),
    ("out.tsv", "text\none\n", .tsv, true),
    ("out.txt", "label\ttext\n", .tsv, true),
    ("out.txt", "prose\n", .tsv, true),
    ("README.md", "a\tb\n", .tsv, false),
    ("out.csv", "text\none\n", .csv, true),
    ("out", "text\none\n", .csv, true),
    ("a.jsonl", "{\"id\":\"1\",\"text\":\"one\"}\n", .jsonl, true),
    ("a", "{\"tokens\":[\"a\"]}\n", .jsonl, true),
    ("a.jsonl.dead-letters.jsonl", "{\"reason\":\"why\"}\n", .jsonl, true),
    ("settings.json", "{\"name\":\"x\",\"private\":true}\n", .jsonl, false),
    ("notes.ipynb", "{\n \"cells\": []\n}\n", .jsonl, false),
    ("a.json", "[{\"data\":{\"text\":\"one\"}}]", .labelStudio, true),
    ("out.conllu", "# text = a\n1\ta\ta\t_\t_\t_\t0\troot\t_\t_\n\n", .conllu, true),
    ("LICENSE", "MIT License\n\nPermission\n", .conllu, false),
    ("L1", "MIT License\n", .po, false),
    ("de.po", "# by\nmsgid \"\"\n", .po, true),
    ("README.md", "    msgid \"\"\n", .po, false),
    ("out.txt", "__label__a one\n", .fasttext, true),
    ("LICENSE", "MIT License\n", .fasttext, false),
    ("out.txt", "NUM:date When ?\n", .trec, true),
    ("out.txt", "one without a label\n", .fasttext, true),
    ("st.csv", "text,label\nx,stages: two\n", .csv, true),
    ("ls.json", "[]", .labelStudio, true),
    ("out.json", "{\n  \"text\": \"one\"\n}\n", .doccano, true),
    ("image.png", "PNG\n", .tsv, false),
    ("out.conll", "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n\nPeter NNP B-NP B-PER\n", .conll2003, true),
    ("ner.txt", "10\u{A0}000\tB\n\tO\n", .conll2003, true),
    ("make.py", "import os\n", .conll2003, false),
    ("out.mrg", "( (S (NP a)))\n", .ptb, true),
    ("out.de", "eins\n", .parallel, true),
    ("out.jsonl", "", .jsonl, true),
  ])
  func `a file is of the kind that is written by its first record, and its name where any line may be one`(
    name: String, content: String, format: CorpusFormat, isReplaced: Bool
  ) throws {
    let bench = try Workbench()
    try bench.write(name, content)
    let kinds = [.corpus(format)] + (format == .html ? [WrittenFile.Kind.report] : [])
    for kind in kinds {
      #expect(WrittenFile(bench.path(name), kind).replaced == (isReplaced ? nil : bench.path(name)))
    }
  }

  @Test(arguments: CorpusFormat.writable)
  func `what a format has written may be replaced by it`(format: CorpusFormat) throws {
    let bench = try Workbench()
    let document = #"{"id":"a","tokens":["Ann","left"],"spans":{"entity":[{"label":"PER","tokens":[0,1]}]}}"#
    try bench.write("in.jsonl", document + "\n")
    var options = WriteOptions(format: format)
    (options.language, options.targetLanguage) = ("en", "de")
    if format == .columns { options.columns = ["form", "entity:bio"] }
    let reader = try CorpusReader([bench.path("in.jsonl")], options: ReadOptions(format: .jsonl))
    let writer = try CorpusWriter(bench.path("out"), options: options)
    do throws(CorpusError) {
      while let document = try reader.next() { try writer.write(document) }
      try writer.close()
    } catch {
      guard case .cannotExpress = error else { throw error }
    }
    for file in options.files(bench.path("out")) {
      #expect(WrittenFile(file, .corpus(format)).replaced == nil, "\(bench.read("out") ?? "")")
    }
  }

  /// A file in the folder that documents go to, and whether it may be replaced by one.
  @Test(arguments: [
    ("a.ann", "T1\tPER 0 3\tAnn\n", CorpusFormat.brat, true),
    ("below/a.ann", "#1\tAnnotatorNotes T1\tsure\n", .brat, true),
    ("a.ann", "*\tEquiv T1 T2\n", .brat, true),
    ("a.ann", "", .brat, true),
    ("a.txt", "any text\n", .brat, true),
    ("below/a.ann", "# Notes\n", .brat, false),
    ("a.ann", "Text\tlabel\n", .brat, false),
    ("a.tsv", "#FORMAT=WebAnno TSV 3.3\n", .webanno, true),
    ("a.tsv", "text\tlabel\n", .webanno, false),
    ("below/a.tsv", "text\tlabel\n", .webanno, true),
    ("a.txt", "text\n", .webanno, true),
    ("a.xmi", "<?xml version=\"1.0\"?>\n<xmi:XMI/>", .xmi, true),
    ("a.xmi", "<xmi:Model/>", .xmi, false),
    ("TypeSystem.xml", "<typeSystemDescription/>", .xmi, true),
    ("a.tsv", "text\tlabel\n", .jsonl, true),
  ])
  func `a file in the folder that documents go to is of the kind that is written by its first record`(
    name: String, content: String, format: CorpusFormat, isReplaced: Bool
  ) throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("out/below"), withIntermediateDirectories: true)
    try bench.write("out/\(name)", content)
    let found = WrittenFile(bench.path("out"), .corpus(format)).replaced
    #expect(found == (isReplaced ? nil : bench.path("out/\(name)")))
  }

  @Test(arguments: [CorpusFormat.brat, .webanno, .xmi])
  func `a folder of documents is replaced by the stage that wrote it, by no other where a file is of another kind`(
    format: CorpusFormat
  ) throws {
    let bench = try CacheTests.bench()
    let ending = format == .brat ? "ann" : format == .webanno ? "tsv" : "xmi"
    let stages = """
        - name: tokens
          tokenize: {of: texts}
        - name: out
          write: {of: tokens, format: \(format.rawValue), path: FOLDER/out}
      """
    let pipeline = Self.read.replacing("\n  - name: last", with: "\n") + stages
    _ = try bench.run(pipeline)
    #expect(WrittenFile(bench.path("out"), .corpus(format)).replaced == nil)
    #expect(try bench.run(pipeline, force: true).contains("out"))
    try bench.write("out/mine.\(ending)", "name: x\n")
    try bench.delete("run")
    let error = #expect(throws: PipelineError.self) { try bench.run(pipeline) }
    let problem =
      "\(bench.path("out/mine.\(ending)")) exists, is no corpus in the format \(format.rawValue), and is none"
    #expect(error?.errorDescription?.contains(problem) == true, "\(error?.errorDescription ?? "")")
  }

  @Test(arguments: ["write: {of: texts, path: FOLDER/some}", "write: {of: texts, format: tsv, path: FOLDER/some}"])
  func `a folder where a file is to be written stops check and run before the first stage`(stage: String) throws {
    let bench = try CacheTests.bench()
    let folder = bench.path("some")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let problem = "`path` is `\(folder)`, which is a folder, expected a file, such as `\(folder)/NAME`"
    let error = #expect(throws: PipelineError.self) { try bench.run(text(stage)) }
    #expect(error?.errorDescription?.hasSuffix(problem) == true, "\(error?.errorDescription ?? "")")
    #expect(error?.isMistake == true)
    let checker = PipelineRunner(
      try bench.pipeline(text(stage)), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try checker.check(for: bench.path("run")).contains { $0.level == .error && $0.text.hasSuffix(problem) })
    // Formats with a file for each document are written to it.
    #expect(!WrittenFile(folder, .corpus(.webanno)).isFolder && !WrittenFile(folder, .corpus(.brat)).isFolder)
  }

  @Test(arguments: ["FOLDER/./out.jsonl", "FOLDER/link.jsonl", "FOLDER/linked/out.jsonl"])
  func `two stages that write one file are told, whatever they call it`(other: String) throws {
    let bench = try CacheTests.bench()
    func link(_ name: String, _ target: String) throws {
      try FileManager.default.createSymbolicLink(atPath: bench.path(name), withDestinationPath: target)
    }
    try link("link.jsonl", "out.jsonl")
    try link("linked", ".")
    let write = text("write: {of: texts, format: jsonl, path: FOLDER/out.jsonl}")
    let second = "  - name: again\n    "
    for (stage, file) in [
      ("write: {of: texts, format: jsonl, path: \(other)}", other),
      ("annotate: {folder: m, input: FOLDER/train.tsv, output: FOLDER/b.jsonl, deadLetters: \(other)}", other),
    ] {
      let error = #expect(throws: PipelineError.self) { try bench.pipeline(write + second + stage + "\n") }
      let file = file.replacing("FOLDER", with: bench.folder)
      #expect(error?.errorDescription?.hasSuffix("writes \(file), as stage `last` does") == true)
    }
  }

  @Test(arguments: ["main.yaml", "base.yaml", "link.yaml"])
  func `no stage writes over what its pipeline is read from, whatever stands in it`(file: String) throws {
    let bench = try CacheTests.bench()
    try bench.write(
      "base.yaml",
      "stages: [{name: texts, read: {format: tsv, train: \(bench.path("train.tsv")), columns: {label: 1, text: 2}}}]")
    try FileManager.default.createSymbolicLink(atPath: bench.path("link.yaml"), withDestinationPath: "base.yaml")
    try bench.write(
      "main.yaml",
      "include: base.yaml\nstages: [{name: out, write: {of: texts, format: tsv, path: \(bench.path(file))}}]")
    let error = #expect(throws: PipelineError.self) { try Pipeline(contentsOf: bench.path("main.yaml")) }
    let problem = "writes over \(bench.path(file)), which the pipeline is read from"
    #expect(error?.errorDescription?.hasSuffix(problem) == true)
    #expect(error?.recoverySuggestion == "Choose another output." && error?.isMistake == true)
  }

  @Test(arguments: [
    "events.jsonl", "pipeline.yaml", "cache", "cache/texts.json", "model/model", "scores.json", "page.html",
  ])
  func `no stage writes over what the run itself writes`(name: String) throws {
    let bench = try CacheTests.bench()
    let more = """
        - {name: words, vocabulary: {of: texts}}
        - name: model
          train: {encoder: {vocabulary: words}, tasks: {mood: {head: classification, of: texts}}}
        - {name: scores, evaluate: {model: model, of: texts, part: train}}
        - {name: page, report: {}}
      """
    let path = bench.path("run/\(name)")
    let text = text("write: {of: texts, format: tsv, path: \(path)}") + more
    let problem = "writes over \(path), which the run itself writes"
    let bodies: [() throws -> Void] = [{ _ = try bench.run(text) }, { _ = try bench.plan(text) }]
    for body in bodies {
      let error = #expect(throws: PipelineError.self) { try body() }
      #expect(error?.errorDescription?.hasSuffix(problem) == true && error?.isMistake == true)
    }
    let checker = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let findings = try checker.check(for: bench.path("run"))
    #expect(findings.contains { $0.stage == "last" && $0.level == .error && $0.text.hasSuffix(problem) })
  }

  @Test(
    arguments: [
      (
        "read: {format: tsv, train: \"FOLDER/*.tsv\", columns: {label: 1, text: 2}}",
        "write: {of: first, path: FOLDER/out.tsv}"
      ),
      ("annotate: {folder: m, input: \"FOLDER/*.tsv\", output: FOLDER/out.tsv}", nil),
      ("annotate: {folder: m, input: \"FOLDER/./*.tsv\", output: FOLDER/a.jsonl, deadLetters: FOLDER/out.tsv}", nil),
      ("annotate: {folder: m, input: FOLDER, format: tsv, output: FOLDER/out.tsv}", nil),
    ] as [(String, String?)])
  func `no stage writes what it or one above reads by a pattern or folder, once it is there`(
    first: String, second: String?
  ) throws {
    let bench = try CacheTests.bench()
    let stages = "stages:\n  - name: first\n    \(first)\n" + (second.map { "  - name: second\n    \($0)\n" } ?? "")
    let error = #expect(throws: PipelineError.self) { try bench.pipeline(stages) }
    let problem = "writes over \(bench.path("out.tsv")), which stage `first` reads"
    #expect(error?.errorDescription?.hasSuffix(problem) == true)
    // Of another ending it is none of them.
    _ = try bench.pipeline(stages.replacing("out.tsv", with: "out.conllu"))
  }

  @Test(arguments: [
    ("read: {format: brat, train: FOLDER}", "- {name: second, write: {of: first, format: text, path: OUT/a.txt}}"),
    ("read: {format: brat, train: FOLDER}", "- {name: second, write: {of: first, format: brat, path: OUT}}"),
    ("annotate: {folder: m, input: FOLDER, format: text, to: brat, output: OUT}", ""),
  ])
  func `no stage writes into a folder whose documents it or one above reads`(first: String, second: String) throws {
    let bench = try CacheTests.bench()
    try bench.write("a.txt", "A fine day.\n")
    let stages = "stages:\n- name: first\n  \(first)\n\(second)\n"
    let inside = stages.replacing("OUT", with: "FOLDER/below")
    let error = #expect(throws: PipelineError.self) { try bench.pipeline(inside) }
    #expect(error?.errorDescription?.hasSuffix(", which stage `first` reads") == true, "\(error as Any)")
    _ = try bench.pipeline(stages.replacing("OUT", with: "elsewhere"))
  }

  @Test func `links that lead to each other are told before the first stage`() throws {
    let bench = try CacheTests.bench()
    let link = bench.path("out.jsonl")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "out.jsonl")
    let error = #expect(throws: PipelineError.self) {
      try bench.run(text("write: {of: texts, path: FOLDER/out.jsonl}"))
    }
    #expect(error?.errorDescription?.hasPrefix("\(link): can't be written to: ") == true)
    #expect(bench.read("run/events.jsonl") == nil)
  }

  @Test func `a stage's own file is replaced, whatever it has become, and so is one in the run folder`() throws {
    let bench = try CacheTests.bench()
    let text = text("write: {of: texts, format: jsonl, path: FOLDER/out}")
    #expect(try bench.run(text) == ["texts", "last"])
    let written = bench.read("out")
    try bench.write("out", "something else\n")
    #expect(try bench.run(text) == ["last"])
    #expect(try bench.run(text, settings: ["last.format=lines"]) == ["last"])
    #expect(bench.read("out")?.hasPrefix("film") == true)
    #expect(try bench.run(text) == ["last"])
    #expect(bench.read("out") == written)
    try bench.write("run/out", "something else\n")
    #expect(try bench.run(text.replacing("FOLDER/out", with: "FOLDER/run/out")) == ["last"])
    #expect(bench.read("run/out") == written)
  }

  @Test func `rejected records replace no file of another kind, none that is read, and no output`() throws {
    let (bench, pipeline) = try RejectedRecordsTests.bench()
    let letters = "out.jsonl.dead-letters.jsonl"
    for other in ["# Notes\n", "{\"text\":\"a record\"}\n"] {
      try bench.write(letters, other)
      let error = #expect(throws: PipelineError.self) { try bench.run(pipeline) }
      #expect(error?.errorDescription?.contains("\(letters) exists, is no file of rejected records") == true)
      #expect(bench.read(letters) == other)
    }
    for (path, problem) in [
      ("in.jsonl", "writes over FOLDER/in.jsonl, which stage `answers` reads"),
      ("out.jsonl", "`deadLetters` is `FOLDER/out.jsonl`, which is the output, expected a file of its own"),
    ] {
      let error = #expect(throws: PipelineError.self) {
        try bench.pipeline(
          pipeline.replacing("FOLDER/out.jsonl}", with: "FOLDER/out.jsonl, deadLetters: FOLDER/\(path)}"))
      }
      #expect(error?.errorDescription?.hasSuffix(problem.replacing("FOLDER", with: bench.folder)) == true)
    }
  }
}
