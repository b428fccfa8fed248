import BraidAnnotation
import BraidCorpora
import BraidTasks
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// What a task predicts has one owner: the task.
@Suite struct PredictionTests {
  let scratch: Scratch
  /// Two tasks of this model, `sentiment` and `topics`, write labels in the layer `label`.
  let model: JointModel

  init() throws {
    scratch = try Scratch()
    model = try ToyModel.make(topics: "label")
  }

  /// Annotates two documents that have gold labels and tags.
  private func annotate(_ output: String, _ writing: WriteOptions, tasks: [String]) throws -> String {
    try scratch.file(
      "in.jsonl",
      """
      {"id":"1","text":"ann sees bob.","tokens":[[0,3],[4,8],[9,12],[12,13]],"labels":{"label":[{"name":"gold"}]},"tags":{"pos":["G","G","G","G"]}}
      {"id":"2","text":"","labels":{"label":[{"name":"gold"}]}}

      """)
    var job = AnnotationJob(
      input: [scratch.path("in.jsonl")], reading: ReadOptions(format: .jsonl), output: scratch.path(output),
      form: .documents(writing))
    job.options.tasks = tasks
    job.options.predictions = .bare
    _ = try job.run(model)
    return try scratch.text(output)
  }

  @Test func `JSONL has each under its task's name, beside what the input says`() throws {
    let text = try annotate("out.jsonl", WriteOptions(format: .jsonl), tasks: ["sentiment", "topics", "pos"])
    let reader = try CorpusReader([scratch.path("out.jsonl")], options: ReadOptions(format: .jsonl))
    let document = try #require(try reader.next())
    #expect(document.labels == ["label": [Label("gold")]])
    #expect(document.tags == ["pos": ["G", "G", "G", "G"]])
    #expect(Set(document.predictions.keys) == ["pos", "sentiment", "topics"])
    let labels = LabelSet(["bad", "good", "so-so"])
    #expect(labels[document.predictions["sentiment"]?.annotation.labels["label"]?.first?.name ?? ""] != nil)
    #expect(document.predictions["pos"]?.annotation.tags["pos"]?.count == 4)
    #expect(document.predictions["pos"]?.layers == [.tags("pos")])
    // What is read is written again as it was.
    #expect(text.hasPrefix(String(decoding: document.jsonLine, as: UTF8.self) + "\n"))
    // Formats with one place a layer get the predictions there.
    #expect(document.withPredictions.tags["pos"] == document.predictions["pos"]?.annotation.tags["pos"])
  }

  @Test func `gold of a layer is never given out as its prediction, not even where there is none`() throws {
    var writing = WriteOptions(format: .tsv)
    writing.columns = ["id", "label"]
    let rows = try annotate("out.tsv", writing, tasks: ["sentiment"]).split(separator: "\n")
    #expect(rows.count == 2)
    #expect(!rows[0].contains("gold"))
    #expect(rows[1].split(separator: "\t").count == 1)
  }

  @Test func `columns are named for tasks where two are for the same layer; otherwise that is an error before the run`()
    throws
  {
    var writing = WriteOptions(format: .tsv)
    writing.columns = ["id", "label"]
    #expect(throws: AnnotationError.sameLayer(first: "sentiment", second: "topics", layer: .labels("label"))) {
      try annotate("out.tsv", writing, tasks: ["sentiment", "topics"])
    }
    #expect(!FileManager.default.fileExists(atPath: scratch.path("out.tsv")))
    writing.columns = ["id", "sentiment", "label"]
    #expect(throws: Never.self) { try annotate("out.tsv", writing, tasks: ["sentiment"]) }
    writing.columns = ["id", "sentiment", "topics"]
    let alone = try annotate("alone.tsv", writing, tasks: ["sentiment"]).split(separator: "\n")
    #expect(alone[0].split(separator: "\t").count == 2)
    var columns = WriteOptions(format: .columns)
    columns.columns = ["form", "pos"]
    #expect(try annotate("out.col", columns, tasks: ["pos"]).split(separator: "\n").count == 4)
  }

  @Test func `a second model's predictions are added to the first one's`() throws {
    _ = try annotate("first.jsonl", WriteOptions(format: .jsonl), tasks: ["sentiment"])
    var job = AnnotationJob(
      input: [scratch.path("first.jsonl")], reading: ReadOptions(format: .jsonl), output: scratch.path("both.jsonl"),
      form: .documents(WriteOptions(format: .jsonl)))
    job.options.tasks = ["pos"]
    _ = try job.run(try ToyModel.make(seed: 8))
    let reader = try CorpusReader([scratch.path("both.jsonl")], options: ReadOptions(format: .jsonl))
    #expect(Set(try #require(try reader.next()).predictions.keys) == ["pos", "sentiment"])
  }

  @Test(arguments: ["out.jsonl", "out.jsonl.gz"])
  func `an earlier prediction for the same layer is not given out again, whatever its task`(name: String) throws {
    try scratch.file(
      "in.jsonl",
      #"{"text":"ann sees bob.","predictions":{"tone":{"labels":{"label":[{"name":"OLD"}]}}},"predicted_label":"OLD"}"#
        + "\n")
    var job = scratch.job("in.jsonl", to: name, from: .jsonl, format: .jsonl)
    job.options.tasks = ["sentiment"]
    let summary = try job.run(model)
    #expect(
      summary.leftOut == "replaced by predictions (counted in documents): fields:predicted_label (1), labels:label (1)")
    let document = try #require(try CorpusReader([scratch.path(name)], options: ReadOptions(format: .jsonl)).next())
    #expect(document.predictions.keys.sorted() == ["sentiment"])
    #expect(document.fields.isEmpty)
  }

  @Test func `a table in is a table out, with what each task predicts in columns of its own`() throws {
    try scratch.file("in.csv", "nr;review;stars\n7;ann sees bob.;5\n8;\"bob; ann.\";\n")
    var job = scratch.job("in.csv", to: "out.csv", from: .csv, format: .csv)
    job.options.tasks = ["sentiment", "topics", "pos"]
    let summary = try job.run(model)
    let rows = try scratch.lines("out.csv")
    #expect(
      rows[0]
        == "nr;review;stars;predicted_sentiment;predicted_sentiment_score;predicted_topics;predicted_topics_score;predicted_pos"
    )
    #expect(rows.count == 3)
    #expect(rows[1].hasPrefix("7;ann sees bob.;5;"))
    #expect(rows[2].hasPrefix("8;\"bob; ann.\";;"))
    #expect(rows[0].split(separator: ";").count == 8)
    #expect(rows[1].contains(";ann/"))
    #expect(
      summary.leftOut
        == "left out, no place in csv (counted in documents): empty labels:label (1), scores of tags:pos (2), sentences (2), tokens (2)"
    )
    // A run of which all is done but the conversion knows the columns, too.
    job.options.tasks = ["sentiment"]
    _ = try job.run(model)
    #expect(try scratch.lines("out.csv")[0] == "nr;review;stars;predicted_label;predicted_label_score")
  }

  @Test func `gold labels have a column beside the predictions`() throws {
    try scratch.file("in.jsonl", #"{"text":"ann sees bob.","labels":{"label":[{"name":"gold"}]}}"# + "\n")
    var job = scratch.job("in.jsonl", to: "out.csv", from: .jsonl, format: .csv)
    job.options.tasks = ["sentiment"]
    let summary = try job.run(model)
    #expect(try scratch.lines("out.csv")[0] == "id,text,label,predicted_label,predicted_label_score")
    #expect(summary.leftOut == "left out, no place in csv (counted in documents): sentences (1), tokens (1)")
  }

  @Test func `a column that nothing fills is refused before the work`() throws {
    try scratch.file("in.csv", "id,text,stars\n7,ann sees bob.,5\n")
    var writing = WriteOptions(format: .csv)
    writing.columns = ["text", "star"]
    var job = AnnotationJob(
      input: [scratch.path("in.csv")], reading: ReadOptions(format: .csv), output: scratch.path("out.csv"),
      form: .documents(writing))
    job.options.tasks = ["pos"]
    let error = #expect(throws: CorpusError.self) { try job.run(model) }
    #expect(error?.errorDescription?.contains("found star, which no document has") == true)
    #expect(error?.errorDescription?.contains("did you mean stars?") == true)
    #expect(try !scratch.names.contains { $0.contains("braid-run") })
  }

  @Test func `predictions are the same to the bit with a word cache of any size`() throws {
    let model = try ToyModel.make(treebank: true)
    let words = ToyModel.words + ["Ann", "boats", "ünknown", "older", "x"]
    let documents = (0..<12).map { number in
      Document(words: [(0..<7).map { words[(number * $0 + $0) % words.count] }, [words[number]]])
    }
    let tasks = Array(model.names.indices)
    func predict(batchTokens: Int, wordBytes: Int) -> [Document] {
      let predictor = Predictor(model, threads: 1, batchTokens: batchTokens, wordBytes: wordBytes)
      // The second time all words that are kept are known.
      _ = predictor.predict(documents, tasks: tasks)
      return predictor.predict(documents, tasks: tasks)
    }
    let expected = predict(batchTokens: 1024, wordBytes: 0)
    // A record of this model has 12 + 6 + 2 * 4 * 8 numbers, 328 bytes.
    for wordBytes in [400, 1000, 4000, 1 << 20] {
      for batchTokens in [1, 20, 1024] {
        #expect(predict(batchTokens: batchTokens, wordBytes: wordBytes) == expected)
      }
    }
  }

  @Test func `words that come again are read as by training, which keeps none`() throws {
    let model = try ToyModel.make()
    let documents = (0..<6).map { Document(words: [ToyModel.words.turned($0), ["boat", "Bob", "boat"]]) }
    let pos = model.names.firstIndex(of: "pos") ?? 0
    let set = EvaluationSet(documents, tasks: [pos], model: model)
    let whole = Predictor(model).evaluate(set).predicted[0].map { $0.tags["pos"] }
    #expect(Predictor(model).annotate(documents, tasks: [pos], options: .bare).map { $0.tags["pos"] } == whole)
  }
}

extension [String] {
  /// The elements from another one on, round and round.
  fileprivate func turned(_ count: Int) -> [String] { indices.map { self[($0 + count) % self.count] } }
}
