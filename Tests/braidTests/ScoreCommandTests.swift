import BraidTestSupport
import Testing

/// `braid score`, as a person uses it.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct ScoreCommandTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func score(_ arguments: String) throws -> Program.Outcome {
    try Program.shell("braid score \(arguments) --quiet --resamples 0", in: scratch.folder)
  }

  @Test func `each task that is asked for is scored, and an unknown one is refused`() throws {
    try scratch.file("gold.jsonl", #"{"text":"a","labels":{"label":[{"name":"x"}]}}"#)
    let predictions = [("a", "x"), ("b", "y"), ("c", "y")].map { task, label in
      #""\#(task)":{"labels":{"label":[{"name":"\#(label)"}]}}"#
    }
    try scratch.file("guess.jsonl", #"{"text":"a","predictions":{\#(predictions.joined(separator: ","))}}"#)
    func lines(_ tasks: String) throws -> [String] {
      try score("gold.jsonl guess.jsonl \(tasks)").output.split(separator: "\n").map(String.init)
    }
    #expect(try lines("--task b") == ["labels:label: accuracy 0.00 (macro F1 0.00)"])
    #expect(
      try lines("--task b --task c")
        == ["labels:label (b): accuracy 0.00 (macro F1 0.00)", "labels:label (c): accuracy 0.00 (macro F1 0.00)"])
    let refused = try score("gold.jsonl guess.jsonl --task a --task d")
    #expect(refused.status == 2)
    #expect(refused.messages.contains("guess.jsonl: has no predictions of a task `d`\n  It has a, b, c."))
  }

  @Test(arguments: [("webanno", "--from webanno"), ("xmi", "--from xmi"), ("jsonl", "")])
  func `a folder is scored as the files in it`(format: String, option: String) throws {
    let document = #"{"tokens":["Ann","left"],"spans":{"entity":[{"label":"PER","tokens":[0,1]}]}}"#
    let other = document.replacing("PER", with: "LOC")
    for (folder, second) in [("gold", document), ("guess", other)] {
      for (name, text) in [("1", document), ("2", second)] {
        let file = try scratch.file("\(name).jsonl", text + "\n")
        let command = "mkdir -p \(folder) && braid convert \(file) \(folder)/\(name).\(format) --to \(format) --quiet"
        let outcome = try Program.shell(command, in: scratch.folder)
        #expect(outcome.status == 0, "\(outcome.messages)")
      }
    }
    let outcome = try score("gold guess \(option)")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("spans:entity: F1 50.00"), "\(outcome.output)")
  }

  @Test func `files of two folders are paired by name, and one that is missing is named`() throws {
    for (file, label) in [("gold/a", "x"), ("gold/b", "y"), ("guess/a", "x")] {
      _ = try Program.shell("mkdir -p \(file.dropLast(2))", in: scratch.folder)
      try scratch.file("\(file).tsv", "\(label)\tsome text\n")
    }
    let missing = try score("gold guess --from tsv")
    #expect(missing.status == 1)
    #expect(missing.messages.contains("guess: has no file of the name of gold/b.tsv"), "\(missing.messages)")
    try scratch.file("guess/b.tsv", "y\tsome text\n")
    #expect(try score("gold guess --from tsv").output == "labels:label: accuracy 100.00 (macro F1 100.00)\n")
  }

  @Test func `columns of a treebank that are all gold are said to be so where others are not`() throws {
    let rows = "# text = a b\n1\ta\ta\tDET\tX\tF=1\t2\tdet\t_\t_\n2\tb\tb\tNOUN\tY\tF=2\t0\troot\t_\t_\n\n"
    try scratch.file("gold.conllu", rows)
    try scratch.file("guess.conllu", rows.replacing("NOUN", with: "VERB"))
    let note = "XPOS, UFeats, Lemmas, LAS: equal to the gold in every word"
    #expect(try score("gold.conllu guess.conllu").messages.contains(note))
    #expect(try score("gold.conllu gold.conllu").messages == "")
  }

  @Test func `columns that only CoNLL-U Plus has are scored beside the treebank's`() throws {
    let rows = "1\ta\tDET\tX\n2\tb\tNOUN\tY\n\n"
    for (name, rows) in [("gold", rows), ("guess", rows.replacing("\tX\n", with: "\tZ\n"))] {
      try scratch.file("\(name).conllup", "# global.columns = ID FORM UPOS MY:TAG\n# text = a b\n\(rows)")
    }
    let outcome = try score("gold.conllup guess.conllup")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.output.contains("UPOS       100.00"))
    #expect(outcome.output.hasSuffix("\ntags:my:tag: accuracy 50.00\n"), "\(outcome.output)")
    #expect(!outcome.output.contains("tags:upos"))
  }

  @Test(arguments: [
    ("guess.csv", "text,label\na b,x\n", true),
    ("guess.csv", "text,label,predicted_label\na b,x,y\n", false),
    ("guess.jsonl", #"{"text":"a b","predictions":{"mood":{"labels":{"label":[{"name":"x"}]}}}}"# + "\n", true),
    (
      "guess.jsonl",
      #"{"text":"a b","labels":{"label":[{"name":"x"}]},"predictions":{"mood":{"labels":{"label":[{"name":"y"}]}}}}"#
        + "\n",
      false
    ),
  ])
  func `a file that is compared with itself is said to be so where it does not tell predictions from gold labels`(
    name: String, content: String, isSaid: Bool
  ) throws {
    try scratch.file(name, content)
    let outcome = try Program.shell("braid score \(name) ./\(name) --resamples 0", in: scratch.folder)
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.messages.contains("\(name): compared with itself, without predictions beside gold") == isSaid)
    #expect(outcome.messages.contains("`annotate --write-column label` writes predictions in their place") == isSaid)
    #expect(
      outcome.output == "labels:label: accuracy \(isSaid ? "100.00 (macro F1 100.00)" : "0.00 (macro F1 0.00)")\n")
  }

  @Test func `a column of a table that is all gold beside another is said to be so`() throws {
    try scratch.file("gold.csv", "text,label\na b,x\nc d,y\n")
    try scratch.file("guess.csv", "text,label,mood\na b,x,y\nc d,y,y\n")
    let outcome = try Program.shell("braid score gold.csv guess.csv --resamples 0", in: scratch.folder)
    #expect(
      outcome.messages.contains(
        "labels:label: equal to the gold in every document, as columns are that `annotate` copied and did not predict"),
      "\(outcome.messages)")
    try scratch.file("plain.csv", "text,label\na b,x\nc d,y\n")
    let plain = try Program.shell("braid score gold.csv plain.csv --resamples 0", in: scratch.folder)
    #expect(!plain.messages.contains("equal to the gold"), "\(plain.messages)")
  }

  @Test func `the file that can't be read or compared is named, with the options that it shares`() throws {
    try scratch.file("gold.tsv", "text\tlabel\na b\tx\n")
    try scratch.file("guess.tsv", "sent\tcls\na b\tx\n")
    try scratch.file("fewer.tsv", "text\tlabel\na b\tx\nc d\ty\n")
    let options = try score("gold.tsv guess.tsv --column label=label --column text=text")
    #expect(options.status == 1)
    #expect(
      options.messages == """
        guess.tsv:1: found no column label, only sent, cls
          Name a column that exists; numbers count from 1.
          guess.tsv was read with --column, which is for both files; where only one needs that, `braid convert` makes files \
        of one format.

        """, "\(options.messages)")
    let documents = try score("gold.tsv fewer.tsv")
    #expect(documents.messages.contains("fewer.tsv, compared with gold.tsv: expected 1 document, found 2\n"))
  }

  private func warned(_ arguments: String) throws -> Program.Outcome {
    try Program.shell("braid score \(arguments) --resamples 0", in: scratch.folder)
  }

  @Test func `of Label Studio's tasks the predictions are scored, by model, and not what people wrote`() throws {
    try scratch.file(
      "gold.jsonl", #"{"text":"a b","label":[[0,1,"X"]]}"# + "\n" + #"{"text":"a b","label":[[2,3,"X"]]}"#)
    func results(_ start: Int, _ label: String) -> String {
      #"{"result":[{"from_name":"label","to_name":"text","type":"labels","value":{"start":\#(start),"end":\#(start + 1),"labels":["\#(label)"]}}]"#
    }
    func tasks(_ predictions: (String, String)) -> String {
      "["
        + [(0, predictions.0), (2, predictions.1)].map { start, predicted in
          #"{"data":{"text":"a b"},"annotations":[\#(results(start, "X"))}],"predictions":[\#(predicted)]}"#
        }.joined(separator: ",") + "]"
    }
    func model(_ name: String, _ start: Int, _ label: String) -> String {
      results(start, label) + #","model_version":"\#(name)"}"#
    }
    try scratch.file("one.json", tasks((model("m", 0, "X"), model("m", 2, "Y"))))
    try scratch.file("two.json", tasks((model("m", 0, "X") + "," + model("n", 0, "Y"), model("m", 2, "X"))))
    try scratch.file("some.json", tasks((model("m", 0, "X"), "")))
    try scratch.file("none.json", tasks(("", "")))
    #expect(try score("gold.jsonl one.json").output.contains("spans:entity: F1 50.00"))
    let two = try score("gold.jsonl two.json")
    #expect(two.output.contains("spans:entity (m): F1 100.00") && two.output.contains("spans:entity (n): F1 0.00"))
    let some = try warned("gold.jsonl some.json")
    #expect(some.output.contains("spans:entity: F1 66.67"), "\(some.output)")
    #expect(some.messages.contains("some.json: 1 document without predictions scored as having none"))
    let none = try warned("gold.jsonl none.json")
    #expect(none.output.contains("spans:entity: F1 100.00"))
    #expect(none.messages.contains("none.json: has no predictions; what people wrote is scored in their place"))
  }

  @Test func `tasks of Label Studio with choices and without spans are scored beside others that have some`() throws {
    let spans =
      #"{"from_name":"ner","to_name":"text","type":"labels","value":{"start":0,"end":1,"text":"a","labels":["X"]}}"#
    let choice = #"{"from_name":"mood","to_name":"text","type":"choices","value":{"choices":["good"]}}"#
    func tasks(_ member: String, _ results: [String]) -> String {
      "["
        + results.enumerated().map { number, result in
          #"{"id":\#(number),"data":{"text":"a b"},"\#(member)":[{"result":[\#(result)],"model_version":"m"}]}"#
        }.joined(separator: ",") + "]"
    }
    // Tasks with nothing come first: nothing is known of the project yet.
    for (name, results) in [
      ("choices", ["", choice]), ("all", [choice, choice + "," + spans]), ("none", ["", ""]),
    ] {
      try scratch.file("\(name).gold.json", tasks("annotations", results))
      try scratch.file("\(name).json", tasks("predictions", results))
    }
    try scratch.file("both.json", tasks("predictions", [choice + "," + spans, choice + "," + spans]))
    let choices = "labels:mood: accuracy 100.00 (macro F1 100.00)\n"
    #expect(try score("choices.gold.json choices.json").output == choices)
    #expect(try score("choices.gold.json both.json").output == choices)
    #expect(try score("all.gold.json choices.json").output.hasPrefix("labels:mood: accuracy 50.00"))
    let all = try score("all.gold.json both.json")
    #expect(all.output.hasPrefix(choices + "spans:ner: F1 66.67 (precision 50.00, recall 100.00)"), "\(all)")
    let none = try score("choices.gold.json none.json")
    #expect(none.status == 1 && none.messages.contains("predicts no layer that choices.gold.json has"), "\(none)")
  }

  @Test func `documents of which the gold file says nothing are left out, and those without spans are not`() throws {
    func result(_ label: String) -> String {
      #"{"result":[{"from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":1,"labels":["\#(label)"]}}]}"#
    }
    func tasks(_ member: String, _ results: [String]) -> String {
      "[" + results.map { #"{"data":{"text":"a b"},"\#(member)":[\#($0)]}"# }.joined(separator: ",") + "]"
    }
    try scratch.file("gold.json", tasks("annotations", ["", result("X"), #"{"result":[]}"#]))
    try scratch.file("guess.json", tasks("predictions", [result("Y"), result("X"), result("X")]))
    let outcome = try warned("gold.json guess.json")
    #expect(outcome.status == 0, "\(outcome.messages)")
    // One of two is right, and gold has one: 2 · 1/2 · 1 / (1/2 + 1).
    #expect(outcome.output.contains("spans:entity: F1 66.67"), "\(outcome.output)")
    #expect(outcome.messages.contains("gold.json: 1 document without gold labels left out of the score"))
  }

  /// Texts with their translations, of which some are not confirmed, as a file of a format.
  private static func translated(_ format: String, _ texts: [(text: String, isConfirmed: Bool)]) -> String {
    let sources = ["Open the file", "Close the file"]
    if format == "po" {
      return zip(sources, texts).map { source, text in
        "\(text.isConfirmed ? "" : "#, fuzzy\n")msgid \"\(source)\"\nmsgstr \"\(text.text)\"\n"
      }.joined(separator: "\n")
    }
    if format == "tmx" {
      let units = zip(sources, texts).map { source, text in
        "<tu><tuv xml:lang=\"en\"><seg>\(source)</seg></tuv><tuv xml:lang=\"target\""
          + "\(text.isConfirmed ? "" : " creationtool=\"Braid\"")><seg>\(text.text)</seg></tuv></tu>"
      }
      return "<tmx version=\"1.4\"><header srclang=\"en\"/><body>\(units.joined())</body></tmx>"
    }
    let units = zip(sources, texts).enumerated().map { number, pair in
      let state = pair.1.isConfirmed ? "translated" : "needs-review-translation"
      return "<trans-unit id=\"\(number)\"><source>\(pair.0)</source><target state=\"\(state)\">\(pair.1.text)</target>"
        + "</trans-unit>"
    }
    return
      "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"f\" datatype=\"plaintext\" "
      + "source-language=\"en\" target-language=\"target\"><body>\(units.joined())</body></file></xliff>"
  }

  @Test(arguments: ["po", "xliff", "tmx"])
  func `of translations those that are not confirmed are scored, and the confirmed ones left out`(format: String) throws
  {
    let gold = [("Die Datei sofort hier öffnen", true), ("Die Datei sofort hier schließen", true)]
    try scratch.file("gold.\(format)", Self.translated(format, gold))
    try scratch.file("final.\(format)", Self.translated(format, gold))
    try scratch.file("wrong.\(format)", Self.translated(format, [gold[0], ("Falsch", false)]))
    try scratch.file("right.\(format)", Self.translated(format, [("Die Datei sofort hier öffnen", false), gold[1]]))
    let wrong = try warned("gold.\(format) wrong.\(format)")
    #expect(wrong.output.contains("translations:target: BLEU 0.00"), "\(wrong.output) \(wrong.messages)")
    #expect(
      wrong.messages.contains("wrong.\(format): 1 text whose translation is confirmed left out of the score"),
      "\(wrong.messages)")
    #expect(try score("gold.\(format) right.\(format)").output.contains("translations:target: BLEU 100.00"))
    // With everything asked for, everything is scored.
    let all = try warned("gold.\(format) wrong.\(format) --unconfirmed")
    #expect(!all.output.contains("BLEU 0.00") && !all.messages.contains("left out of the score"), "\(all.output)")
    let final = try warned("gold.\(format) final.\(format)")
    #expect(final.output.contains("translations:target: BLEU 100.00"))
    #expect(final.messages.contains("final.\(format): has no predictions; what people wrote is scored in their place"))
  }

  @Test(arguments: ["po", "xliff", "tmx"])
  func `confirmed translations are compared where the gold file has none of what is not confirmed`(format: String)
    throws
  {
    let texts = [("Die Datei sofort hier öffnen", true), ("Die Datei sofort hier schließen", false)]
    try scratch.file("gold.\(format)", Self.translated(format, texts))
    try scratch.file("same.\(format)", Self.translated(format, [texts[0], ("Ganz anders", false)]))
    try scratch.file("other.\(format)", Self.translated(format, [("Falsch", true), texts[1]]))
    let same = try warned("gold.\(format) same.\(format)")
    #expect(same.status == 0, "\(same.messages)")
    #expect(same.output.contains("translations:target: BLEU 100.00"), "\(same.output)")
    #expect(
      same.messages.contains("same.\(format): has no predictions for the others; what people wrote is scored in their"),
      "\(same.messages)")
    #expect(try score("gold.\(format) other.\(format)").output.contains("translations:target: BLEU 0.00"))
    #expect(same.messages.contains("gold.\(format): 1 document without gold labels left out of the score"))
    let itself = try warned("gold.\(format) gold.\(format)")
    #expect(itself.output.contains("translations:target: BLEU 100.00"), "\(itself.messages)")
    #expect(itself.messages.contains("gold.\(format): compared with itself"))
  }

  @Test func `spans that a rewritten file has of its own are said to be among those that are scored`() throws {
    func letter(_ text: String) -> String {
      "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>\(text)</p></body></text></TEI>"
    }
    try scratch.file("gold.xml", letter("<persName>Ann</persName> left Bonn."))
    try scratch.file("kept.xml", letter("<persName>Ann</persName> left <placeName>Bonn</placeName>."))
    try scratch.file("own.xml", letter("Ann left <placeName>Bonn</placeName>."))
    let kept = try warned("gold.xml kept.xml --from tei")
    #expect(kept.output.contains("spans:entity: F1 66.67 (precision 50.00, recall 100.00)"), "\(kept.output)")
    #expect(
      kept.messages.contains(
        "spans:entity: every gold span is in kept.xml, as `annotate --rewrite` keeps the file's own"),
      "\(kept.messages)")
    #expect(try !warned("gold.xml own.xml --from tei").messages.contains("every gold span"))
  }

  @Test(arguments: ["html", "tei"])
  func `of pages and TEI what has scores is scored, not what the file has of its own`(format: String) throws {
    let isTEI = format == "tei"
    func span(_ word: String, _ score: String = "") -> String {
      isTEI
        ? "<seg type=\"entity\" subtype=\"PER\"\(score.isEmpty ? "" : " cert=\"\(score)\"")>\(word)</seg>"
        : "<mark data-layer=\"entity\" data-label=\"PER\"\(score.isEmpty ? "" : " data-score=\"\(score)\"")>\(word)</mark>"
    }
    func page(_ text: String) -> String {
      let text = "<p>\(text)</p><p>\(span("Cy")) left.</p>"
      return isTEI ? "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>\(text)</body></text></TEI>" : text
    }
    try scratch.file("gold.\(format)", page("\(span("Ann")) met Bo in Oslo."))
    try scratch.file("both.\(format)", page("\(span(span("Ann", "0.75"))) met \(span("Bo", "0.5")) in Oslo."))
    // Of two gold spans one is predicted, and another that is none.
    let expected = ["spans:entity: F1 50.00", "precision 50.00", "recall 50.00"]
    for gold in ["gold", "both"] {
      let scored = try warned("\(gold).\(format) both.\(format) --from \(format)")
      #expect(expected.allSatisfy(scored.output.contains), "\(scored.output)\(scored.messages)")
      #expect(!scored.messages.contains("every gold span") && !scored.messages.contains("compared with itself"))
    }
  }

  @Test func `a layer of which neither file has a span is nothing to score`() throws {
    let text = #"{"text":"a b","tokens":[[0,1],[2,3]],"tags":{"pos":["X","Y"]},"spans":{"entity":[]}}"# + "\n"
    for name in ["gold.jsonl", "guess.jsonl"] { try scratch.file(name, text) }
    let outcome = try warned("gold.jsonl guess.jsonl")
    #expect(outcome.status == 0 && outcome.output.contains("tags:pos: accuracy 100.00"), "\(outcome.output)")
    #expect(!outcome.output.contains("spans:entity"))
    #expect(
      outcome.messages.contains(
        "spans:entity: nothing to score: neither gold.jsonl nor guess.jsonl has a span of it"), "\(outcome.messages)")
  }

  @Test func `a table's column of predictions is scored, not the labels beside it`() throws {
    try scratch.file("gold.csv", "text,label\na b,x\nc d,y\n")
    try scratch.file("guess.csv", "text,label,prediction\na b,x,x\nc d,y,x\n")
    #expect(try score("gold.csv guess.csv").output.contains("labels:label: accuracy 50.00"))
  }
}
