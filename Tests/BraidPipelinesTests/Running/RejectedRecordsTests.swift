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

  @Test(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
  func `braid run ends with 3 for them, as annotate does`() throws {
    let (bench, pipeline) = try Self.bench()
    try bench.write("p.yaml", pipeline.replacing("FOLDER", with: bench.folder))
    let process = try Program.start(["run", bench.path("p.yaml"), "--output", bench.path("run")])
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
  }
}
