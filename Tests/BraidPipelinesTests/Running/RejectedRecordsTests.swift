import BraidPipelines
import BraidTestSupport
import Foundation
import Testing

/// Records that an annotate stage could not read.
@Suite struct RejectedRecordsTests {
  static let input = "{\"text\":\"film number 2\"}\n}\n"

  static func bench() throws -> (bench: Workbench, pipeline: String) {
    let bench = try CacheTests.bench()
    try bench.write("in.jsonl", input)
    let pipeline = CacheTests.training.replacing("FOLDER/in.txt, format: lines", with: "FOLDER/in.jsonl, format: jsonl")
    return (bench, pipeline)
  }

  @Test func `a run counts them, also when there is nothing to do`() throws {
    let (bench, pipeline) = try Self.bench()
    for _ in 0..<2 {
      let runner = PipelineRunner(
        try bench.pipeline(pipeline), folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
      #expect(try runner.run())
      #expect(runner.rejectedRecords == 1)
    }
    try bench.write("in.jsonl", "{\"text\":\"film number 2\"}\n")
    let runner = PipelineRunner(
      try bench.pipeline(pipeline), folder: bench.path("run"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try runner.run())
    #expect(runner.rejectedRecords == 0)
    #expect(!bench.exists("out.jsonl.dead-letters.jsonl"))
  }

  @Test func `check warns of them, with their number and place, and is no error, unless they are to be errors`() throws
  {
    let (bench, pipeline) = try Self.bench()
    try bench.write("in.jsonl", "{\"text\":\"film number 2\"}\n{\"text\":5}\n{\"text\":\"\"}\n}\n")
    let warned = PipelineRunner(
      try bench.pipeline(pipeline), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let found = try warned.check().filter { $0.level != .note }
    let finding = try #require(found.first { $0.text.contains("rejected") })
    #expect(finding.level == .warning && finding.text.hasPrefix("of 4 records at least 2 will be rejected: "))
    #expect(finding.text.contains("in.jsonl:2") && finding.text.contains("in.jsonl:4"), "\(finding.text)")
    #expect(!found.contains { $0.level == .error })
    let strict = pipeline.replacing(
      "FOLDER/in.jsonl, format: jsonl", with: "FOLDER/in.jsonl, format: jsonl, strict: true")
    let refused = PipelineRunner(
      try bench.pipeline(strict), folder: bench.path("strict"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try refused.check().contains { $0.level == .error && $0.text.contains("in.jsonl:2") })
  }

  @Test func `an input of which nothing can be read is an error, in check too, and what the stage wrote stays`() throws
  {
    let (bench, pipeline) = try Self.bench()
    _ = try bench.run(pipeline)
    let written = bench.read("out.jsonl")
    try bench.write("in.jsonl", "}\n")
    let error = #expect(throws: PipelineError.self) { try bench.run(pipeline) }
    #expect(error?.errorDescription?.contains("in.jsonl:1:1") == true, "\(error?.errorDescription ?? "")")
    #expect(bench.read("out.jsonl") == written)
    let checker = PipelineRunner(
      try bench.pipeline(pipeline), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    #expect(try checker.check().contains { $0.level == .error && $0.text.contains("in.jsonl:1:1") })
  }

  @Test func `documents that a write stage cannot write go to the file that it names, or are an error`() throws {
    let bench = try Workbench()
    try bench.write("in.jsonl", "{\"text\":\"One boat.\"}\n{\"text\":\"\"}\n{\"text\":\"Two boats.\"}\n")
    let pipeline = """
      name: p
      stages:
        - name: texts
          read: {format: jsonl, train: FOLDER/in.jsonl}
        - name: tokens
          tokenize: {of: texts, locale: en}
        - name: out
          write: {of: tokens, path: FOLDER/out.conllu, deadLetters: FOLDER/letters.jsonl}
      """
    func runner(_ text: String, _ folder: String = "run") throws -> PipelineRunner {
      PipelineRunner(try bench.pipeline(text), folder: bench.path(folder), threads: 1, code: "1", onEvent: { _ in })
    }
    let found = try runner(pipeline, "check").check().filter { $0.level != .note }
    let finding = try #require(found.first { $0.text.contains("rejected") })
    #expect(finding.level == .warning && !found.contains { $0.level == .error })
    #expect(finding.text.hasPrefix("of the first 3 documents 1 will be rejected: "), "\(finding.text)")
    for _ in 0..<2 {
      let runner = try runner(pipeline)
      #expect(try runner.run())
      #expect(runner.rejectedRecords == 1)
    }
    let letters = try #require(bench.read("letters.jsonl"))
    #expect(letters.hasPrefix("{\"reason\":\"") && letters.contains("cannot hold a document without words"))
    #expect(letters.split(separator: "\n").count == 1)
    let written = try #require(bench.read("out.conllu"))
    #expect(written.contains("One boat.") && written.contains("Two boats."))
    // Without such a file nothing is written.
    let strict = pipeline.replacing(", deadLetters: FOLDER/letters.jsonl", with: "")
    let error = #expect(throws: PipelineError.self) { try runner(strict, "strict").run() }
    #expect(error?.errorDescription?.contains("cannot hold a document without words") == true)
    #expect(bench.read("out.conllu") == written)
    let same = #expect(throws: PipelineError.self) {
      try bench.pipeline(pipeline.replacing("letters.jsonl", with: "out.conllu"))
    }
    #expect(same?.errorDescription?.contains("out.conllu`, which is the output, expected a file of its own") == true)
    // What is right is not rejected any more.
    try bench.write("in.jsonl", "{\"text\":\"One boat.\"}\n")
    let last = try runner(pipeline)
    #expect(try last.run())
    #expect(last.rejectedRecords == 0 && bench.read("letters.jsonl") == "")
  }

  @Test(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
  func `braid run ends with 3 for them, as annotate does`() throws {
    let (bench, pipeline) = try Self.bench()
    try bench.write("p.yaml", pipeline.replacing("FOLDER", with: bench.folder))
    let process = try Program.start(["run", bench.path("p.yaml"), "--output", bench.path("run")])
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
  }
}
