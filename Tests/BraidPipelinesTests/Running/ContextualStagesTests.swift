import BraidPipelines
import BraidTasks
import BraidTensors
import BraidTraining
import Foundation
import Testing

/// `train: {encoder: {contextual: MODEL}}`: from YAML to a trained model.
@Suite struct ContextualStagesTests {
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
          encoder: {vocabulary: raw-words, embedding: 6, lstm: {units: 4}}
          tasks: {lm: {head: language-model, of: raw, outputWords: 20}}
          epochs: 1
      - name: second
        train:
          encoder: {vocabulary: words, embedding: 4, contextual: first, lstm: {units: 3}}
          tasks:
            sentiment: {head: classification, of: reviews}
            other: {head: classification, of: reviews, pooling: mean}
          epochs: 2
          batchSentences: 8
          checkpointSteps: 1
    """
  static let later = """

      - name: scores
        evaluate: {model: second, of: reviews}
      - name: inbox
        annotate: {model: second, tasks: sentiment, input: FOLDER/inbox.txt, output: FOLDER/out.jsonl}
    """
  static let vectors = "run/cache/second+states+reviews.vectors"

  func model(_ bench: Workbench, _ path: String) throws -> JointModel { try JointModel(contentsOf: bench.path(path)) }

  @Test func `states are computed once, and the model holds the encoder that they are of`() throws {
    let bench = try FromModelTests.bench()
    try bench.write("inbox.txt", "a raw 3")
    let text = Self.text + Self.later
    #expect(
      try bench.run(text) == ["raw", "reviews", "raw-words", "words", "first", "second", "scores", "inbox"])
    let new = try model(bench, "run/second/model")
    let first = try model(bench, "run/first/model")
    #expect(new.features.contextual?.fingerprint == (try ContextualModel(first)).fingerprint)
    let info = try ModelInfo(contentsOf: bench.path("run/second/model"))
    #expect(info.card?.contextual == "first" && info.contextual == new.features.contextual?.fingerprint)
    #expect(bench.read("out.jsonl")?.contains("\"sentiment\"") == true)
    // 30 documents of three words, 8 numbers each, of two bytes, behind a header of five integers.
    let bytes = try Data(contentsOf: URL(fileURLWithPath: bench.path(Self.vectors)))
    #expect(bytes.count == 20 + 30 * 3 * 8 * 2)
    // Nothing is done twice, not even where other options of the training or of the mix have changed.
    #expect(try bench.run(text) == [])
    let stamp = try bench.stamp(Self.vectors)
    #expect(try bench.run(text, settings: ["second.encoder.states.units=2"]) == ["second", "scores", "inbox"])
    #expect(try bench.stamp(Self.vectors) == stamp)
    #expect(try model(bench, "run/second/model").encoder.options.states?.units == 2)
    #expect(
      try bench.plan(text, settings: ["first.epochs=2"]).keys.sorted() == ["first", "inbox", "scores", "second"])
    // The model is moved alone.
    try FileManager.default.moveItem(atPath: bench.path("run/second/model"), toPath: bench.path("moved"))
    try bench.delete("run")
    #expect(try model(bench, "moved").features.contextual?.fingerprint == new.features.contextual?.fingerprint)
  }

  @Test func `without a model above, the states that were kept are deleted`() throws {
    let bench = try FromModelTests.bench()
    try bench.run(Self.text)
    #expect(bench.exists(Self.vectors))
    try bench.run(Self.text.replacing(" contextual: first,", with: ""))
    #expect(!bench.exists(Self.vectors))
    #expect(try model(bench, "run/second/model").features.contextual == nil)
  }

  @Test func `a folder, a packed file and a run folder do as well, and the model's bits are part of the key`() throws {
    let bench = try FromModelTests.bench()
    try bench.run(Self.text)
    let weights = try model(bench, "run/second/model").weights
    try model(bench, "run/first/model").pack(to: bench.path("first.braid"), card: nil, half: false)
    for (index, path) in ["run/first/model", "first.braid"].enumerated() {
      var text = Self.text.replacing("contextual: first", with: "contextual: FOLDER/\(path)")
      text.replace("- name: second", with: "- name: again\(index)")
      #expect(try bench.run(text) == ["again\(index)"])
      #expect(try model(bench, "run/again\(index)/model").weights == weights, "\(path)")
      #expect(try bench.plan(text) == [:])
    }
    var changed = try model(bench, "run/first/model")
    let id = try #require(changed.weights["encoder.words"])
    changed.weights.set(id, changed.weights.values(id).map { $0 + 1 })
    try changed.pack(to: bench.path("first.braid"), card: nil, half: false)
    var text = Self.text.replacing("contextual: first", with: "contextual: FOLDER/first.braid")
    text.replace("- name: second", with: "- name: again1")
    #expect(try bench.plan(text) == ["again1": "file FOLDER/first.braid changed"])
    #expect(try bench.run(text) == ["again1"])
    #expect(try model(bench, "run/again1/model").weights != weights)
  }

  @Test func `a stopped training resumes to the same bits`() throws {
    let bench = try FromModelTests.bench()
    try bench.run(Self.text)
    var steps = 0
    func runner(_ stop: Int) throws -> PipelineRunner {
      PipelineRunner(
        try bench.pipeline(Self.text), folder: bench.path("other"), threads: 2, code: "1", shouldStop: { steps >= stop }
      ) { event in if case .training(_, .step) = event.message { steps += 1 } }
    }
    #expect(try !runner(6).run())
    #expect(bench.exists("other/second/checkpoint-last.safetensors"))
    #expect(try runner(.max).run())
    #expect(try model(bench, "other/second/model").weights == model(bench, "run/second/model").weights)
  }

  @Test func `a model is learned on from only over the same states`() throws {
    let bench = try FromModelTests.bench()
    let third =
      Self.text + """

          - name: third
            train:
              from: second
              encoder: {vocabulary: words, embedding: 4, contextual: first, lstm: {units: 3}}
              tasks: {sentiment: {head: classification, of: reviews}}
              freeze: [encoder]
              epochs: 1
        """
    try bench.run(third)
    let (old, new) = (try model(bench, "run/second/model"), try model(bench, "run/third/model"))
    for name in ["encoder.contextual.mix.scores", "encoder.lstm.1.forward.input"] {
      guard let id = old.weights[name], let other = new.weights[name] else { continue }
      #expect(old.weights.values(id) == new.weights.values(other), "\(name)")
    }
    #expect(old.weights["encoder.contextual.mix.scores"] != nil)
    let without = third.replacing(
      "from: second\n      encoder: {vocabulary: words, embedding: 4, contextual: first,",
      with: "from: second\n      encoder: {vocabulary: words, embedding: 4,")
    #expect(without != third)
    do {
      try bench.run(without)
      Issue.record("another encoder was taken")
    } catch {
      let text = (error as? PipelineError)?.errorDescription ?? ""
      #expect(text.contains("p:26:16: `encoder.contextual` is absent, expected the model "))
    }
  }

  /// The first thing that is wrong with a pipeline.
  func problem(_ text: String, run: Bool = false) throws -> String {
    let bench = try FromModelTests.bench()
    do {
      if run { try bench.run(text) } else { _ = try bench.pipeline(text) }
    } catch let error as PipelineError {
      return [error.errorDescription, error.recoverySuggestion].compactMap {
        $0?.replacing(bench.folder, with: "FOLDER")
      }
      .joined(separator: " ")
    }
    return "none"
  }

  @Test func `what can't give states is said before anything runs`() throws {
    func text(_ change: String, _ other: String) -> String { Self.text.replacing(change, with: other) }
    #expect(try problem(Self.text) == "none")
    let unknown = try problem(text("contextual: first", "contextual: frist"))
    #expect(
      unknown.contains(
        "p:16:62: `encoder.contextual` is `frist`, expected a train stage above (first), or a model or run folder"))
    #expect(
      try problem(text("contextual: first", "contextual: words")).contains(
        "stage `words` gives vocabulary, expected model"))
    #expect(
      try problem(text("contextual: first", "states: {layers: top}")).contains(
        "p:16:58: `states` is given, expected none without a model `contextual`"))
    let leaking = try problem(
      text("other: {head: classification, of: reviews, pooling: mean}", "other: {head: language-model, of: reviews}"))
    #expect(
      leaking.contains(
        "`encoder` is an encoder that is given vectors of tokens, expected an encoder without `contextual` and `inputs`"
      ), "\(leaking)")
    let twice = """

        - name: third
          train:
            encoder: {vocabulary: words, contextual: second}
            tasks: {sentiment: {head: classification, of: reviews}}
      """
    #expect(
      try problem(Self.text + twice).contains(
        "`contextual` is `second`, whose encoder has a `contextual` or `inputs` itself, expected a model with an encoder of words"
      ))
    let letters = text("embedding: 6", "embedding: 5").replacing(
      "  - {name: raw-words, vocabulary: {of: raw}}",
      with: "  - {name: cut, tokenize: {of: raw, unit: character}}\n  - {name: raw-words, vocabulary: {of: cut}}"
    ).replacing("lm: {head: language-model, of: raw,", with: "lm: {head: language-model, of: cut,")
    #expect(
      try problem(letters).contains(
        "`contextual` is `first`, which reads characters as tokens, expected a model that reads words"))
    let missing = try problem(text("contextual: first", "contextual: FOLDER/nothing"), run: true)
    #expect(
      missing.contains("p:16:62: `encoder.contextual` is `FOLDER/nothing`, expected a file or folder that is there"),
      "\(missing)")
  }

  @Test func `check says what the states take and how well the words are known, and keeps none`() throws {
    let bench = try FromModelTests.bench()
    func findings(_ text: String) throws -> [CheckFinding] {
      try PipelineRunner(
        try bench.pipeline(text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in }
      ).check().filter { $0.stage == "second" }
    }
    let all = try findings(Self.text)
    let notes = all.map(\.text)
    #expect(notes.contains("first: each of 90 tokens gets 8 numbers, which take 1 MB of the run's cache"))
    #expect(notes.contains { $0.hasPrefix("the model of `contextual` has 6") && $0.hasSuffix("its vocabulary") })
    #expect(notes.contains { $0.hasPrefix("a batch of `sentiment` went through the model, its loss is ") })
    #expect(all.filter { $0.level == .error } == [])
    #expect(!bench.exists("check/cache/second+states+reviews.vectors"))
  }

  @Test func `baselines train on the states`() throws {
    let bench = try FromModelTests.bench()
    var variants = TrainingVariants()
    variants.baselines = true
    var compared = 0
    let runner = PipelineRunner(
      try bench.pipeline(Self.text), folder: bench.path("run"), threads: 1, code: "1", variants: variants
    ) { event in if case .baselines(let rows) = event.message { compared += rows.count } }
    #expect(try runner.run(upTo: "second"))
    #expect(compared == 2)
  }
}
