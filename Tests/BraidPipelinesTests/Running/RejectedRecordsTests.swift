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

  @Test(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
  func `braid run ends with 3 for them, as annotate does`() throws {
    let (bench, pipeline) = try Self.bench()
    try bench.write("p.yaml", pipeline.replacing("FOLDER", with: bench.folder))
    let process = try Program.start(["run", bench.path("p.yaml"), "--output", bench.path("run")])
    process.waitUntilExit()
    #expect(process.terminationStatus == 3)
  }
}
