import BraidPipelines
import Foundation
import Testing

@Suite struct CacheTests {
  static let text = """
    seed: 3
    stages:
      - name: raw
        read: {format: tsv, train: FOLDER/train.tsv, columns: {label: 1, text: 2}}
      - name: tokens
        tokenize: {of: raw}
      - name: parts
        split: {of: tokens, dev: 0.25}
      - name: words
        vocabulary: {of: parts, path: FOLDER/out/words.txt}
      - name: train
        write: {of: parts, path: FOLDER/out/train.jsonl}
      - name: copy
        write: {of: raw, format: tsv, columns: [label, text], path: FOLDER/out/copy.tsv}
    """
  static let all = ["raw", "tokens", "parts", "words", "train", "copy"]

  static func bench() throws -> Workbench {
    let bench = try Workbench()
    try bench.write("train.tsv", (1...12).map { "\($0 % 2 == 0 ? "good" : "bad")\tfilm number \($0)\n" }.joined())
    return bench
  }

  @Test func `a second run runs no stage`() throws {
    let bench = try Self.bench()
    #expect(try bench.run(Self.text) == Self.all)
    let written = bench.read("out/train.jsonl")
    #expect(try bench.run(Self.text) == [])
    #expect(try bench.plan(Self.text) == [:])
    #expect(bench.read("out/train.jsonl") == written)
  }

  @Test func `all stages can be run again`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    #expect(try bench.run(Self.text, force: true) == Self.all)
  }

  @Test(arguments: [
    (["words.size=9"], ["words"], ["words": "option `size` is 9, was not there"]),
    (
      ["parts.dev=0.5"], ["parts", "words", "train"],
      ["parts": "option `dev` is 0.5, was 0.25", "words": "stage `parts` runs", "train": "stage `parts` runs"]
    ),
    (
      ["seed=4"], ["parts", "words", "train"],
      ["parts": "the seed is 4, was 3", "words": "stage `parts` runs", "train": "stage `parts` runs"]
    ),
    (["copy.header=true"], ["copy"], ["copy": "option `header` is true, was not there"]),
    (["name=other"], [], [:]),
    (
      ["tokens.locale=de"], ["tokens", "parts", "words", "train"],
      [
        "tokens": "option `locale` is de, was en", "parts": "stage `tokens` runs", "words": "stage `parts` runs",
        "train": "stage `parts` runs",
      ]
    ),
  ])
  func `changing an option runs what depends on it and nothing else`(
    settings: [String], ran: [String], reasons: [String: String]
  ) throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    #expect(try bench.plan(Self.text, settings: settings) == reasons)
    #expect(try bench.run(Self.text, settings: settings) == ran)
    #expect(try bench.run(Self.text, settings: settings) == [])
  }

  @Test func `touching a file runs nothing, changing it runs what reads it`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    let tomorrow = Date(timeIntervalSinceNow: 86_400)
    try FileManager.default.setAttributes([.modificationDate: tomorrow], ofItemAtPath: bench.path("train.tsv"))
    #expect(try bench.run(Self.text) == [])
    try bench.write("train.tsv", (bench.read("train.tsv") ?? "") + "good\tone more\n")
    #expect(try bench.plan(Self.text)["raw"] == "file FOLDER/train.tsv changed")
    #expect(try bench.run(Self.text) == Self.all)
  }

  @Test func `another program runs everything again`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    #expect(try bench.plan(Self.text, code: "2")["copy"] == "stage `raw` runs")
    #expect(try bench.plan(Self.text, code: "2")["raw"] == "the program changed")
    #expect(try bench.run(Self.text, code: "2") == Self.all)
  }

  @Test(arguments: [
    ("out/words.txt", "words"), ("out/train.jsonl", "train"), ("run/cache/parts.parts", "parts"),
    ("run/cache/words.vocabulary", "words"),
  ])
  func `a result that is gone or was changed is made again`(file: String, stage: String) throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    let before = bench.read(file)
    try bench.delete(file)
    #expect(try bench.plan(Self.text)[stage] == "FOLDER/\(file) is missing")
    #expect(try bench.run(Self.text) == [stage])
    #expect(bench.read(file) == before)
    try bench.write(file, "something else")
    #expect(try bench.plan(Self.text)[stage] == "FOLDER/\(file) is not what the stage wrote")
    #expect(try bench.run(Self.text) == [stage])
    #expect(bench.read(file) == before)
  }

  @Test func `deleting the cache, or a part of it, costs time only`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    let before = bench.read("out/train.jsonl")
    try bench.delete("run/cache")
    #expect(try bench.run(Self.text) == Self.all)
    #expect(bench.read("out/train.jsonl") == before)
    try bench.delete("run/cache/tokens.json")
    try bench.write("run/cache/words.json", "{")
    #expect(try bench.run(Self.text) == ["tokens", "words"])
    try bench.delete("run")
    #expect(try bench.run(Self.text) == Self.all)
  }

  @Test func `a record of another version, or a damaged one, says so and is made again`() throws {
    let bench = try Self.bench()
    try bench.run(Self.text)
    let record = try #require(bench.read("run/cache/words.json"))
    for version in ["1", "99"] {
      try bench.write("run/cache/words.json", record.replacing(#/"version" : \d+/#, with: "\"version\" : \(version)"))
      #expect(try bench.plan(Self.text) == ["words": "another version of Braid ran it"])
      #expect(try bench.run(Self.text) == ["words"])
      #expect(try bench.plan(Self.text) == [:])
    }
    for damaged in ["", "{", String(record.prefix(record.count / 2))] {
      try bench.write("run/cache/words.json", damaged)
      #expect(try bench.plan(Self.text) == ["words": "FOLDER/run/cache/words.json is not what the stage wrote"])
    }
    #expect(try bench.run(Self.text) == ["words"])
  }

  @Test func `a stage that fails leaves no record but that of its old result, which is not lost`() throws {
    let bench = try Self.bench()
    let good = try #require(bench.read("train.tsv"))
    try bench.write("train.tsv", "good\n")
    #expect(throws: PipelineError.self) { try bench.run(Self.text) }
    #expect(!bench.exists("run/cache/raw.json"))
    #expect(try bench.plan(Self.text)["raw"] == "has not run yet")
    try bench.write("train.tsv", good)
    try bench.run(Self.text)
    try bench.write("train.tsv", "good\n")
    let error = #expect(throws: PipelineError.self) { try bench.run(Self.text) }
    #expect(error?.errorDescription?.contains("stage `raw`") == true)
    #expect(try bench.plan(Self.text)["raw"] == "file FOLDER/train.tsv changed")
    try bench.write("train.tsv", good)
    #expect(try bench.run(Self.text) == [])
  }

  @Test func `a damaged result that looks untouched is noticed when it is loaded`() throws {
    let bench = try Self.bench()
    let settings = ["train.part=dev"]
    try bench.run(Self.text)
    // The hash that goes with the file's size and times is a wrong one, as if the disk had lost a bit later on.
    usleep(150_000)
    try bench.run(Self.text)
    let parts = bench.path("run/cache/parts.parts")
    let digests = try #require(bench.read("run/cache/.digests.json"))
    var bytes = try Data(contentsOf: URL(fileURLWithPath: parts))
    let times = try FileManager.default.attributesOfItem(atPath: parts)
    bytes[0] ^= 1
    try bytes.write(to: URL(fileURLWithPath: parts))
    try FileManager.default.setAttributes(
      [.modificationDate: times[.modificationDate] as Any], ofItemAtPath: parts)
    #expect(digests.contains("parts.parts"))
    #expect(try bench.run(Self.text, settings: settings) == ["parts", "train"])
  }

  @Test func `two runs at once in one folder are refused`() throws {
    let bench = try Self.bench()
    let pipeline = try bench.pipeline(Self.text)
    var refusal: PipelineError?
    let runner = PipelineRunner(pipeline, folder: bench.path("run"), code: "1") { event in
      guard case .started = event.message, event.stage == "raw" else { return }
      refusal = #expect(throws: PipelineError.self) { try bench.run(Self.text) }
    }
    _ = try runner.run()
    #expect(refusal == .busy(folder: bench.path("run/cache")))
  }

  @Test func `a run that is asked to stop leaves its stage undone, and the next one continues there`() throws {
    let bench = try Self.bench()
    try bench.write("train.tsv", (1...64).map { "\($0 % 2 == 0 ? "good" : "bad")\tfilm number \($0)\n" }.joined())
    var stage = ""
    let runner = PipelineRunner(
      try bench.pipeline(Self.text), folder: bench.path("run"), threads: 1, code: "1",
      shouldStop: { stage == "train" }
    ) { event in if case .started = event.message { stage = event.stage } }
    #expect(try runner.run() == false)
    #expect(stage == "train")
    #expect(try FileManager.default.contentsOfDirectory(atPath: bench.path("out")) == ["words.txt"])
    #expect(try bench.plan(Self.text) == ["train": "has not run yet", "copy": "has not run yet"])
  }

  @Test func `a stage alone runs with what it needs`() throws {
    let bench = try Self.bench()
    var ran: [String] = []
    let runner = PipelineRunner(try bench.pipeline(Self.text), folder: bench.path("run"), code: "1") { event in
      if case .started = event.message { ran.append(event.stage) }
    }
    _ = try runner.run(upTo: "copy")
    #expect(ran == ["raw", "copy"])
  }

  static let training = """
    stages:
      - name: reviews
        read: {format: tsv, train: FOLDER/train.tsv, dev: FOLDER/train.tsv, columns: {label: 1, text: 2}, pretokenized: true}
      - name: words
        vocabulary: {of: reviews}
      - name: model
        train:
          encoder: {vocabulary: words, embedding: 4, lstm: {units: 4}}
          tasks: {sentiment: {head: classification, of: reviews}}
          epochs: 2
      - name: scores
        evaluate: {model: model, of: reviews}
      - name: answers
        annotate: {model: model, input: FOLDER/in.txt, format: lines, output: FOLDER/out.jsonl}
    """

  @Test func `a model is trained once, and again when an option says so`() throws {
    let bench = try Self.bench()
    try bench.write("in.txt", "film number 2\n")
    #expect(try bench.run(Self.training) == ["reviews", "words", "model", "scores", "answers"])
    #expect(try bench.run(Self.training) == [])
    try bench.write("in.txt", "film number 3\n")
    #expect(try bench.run(Self.training) == ["answers"])
    try FileManager.default.createDirectory(atPath: bench.path("in/below"), withIntermediateDirectories: true)
    try bench.write("in/a.txt", "film number 1\n")
    let folder = Self.training.replacing("FOLDER/in.txt", with: "FOLDER/in")
    #expect(try bench.run(folder) == ["answers"])
    #expect(try bench.run(folder) == [])
    try bench.write("in/below/b.txt", "film number 2\n")
    #expect(try bench.run(folder) == ["answers"])
    #expect(bench.read("out.jsonl")?.split(separator: "\n").count == 2)
    #expect(try bench.run(Self.training) == ["answers"])
    #expect(try bench.run(Self.training, settings: ["model.epochs=3"]) == ["model", "scores", "answers"])
    let weights = "run/model/model/model.safetensors"
    let before = bench.read(weights)
    try bench.write(weights, "nothing")
    #expect(try bench.run(Self.training, settings: ["model.epochs=3", "answers.format=text"]) == ["model", "answers"])
    #expect(bench.read(weights) == before)
  }
}
