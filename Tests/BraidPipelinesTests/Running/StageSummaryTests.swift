import BraidPipelines
import Testing

/// What stages say at their end.
@Suite struct StageSummaryTests {
  @Test(arguments: [
    (1, 0, "train 1 document", "train 1 of 1 document stays"),
    (2, 0, "train 2 documents", "train 2 of 2 documents stay"),
    (1, 1, "train 1, dev 1 documents", "train 1 of 1, dev 1 of 1 documents stay"),
  ])
  func `one document is named in the singular`(train: Int, dev: Int, read: String, kept: String) throws {
    let bench = try Workbench()
    for (part, count) in [("train", train), ("dev", dev)] {
      try bench.write("\(part).txt", (0..<count).map { "text \($0)\n" }.joined())
    }
    let text = """
      stages:
        - name: texts
          read: {format: lines, train: FOLDER/train.txt\(dev > 0 ? ", dev: FOLDER/dev.txt" : "")}
        - name: kept
          clean: {of: texts, minimumCharacters: 1}
      """
    var summaries: [String] = []
    let runner = PipelineRunner(try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1") { event in
      if case .finished(let summary, _, _) = event.message { summaries.append(summary) }
    }
    _ = try runner.run()
    #expect(summaries == [read, kept])
  }

  @Test func `a task of whose gold labels the model knows none is named where it has no score`() throws {
    let bench = try Workbench()
    let rows = (0..<8).map { $0 % 2 == 0 ? "good\tglad\ta film \($0)\n" : "bad\tsad\ta film \($0)\n" }
    try bench.write("train.tsv", rows.joined())
    try bench.write("dev.tsv", "fine\tglad\ta film\nfine\tsad\ta film 9\n")
    let text = """
      stages:
        - name: films
          read:
            format: tsv
            train: FOLDER/train.tsv
            dev: FOLDER/dev.tsv
            columns: {label: 1, "label:mood": 2, text: 3}
            pretokenized: true
        - name: words
          vocabulary: {of: [films]}
        - name: model
          train:
            encoder: {vocabulary: words, embedding: 4, lstm: {units: 4}}
            tasks:
              film: {head: classification, of: films}
              mood: {head: classification, of: films, label: mood}
            epochs: 1
        - name: scores
          evaluate: {model: model, of: [films]}
      """
    let pipeline = try bench.pipeline(text)
    let checker = PipelineRunner(pipeline, folder: bench.path("check"), threads: 1, code: "1") { _ in }
    let note = "no score of `film`: the model knows none of the gold labels fine"
    #expect(try checker.check().contains { $0.text == "\(note) of the first 2 documents of dev of `films`" })
    var summaries: [String] = []
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1") { event in
      if case .finished(let summary, _, _) = event.message { summaries.append(summary) }
    }
    _ = try runner.run()
    #expect(summaries.last?.hasSuffix("scores.json; \(note)") == true, "\(summaries)")
  }
}
