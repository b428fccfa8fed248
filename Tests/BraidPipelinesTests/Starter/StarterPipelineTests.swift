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

  @Test func `without labels there is nothing to learn, and documents are prepared`() throws {
    let bench = try Workbench()
    try bench.write("notes.txt", "One text.\n\nAnother text of two. Sentences, that is.\n")
    let starter = try StarterPipeline(files: [bench.path("notes.txt")], name: "mine")
    #expect(starter.notes.last?.hasPrefix("no labels to learn f") == true)
    #expect(!starter.text.contains("train:\n"))
    #expect(starter.text.contains("write: {of: notes"))
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
}
