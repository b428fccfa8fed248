import BraidPipelines
import Foundation
import Testing

/// What stages write replaces files of its kind and their own, and nothing else.
@Suite struct ReplacedFilesTests {
  static let read = """
    stages:
      - name: texts
        read: {format: tsv, train: FOLDER/train.tsv, columns: {label: 1, text: 2}}
      - name: last
    """

  private func text(_ stage: String) -> String { "\(Self.read)\n    \(stage)\n" }

  @Test(arguments: [
    ("write: {of: texts, path: FOLDER/out.jsonl}", "out.jsonl", "# Notes\n", "corpus in the format jsonl"),
    ("write: {of: texts, path: FOLDER/out.tsv}", "out.tsv", "name: x\nstages:\n", "corpus in the format tsv"),
    (
      "write: {of: texts, format: parallel, path: FOLDER/out}", "out.source", "\0\u{1}", "corpus in the format parallel"
    ),
    ("vocabulary: {of: texts, kind: labels, path: FOLDER/labels.txt}", "labels.txt", "one\n", "vocabulary"),
    ("report: {output: FOLDER/page.html}", "page.html", "notes\n", "report"),
  ])
  func `a file of another kind stops plan, run and check before the first stage`(
    stage: String, file: String, content: String, kind: String
  ) throws {
    let bench = try CacheTests.bench()
    try bench.write(file, content)
    let text = text(stage)
    let problem = "\(bench.path(file)) exists, is no \(kind), and is none that this stage has written"
    let bodies: [() throws -> Void] = [{ _ = try bench.run(text) }, { _ = try bench.plan(text) }]
    for body in bodies {
      let error = #expect(throws: PipelineError.self) { try body() }
      #expect(error?.errorDescription?.hasSuffix(problem) == true)
      #expect(error?.recoverySuggestion == "Choose another output, or delete the file.")
      #expect(error?.isMistake == true)
    }
    #expect(bench.read(file) == content)
    #expect(bench.read("run/events.jsonl") == nil)
    let checker = PipelineRunner(
      try bench.pipeline(text), folder: bench.path("check"), threads: 1, code: "1", onEvent: { _ in })
    let errors = try checker.check(for: bench.path("run")).filter { $0.level == .error }
    #expect(errors.map { $0.text.hasSuffix(problem) && $0.isMistake } == [true])
  }

  @Test func `links that lead to each other are told before the first stage`() throws {
    let bench = try CacheTests.bench()
    let link = bench.path("out.jsonl")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "out.jsonl")
    let error = #expect(throws: PipelineError.self) {
      try bench.run(text("write: {of: texts, path: FOLDER/out.jsonl}"))
    }
    #expect(error?.errorDescription?.hasPrefix("\(link): can't be written to: ") == true)
    #expect(bench.read("run/events.jsonl") == nil)
  }

  @Test func `a stage's own file is replaced, whatever it has become, and so is one in the run folder`() throws {
    let bench = try CacheTests.bench()
    let text = text("write: {of: texts, format: jsonl, path: FOLDER/out}")
    #expect(try bench.run(text) == ["texts", "last"])
    let written = bench.read("out")
    try bench.write("out", "something else\n")
    #expect(try bench.run(text) == ["last"])
    #expect(try bench.run(text, settings: ["last.format=lines"]) == ["last"])
    #expect(bench.read("out")?.hasPrefix("film") == true)
    #expect(try bench.run(text) == ["last"])
    #expect(bench.read("out") == written)
    try bench.write("run/out", "something else\n")
    #expect(try bench.run(text.replacing("FOLDER/out", with: "FOLDER/run/out")) == ["last"])
    #expect(bench.read("run/out") == written)
  }

  @Test func `rejected records replace no file of another kind, none that is read, and no output`() throws {
    let (bench, pipeline) = try RejectedRecordsTests.bench()
    let letters = "out.jsonl.dead-letters.jsonl"
    try bench.write(letters, "# Notes\n")
    let error = #expect(throws: PipelineError.self) { try bench.run(pipeline) }
    #expect(error?.errorDescription?.contains("\(letters) exists, is no corpus in the format jsonl") == true)
    #expect(bench.read(letters) == "# Notes\n")
    for (path, problem) in [
      ("in.jsonl", "writes over FOLDER/in.jsonl, which stage `answers` reads"),
      ("out.jsonl", "`deadLetters` is `FOLDER/out.jsonl`, which is the output, expected a file of its own"),
    ] {
      let error = #expect(throws: PipelineError.self) {
        try bench.pipeline(
          pipeline.replacing("FOLDER/out.jsonl}", with: "FOLDER/out.jsonl, deadLetters: FOLDER/\(path)}"))
      }
      #expect(error?.errorDescription?.hasSuffix(problem.replacing("FOLDER", with: bench.folder)) == true)
    }
  }
}
