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
}
