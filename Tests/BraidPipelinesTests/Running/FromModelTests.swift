import BraidPipelines
import BraidTasks
import BraidTensors
import BraidTraining
import BraidVocabularies
import Foundation
import Testing

/// `train: {from: MODEL}`: from YAML to a trained model.
@Suite struct FromModelTests {
  static let encoder = "{vocabulary: WORDS, embedding: 6, lstm: {units: 4}}"
  static let text = """
    seed: 3
    stages:
      - name: raw
        read: {format: tsv, train: FOLDER/raw.tsv, dev: FOLDER/dev.tsv, columns: {label: 1, text: 2}, pretokenized: true}
      - name: reviews
        read: {format: tsv, train: FOLDER/train.tsv, dev: FOLDER/dev.tsv, columns: {label: 1, text: 2}, pretokenized: true}
      - {name: raw-words, vocabulary: {of: raw}}
      - {name: words, vocabulary: {of: reviews}}
      - name: first
        train:
          encoder: \(encoder.replacing("WORDS", with: "raw-words"))
          tasks:
            lm: {head: language-model, of: raw, outputWords: 20}
            sentiment: {head: classification, of: raw}
          epochs: 2
      - name: second
        train:
          from: first
          encoder: \(encoder.replacing("WORDS", with: "words"))
          tasks:
            topic: {head: classification, of: reviews}
            sentiment: {head: classification, of: reviews}
          epochs: 2
          evaluationsPerEpoch: 2
          checkpointSteps: 1
    """

  static func bench() throws -> Workbench {
    let bench = try Workbench()
    for (name, rows, labels) in [
      ("raw", 40, ["good", "bad"]), ("train", 30, ["good", "fair", "bad"]), ("dev", 12, ["good", "bad"]),
    ] {
      try bench.write(
        "\(name).tsv", (1...rows).map { "\(labels[$0 % labels.count])\ta \(name) \($0 % 9)\n" }.joined())
    }
    return bench
  }

  func model(_ bench: Workbench, _ path: String) throws -> JointModel { try JointModel(contentsOf: bench.path(path)) }

  func values(_ model: JointModel, _ name: String) throws -> [Float] {
    model.weights.values(try #require(model.weights[name]))
  }

  @Test func `a model learns on from one of a stage above, its encoder frozen, with words and labels of its own`()
    throws
  {
    let bench = try Self.bench()
    let text = Self.text + "\n      freeze: [encoder]\n"
    #expect(try bench.run(text) == ["raw", "reviews", "raw-words", "words", "first", "second"])
    let (old, new) = (try model(bench, "run/first/model"), try model(bench, "run/second/model"))
    #expect(new.names == ["topic", "sentiment"])
    let words = old.features.words.count
    #expect(new.features.words.count > words && new.features.words.id("train") == Int32(words))
    #expect(new.tasks[1].resources.labels["labels"]?.names == ["bad", "good", "fair"])
    #expect(new.tasks[0].resources.labels["labels"]?.names == ["bad", "fair", "good"])
    for entry in old.weights.entries where entry.name.hasPrefix("encoder.") {
      #expect(try values(new, entry.name).prefix(entry.count) == values(old, entry.name)[...], "\(entry.name)")
    }
    #expect(try values(new, "sentiment.output.weight") != values(old, "sentiment.output.weight"))
    // Nothing is done twice.
    #expect(try bench.run(text) == [])
  }

  @Test func `check says of two tasks of a model folder that write one layer what a run says`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    try bench.write("inbox.txt", "a raw 3")
    let text = """
      stages:
        - name: inbox
          annotate: {folder: FOLDER/run/second/model, input: FOLDER/inbox.txt, to: doccano, output: FOLDER/out.json}
      """
    let problem =
      "`tasks` is `topic` and `sentiment`, which both write labels in the layer `label`, expected one of them, "
      + "or `to: jsonl`, which holds both"
    let error = #expect(throws: PipelineError.self) { try bench.run(text) }
    #expect(error?.errorDescription?.hasSuffix(problem) == true && error?.isMistake == true)
    let checker = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let findings = try checker.check()
    #expect(findings.map(\.level) == [.error] && findings[0].text.hasSuffix(problem) && findings[0].isMistake)
  }

  @Test func `a language model is scored and annotates nothing`() throws {
    let bench = try Self.bench()
    try bench.write("inbox.txt", "a raw 3")
    let text =
      Self.text.replacing("sentiment: {head: classification, of: raw}\n", with: "\n")
        + """

          - name: scores
            evaluate: {model: first, of: raw}
          - name: inbox
            annotate: {model: first, input: FOLDER/inbox.txt, output: FOLDER/out.jsonl}
        """
    var summary = ""
    var scores: [String: TaskScore] = [:]
    _ = try PipelineRunner(
      try bench.pipeline(text), folder: bench.path("run"), threads: 1, code: "1"
    ) { event in
      if event.stage == "inbox", case .finished(let text, _, _) = event.message { summary = text }
      if case .scores(let all) = event.message { scores = all }
    }.run()
    #expect(summary == "1 document in \(bench.path("out.jsonl")); lm writes no layer")
    #expect(bench.read("out.jsonl")?.contains("predictions") == false)
    let score = try #require(scores["lm"])
    #expect(score.metric == "perplexity" && score.value > 1 && score.value < 25 && score.interval != nil)
  }

  @Test func `a stopped training resumes to the same bits`() throws {
    let bench = try Self.bench()
    _ = try bench.run(Self.text)
    let whole = try model(bench, "run/second/model").weights
    var steps = 0
    func runner(_ stop: Int) throws -> PipelineRunner {
      PipelineRunner(
        try bench.pipeline(Self.text), folder: bench.path("other"), threads: 1, code: "1", shouldStop: { steps >= stop }
      ) { event in if case .training(_, .step) = event.message { steps += 1 } }
    }
    #expect(try !runner(6).run())
    #expect(
      bench.exists("other/second/checkpoint-last.safetensors")
        || bench.exists("other/first/checkpoint-last.safetensors"))
    #expect(try runner(.max).run())
    #expect(try model(bench, "other/second/model").weights == whole)
  }

  @Test func `a model folder and a run folder do as well, and the model's bits are part of the key`() throws {
    let bench = try Self.bench()
    _ = try bench.run(Self.text)
    let fromStage = try model(bench, "run/second/model").weights
    // The first stage alone, in a run of its own.
    let only = PipelineRunner(
      try bench.pipeline(Self.text), folder: bench.path("alone"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try only.run(upTo: "first"))
    for (index, folder) in ["run/first/model", "alone"].enumerated() {
      var text = Self.text.replacing("from: first", with: "from: FOLDER/\(folder)")
      text.replace("- name: second", with: "- name: again\(index)")
      _ = try bench.run(text)
      #expect(try model(bench, "run/again\(index)/model").weights == fromStage, "\(folder)")
      #expect(try bench.plan(text) == [:])
    }
    let text = Self.text.replacing("from: first", with: "from: FOLDER/alone/first/model")
    _ = try bench.run(text)
    var changed = try model(bench, "alone/first/model")
    var weights = changed.weights
    let id = try #require(weights["encoder.words"])
    weights.set(id, weights.values(id).map { $0 + 1 })
    changed.weights = weights
    try changed.write(to: bench.path("alone/first/model"))
    #expect(try bench.plan(text) == ["second": "file FOLDER/alone/first/model changed"])
    #expect(try bench.run(text) == ["second"])
    #expect(try model(bench, "run/second/model").weights != fromStage)
  }

  @Test func `the checkpoint of a training from another model is refused by name`() throws {
    let bench = try Self.bench()
    let text = Self.text.replacing("from: first", with: "from: FOLDER/run/first/model")
    _ = try bench.run(text)
    func stop() throws -> Bool {
      var steps = 0
      return try PipelineRunner(
        try bench.pipeline(text, settings: ["second.epochs=9"]), folder: bench.path("run"), threads: 1, code: "1",
        shouldStop: { steps >= 2 }
      ) { event in if case .training(_, .step) = event.message { steps += 1 } }.run()
    }
    #expect(try !stop())
    var changed = try model(bench, "run/first/model")
    var weights = changed.weights
    let id = try #require(weights["encoder.words"])
    weights.set(id, weights.values(id).map { $0 + 1 })
    changed.weights = weights
    try changed.write(to: bench.path("elsewhere"))
    let other = text.replacing("FOLDER/run/first/model", with: "FOLDER/elsewhere")
    do {
      _ = try bench.run(other, settings: ["second.epochs=9"])
      Issue.record("a checkpoint of another training was taken")
    } catch {
      #expect("\(error)".contains("option `from` is the model \(changed.fingerprint)"), "\(error)")
    }
  }

  /// The first thing that is wrong with a pipeline.
  func problem(_ text: String, run: Bool = false) throws -> String {
    let bench = try Self.bench()
    do {
      let pipeline = try bench.pipeline(text)
      guard run else { return "none" }
      _ = try PipelineRunner(pipeline, folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in }).run()
    } catch let error as PipelineError {
      return [error.errorDescription, error.recoverySuggestion].compactMap {
        $0?.replacing(bench.folder, with: "FOLDER")
      }
      .joined(separator: " ")
    }
    return "none"
  }

  @Test func `what can't be started from is said before anything runs`() throws {
    func text(_ from: String) -> String { Self.text.replacing("from: first", with: "from: \(from)") }
    let unknown = try problem(text("frist"))
    #expect(unknown.contains("`from` is `frist`, expected a train stage above (first), or a model or run folder"))
    #expect(unknown.contains("`first`"))
    #expect(try problem(text("words")).contains("stage `words` gives vocabulary, expected model"))
    #expect(try problem(Self.text + "\n      freeze: [encodr]\n").contains("`freeze` is `encodr`"))
    #expect(
      try problem(Self.text + "\n      rates: {lm: 0.1}\n").contains("`rates` is `lm`, expected one of encoder, topic"))
    #expect(
      try problem(Self.text + "\n      freeze: [topic]\n      unfreeze: {encoder: 1}\n")
        .contains("`unfreeze` is `encoder`, expected parts that `freeze` names"))
    #expect(
      try problem(
        Self.text.replacing(
          "lstm: {units: 4}}\n      tasks:\n        lm", with: "lstm: {units: 4, layers: 2}}\n      tasks:\n        lm")
      ).contains("`layer` is the last of 2 layers of a bidirectional encoder, expected layer 1, whose directions"))
    let missing = try problem(text("FOLDER/nothing"), run: true)
    #expect(missing.contains("`from` is `FOLDER/nothing`, expected a file or folder that is there"), "\(missing)")
    let other = try problem(
      Self.text.replacing("vocabulary: words, embedding: 6", with: "vocabulary: words, embedding: 8"), run: true)
    #expect(other.contains("`encoder.embedding` is 8, expected 6, as the model to start from has"), "\(other)")
  }

  @Test func `check says what is taken over, and finds another encoder`() throws {
    let bench = try Self.bench()
    func findings(_ text: String) throws -> [CheckFinding] {
      try PipelineRunner(
        try bench.pipeline(text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in }
      ).check().filter { $0.stage == "second" }
    }
    let notes = try findings(Self.text).map(\.text)
    #expect(notes.contains { $0.hasPrefix("starts from the encoder of first, with ") })
    #expect(notes.contains("task `sentiment` takes over the head of the model's task"))
    #expect(notes.contains("task `topic` begins with new weights: the model has no task of this name"))
    #expect(notes.contains("heads of the model that are not kept: lm"))
    let other = try findings(
      Self.text.replacing("vocabulary: words, embedding: 6", with: "vocabulary: words, embedding: 8"))
    #expect(other.contains { $0.level == .error && $0.text.contains("`encoder.embedding` is 8") })
    // A head that can't be taken over is a warning of the run.
    var warnings: [String] = []
    let changed = Self.text.replacing(
      "sentiment: {head: classification, of: reviews}",
      with: "sentiment: {head: classification, of: reviews, pooling: mean}")
    _ = try PipelineRunner(
      try bench.pipeline(changed), folder: bench.path("run"), threads: 1, code: "1"
    ) { event in
      if case .training(_, .warning(let warning)) = event.message { warnings.append(warning.message) }
    }.run()
    #expect(
      warnings == [
        "task sentiment begins with new weights: its option `pooling` is [mean], that of the model's task is [max]"
      ])
  }
}
