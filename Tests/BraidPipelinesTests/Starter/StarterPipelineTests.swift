import BraidFiles
import BraidCorpora
import BraidPipelines
import Foundation
import Testing

@Suite struct StarterPipelineTests {
  private func bench() throws -> Workbench {
    let bench = try Workbench()
    func reviews(_ count: Int, _ word: String) -> String {
      (0..<count).map { "\($0 % 3 == 0 ? "bad" : "good")\tThe \(word) number \($0) was watched.\n" }.joined()
    }
    try bench.write("reviews.train.tsv", "label\ttext\n" + reviews(60, "film"))
    try bench.write("reviews.dev.tsv", "label\ttext\n" + reviews(12, "play"))
    for (part, count) in [("train", 30), ("val", 6)] {
      try bench.write("\(part).en", (0..<count).map { "This is the line \($0).\n" }.joined())
      try bench.write("\(part).de", (0..<count).map { "Das ist die Zeile \($0).\n" }.joined())
    }
    try bench.write(
      "chunks.txt",
      (0..<40).map { "The DT B-NP\nend\($0) NN I-NP\ncame VBD B-VP\n. . O\n\n" }.joined())
    return bench
  }

  private let files = [
    "reviews.train.tsv", "reviews.dev.tsv", "train.en", "train.de", "val.en", "val.de", "chunks.txt",
  ]

  @Test func `a pipeline for data files says what was guessed, passes the check and runs`() throws {
    let bench = try bench()
    let starter = try StarterPipeline(files: files.map(bench.path), name: "mine")
    let notes = starter.notes.joined(separator: "\n")
    #expect(notes.contains("reviews: tsv, by 2 columns; few different values in `label`, long ones in `text`"))
    #expect(notes.contains("conll2000, by three columns, the last of chunk tags"))
    #expect(notes.contains("parallel, by two files that differ only in their language"))
    #expect(notes.contains("classification by `label`"))
    #expect(notes.contains("spans `chunk`"))
    #expect(notes.contains("translation to `de`"))
    let settings = [
      "model.epochs=1", "model.encoder.embedding=8", "model.encoder.lstm.units=8", "model.tasks.de.units=8",
      "model.tasks.de.embedding=8",
    ]
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: settings)
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let findings = try checker.check()
    #expect(findings.filter { $0.level == .error } == [])
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try runner.run())
    #expect(bench.read("run/scores.json")?.contains("accuracy") == true)
  }

  @Test func `corpora with labels get a layer each, so that no task overwrites another's prediction`() throws {
    let bench = try Workbench()
    for (name, labels) in [("films", ["good", "bad"]), ("news", ["sport", "trade"])] {
      let rows = (0..<40).map { "\(labels[$0 % 2])\tThe text number \($0) of \(name).\n" }.joined()
      try bench.write("\(name).tsv", "label\ttext\n" + rows)
    }
    let starter = try StarterPipeline(files: ["films.tsv", "news.tsv"].map(bench.path), name: "mine")
    #expect(starter.text.contains("rates: {encoder: 0.2}"))
    for name in ["films", "news"] {
      #expect(starter.text.contains("labelLayer: \(name)"))
      #expect(starter.text.contains("label: \(name), pooling: [max, mean], dropout: 0.5}"))
    }
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: ["model.epochs=1"])
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try !checker.check().contains { $0.text.contains("both write") })
  }

  @Test func `corpora with the same labels are one task, those with others or with numbers tasks of their own`() throws
  {
    let bench = try Workbench()
    let corpora = [
      ("films", ["good", "bad"]), ("books", ["bad", "good", "fair"]), ("news", ["sport", "trade"]),
      ("spam", ["0", "1"]),
      ("jokes", ["1", "0"]),
    ]
    for (name, labels) in corpora {
      let rows = (0..<60).map { "\(labels[$0 % labels.count])\tThe text number \($0) of \(name).\n" }.joined()
      try bench.write("\(name).tsv", "label\ttext\n" + rows)
    }
    let starter = try StarterPipeline(files: corpora.map { bench.path($0.0 + ".tsv") }, name: "mine")
    #expect(
      starter.notes.filter { $0.hasPrefix("task ") } == [
        "task label: classification by `films` of films, books", "task news: classification by `news` of news",
        "task spam: classification by `spam` of spam", "task jokes: classification by `jokes` of jokes",
      ])
    #expect(starter.text.contains("label: {head: classification, of: [films, books], label: films,"))
    #expect(starter.text.components(separatedBy: "labelLayer: films").count == 4)
    let one = try StarterPipeline(files: ["films.tsv", "books.tsv"].map(bench.path), name: "mine")
    #expect(one.text.contains("label: {head: classification, of: [films, books], label: label,"))
    #expect(!one.text.contains("labelLayer"))
    let settings = ["model.epochs=1", "model.encoder.embedding=8", "model.encoder.lstm.units=8"]
    for text in [starter.text, one.text] {
      let pipeline = try Pipeline(text: text, file: "mine.yaml", settings: settings)
      let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
      let findings = try checker.check()
      #expect(!findings.contains { $0.level == .error || $0.text.contains("both write") }, "\(findings)")
    }
  }

  @Test func `two treebanks, two files of entities or two memories are one task a layer`() throws {
    let bench = try Workbench()
    let rows = ["1\tAnn\tAnn\tPROPN\tNNP\t_\t2\tnsubj\t_\t_", "2\tsings\tsing\tVERB\tVBZ\t_\t0\troot\t_\t_"]
    for name in ["a", "b"] {
      try bench.write("\(name).conllu", (0..<40).map { _ in rows.joined(separator: "\n") + "\n\n" }.joined())
      try bench.write("\(name).conll", (0..<40).map { _ in "Ann\tB-PER\nleft\tO\n\n" }.joined())
      try bench.write(
        "\(name).tsv",
        (0..<40).map {
          "The \(name) of number \($0) is here.\tLe chien \(name) \($0) est là et il ne dort pas dans la maison.\n"
        }.joined())
    }
    let banks = try StarterPipeline(files: ["a.conllu", "b.conllu"].map(bench.path), name: "mine")
    for line in ["upos: {head: tagging, of: [a, b], tags: upos}", "trees: {head: dependencies, of: [a, b]}"] {
      #expect(banks.text.contains(line), "\(banks.text)")
    }
    let names = try StarterPipeline(files: ["a.conll", "b.conll"].map(bench.path), name: "mine")
    #expect(names.text.contains("entity: {head: tagging, of: [a, b], spans: entity, crf: true}"))
    let memories = try StarterPipeline(files: ["a.tsv", "b.tsv"].map(bench.path), name: "mine")
    #expect(memories.text.contains("vocabulary: {of: [a, b], side: target, size: 15000}"))
    #expect(memories.text.contains("of: [a, b], target: target, vocabulary: a-target}"))
    try bench.write(
      "c.tsv",
      (0..<40).map { "The c of number \($0) is here.\tDer Hund \($0) ist nicht in dem Haus und das ist gut.\n" }
        .joined())
    let both = try StarterPipeline(files: ["a.tsv", "c.tsv"].map(bench.path), name: "mine")
    #expect(
      both.notes.contains("task fr: translation to `fr` of a")
        && both.notes.contains("task de: translation to `de` of c"))
  }

  @Test(arguments: ["de", "tr"])
  func `the same text gets the same language and locale in every format`(language: String) throws {
    let bench = try Workbench()
    let sentences = [
      "de": "Der Hund ist nicht in dem Haus Nummer %d und das ist gut .",
      "tr": "Bu çok güzel bir gün ve %d kişi için de öyle .",
    ]
    let texts = (0..<40).map { String(format: sentences[language] ?? "", $0) }
    let labels = ["good", "bad"]
    try bench.write("a.tsv", "label\ttext\n" + texts.enumerated().map { "\(labels[$0 % 2])\t\($1)\n" }.joined())
    try bench.write("b.csv", "label,text\n" + texts.enumerated().map { "\(labels[$0 % 2]),\"\($1)\"\n" }.joined())
    try bench.write(
      "c.jsonl", texts.enumerated().map { "{\"label\":\"\(labels[$0 % 2])\",\"text\":\"\($1)\"}\n" }.joined())
    try bench.write("d.txt", texts.enumerated().map { "__label__\(labels[$0 % 2]) \($1)\n" }.joined())
    try bench.write(
      "e.conll",
      texts.map { $0.split(separator: " ").map { "\($0) \($0.count == 4 ? "B-X" : "O")\n" }.joined() + "\n" }.joined())
    try bench.write("f.jsonl", texts.map { "{\"text\":\"\($0)\",\"label\":[[0,3,\"X\"]]}\n" }.joined())
    for file in ["a.tsv", "b.csv", "c.jsonl", "d.txt", "e.conll", "f.jsonl"] {
      let starter = try StarterPipeline(files: [bench.path(file)], name: "mine")
      #expect(starter.text.contains("locale: \(language)}"), "\(file): \(starter.text)")
      #expect(starter.notes.contains("  language: \(language)"), "\(file)")
      // Tokens that the reader has made by the same rules say nothing about these.
      #expect(!starter.notes.contains { $0.contains("F1 100") }, "\(file): \(starter.notes)")
    }
  }

  @Test func `a catalogue's header says what language its translations are in`() throws {
    let bench = try Workbench()
    for (name, language) in [("messages", "pt_BR"), ("other", ""), ("latin", "sr@latin"), ("euro", "de_DE@euro")] {
      let header =
        "msgid \"\"\nmsgstr \"\"\n\"Language: \(language)\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
      let entries = (0..<40).map { "msgid \"The file number \($0) is here.\"\nmsgstr \"O arquivo \($0).\"\n\n" }
      try bench.write("\(name).po", header + entries.joined())
    }
    let starter = try StarterPipeline(files: [bench.path("messages.po")], name: "mine")
    #expect(starter.text.contains("targetLanguage: pt-BR}"))
    #expect(starter.text.contains("target: pt-BR, targetLocale: pt-BR}"))
    #expect(
      starter.text.contains("pt-BR: {head: translation, of: messages, target: pt-BR, vocabulary: messages-pt-BR}"))
    let other = try StarterPipeline(files: [bench.path("other.po")], name: "mine")
    #expect(other.text.contains("target: target") && !other.text.contains("targetLanguage"))
    let latin = try StarterPipeline(files: [bench.path("latin.po")], name: "mine")
    #expect(latin.text.contains("targetLanguage: sr-Latn}"))
    let euro = try StarterPipeline(files: [bench.path("euro.po")], name: "mine")
    #expect(euro.text.contains("target: de-DE, targetLocale: de-DE}"))
  }

  @Test func `where some documents have tokens the others get some`() throws {
    let bench = try Workbench()
    let rows = (0..<60).map {
      "{\"text\":\"The text number \($0).\",\"labels\":[\($0 % 3 == 0 ? "" : $0 % 3 == 1 ? "\"a\"" : "\"a\",\"b\"")]}\n"
    }
    try bench.write("mail.jsonl", rows.joined())
    let starter = try StarterPipeline(files: [bench.path("mail.jsonl")], name: "mine")
    #expect(starter.text.contains("tokenize: {of: mail-files") && starter.text.contains("multiLabel: true"))
  }

  @Test func `the texts of a folder are documents each, and a pipeline is no data`() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("texts"), withIntermediateDirectories: true)
    for number in 0..<8 {
      try bench.write("texts/\(number).txt", "A text of some words.\n\nIts number is \(number), as you see.\n")
    }
    try bench.write("texts/8.txt", "A\ntext\nof\nfive\nlines.\n")
    let starter = try StarterPipeline(files: [bench.path("texts")], name: "mine")
    #expect(starter.text.components(separatedBy: "read:").count == 2)
    try bench.write("mine.yaml", starter.text)
    let error = #expect(throws: CorpusError.self) { try StarterPipeline(files: [bench.path("mine.yaml")], name: "x") }
    #expect(error?.errorDescription?.contains("found a pipeline file, expected data files") == true)
  }

  @Test func `a treebank gets tags, features, lemmas and trees to learn`() throws {
    let bench = try Workbench()
    let rows = [
      "1\tAnn\tAnn\tPROPN\t_\tCase=Nom\t2\tnsubj\t_\t_", "2\tsings\tsing\tVERB\t_\tTense=Pres\t0\troot\t_\t_",
    ]
    try bench.write("bank.conllu", (0..<40).map { _ in rows.joined(separator: "\n") + "\n\n" }.joined())
    let starter = try StarterPipeline(files: [bench.path("bank.conllu")], name: "mine")
    for line in [
      "upos: {head: tagging, of: bank, tags: upos}", "feats: {head: tagging, of: bank, tags: feats}",
      "lemma: {head: lemmas, of: bank, layer: all}", "trees: {head: dependencies, of: bank}",
    ] { #expect(starter.text.contains(line), "\(line)") }
    let settings = ["model.epochs=1", "model.encoder.embedding=8", "model.encoder.lstm.units=8"]
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: settings)
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try runner.run())
    #expect(bench.read("run/scores.json")?.contains("LAS") == true)
  }

  @Test func `a corpus of real text gets the rules of tokens that meet it, a treebank that none meet a segmenter`()
    throws
  {
    let bench = try Workbench()
    let row = #"{"text":"I don't see Ann's dog.","tokens":[[0,1],[2,4],[4,7],[8,11],[12,15],[15,17],[18,21],[21,22]],"#
    try bench.write(
      "names.jsonl",
      (0..<40).map { _ in row + #""spans":{"entity":[{"label":"PER","tokens":[4,5]}]}}"# + "\n" }.joined())
    let starter = try StarterPipeline(files: [bench.path("names.jsonl")], name: "mine")
    #expect(starter.text.contains("locale: en, rules: english}"))
    #expect(starter.notes.contains { $0.contains("cut by the rules `english`, which are proposed") })
    let rows = [
      "# text = du pain", "1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_", "1\tde\tde\tADP\t_\t_\t3\tcase\t_\t_",
      "2\tle\tle\tDET\t_\t_\t3\tdet\t_\t_", "3\tpain\tpain\tNOUN\t_\t_\t0\troot\t_\tSpaceAfter=No",
      "4\t!\t!\tPUNCT\t_\t_\t3\tpunct\t_\t_",
    ]
    try bench.write("bank.conllu", (0..<220).map { _ in rows.joined(separator: "\n") + "\n\n" }.joined())
    let bank = try StarterPipeline(files: [bench.path("bank.conllu")], name: "mine")
    for line in ["characters: {of: bank}", "segments: {head: segmentation, of: characters", "segmenter: segmenter"] {
      #expect(bank.text.contains(line), "\(line)")
    }
    let pipeline = try Pipeline(text: bank.text, file: "mine.yaml")
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try checker.check().filter { $0.level == .error } == [])
  }

  @Test func `a few rows are learned from where the header says what is a label, and are said to be few`() throws {
    let bench = try Workbench()
    try bench.write("t.csv", "id;text;label;topic\n1;\"line one\nline two; ok\";pos;x\n2;b;;y\n3;c;neg;x\n4;d;pos;y\n")
    let starter = try StarterPipeline(files: [bench.path("t.csv")], name: "mine")
    #expect(starter.text.contains("label: label") && starter.text.contains("label: topic"), "\(starter.text)")
    #expect(starter.notes.contains("t: only 4 documents, few to learn from and to score others"))
    try bench.write("u.csv", "id;text;colour\n1;a b c d;red\n2;b c d e f;blue\n3;c d e;red\n")
    let unsure = try StarterPipeline(files: [bench.path("u.csv")], name: "mine")
    #expect(unsure.notes.contains { $0.contains("too few to tell") }, "\(unsure.notes)")
  }

  /// One document has a label that no other has, wherever it stands.
  @Test(arguments: [3, 10], [0, 2, 9])
  func `a pipeline for a few rows passes the check, whichever of them has a label alone`(count: Int, place: Int) throws
  {
    let bench = try Workbench()
    let rows = (0..<count).map { "\($0 == min(place, count - 1) ? "good" : "bad")\tThis is the text number \($0).\n" }
    try bench.write("few.tsv", "label\ttext\n" + rows.joined())
    let starter = try StarterPipeline(files: [bench.path("few.tsv")], name: "mine")
    #expect(starter.text.contains(", stratify: label}"), "\(starter.text)")
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: ["model.epochs=1"])
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try checker.check().filter { $0.level == .error } == [])
  }

  @Test func `one document is too few to learn from, which is said`() throws {
    let bench = try Workbench()
    try bench.write("one.conll", "Ann B-PER\nleft O\n\n")
    let error = #expect(throws: PipelineError.self) {
      try StarterPipeline(files: [bench.path("one.conll")], name: "mine")
    }
    #expect(
      error?.errorDescription == "stage `one`: has 1 document, so that none is left to score what is learned from it")
    #expect(error?.recoverySuggestion?.contains("a second file whose name says that it is the part `dev`") == true)
  }

  @Test func `a corpus of one document among others is left out, which is said`() throws {
    let bench = try Workbench()
    try bench.write("one.conll", "Ann B-PER\nleft O\n\n")
    let rows = (0..<12).map { "\($0 % 2 == 0 ? "good" : "bad")\tThis is the text number \($0).\n" }
    try bench.write("few.tsv", "label\ttext\n" + rows.joined())
    let starter = try StarterPipeline(files: [bench.path("few.tsv"), bench.path("one.conll")], name: "mine")
    #expect(
      starter.notes.contains(
        "left out \(bench.path("one.conll")): has 1 document, so that none is left to score what is learned from it"),
      "\(starter.notes)")
    #expect(starter.text.contains("few.tsv") && !starter.text.contains("one.conll"))
  }

  @Test func `two documents with a label each are too few to learn from, which is said`() throws {
    let bench = try Workbench()
    try bench.write("two.tsv", "text\tlabel\nGreat food\tpos\nBad food\tneg\n")
    let error = #expect(throws: PipelineError.self) {
      try StarterPipeline(files: [bench.path("two.tsv")], name: "mine")
    }
    #expect(
      error?.errorDescription?.contains("has 2 documents with a label each, so that none is left to score") == true)
  }

  private static func memory(_ units: [(String, String)]) -> String {
    let units = units.map { source, target in
      #"<tu><tuv xml:lang="en"><seg>\#(source)</seg></tuv><tuv xml:lang="fr"><seg>\#(target)</seg></tuv></tu>"#
    }
    return #"<tmx version="1.4"><header srclang="en" creationtool="x" creationtoolversion="1" segtype="sentence" "#
      + #"o-tmf="x" adminlang="en" datatype="plaintext"/><body>\#(units.joined())</body></tmx>"#
  }

  @Test(arguments: [
    ("m.tmx", memory([]), "as tmx it has no documents, so that there is nothing to learn"),
    (
      "m.xml", "<letter><p> </p></letter>",
      "as xml it has 1 document without any words, so that there is nothing to learn"
    ),
    ("m.json", "[]", "as jsonl it has no documents, so that there is nothing to learn"),
  ])
  func `a file without texts is said to have none`(name: String, content: String, reason: String) throws {
    let bench = try Workbench()
    try bench.write(name, content)
    let error = #expect(throws: PipelineError.self) { try StarterPipeline(files: [bench.path(name)], name: "mine") }
    #expect(error?.errorDescription == "stage `m`: \(reason)")
    try bench.write("notes.txt", "One text.\n\nAnother text of two. Sentences, that is.\n")
    let starter = try StarterPipeline(files: ["notes.txt", name].map(bench.path), name: "mine")
    #expect(
      starter.notes.contains(
        "left out \(bench.path(name)): \(reason.dropLast(", so that there is nothing to learn".count))"),
      "\(starter.notes)")
    #expect(starter.text.contains("notes.txt") && !starter.text.contains(name))
  }

  @Test func `a memory of two units passes the check, without characters where none comes three times`() throws {
    let bench = try Workbench()
    try bench.write("m.tmx", Self.memory([("Hello world", "Bonjour le monde"), ("Press OK", "Appuyez sur OK")]))
    let starter = try StarterPipeline(files: [bench.path("m.tmx")], name: "mine")
    #expect(!starter.text.contains("characters:"), "\(starter.text)")
    #expect(starter.notes.contains { $0.hasPrefix("no character comes often enough") }, "\(starter.notes)")
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: ["model.epochs=1"])
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try checker.check().filter { $0.level == .error } == [])
    try bench.write("m.tmx", Self.memory([("Tell all well", "Dis bien tout"), ("A full shell", "Une coque")]))
    let more = try StarterPipeline(files: [bench.path("m.tmx")], name: "mine")
    #expect(more.text.contains("characters: {kind: cnn"), "\(more.text)")
  }

  @Test func `a header of unknown names is read as one`() throws {
    let bench = try Workbench()
    let rows = (0..<12).map { "This is the text number \($0)\t\($0 % 2 == 0 ? "yes" : "no")\n" }
    try bench.write("h.tsv", "Review Text\tIs it good?\n" + rows.joined())
    let starter = try StarterPipeline(files: [bench.path("h.tsv")], name: "mine")
    #expect(starter.notes.count { $0.contains("is taken for names of columns") } == 1, "\(starter.notes)")
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: ["model.epochs=1"])
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let findings = try checker.check()
    #expect(findings.filter { $0.level == .error } == [])
    #expect(findings.contains { $0.text == "train: 12 documents" }, "\(findings)")
  }

  @Test func `quotes are proposed, and a language that is not clear is said to be so`() throws {
    let bench = try Workbench()
    let rows = (0..<40).map { "'Ngwee, bofd \($0)','\($0 % 2 == 0 ? "good" : "bad")'\n" }
    try bench.write("quoted.csv", "text,label\n" + rows.joined())
    let starter = try StarterPipeline(files: [bench.path("quoted.csv")], name: "mine")
    #expect(starter.text.contains("columns: {label: label, text: text}, quote: \"'\""), "\(starter.text)")
    #expect(
      starter.notes.contains("  language: not clear, cut by the rules of `en`; if it is another, change `locale`"))
  }

  @Test func `events are learned with the entities beside them`() throws {
    let bench = try Workbench()
    try FileManager.default.createDirectory(atPath: bench.path("corpus"), withIntermediateDirectories: true)
    for number in 0..<8 {
      try bench.write("corpus/a\(number).txt", "Anna met Bob. Bob left.")
      try bench.write(
        "corpus/a\(number).ann", "T1\tPER 0 4\tAnna\nT2\tPER 9 12\tBob\nT3\tMeet 5 8\tmet\nE1\tMeet:T3 Who:T1\n")
    }
    let starter = try StarterPipeline(files: [bench.path("corpus")], name: "mine")
    #expect(starter.text.contains("head: semantic-roles") && starter.text.contains("spans: entity"), "\(starter.text)")
  }

  @Test func `every column of labels is learned, and lists of labels are`() throws {
    let bench = try Workbench()
    let rows = (0..<60).map { "\"Text, number \($0)\nis here.\";\(["a", "b"][$0 % 2]);\(["x", "y", "z"][$0 % 3])\n" }
    try bench.write("two.csv", "text;topic;mood\n" + rows.joined())
    let two = try StarterPipeline(files: [bench.path("two.csv")], name: "mine")
    #expect(two.text.contains("columns: {label: topic, \"label:mood\": mood, text: text}"))
    #expect(two.notes.contains("task two: classification by `label` of two"))
    #expect(two.notes.contains("task mood: classification by `mood` of two"))
    let objects = (0..<60).map { number in
      "{\"id\":\"\(number)\",\"body\":\"This is the text number \(number).\",\"tags\":[\(["", "\"a\"", "\"a\",\"b\""][number % 3])],"
        + "\"priority\":\"\(["low", "high"][number % 2])\"}\n"
    }
    try bench.write("mail.jsonl", objects.joined())
    let mail = try StarterPipeline(files: [bench.path("mail.jsonl")], name: "mine")
    #expect(mail.text.contains("tags: {head: classification, of: mail, label: tags, multiLabel: true,"))
    #expect(mail.text.contains("mail: {head: classification, of: mail, label: label, pooling"))
    for text in [two.text, mail.text] {
      let pipeline = try Pipeline(text: text, file: "mine.yaml", settings: ["model.epochs=1"])
      let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
      #expect(try checker.check().filter { $0.level == .error } == [])
    }
  }

  @Test func `several labels in a cell are seen`() throws {
    let bench = try Workbench()
    let cells = ["billing", "login", "billing;login", "crash;login", "crash"]
    let rows = (0..<60).map { "\"This is the text number \($0).\",\(cells[$0 % 5])\n" }
    try bench.write("mail.csv", "text,tags\n" + rows.joined())
    let starter = try StarterPipeline(files: [bench.path("mail.csv")], name: "mine")
    #expect(starter.text.contains("columns: {label: tags, text: text}, labelSeparator: \";\""))
    #expect(starter.text.contains("label: label, multiLabel: true"))
  }

  @Test func `columns of the PropBank releases are recognized whatever the file is called`() throws {
    let bench = try Workbench()
    let sentence = [
      "a/b 0 0 Ann NNP (TOP(S(NP*) - - (ARG0*)", "a/b 0 1 sang VBD (VP* sing sing.01 (V*)", "a/b 0 2 . . *)) - - *",
    ]
    try bench.write("roles.txt", (0..<40).map { _ in sentence.joined(separator: "\n") + "\n\n" }.joined())
    let starter = try StarterPipeline(files: [bench.path("roles.txt")], name: "mine")
    #expect(starter.text.contains("read: {format: conll2012") && starter.text.contains("head: semantic-roles"))
  }

  @Test func `the language is guessed, for texts and their translations`() throws {
    let bench = try Workbench()
    let rows = (0..<40).map {
      "\($0 % 2 == 0 ? "gut" : "schlecht")\tDer Hund ist nicht in dem Haus Nummer \($0), und das ist gut.\n"
    }
    try bench.write("satz.tsv", "label\ttext\n" + rows.joined())
    let german = try StarterPipeline(files: [bench.path("satz.tsv")], name: "mine")
    #expect(german.text.contains("tokenize: {of: satz-files, locale: de}") && german.notes.contains("  language: de"))
    let pairs = (0..<40).map {
      "The dog is in the house number \($0).\tLe chien est dans la maison et il ne dort pas.\n"
    }
    try bench.write("pairs.tsv", pairs.joined())
    let parallel = try StarterPipeline(files: [bench.path("pairs.tsv")], name: "mine")
    #expect(parallel.text.contains("locale: en, target: target, targetLocale: fr}"))
  }

  @Test func `one bad row is told with its place and what to do about it`() throws {
    let bench = try Workbench()
    let rows = (0..<30).map { "the text number \($0),\(["a", "b"][$0 % 2]),\(["x", "y"][$0 % 2])\n" }
    try bench.write("bad.csv", "text,topic,mood\n" + rows.joined() + "broken,row\n")
    let error = #expect(throws: PipelineError.self) {
      try StarterPipeline(files: [bench.path("bad.csv")], name: "mine")
    }
    #expect(error?.errorDescription?.contains("bad.csv:32: found 2 columns, expected 3") == true)
    #expect(error?.recoverySuggestion?.hasPrefix("Make every row as wide as the first") == true)
    #expect(error?.recoverySuggestion?.contains("If it is csv, this record is wrong") == true)
  }

  @Test func `without labels there is nothing to learn, and documents are prepared`() throws {
    let bench = try Workbench()
    try bench.write("notes.txt", "One text.\n\nAnother text of two. Sentences, that is.\n")
    let starter = try StarterPipeline(files: [bench.path("notes.txt")], name: "mine")
    #expect(starter.notes.last?.contains("too few texts for a language model") == true)
    #expect(!starter.text.contains("train:\n"))
    #expect(starter.text.contains("write: {of: notes"))
    #expect(starter.text.contains("path: \"${run}/notes-train.jsonl\"}"))
  }

  @Test func `a file that is not there or is empty is said to be so`() throws {
    let bench = try Workbench()
    try bench.write("empty.tsv", "")
    let empty = CorpusError.unexpected(
      BraidFiles.SourceLocation(file: bench.path("empty.tsv")), found: "no text", expected: "lines that show the format"
    )
    #expect(throws: empty) {
      try StarterPipeline(files: [bench.path("empty.tsv")], name: "mine")
    }
    #expect(throws: (any Error).self) { try StarterPipeline(files: [bench.path("nowhere.tsv")], name: "mine") }
  }

  @Test func `raw text is what a language model learns`() throws {
    let bench = try Workbench()
    try bench.write("notes.txt", (0..<60).map { "The text number \($0) is read.\n\n" }.joined())
    let starter = try StarterPipeline(files: [bench.path("notes.txt")], name: "mine")
    #expect(starter.text.contains("lm: {head: language-model, of: notes, outputWords: 8000}"))
    #expect(starter.text.contains("tokenize: {of: notes-files"))
    #expect(!starter.text.contains("annotate:"))
    let settings = ["model.epochs=1", "model.encoder.embedding=8", "model.encoder.lstm.units=8"]
    let pipeline = try Pipeline(text: starter.text, file: "mine.yaml", settings: settings)
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try runner.run())
    #expect(bench.read("run/scores.json")?.contains("perplexity") == true)
    #expect(bench.read("run/report.html") != nil)
  }

  @Test func `entities are one task, of train and dev in one corpus, blank lines being what looks blank`() throws {
    let bench = try Workbench()
    let sentence = "Ann\tB-PER\nLee\tI-PER\nleft\tO\n"
    try bench.write("tweets.train.conll", (0..<40).map { _ in sentence + "\t\n" }.joined())
    try bench.write("tweets.dev.conll", (0..<10).map { _ in sentence + "\n" }.joined())
    let files = ["tweets.train.conll", "tweets.dev.conll"].map(bench.path)
    let starter = try StarterPipeline(files: files, name: "mine")
    #expect(starter.text.contains("read: {format: conll2003, train: \(files[0]), dev: \(files[1])}"))
    #expect(starter.notes.filter { $0.hasPrefix("task ") } == ["task entity: spans `entity` of tweets"])
    #expect(starter.text.contains("report: {title: mine}"))
  }

  @Test func `a folder is the data files in it`() throws {
    let bench = try Workbench()
    for folder in ["data", "letters", "empty"] {
      try FileManager.default.createDirectory(atPath: bench.path(folder), withIntermediateDirectories: true)
    }
    for (part, count) in [("train", 60), ("dev", 20)] {
      let rows = (0..<count).map { "\($0 % 2 == 0 ? "good" : "bad")\tThe film number \($0).\n" }.joined()
      try bench.write("data/\(part).tsv", "label\ttext\n" + rows)
    }
    try bench.write("data/README.md", "About it.\n")
    let starter = try StarterPipeline(files: [bench.path("data")], name: "mine")
    #expect(starter.text.contains("train: \(bench.path("data/train.tsv")), dev: \(bench.path("data/dev.tsv"))"))
    for number in 0..<30 { try bench.write("letters/\(number).txt", "Letter \(number) is short.\n") }
    let letters = try StarterPipeline(files: [bench.path("letters")], name: "mine")
    #expect(letters.text.contains("train: \(bench.path("letters"))/*.txt"))
    #expect(letters.text.components(separatedBy: "read:").count == 2)
    try bench.write("empty/README.md", "Nothing.\n")
    #expect(throws: CorpusError.self) { try StarterPipeline(files: [bench.path("empty")], name: "mine") }
  }

  @Test func `bytes that are not UTF-8 are taken for ISO-8859-1, which is said`() throws {
    let bench = try Workbench()
    let rows = (0..<40).map { "\($0 % 2 == 0 ? "HUM:ind" : "LOC:city") Who made the caf\u{E9} number \($0) ?\n" }
      .joined()
    let bytes = Data(rows.unicodeScalars.map { UInt8($0.value) })
    try bytes.write(to: URL(fileURLWithPath: bench.path("questions.txt")))
    let starter = try StarterPipeline(files: [bench.path("questions.txt")], name: "mine")
    #expect(starter.text.contains("read: {format: trec, train: \(bench.path("questions.txt")), encoding: iso-8859-1}"))
    #expect(starter.notes.contains { $0.contains("not UTF-8, read as iso-8859-1") })
    let given = try StarterPipeline(files: [bench.path("questions.txt")], name: "mine", encoding: .windows1252)
    #expect(given.text.contains("encoding: windows-1252"))
  }

  @Test func `answers to one label are said to be what can be learned`() throws {
    let bench = try Workbench()
    let tasks = (0..<20).map {
      #"{"text":"Issue number \#($0) of many","label":"DOCS","answer":"\#($0 % 2 == 0 ? "accept" : "reject")"}"# + "\n"
    }
    try bench.write("issues.jsonl", tasks.joined())
    let notes = try StarterPipeline(files: [bench.path("issues.jsonl")], name: "mine").notes
    #expect(
      notes.contains(
        "  warning: tasks accept or reject one label, `DOCS`, which alone is nothing to tell apart; with "
          + "`fields: {text: text, label: answer}` the answers are labels"), "\(notes)")
    try bench.write("accepted.jsonl", tasks.map { $0.replacing("reject", with: "accept") }.joined())
    let accepted = try StarterPipeline(files: [bench.path("accepted.jsonl")], name: "mine").notes
    #expect(!accepted.contains { $0.contains("accept or reject") }, "\(accepted)")
  }
}
