import BraidFiles
import BraidPipelines
import BraidTasks
import BraidTensors
import Foundation
import Testing

/// `train: {encoder: {inputs: FILE}}`: from YAML to a trained model and its predictions.
@Suite struct InputStagesTests {
  static let text = """
    seed: 3
    stages:
      - name: reviews
        read: {format: tsv, train: FOLDER/train.tsv, dev: FOLDER/dev.tsv, columns: {label: 1, text: 2}, pretokenized: true}
      - {name: words, vocabulary: {of: reviews}}
      - name: model
        train:
          encoder:
            vocabulary: words
            embedding: 4
            inputs: [FOLDER/train.safetensors, FOLDER/dev.safetensors]
            lstm: {units: 3}
          tasks: {sentiment: {head: classification, of: reviews}}
          epochs: 2
      - name: scores
        evaluate: {model: model, of: reviews}
      - name: inbox
        annotate: {model: model, input: FOLDER/inbox.txt, output: FOLDER/out.jsonl, inputs: FOLDER/inbox.safetensors}
    """

  /// Vectors of texts of three words.
  static func write(_ bench: Workbench, _ file: String, _ texts: [String], shift: Float = 0) throws {
    let tensors = Set(texts).sorted().map { text in
      NamedTensor(
        name: "sha256:" + SHA256.hexadecimal(text), shape: [3, 2],
        values: text.utf8.prefix(6).map { Float($0) / 100 + shift })
    }
    try SafeTensors(tensors: tensors).write(to: bench.path(file))
  }

  static func bench() throws -> Workbench {
    let bench = try FromModelTests.bench()
    for name in ["train", "dev"] {
      let texts = (bench.read("\(name).tsv") ?? "").split(separator: "\n").map { String($0.split(separator: "\t")[1]) }
      try write(bench, "\(name).safetensors", texts)
    }
    try bench.write("inbox.txt", "a raw 3")
    try write(bench, "inbox.safetensors", ["a raw 3"])
    return bench
  }

  /// What is wrong with a run, or nothing.
  static func problem(_ bench: Workbench, _ text: String = text, settings: [String] = []) throws -> String {
    do {
      try bench.run(text, settings: settings)
      return "none"
    } catch let error as PipelineError {
      return (error.errorDescription ?? "").replacing(bench.folder, with: "FOLDER")
    }
  }

  @Test func `a model learns from the vectors, is scored and annotates with them`() throws {
    let bench = try Self.bench()
    #expect(try bench.run(Self.text) == ["reviews", "words", "model", "scores", "inbox"])
    let model = try JointModel(contentsOf: bench.path("run/model/model"))
    #expect(model.features.inputs == 2)
    #expect(bench.read("out.jsonl")?.contains("\"sentiment\"") == true)
    #expect(try bench.run(Self.text) == [])
    // The contents of the files count.
    let texts = (1...30).map { "a train \($0 % 9)" }
    try Self.write(bench, "train.safetensors", texts, shift: 1)
    #expect(
      try bench.plan(Self.text)["model"] == "file FOLDER/train.safetensors changed")
    #expect(try bench.run(Self.text) == ["model", "scores", "inbox"])
    #expect(try JointModel(contentsOf: bench.path("run/model/model")).weights != model.weights)
  }

  @Test func `the document that has no vectors is named, in training, in development, in annotating`() throws {
    let bench = try Self.bench()
    let texts = (1...30).map { "a train \($0 % 9)" }
    try Self.write(bench, "train.safetensors", texts.filter { $0 != "a train 4" })
    let missing = try Self.problem(bench)
    #expect(missing.contains("stage `model`: document "), "\(missing)")
    #expect(missing.contains("sha256:\(SHA256.hexadecimal("a train 4"))"), "\(missing)")
    #expect(missing.contains(" in FOLDER/train.safetensors, FOLDER/dev.safetensors"), "\(missing)")
    let findings = try PipelineRunner(
      try bench.pipeline(Self.text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in }
    ).check()
    #expect(
      findings.contains {
        $0.stage == "model" && $0.level == .error && $0.text.contains(SHA256.hexadecimal("a train 4"))
      })
    try Self.write(bench, "train.safetensors", texts)
    try Self.write(bench, "dev.safetensors", ["a dev 1"])
    #expect(try Self.problem(bench).contains("no tensor of this name"))
    let again = try Self.bench()
    try again.write("inbox.txt", "a raw 4")
    // A record without vectors is rejected, like one that can't be read.
    try again.run(Self.text)
    #expect(again.read("out.jsonl.dead-letters.jsonl")?.contains(SHA256.hexadecimal("a raw 4")) == true)
    let strict = try Self.problem(again, settings: ["inbox.strict=true"])
    #expect(strict.contains("stage `inbox`: document "), "\(strict)")
  }

  @Test func `check goes through all vectors, and says what they take`() throws {
    let bench = try Self.bench()
    let findings = try PipelineRunner(
      try bench.pipeline(Self.text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in }
    ).check()
    #expect(findings.filter { $0.level == .error } == [])
    #expect(findings.contains { $0.text.contains("each of 90 tokens gets 2 numbers, which take 1 MB") })
  }

  @Test func `a language model and a segmenter can't be given vectors`() throws {
    let bench = try Self.bench()
    func problem(_ text: String) -> String {
      do {
        _ = try bench.pipeline(text)
        return "none"
      } catch { return error.localizedDescription }
    }
    #expect(problem(Self.text) == "none")
    #expect(
      problem(Self.text.replacing("head: classification", with: "head: language-model")).contains(
        "`encoder` is an encoder that is given vectors of tokens, expected an encoder without `contextual` and `inputs`"
      ))
    let segments = Self.text.replacing(
      "  - {name: words, vocabulary: {of: reviews}}",
      with: "  - {name: cut, characters: {of: reviews}}\n  - {name: words, vocabulary: {of: cut}}"
    ).replacing("head: classification, of: reviews", with: "head: segmentation, of: cut")
    #expect(problem(segments).contains("`inputs` is given, expected none for a model that finds the tokens itself"))
  }
}
