import BraidTestSupport
import Foundation
import Testing

/// The commands that prepare corpora, as a person uses them.
struct PrepareCommandTests {
  @Test(arguments: ["tokenize", "convert", "stats", "split", "vocab"])
  func `help has an example and the exit codes`(command: String) throws {
    let outcome = try Program.run([command, "--help"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("$ ") && outcome.output.contains("Exit codes: 0 done"))
    #expect(outcome.messages.isEmpty)
  }

  @Test func `a split by a layer that nobody has is refused and leaves no files and no folder`() throws {
    let scratch = try Scratch()
    let outcome = try Program.run([
      "split", "corpora/reviews/dev.tsv", "-o", scratch.path("parts"), "--stratify", "lable",
    ])
    #expect(outcome.status == 2)
    #expect(outcome.messages.contains("--stratify lable: no document has a label of this layer"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("parts")))
  }

  @Test func `words, slots and intents in three files are converted there and back, split, counted and scored`() throws
  {
    let scratch = try Scratch()
    let make =
      "mkdir a && printf 'fly to Oslo\\nprice\\n\\nhi you\\n' >a/seq.in"
      + " && printf 'O O B-city\\nO\\n\\nO O\\n' >a/seq.out && printf 'flight\\nfare\\n\\nhi\\n' >a/label"
    for (command, output) in [
      (make, ""),
      ("braid convert a a.jsonl --from aligned -q && braid convert a.jsonl b --to aligned -q && diff -r a b", ""),
      ("braid convert a c --from aligned --to aligned -q && diff -r a c", ""),
      ("braid convert a - --from aligned --to lines --shard 2/2 -q", "price\nhi you\n"),
      (
        "braid split a --from aligned -o parts --parts train=0.5,dev=0.5 -q >sizes && cat parts/*/label | sort",
        "\nfare\nflight\nhi\n"
      ),
      ("braid stats train=a dev=b/seq.in b/seq.out b/label --from aligned -q", "dev"),
      ("braid score a b --from aligned -q", "spans:slots: F1 100.00"),
    ] {
      let outcome = try Program.shell(command, in: scratch.folder)
      #expect(outcome.status == 0, "\(command): \(outcome.messages)")
      #expect(
        output.isEmpty ? outcome.output.isEmpty : outcome.output.contains(output), "\(command): \(outcome.output)")
    }
    let overwritten = try Program.shell("braid convert a a --from aligned --to aligned", in: scratch.folder)
    #expect(overwritten.status == 2 && overwritten.messages.contains("is an input"), "\(overwritten.messages)")
  }

  @Test func `no command writes over what it reads, by whatever name`() throws {
    let scratch = try Scratch()
    let table = "label\ttext\ngood\ta fine day\nbad\tno\n"
    try scratch.file("a.tsv", table)
    let path = scratch.path("a.tsv")
    try FileManager.default.createSymbolicLink(atPath: scratch.path("link.tsv"), withDestinationPath: path)
    let (letters, model) = (scratch.path("b.jsonl.dead-letters.jsonl"), "pipelines/english/english.braid")
    for file in [letters, scratch.path("b.en")] {
      try FileManager.default.copyItem(atPath: path, toPath: file)
    }
    for arguments in [
      ["convert", path, path], ["convert", path, scratch.path("./link.tsv"), "--to", "tsv"],
      ["convert", path, scratch.path("b.jsonl"), "--dead-letter", path], ["tokenize", path, "-o", path],
      ["vocab", path, "-o", path], ["init", path, "-o", path, "--force"],
      ["init", scratch.folder.path, "-o", path, "--force"],
      ["tokenize", scratch.path("b.en"), "--from", "lines", "-o", scratch.path("b"), "--to", "parallel"]
        + ["--language", "en"],
      ["convert", path, "-", "--to", "conllu", "--dead-letters", "-"],
      ["annotate", "--model", model, path, "-o", "-", "--to", "conllu", "--dead-letters", "-"],
      ["annotate", "--model", model, letters, "-o", scratch.path("b.jsonl")],
      ["convert", path, scratch.path("b.jsonl"), "--dead-letter", scratch.path("b.jsonl")],
    ] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 2, "\(arguments)")
      #expect(outcome.messages.contains("is an input") || outcome.messages.contains("written twice"), "\(arguments)")
      #expect(try scratch.text("a.tsv") == table, "\(arguments)")
    }
  }

  @Test(arguments: [
    ("annotate --model MODEL DIR/docs/*.txt -o DIR/docs/out.txt", "DIR/docs/out.txt", "DIR/docs/*.txt"),
    (
      "annotate --model MODEL DIR/docs/*.txt -o DIR/docs/o.text --to text --dead-letters DIR/docs/l.txt",
      "DIR/docs/l.txt", "DIR/docs/*.txt"
    ),
    ("annotate --model MODEL DIR/docs -o DIR/docs/out.jsonl", "DIR/docs/out.jsonl", "DIR/docs"),
    ("annotate --model MODEL --from text DIR/docs -o DIR/docs/new --to brat", "DIR/docs/new", "DIR/docs"),
    (
      "annotate --model MODEL --from html --rewrite inline DIR/pages -o DIR/pages/new", "DIR/pages/new/a.html",
      "DIR/pages"
    ),
    ("convert --from text --to lines DIR/docs DIR/docs/new", "DIR/docs/new/a.txt", "DIR/docs"),
    ("convert --from brat DIR/docs DIR/docs/out.txt", "DIR/docs/out.txt", "DIR/docs"),
    ("tokenize --from brat DIR/docs -o DIR/docs/new --to brat", "DIR/docs/new", "DIR/docs"),
    ("tokenize DIR/docs/*.txt -o DIR/docs/out.txt --tokenized", "DIR/docs/out.txt", "DIR/docs/*.txt"),
    ("convert DIR/docs/*.txt DIR/docs/out.txt --to lines", "DIR/docs/out.txt", "DIR/docs/*.txt"),
    ("vocab DIR/docs/*.txt -o DIR/docs/vocab.txt", "DIR/docs/vocab.txt", "DIR/docs/*.txt"),
    ("split --from lines DIR/docs -o DIR/docs/parts", "DIR/docs/parts/train.lines", "DIR/docs"),
    ("init DIR/docs/* -o DIR/docs/mine.yaml", "DIR/docs/mine.yaml", "DIR/docs/*"),
  ])
  func `no output goes where its own input is found by a folder or pattern, the first time either`(
    command: String, output: String, input: String
  ) throws {
    let scratch = try Scratch()
    for folder in ["docs", "pages"] {
      try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: false)
    }
    try scratch.file("docs/a.txt", "A fine day.\n")
    try scratch.file("pages/a.html", "<p>A fine day.</p>\n")
    func placed(_ text: String) -> String {
      text.replacing("DIR", with: scratch.folder.path).replacing("MODEL", with: "pipelines/english/english.braid")
    }
    let outcome = try Program.run(command.split(separator: " ").map { placed(String($0)) })
    #expect(outcome.status == 2, "\(command): \(outcome.messages)")
    let problem =
      "\(output) would be an input of the next run, as one of the files of \(input): give an output elsewhere."
    #expect(outcome.messages.contains(placed(problem)), "\(command): \(outcome.messages)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("docs")) == ["a.txt"], "\(command)")
  }

  @Test func `a conversion says which layers the output has no place for`() throws {
    let outcome = try Program.run(["convert", "corpora/memory/memory.tmx", "-", "--to", "tsv"])
    #expect(outcome.status == 0)
    #expect(
      outcome.messages.contains(
        "left out, no place in tsv (counted in documents): fields:note (1), ids (60), languages (60), translations:de (60)"
      ))
    let whole = try Program.run(["convert", "corpora/memory/memory.tmx", "-", "--to", "jsonl"])
    #expect(!whole.messages.contains("left out"))
  }

  @Test func `an annotated letter is the letter again, byte for byte, when the mark-up is taken out`() throws {
    let scratch = try Scratch()
    let (documents, letter) = (scratch.path("letter.jsonl"), "corpora/letter/letter.xml")
    #expect(try Program.run(["tokenize", letter, "--from", "tei", "--output", documents]).status == 0)
    let outcome = try Program.run(["convert", documents, "-", "--into", letter, "--to", "tei"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("<w>"))
    let original = try String(contentsOf: Program.root.appending(path: letter), encoding: .utf8)
    #expect(outcome.output.replacing(/<\/?(w|pc|s|milestone|anchor)( [^>]*)?>/, with: "") == original)
  }

  @Test func `a document that the output cannot hold is a dead letter with its reason`() throws {
    let scratch = try Scratch()
    try scratch.file("a.jsonl", "{\"text\":\"not cut\",\"id\":\"x\"}\n{\"tokens\":[\"a\"]}\n")
    let outcome = try Program.run([
      "convert", scratch.path("a.jsonl"), scratch.path("b.conllu"), "--dead-letters", scratch.path("dead.jsonl"),
    ])
    #expect(outcome.status == 3)
    let letter = try scratch.text("dead.jsonl")
    #expect(letter.hasPrefix("{\"reason\":\"document x: conllu cannot hold a text without tokens"))
    #expect(letter.hasSuffix("\"document\":{\"id\":\"x\",\"text\":\"not cut\"}}\n"))
  }

  @Test func `files of a folder that would have one name are told before anything is written`() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(atPath: scratch.path("in"), withIntermediateDirectories: true)
    for name in ["in/a.lines", "in/b.txt", "in/b.lines"] { try scratch.file(name, "x\n") }
    let outcome = try Program.run([
      "convert", scratch.path("in"), scratch.path("out"), "--from", "lines", "--to", "jsonl",
    ])
    #expect(outcome.status == 2)
    #expect(outcome.messages.contains("would both be"))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out")))
  }

  @Test func `a folder is converted whole or not at all`() throws {
    let scratch = try Scratch()
    for folder in ["in", "out"] {
      try FileManager.default.createDirectory(atPath: scratch.path(folder), withIntermediateDirectories: true)
    }
    try scratch.file("in/a.jsonl", "{\"tokens\":[\"a\"]}\n")
    try scratch.file("in/b.jsonl", "{\"tokens\":[\"a\", 5]}\n")
    let old = "1\told" + String(repeating: "\t_", count: 8) + "\n\n"
    try scratch.file("out/a.conllu", old)
    let arguments = ["convert", scratch.path("in"), scratch.path("out"), "--from", "jsonl", "--to", "conllu"]
    #expect(try Program.run(arguments).status == 1)
    #expect(try scratch.text("out/a.conllu") == old)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("out")) == ["a.conllu"])
    try scratch.file("in/b.jsonl", "{\"tokens\":[\"b\"]}\n")
    #expect(try Program.run(arguments).status == 0)
    #expect(try scratch.text("out/a.conllu").contains("1\ta\t") && scratch.text("out/b.conllu").contains("1\tb\t"))
  }

  @Test(arguments: [
    ("tokenize a.txt --locale xx-klingon", "--locale xx-klingon: expected a language tag (BCP 47) that ICU knows"),
    ("tokenize a.txt --locale turkish", "Did you mean `tr`?"),
    ("tokenize a.txt --target-locale en-klingon", "Did you mean `en`?"),
    ("annotate --model m a.txt --locale klingon", "Did you mean `tlh`?"),
    ("evaluate --model m --data a.txt --locale xx-klingon", "--locale xx-klingon: expected"),
    ("serve --model m --locale xx-klingon", "--locale xx-klingon: expected"),
    ("serve --model m --log-format json", "--log-format: nothing is logged without --log."),
    ("annotate --model m a.txt --scores --no-scores", "--no-scores"),
    (
      "annotate --model m a.txt --to csv --probabilities",
      "--probabilities: csv has no place for them, only jsonl, tei."
    ),
    (
      "annotate --model m a.txt --rewrite inline --probabilities",
      "--probabilities: what is written back has no place for them."
    ),
    ("annotate --model m a.txt --sync-seconds 5", "--sync-seconds: a stream is not synced"),
    ("stats a.txt --json --top 3", "--top: --json has everything."),
    ("vocab a.txt --kind labels --locale tr", "--locale: --kind labels counts labels"),
    ("vocab --merge a.counts --from tsv", "--from: --merge reads counts"),
    ("run a.yaml --json --plain", "Give --json or --plain, not both"),
    ("plan a.yaml --threads 3", "Unknown option '--threads'"),
    ("tokenize a.txt --patern url", "Did you mean '--pattern'?"),
    ("merge", "Example:\n  $ braid merge part-*.jsonl"), ("convert", "$ braid convert dev.conllu.gz dev.jsonl"),
    ("model pack", "braid model pack runs/quickstart"), ("evaluate", "Missing expected argument '--model <model>'"),
    ("evaluate", "Example:\n  braid evaluate --model"),
    ("evaluate --model m --data a.txt --labels pos", "--labels pos: expected KEY=VALUE, such as pos=positive."),
    ("evaluate --model m --data a.txt --labels a=b a=c", "--labels a=c: `a` has two new names."),
  ])
  func `wrong usage ends with 2 and says what is meant`(arguments: String, message: String) throws {
    let scratch = try Scratch()
    try scratch.file("a.txt", "one two\n")
    let outcome = try Program.shell("braid \(arguments)", in: scratch.folder)
    #expect(outcome.status == 2, "\(outcome.messages)")
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
  }

  @Test(arguments: [
    ("convert a.tsv x.po --from tsv --to po", "x.po", "name: x\nstages:\n", "no corpus in the format po"),
    ("convert a.tsv x.md --from tsv --to jsonl", "x.md", "# Title\n", "no corpus in the format jsonl"),
    ("convert a.tsv x.md --from tsv --to tei", "x.md", "# Title\n", "no corpus in the format tei"),
    ("convert a.tsv x --from tsv --to lines", "x", "\0\u{1}", "no corpus in the format lines"),
    (
      "tokenize a.tsv --from lines -o w.txt --to lines", "w.txt", "# braid vocabulary kind=words\n",
      "no corpus in the format lines"
    ),
    ("vocab a.tsv --from lines -o a.txt", "a.txt", "one\n", "no vocabulary"),
    (
      "convert a.tsv b.jsonl --from lines --dead-letters a.jsonl", "a.jsonl", "{\"text\":\"A record.\"}\n",
      "no file of rejected records"
    ),
    ("vocab a.tsv --from lines --counts a.txt", "a.txt", "one\n", "no file of counts"),
  ])
  func `a file of another kind is kept unless it is said`(
    arguments: String, file: String, text: String, message: String
  ) throws {
    let scratch = try Scratch()
    try scratch.file("a.tsv", "text\nthe day\n")
    try scratch.file(file, text)
    let refused = try Program.shell("braid \(arguments)", in: scratch.folder)
    #expect(refused.status == 2)
    #expect(
      refused.messages.contains("\(file): exists and is \(message): name another file, or give --force"),
      "\(refused.messages)")
    #expect(try scratch.text(file) == text)
    // Said, or once it is of the kind, and where it is empty.
    for after in ["\(arguments) --force", arguments] {
      let outcome = try Program.shell("braid \(after)", in: scratch.folder)
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(try scratch.text(file) != text)
    }
    try scratch.file(file, "")
    #expect(try Program.shell("braid \(arguments)", in: scratch.folder).status == 0)
  }

  @Test func `a table that cannot be read fails, and leaves the output of an earlier run`() throws {
    let scratch = try Scratch()
    try scratch.file("a.tsv", "label\ttext\nx\tThe crew left.\n")
    let model = Program.root.appending(path: "pipelines/english/english.braid").path
    func annotate(_ column: String) throws -> Program.Outcome {
      try Program.shell(
        "braid annotate --model '\(model)' a.tsv --column text=\(column) -o out.tsv --quiet", in: scratch.folder)
    }
    #expect(try annotate("text").status == 0)
    let written = try scratch.text("out.tsv")
    let failed = try annotate("textt")
    #expect(failed.status == 1)
    #expect(failed.messages.contains("textt"), "\(failed.messages)")
    #expect(try scratch.text("out.tsv") == written)
    #expect(try scratch.names == ["a.tsv", "out.tsv"])
  }

  @Test(
    arguments: ["", "--dead-letters out.jsonl.dead-letters.jsonl"],
    ["notes\n", "{\"text\":\"A record.\"}\n", "{\"text\":\"A\",\"reason\":\"none\"}\n"])
  func `rejected records replace no file of another kind, whether theirs is named or not`(
    option: String, other: String
  ) throws {
    let scratch = try Scratch()
    let file = "out.jsonl.dead-letters.jsonl"
    try scratch.file("a.txt", "The crew left.\n")
    try scratch.file(file, other)
    let model = Program.root.appending(path: "pipelines/english/english.braid").path
    let command = "braid annotate --model '\(model)' a.txt --from lines -o out.jsonl \(option) --quiet"
    let refused = try Program.shell(command, in: scratch.folder)
    #expect(refused.status == 2)
    #expect(refused.messages.contains("\(file): exists and is no file of rejected records: name another file"))
    #expect(try scratch.text(file) == other)
    #expect(try Program.shell(command + " --force", in: scratch.folder).status == 0)
  }

  @Test func `the lower case of a vocabulary is that of the language`() throws {
    let scratch = try Scratch()
    try scratch.file("a.txt", "IRAK\n")
    try scratch.file("a.jsonl", "{\"text\": \"IRAK\", \"language\": \"tr\"}\n")
    for (arguments, word) in [
      ("a.txt --from lines", "irak"), ("a.txt --from lines --language tr", "ırak"), ("a.jsonl", "ırak"),
      ("a.jsonl --locale en", "irak"), ("a.txt --from lines --locale az", "ırak"),
      ("a.jsonl --language en", "irak"),
    ] {
      let outcome = try Program.shell("braid vocab \(arguments) --lowercase -q", in: scratch.folder)
      #expect(outcome.output.contains("\(word)\t1"), "\(arguments): \(outcome.output)\(outcome.messages)")
    }
  }

  @Test func `an option for writing is named as it was given`() throws {
    let outcome = try Program.run(["convert", "corpora/reviews/dev.tsv", "-", "--to", "tsv", "--write-column", "lable"])
    #expect(outcome.status == 2)
    #expect(outcome.messages.contains("--write-column: found lable, which no document has"))
  }

  @Test(arguments: [(";", ";"), ("semicolon", ";"), ("|", "|"), (",", ","), ("\\t", "\t"), ("\t", "\t")])
  func `a separator is given by its name or as it is`(separator: String, between: String) throws {
    let scratch = try Scratch()
    try scratch.file("a.csv", "text\(between)label\nx\(between)y\n")
    let outcome = try Program.run([
      "convert", scratch.path("a.csv"), "-", "--to", "tsv", "--separator", separator, "--write-separator", separator,
      "-q",
    ])
    #expect(outcome.output == "text\(between)label\nx\(between)y\n")
  }

  @Test func `labels of a cell are cut and joined by their separator`() throws {
    let scratch = try Scratch()
    try scratch.file("a.csv", "text,label\nx,a; b\ny,\nz,c\n")
    let outcome = try Program.run([
      "convert", scratch.path("a.csv"), scratch.path("b.jsonl"), "--label-separator", ";",
    ])
    #expect(outcome.status == 0)
    #expect(try scratch.text("b.jsonl").contains("\"labels\":{\"label\":[{\"name\":\"a\"},{\"name\":\"b\"}]}"))
    let back = try Program.run([
      "convert", scratch.path("b.jsonl"), "-", "--to", "csv", "--write-label-separator", "|", "-q", "--write-column",
      "text",
      "--write-column", "label",
    ])
    #expect(back.output == "x,a|b\ny,\nz,c\n")
    let table = try Program.run(["convert", scratch.path("a.csv"), "-", "--to", "csv", "--label-separator", ";", "-q"])
    #expect(table.output == "text,label\nx,a;b\ny,\nz,c\n")
    let refused = try Program.run(["convert", scratch.path("b.jsonl"), "-", "--to", "csv", "--write-column", "label"])
    #expect(
      refused.status == 1 && refused.messages.contains("2 labels of label in a cell without a --write-label-separator"))
  }

  @Test func `labels that hold a bar are scored as they are read`() throws {
    let scratch = try Scratch()
    try scratch.file("gold.csv", "text,label\na,x|y\nb,z\nc,x\n")
    try scratch.file("guess.csv", "text,label,predicted_label\na,x|y,x|y\nb,z,z\nc,x,x\n")
    try scratch.file(
      "several.jsonl",
      "{\"text\":\"a\",\"label\":[\"x\",\"y\"]}\n{\"text\":\"b\",\"label\":\"z\"}\n{\"text\":\"c\",\"label\":\"x\"}\n")
    try scratch.file("spaced.csv", "text,label\na,x; y\nb,z\nc,x\n")
    try scratch.file("guessed.csv", "text,predicted_label\na,x; y\nb,z\nc,x\n")
    for arguments in [
      ["gold.csv", "gold.csv"], ["gold.csv", "guess.csv"], ["several.jsonl", "guess.csv"],
      ["gold.csv", "guess.csv", "--label-separator", "|"], ["spaced.csv", "guessed.csv", "--label-separator", ";"],
      ["several.jsonl", "spaced.csv", "--label-separator", ";"],
    ] {
      let paths = arguments.map { $0.hasSuffix(".csv") || $0.hasSuffix(".jsonl") ? scratch.path($0) : $0 }
      let outcome = try Program.run(["score"] + paths + ["--resamples", "0", "-q"])
      #expect(outcome.status == 0, "\(arguments): \(outcome.messages)")
      #expect(outcome.output.contains("100.00") && !outcome.output.contains("66.67"), "\(arguments): \(outcome.output)")
    }
  }

  /// Two texts with gold labels and the predictions of two tasks, in a table and in JSONL.
  private func predictions() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.file("gold.csv", "text,label,src\n\"good, film\",neg,web\nbad film,pos,tv\n")
    try scratch.file(
      "two.csv",
      "text,label,src,predicted_mood,predicted_mood_score,predicted_topic\n\"good, film\",neg,web,pos,0.9,sport\nbad film,pos,tv,neg,0.9,film\n"
    )
    func line(_ text: String, _ gold: String, _ mood: String, _ topic: String) -> String {
      "{\"text\":\"\(text)\",\"tokens\":[[0,4]],\"labels\":{\"label\":[{\"name\":\"\(gold)\"}]},\"predictions\":{"
        + "\"mood\":{\"labels\":{\"label\":[{\"name\":\"\(mood)\"}]}},\"topic\":{\"labels\":{\"label\":[{\"name\":\"\(topic)\"}]}}}}\n"
    }
    try scratch.file("two.jsonl", line("good, film", "neg", "pos", "sport") + line("bad film", "pos", "neg", "film"))
    try scratch.file(
      "raw.jsonl", "{\"text\":\"good, film\",\"label\":\"neg\"}\n{\"text\":\"bad film\",\"label\":\"pos\"}\n")
    return scratch
  }

  @Test(arguments: [
    (["gold.csv", "two.csv"], "labels:label (mood)"), (["two.csv", "two.csv"], "labels:label (mood)"),
    (["gold.csv", "two.jsonl"], "labels:label (mood)"), (["two.jsonl", "two.jsonl"], "labels:label (mood)"),
    (["raw.jsonl", "two.jsonl"], "labels:label (mood)"), (["gold.csv", "two.csv", "--task", "mood"], "labels:label"),
    (["raw.jsonl", "two.jsonl", "--task", "topic"], "labels:label"),
  ])
  func `gold labels beside predictions are never scored, and tasks of one layer are scored each`(
    arguments: [String], name: String
  ) throws {
    let scratch = try predictions()
    let paths = arguments.map { $0.contains(".") ? scratch.path($0) : $0 }
    let outcome = try Program.run(["score"] + paths + ["--resamples", "0"])
    #expect(outcome.status == 0, "\(arguments): \(outcome.messages)")
    #expect(outcome.output.contains(name) && outcome.output.contains("0.00") && !outcome.output.contains("100.00"))
    let isLeftOut = outcome.messages.contains("labels:label (topic): left out")
    #expect(isLeftOut == !arguments.contains("--task"), "\(outcome.messages)")
  }

  @Test func `a task without predictions, and columns that may be for several layers, are told`() throws {
    let scratch = try predictions()
    let (gold, two) = (scratch.path("gold.csv"), scratch.path("two.csv"))
    let unknown = try Program.run(["score", gold, two, "--task", "mod"])
    #expect(unknown.status == 2 && unknown.messages.contains("It has mood, topic."), "\(unknown.messages)")
    let none = try Program.run(["score", gold, gold, "--task", "mood"])
    #expect(none.status == 2 && none.messages.contains("leave --task out"), "\(none.messages)")
    try scratch.file("several.csv", "text,label:a,label:b\n\"good, film\",neg,x\nbad film,pos,y\n")
    let unclear = try Program.run(["score", scratch.path("several.csv"), two])
    #expect(unclear.status == 2 && unclear.messages.contains("labels:a, labels:b"), "\(unclear.messages)")
  }

  @Test func `an option that does nothing for a format is refused by its name`() throws {
    let scratch = try Scratch()
    for (arguments, message) in [
      (["--from", "tsv", "--field", "text=body"], "--field: found text for tsv, expected none, as it is for JSON"),
      (["--from", "jsonl", "--label-separator", ";"], "--label-separator: found `;` for jsonl, expected none"),
      (["--from", "conllu", "--pretokenized"], "--pretokenized: found true for conllu, expected none"),
      (["--from", "jsonl", "--pretokenized"], "--pretokenized: found true for jsonl without fields, expected none"),
      (["--from", "conllu", "--label-layer", "topic"], "--label-layer: found `topic` for conllu, expected none"),
      (["--from", "conllu", "--target-language", "de"], "--target-language: found `de` for conllu, expected none"),
      (["--from", "tsv", "--maximum-document-bytes", "9"], "--maximum-document-bytes: found 9 for tsv, expected none"),
      (["--from", "lines", "--language", "turkish"], "--language: found `turkish`, expected a language tag"),
      (["--from", "lines", "--annotations", "inline"], "--annotations: for --into FILE only."),
      (["--from", "lines", "--write-separator", "tab"], "--write-separator: jsonl does not use it"),
    ] {
      let input = try scratch.file("in", "")
      let outcome = try Program.run(
        ["convert", input, scratch.path("out.jsonl"), "--to", "jsonl"] + arguments)
      #expect(outcome.status == 2 && outcome.messages.contains(message), "\(arguments): \(outcome.messages)")
      #expect(!FileManager.default.fileExists(atPath: scratch.path("out.jsonl")))
    }
  }

  @Test func `texts of tokens are refused for formats that have tokens, and tokens with spaces in them are told`()
    throws
  {
    let scratch = try Scratch()
    try scratch.file("a.jsonl", "{\"tokens\":[\"New York\",\"grew\"]}\n")
    let refused = try Program.run([
      "tokenize", scratch.path("a.jsonl"), "--from", "jsonl", "--tokenized", "--to", "conllu",
    ])
    #expect(refused.status == 2)
    #expect(
      refused.messages.contains("--tokenized writes texts, and conllu has tokens of its own: leave --tokenized out."))
    let told = try Program.run(["tokenize", scratch.path("a.jsonl"), "--from", "jsonl", "--tokenized"])
    #expect(told.output == "New York grew\n")
    #expect(told.messages.contains("1 token with white space inside"))
  }

  @Test func `a conversion of a format to itself says how what it leaves aside is kept`() throws {
    let scratch = try Scratch()
    try scratch.file("a.po", "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n\n#~ msgid \"c\"\n#~ msgstr \"d\"\n")
    let outcome = try Program.run(["convert", scratch.path("a.po"), scratch.path("b.po")])
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains("ignored 1 value: obsolete entries"))
    #expect(outcome.messages.contains("ignored 1 translation: fuzzy; read with `unconfirmed: true` or `--unconfirmed`"))
    #expect(
      outcome.messages.contains("kept where documents are put back into their file: --into \(scratch.path("a.po"))"))
    #expect(try !Program.run(["convert", scratch.path("a.po"), scratch.path("b.jsonl")]).messages.contains("--into"))
  }

  @Test func `options of the file that something is put into are taken, though they are none of the input's`() throws {
    let scratch = try Scratch()
    try scratch.file("a.jsonl", "{\"text\":\"a\",\"translations\":{\"de\":\"A\",\"fr\":\"à\"}}\n")
    func inserted(_ file: String, _ arguments: String...) throws -> Program.Outcome {
      try Program.run(["convert", scratch.path("a.jsonl"), "-", "--into", scratch.path(file)] + arguments)
    }
    let fuzzy = "#, fuzzy\nmsgid \"a\"\nmsgstr \"old\"\n"
    try scratch.file("a.po", fuzzy)
    let asked = try inserted("a.po", "--to", "po", "--unconfirmed", "--target-language", "de")
    #expect(asked.status == 0 && asked.output == fuzzy, "\(asked.messages)")
    let filled = try inserted("a.po", "--to", "po", "--target-language", "de")
    #expect(filled.output == "msgid \"a\"\nmsgstr \"A\"\n", "\(filled.messages)")
    #expect(filled.messages.contains("left out, no place in the file: translations:fr (1)"))
    try scratch.file("a.html", "<p>a</p>")
    #expect(try inserted("a.html", "--to", "html", "--target-language", "fr").output == "<p>à</p>")
    try scratch.file("a.xml", "<r><p>a</p></r>")
    try scratch.file("a.jsonl", "{\"text\":\"a\",\"labels\":{\"tone\":[\"calm\"]}}\n")
    let xml = try inserted("a.xml", "--to", "xml", "--field", "text=p")
    #expect(xml.output == "<r><p><milestone unit=\"tone\" n=\"calm\"/>a</p></r>", "\(xml.messages)")
    #expect(try inserted("a.html", "--to", "html", "--unconfirmed").status == 2)
  }

  @Test func `an encoding is that of the file that JSONL is put into, which is UTF-8 itself`() throws {
    let scratch = try Scratch()
    try scratch.file("a.jsonl", "{\"text\":\"caf\u{E9}\",\"translations\":{\"de\":\"Caf\u{E9} f\u{FC}r zwei\"}}\n")
    let message = "msgid \"caf\u{E9}\"\nmsgstr \"\"\n"
    let filled = "msgid \"caf\u{E9}\"\nmsgstr \"Caf\u{E9} f\u{FC}r zwei\"\n"
    let latin = try #require(message.data(using: .isoLatin1))
    try latin.write(to: URL(filePath: scratch.path("a.po")))
    for more in [[], ["--replace-invalid"]] {
      let outcome = try Program.run(
        [
          "convert", scratch.path("a.jsonl"), scratch.path("b.po"), "--into", scratch.path("a.po"), "--encoding",
          "iso-8859-1", "--target-language", "de", "--force",
        ] + more)
      #expect(outcome.status == 0, "\(outcome.messages)")
      #expect(try Data(contentsOf: URL(filePath: scratch.path("b.po"))) == filled.data(using: .isoLatin1))
    }
  }

  @Test func `a folder of XMI that Braid has written is read without its type system`() throws {
    let scratch = try Scratch()
    try scratch.file("a.jsonl", "{\"id\":\"a\",\"tokens\":[\"Ann\"]}\n{\"id\":\"b\",\"tokens\":[\"Bob\"]}\n")
    #expect(try Program.run(["convert", scratch.path("a.jsonl"), scratch.path("xmi"), "--to", "xmi"]).status == 0)
    let back = try Program.run([
      "convert", scratch.path("xmi"), scratch.path("tsv"), "--from", "xmi", "--to", "webanno",
    ])
    #expect(back.status == 0, "\(back.messages)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("tsv")).sorted() == ["a.tsv", "b.tsv"])
  }

  @Test func `a page comes from standard input as from a file`() throws {
    let piped = try Program.shell(
      "printf '<html><body><p>Hello there.</p><p>Bye.</p></body></html>' | braid convert - - --from html --to lines -q",
      in: Program.root)
    #expect(piped.output == "Hello there.\nBye.\n")
  }

  @Test func `statistics of less than no labels are refused`() throws {
    let outcome = try Program.run(["stats", "corpora/reviews/dev.tsv", "--top", "-1"])
    #expect(outcome.status == 2 && outcome.messages.contains("--top -1: expected 0 or more"))
  }

  @Test(
    .enabled(if: Program.path != nil),
    arguments: [
      (
        ["convert", "IN", "-", "--to", "jsonl", "--write-header"],
        "--write-header: jsonl does not use it, only tsv, csv, parallel-tsv."
      ),
      (
        ["convert", "IN", "-", "--to", "csv", "--offsets", "utf16"], "--write-offsets: csv does not use it, only jsonl."
      ),
      (["tokenize", "IN", "--write-separator", "comma"], "--write-separator: jsonl does not use it, only tsv, csv"),
      (
        ["convert", "IN", "-", "--to", "jsonl", "--column", "label=1", "--column", "txt=2"],
        "--column txt: found no text. Did you mean `text`?"
      ),
      (["vocab", "IN", "--layer", "pos"], "--layer pos for kind: words: expected none, or kind: labels."),
      (["vocab", "IN", "--size", "1"], "--size: found 1, expected more than the 1 special symbols"),
    ])
  func `an option without use or with a typo is refused by the name that it was given by`(
    words: [String], message: String
  )
    throws
  {
    let scratch = try Scratch()
    try scratch.file("in.tsv", "label\ttext\ngood\ta text\nbad\tanother\n")
    let outcome = try Program.run(words.map { $0 == "IN" ? scratch.path("in.tsv") : $0 })
    #expect(
      outcome.status != 0 && outcome.messages.replacing("`", with: "").contains(message.replacing("`", with: "")),
      "\(outcome.messages)")
  }

  @Test(.enabled(if: Program.path != nil))
  func `what a document can't be written for names the document and the option`() throws {
    let scratch = try Scratch()
    let labels =
      #"{"text":"a","labels":{"label":[{"name":"x"}]}}"# + "\n"
      + #"{"text":"b","labels":{"label":[{"name":"x"},{"name":"y"}]}}"# + "\n"
    try scratch.file("in.jsonl", labels)
    for command in [
      ["convert", scratch.path("in.jsonl"), "-", "--to", "csv"], ["tokenize", scratch.path("in.jsonl"), "--to", "csv"],
    ] {
      let outcome = try Program.run(command)
      #expect(outcome.status == 1)
      #expect(
        outcome.messages.contains(
          "document #2: csv cannot hold 2 labels of label in a cell without a --write-label-separator"),
        "\(outcome.messages)")
    }
  }

  @Test(.enabled(if: Program.path != nil)) func `the list of formats fits a terminal`() throws {
    let lines = try Program.run(["convert", "--formats"]).output.split(separator: "\n")
    #expect(lines.count > 40 && lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
  }
}
