import BraidCorpora
import BraidFiles
import BraidPipelines
import Foundation
import Testing

/// Starter pipelines for files as people have them: where predictions go, folders, Braid's own JSON lines.
@Suite struct StarterFilesTests {
  private static let small = ["model.epochs=1", "model.encoder.embedding=8", "model.encoder.lstm.units=8"]

  /// What a check of a pipeline finds to be wrong.
  private func errors(_ text: String, in bench: Workbench) throws -> [CheckFinding] {
    let pipeline = try Pipeline(text: text, file: "mine.yaml", settings: Self.small)
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    return try checker.check().filter { $0.level == .error }
  }

  /// Forty texts, each with something of its own.
  private static func repeated(_ text: String, between: String = "") -> String {
    (0..<40).map { text.replacing("%", with: "\($0)").replacing("@", with: ["x", "y"][$0 % 2]) }
      .joined(separator: between)
  }

  private static let span = #"{"start":0,"end":3,"label":"PER"}"#
  private static let unit =
    #"<trans-unit id="%"><source>The file % is here.</source><target>Die Datei % ist hier.</target></trans-unit>"#
  private static let variants =
    #"<tu><tuv xml:lang="en"><seg>The file % is here.</seg></tuv><tuv xml:lang="de"><seg>Datei %.</seg></tuv></tu>"#

  /// A file of each format, and where the predictions go.
  private static let files: [(name: String, text: String, output: String)] = [
    (
      "m.po", "msgid \"\"\nmsgstr \"Language: de\\n\"\n\n" + repeated("msgid \"File %\"\nmsgstr \"Datei %\"\n\n"),
      #"format: po, rewrite: inline, output: "${run}/predicted.po""#
    ),
    (
      "m.xlf",
      #"<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" datatype="x" "#
        + #"source-language="en" target-language="de"><body>"# + repeated(unit) + "</body></file></xliff>",
      #"format: xliff, rewrite: inline, output: "${run}/predicted.xlf""#
    ),
    (
      "m.tmx",
      #"<tmx version="1.4"><header srclang="en" creationtool="x" creationtoolversion="1" segtype="sentence" "#
        + #"o-tmf="x" adminlang="en" datatype="plaintext"/><body>"# + repeated(variants) + "</body></tmx>",
      #"format: tmx, rewrite: inline, output: "${run}/predicted.tmx""#
    ),
    (
      "m.conllu", repeated("1\tAnn\tAnn\tPROPN\t_\t_\t2\tnsubj\t_\t_\n2\tsings\tsing\tVERB\t_\t_\t0\troot\t_\t_\n\n"),
      #"format: conllu, output: "${run}/predicted.conllu""#
    ),
    (
      "m.conll", repeated("Ann\tB-PER\nleft\tO\n\n"),
      #"format: conll2003, to: conll2003, output: "${run}/predicted.conll""#
    ),
    (
      "m.jsonl", repeated(#"{"text":"Ann sang % songs.","label":[[0,3,"PER"]]}"#, between: "\n"),
      #"format: jsonl, to: doccano, output: "${run}/predicted.jsonl""#
    ),
    (
      "p.jsonl", repeated(#"{"text":"Ann sang % songs.","spans":[\#(span)],"answer":"accept"}"#, between: "\n"),
      #"format: jsonl, to: prodigy, output: "${run}/predicted.jsonl""#
    ),
    (
      "s.json",
      "["
        + repeated(
          #"{"data":{"text":"Ann sang % songs."},"annotations":[{"result":[{"from_name":"label","value":"#
            + #"{"start":0,"end":3,"labels":["PER"]}}]}]}"#, between: ",") + "]",
      #"format: jsonl, to: label-studio, output: "${run}/predicted.json""#
    ),
    ("m.tsv", "label\ttext\n" + repeated("@\tThe text % is here.\n"), #"output: "${run}/predicted.tsv""#),
    ("m.txt", repeated("__label__@ The text % is here.\n"), #"format: fasttext, output: "${run}/predicted.jsonl""#),
  ]

  @Test(arguments: files)
  func `predictions go back into a copy, or into the format of the files`(
    name: String, text: String, output: String
  ) throws {
    let bench = try Workbench()
    try bench.write(name, text)
    let starter = try StarterPipeline(files: [bench.path(name)], name: "mine")
    #expect(starter.text.contains(output), "\(starter.text)")
    #expect(try errors(starter.text, in: bench) == [])
  }

  @Test func `several files that are written back go to a folder`() throws {
    let bench = try Workbench()
    for part in ["train", "test"] {
      for number in [1, 2] {
        try FileManager.default.createDirectory(atPath: bench.path("po/\(part)"), withIntermediateDirectories: true)
        try bench.write("po/\(part)/\(number).po", Self.files[0].text)
      }
    }
    let starter = try StarterPipeline(files: [bench.path("po")], name: "mine")
    #expect(starter.text.contains(#"rewrite: inline, output: "${run}/predicted""#), "\(starter.text)")
    #expect(try errors(starter.text, in: bench) == [])
  }

  @Test(arguments: [
    (languages: ["de-DE", "de"], written: "targetLanguage: de}", tasks: ["task de: translation to `de` of data"]),
    (languages: ["de-AT", "de-CH"], written: "targetLanguage: de}", tasks: ["task de: translation to `de` of data"]),
    (languages: ["de", "de"], written: nil, tasks: ["task de: translation to `de` of data"]),
    (
      languages: ["de", "fr"], written: nil,
      tasks: ["task de: translation to `de` of data", "task fr: translation to `fr` of data-2"]
    ),
  ])
  func `regional spellings of a language in XLIFF are one task, other languages a task each`(
    languages: [String], written: String?, tasks: [String]
  ) throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("data"), withIntermediateDirectories: true)
    for (language, name) in zip(languages, ["a", "b"]) {
      let text = Self.files[1].text.replacing(#"target-language="de""#, with: #"target-language="\#(language)""#)
      try bench.write("data/\(name).xlf", text.replacing("The file", with: "The file \(name)"))
    }
    let starter = try StarterPipeline(files: [bench.path("data")], name: "mine")
    #expect(starter.notes.filter { $0.hasPrefix("task ") } == tasks, "\(starter.notes)")
    #expect(starter.text.contains("targetLanguage") == (written != nil), "\(starter.text)")
    if let written { #expect(starter.text.contains(written), "\(starter.text)") }
    #expect(try errors(starter.text, in: bench) == [])
  }

  @Test func `translations called otherwise than what is learned are counted by a check`() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("data"), withIntermediateDirectories: true)
    for (language, name) in [("de-DE", "a"), ("de", "b")] {
      let text = Self.files[1].text.replacing(#"target-language="de""#, with: #"target-language="\#(language)""#)
      try bench.write("data/\(name).xlf", text.replacing("The file", with: "The file \(name)"))
    }
    let text = try StarterPipeline(files: [bench.path("data")], name: "mine").text
      .replacing(", targetLanguage: de", with: "").replacing(", reading: {targetLanguage: de}", with: "")
    let pipeline = try Pipeline(text: text, file: "mine.yaml", settings: Self.small)
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    #expect(
      try checker.check().contains {
        $0.level == .warning
          && $0.text.contains(" translations of train are not learned, called otherwise than `de`: de-DE (")
      })
  }

  @Test func `a catalogue comes back as it was, but for what was not translated`() throws {
    let bench = try Workbench()
    let open = "# Keep me.\nmsgid \"A new file\"\nmsgstr \"\"\n"
    try bench.write("m.po", Self.files[0].text + open)
    let starter = try StarterPipeline(files: [bench.path("m.po")], name: "mine")
    let settings = Self.small + ["model.tasks.de.units=8", "model.tasks.de.embedding=8"]
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: settings, folder: bench.path("run"))
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try runner.run())
    let written = try #require(bench.read("run/predicted.po"))
    #expect(written.hasPrefix(Self.files[0].text), "\(written)")
    #expect(written.contains("# Keep me.\n") && written.contains("msgid \"A new file\"\n"))
    #expect(bench.read("run/report.html") != nil)
  }

  @Test(arguments: [
    (
      "format: tsv, rewrite: inline, output: x.tsv",
      "`rewrite` is `inline` for tsv, expected input in tei, xml, html, xliff"
    ),
    ("format: po, rewrite: inline, output: x.po", "no task of `model` translates, expected a task that does"),
    (
      "format: tei, rewrite: inline, to: jsonl, output: x",
      "`rewrite` is `inline` beside `to` or `writing`, expected one of them"
    ),
    ("format: html, rewrite: standoff, output: x.html", "`rewrite` is `standoff` for html, expected `inline`"),
  ])
  func `what can't be written back is an error before anything runs`(options: String, expected: String) throws {
    let bench = try Workbench()
    try bench.write("m.tsv", Self.files[8].text)
    let text = try StarterPipeline(files: [bench.path("m.tsv")], name: "mine").text.split(separator: "\n")
      .map { $0.contains("annotate: {") ? "    annotate: {model: model, input: x.xml, \(options)}" : String($0) }
      .joined(separator: "\n")
    let error = #expect(throws: PipelineError.self) { try Pipeline(text: text, file: "mine.yaml") }
    #expect(error?.errorDescription?.contains(expected) == true, "\(error?.errorDescription ?? "")")
  }

  @Test(arguments: [["data"], ["data/train/a.tsv", "data/valid/a.tsv", "data/test/a.tsv"], ["data/*/a.tsv"]])
  func `folders that are called as parts make one corpus`(files: [String]) throws {
    let bench = try Workbench()
    for part in ["train", "valid", "test"] {
      try FileManager.default.createDirectory(atPath: bench.path("data/\(part)"), withIntermediateDirectories: true)
      try bench.write("data/\(part)/a.tsv", Self.files[8].text)
    }
    let starter = try StarterPipeline(files: files.map(bench.path), name: "mine")
    let parts = [("train", "train"), ("dev", "valid"), ("test", "test")].map { part, folder in
      "\(part): \(bench.path("data/\(folder)/a.tsv"))"
    }
    #expect(starter.text.contains("format: tsv, \(parts.joined(separator: ", "))"), "\(starter.text)")
    #expect(starter.text.components(separatedBy: "read:").count == 2)
  }

  @Test(arguments: [
    (files: ["train/sub/a.tsv", "dev/b.tsv"], named: []),
    (files: ["train/x/a.tsv", "dev/x/b.tsv"], named: []),
    (files: ["train/a.tsv", "dev/b.tsv"], named: []),
    (files: ["train/a.tsv", "dev/b.tsv"], named: ["train/a.tsv", "dev/b.tsv"]),
  ])
  func `folders that are called as parts make one corpus, whatever is called how below them`(
    files: [String], named: [String]
  ) throws {
    let bench = try Workbench()
    for file in files {
      let path = bench.path("data/\(file)")
      try FileManager.default.createDirectory(
        atPath: String(path[..<path.lastIndex(of: "/")!]), withIntermediateDirectories: true)
      try bench.write("data/\(file)", Self.files[8].text)
    }
    let given = named.isEmpty ? [bench.path("data")] : named.map { bench.path("data/\($0)") }
    let starter = try StarterPipeline(files: given, name: "mine")
    let parts = "train: \(bench.path("data/\(files[0])")), dev: \(bench.path("data/\(files[1])"))"
    #expect(starter.text.contains("format: tsv, \(parts)"), "\(starter.text)")
    #expect(starter.text.components(separatedBy: "read:").count == 2)
  }

  @Test func `folders below parts that are called alike are a corpus each`() throws {
    let bench = try Workbench()
    for folder in ["train/en", "dev/en", "train/de", "dev/de"] {
      try FileManager.default.createDirectory(atPath: bench.path("data/\(folder)"), withIntermediateDirectories: true)
      try bench.write("data/\(folder)/a.tsv", Self.files[8].text)
    }
    let starter = try StarterPipeline(files: [bench.path("data")], name: "mine")
    for language in ["en", "de"] {
      let parts = ["train", "dev"].map { "\($0): \(bench.path("data/\($0)/\(language)/a.tsv"))" }
      #expect(starter.text.contains(parts.joined(separator: ", ")), "\(starter.text)")
    }
  }

  @Test(arguments: [
    (name: "b.jsonl", text: "{\"text\": \"not closed\n"), (name: "b.tsv", text: ""),
  ])
  func `a bad file of a folder is left out, which is said, and is an error where it is named or alone`(
    name: String, text: String
  ) throws {
    let bench = try Workbench()
    for folder in ["data", "alone"] {
      try FileManager.default.createDirectory(atPath: bench.path(folder), withIntermediateDirectories: true)
      try bench.write("\(folder)/\(name)", text)
    }
    let line = #"{"id":"d%","text":"The text % is here.","label":"@"}"#
    try bench.write("data/a.jsonl", Self.repeated(line, between: "\n"))
    let starter = try StarterPipeline(files: [bench.path("data")], name: "mine")
    #expect(
      starter.notes.contains { $0.hasPrefix("left out ") && $0.contains(name) }, "\(starter.notes)")
    #expect(starter.text.contains("train: \(bench.path("data/a.jsonl"))"), "\(starter.text)")
    #expect(!starter.text.contains(name), "\(starter.text)")
    for files in [["data/a.jsonl", "data/\(name)"], ["alone"]] {
      #expect(throws: (any Error).self) { try StarterPipeline(files: files.map(bench.path), name: "mine") }
    }
  }

  @Test func `documents that are files of their own are one corpus, named one by one or by their folder`() throws {
    let bench = try Workbench()
    for name in ["a", "b"] {
      let text = "<p>A paragraph of \(name) is here.</p>"
      try bench.write("\(name).html", "<!DOCTYPE html><html lang=\"en\"><body>\(text)</body></html>")
    }
    let starter = try StarterPipeline(files: ["a.html", "b.html"].map(bench.path), name: "mine")
    let files = ["a.html", "b.html"].map(bench.path).joined(separator: ", ")
    #expect(starter.text.contains("format: html, train: [\(files)]"), "\(starter.text)")
    #expect(starter.text.components(separatedBy: "read:").count == 2)
  }

  /// The text of a file of some documents in the format that an ending stands for.
  private static func text(_ ending: String, _ count: Int) -> String {
    let labels = ["good", "bad"]
    let rows = (0..<count).map { number in
      switch ending {
      case "csv": "\(labels[number % 2]),The film of number \(number) is here.\n"
      case "jsonl": "{\"label\":\"\(labels[number % 2])\",\"body\":\"The film of number \(number) is here.\"}\n"
      default: "Ann\tB-PER\nleft\tO\n\n"
      }
    }
    return (ending == "csv" ? "label,text\n" : "") + rows.joined()
  }

  @Test(
    arguments: [
      (train: ["part-01.csv", "part-02.csv"], dev: nil),
      (train: ["a.1.jsonl", "a.2.jsonl"], dev: nil),
      (train: ["a_shard1.conll", "a_shard2.conll"], dev: nil),
      (train: ["train-01.csv", "train-02.csv"], dev: "dev.csv"),
      (train: ["train-00000-of-00002.jsonl", "train-00001-of-00002.jsonl"], dev: "validation-00000-of-00001.jsonl"),
      (train: ["a-part1.conll", "a-part2.conll"], dev: "a-dev.conll"),
    ] as [(train: [String], dev: String?)])
  func `numbered files are one corpus, in every format, named one by one or by their folder`(
    train: [String], dev: String?
  ) throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("data"), withIntermediateDirectories: true)
    let names = train + [dev].compactMap(\.self)
    for name in names { try bench.write("data/\(name)", Self.text(String(name.split(separator: ".").last ?? ""), 40)) }
    let files = names.map { bench.path("data/\($0)") }
    let parts =
      "train: [\(files[0]), \(files[1])]" + (dev == nil ? "" : ", dev: \(files[2])")
    for given in [files, [bench.path("data")]] {
      let starter = try StarterPipeline(files: given, name: "mine")
      #expect(starter.text.contains(parts), "\(starter.text)")
      #expect(starter.text.components(separatedBy: "read:").count == 2)
    }
  }

  @Test(arguments: [
    ["films.csv", "books.csv"], ["news-2019.csv", "news-2020.csv"],
    ["a-1.train.csv", "a-1.test.csv", "a-2.train.csv", "a-2.test.csv"],
  ])
  func `files whose names do not say that they are of one set are a corpus each`(names: [String]) throws {
    let bench = try Workbench()
    for name in names { try bench.write(name, Self.text("csv", 40)) }
    let starter = try StarterPipeline(files: names.map(bench.path), name: "mine")
    #expect(starter.text.components(separatedBy: "read:").count == 3, "\(starter.text)")
  }

  @Test(arguments: ["csv", "jsonl"])
  func `a part with too few rows to see what its columns hold belongs to the others that have the same`(
    ending: String
  ) throws {
    let bench = try Workbench()
    try bench.write("dev.\(ending)", Self.text(ending, 1))
    try bench.write("train.\(ending)", Self.text(ending, 40))
    let files = ["train", "dev"].map { bench.path("\($0).\(ending)") }
    let starter = try StarterPipeline(files: [files[1], files[0]], name: "mine")
    #expect(starter.text.contains("train: \(files[0]), dev: \(files[1])"), "\(starter.text)")
    #expect(starter.text.components(separatedBy: "read:").count == 2)
    #expect(starter.notes.contains { $0.contains("classification by `label`") }, "\(starter.notes)")
  }

  /// Lines of Braid's own JSON, and what of them is learned.
  private static let lines: [(line: String, learned: [String])] = [
    (
      #"{"id":"d%","tokens":["Ann","left"],"spans":{"entity":[{"label":"PER","tokens":[0,1]}]}}"#,
      ["entity: {head: tagging, of: m, spans: entity"]
    ),
    (#"{"id":"d%","tokens":["Ann","left"],"label":"@"}"#, ["head: classification, of: m, label: label"]),
    (
      #"{"id":"d%","text":"Ann left % times.","labels":{"mood":[{"name":"@"}]}}"#,
      ["mood: {head: classification, of: m, label: mood"]
    ),
    (
      #"{"text":"Ann left % times.","predictions":{"a":{"labels":{"mood":[{"name":"@"}]}}},"label":"@"}"#,
      ["head: classification, of: m, label: label"]
    ),
    (
      #"{"tokens":["Ann","sings"],"tags":{"upos":["PROPN","VERB"],"xpos":["N@","V"],"lemma":["Ann","sing"],"#
        + #""head":["2","0"],"deprel":["nsubj","root"]}}"#,
      [
        "upos: {head: tagging, of: m, tags: upos}", "xpos: {head: tagging, of: m, tags: xpos}",
        "lemma: {head: lemmas, of: m", "trees: {head: dependencies, of: m}",
      ]
    ),
    (
      #"{"text":"The dog % is in the house.","translations":{"de":{"text":"Der Hund % ist im Haus."}}}"#,
      ["de: {head: translation, of: m, target: de"]
    ),
    (
      #"{"tokens":["Ann","met","Bob"],"frames":[{"predicate":1,"sense":"meet.01","arguments":[{"role":"A@","tokens":[0,1]}]}]}"#,
      ["head: semantic-roles"]
    ),
    (
      #"{"tokens":["to","Oslo","@"],"slots":["O","B-city","O"],"intent":"@"}"#,
      ["spans: slots", "head: classification, of: m, label: intent"]
    ),
  ]

  @Test(arguments: lines)
  func `Braid's own JSON lines are recognized in every layout`(line: String, learned: [String]) throws {
    let bench = try Workbench()
    try bench.write("m.jsonl", Self.repeated(line, between: "\n"))
    let starter = try StarterPipeline(files: [bench.path("m.jsonl")], name: "mine")
    for task in learned {
      let text = starter.text.replacing("of: m-files", with: "of: m")
      #expect(text.contains(task), "\(starter.text)")
    }
    #expect(!starter.text.contains("fields: {"), "\(starter.text)")
    #expect(try errors(starter.text, in: bench) == [])
  }

  @Test func `a language beside a text is no label of it`() throws {
    let bench = try Workbench()
    try bench.write(
      "m.jsonl", Self.repeated(#"{"id":"d%","language":"@","text":"The text % is here."}"#, between: "\n"))
    let starter = try StarterPipeline(files: [bench.path("m.jsonl")], name: "mine")
    #expect(!starter.text.contains("head: classification") && !starter.text.contains("fields: {"), "\(starter.text)")
  }

  /// Arguments, and what the files become.
  @Test(arguments: [
    (["atis"], "train: @/atis/train, dev: @/atis/valid, test: @/atis/test"),
    (["atis/train", "atis/valid"], "train: @/atis/train, dev: @/atis/valid"),
    (["atis/train/seq.in", "atis/train/seq.out", "atis/train/label"], "train: @/atis/train}"),
  ])
  func `words, slots and intents in three files are one corpus, from which a tagger and a classifier learn`(
    files: [String], parts: String
  ) throws {
    let bench = try Workbench()
    for part in ["train", "valid", "test"] {
      let folder = "atis/\(part)"
      try FileManager.default.createDirectory(atPath: bench.path(folder), withIntermediateDirectories: true)
      try bench.write("\(folder)/seq.in", Self.repeated("fly to Oslo %\nprice of %", between: "\n"))
      try bench.write("\(folder)/seq.out", Self.repeated("O O B-city O\nO O O", between: "\n"))
      try bench.write("\(folder)/label", Self.repeated("flight\nfare", between: "\n"))
    }
    let starter = try StarterPipeline(files: files.map(bench.path), name: "mine")
    let expected = "read: {format: aligned, " + parts.replacing("@", with: bench.path("").trimmed)
    #expect(starter.text.contains(expected), "\(starter.text)")
    for task in ["head: tagging, of: ", "spans: slots", "head: classification, of: ", "to: aligned"] {
      #expect(starter.text.contains(task), "\(starter.text)")
    }
    #expect(try errors(starter.text, in: bench) == [])
  }
}

extension String {
  /// A folder without the slash at its end.
  fileprivate var trimmed: String { hasSuffix("/") ? String(dropLast()) : self }
}
