import BraidAnnotation
import BraidCorpora
import BraidFiles
import BraidTasks
import BraidTestSupport
import BraidText
import Foundation
import Testing

/// Annotation in shards, and their joining.
@Suite struct ShardedJobTests {
  let scratch: Scratch
  let model: JointModel

  init() throws {
    scratch = try Scratch()
    model = try ToyModel.make()
    // Records 3, 12 and 29 cannot be read.
    var lines = ToyModel.texts(30).enumerated().map { "{\"id\":\"\($0)\",\"text\":\"\($1)\"}" }
    lines[2] = "{\"text\":"
    lines[11] = "{\"text\":5}"
    lines[28] = "}"
    try scratch.file("in.jsonl", lines.joined(separator: "\n") + "\n")
  }

  private func job(_ shard: String?, to output: String) throws -> AnnotationJob {
    var job = scratch.job("in.jsonl", to: output)
    job.reading.shard = try shard.map { try #require(RecordShard($0)) }
    return job
  }

  /// Annotates all shards and gives their files.
  private func shards(_ count: Int) throws -> [String] {
    try (1...count).map { number in
      _ = try job("\(number)/\(count)", to: "\(number).jsonl").run(model)
      return scratch.path("\(number).jsonl")
    }
  }

  private func merge(_ files: [String], format: CorpusFormat = .jsonl) throws -> ShardMerge.Counts {
    try ShardMerge(files).write(
      to: scratch.path("merged"), options: WriteOptions(format: format),
      deadLetters: scratch.path("merged.dead-letters.jsonl"))
  }

  @Test(arguments: [1, 2, 7, 16])
  func `merged shards are the output of one run, byte for byte, rejected records included`(count: Int) throws {
    _ = try job(nil, to: "whole.jsonl").run(model)
    let parts = try shards(count).shuffled()
    // `part-*.jsonl` names the dead letters as well, `part-*` the manifests.
    let letters = parts.map { $0 + ".dead-letters.jsonl" }.filter { FileManager.default.fileExists(atPath: $0) }
    #expect(!letters.isEmpty)
    let counts = try merge(parts + letters + parts.map { $0 + ".shard.json" })
    #expect(counts.documents == 27 && counts.rejected == 3)
    #expect(try scratch.bytes("merged") == scratch.bytes("whole.jsonl"))
    #expect(try scratch.bytes("merged.dead-letters.jsonl") == scratch.bytes("whole.jsonl.dead-letters.jsonl"))
    #expect(
      try scratch.lines("merged.dead-letters.jsonl").map { $0.contains("\"number\":12,") } == [false, true, false])
  }

  @Test func `shards may be stopped and resumed, or run again`() throws {
    let parts = try shards(2)
    let first = try scratch.bytes("1.jsonl")
    var stops = 0
    var stopped = try job("1/2", to: "1.jsonl")
    stopped.options.chunkBytes = 100
    stopped.options.syncSeconds = 0
    let summary = try stopped.run(model) {
      stops += 1
      return stops > 3
    }
    #expect(summary.wasStopped)
    // The manifest of the older file does not speak for what is not complete.
    #expect(throws: CorpusError.self) { try ShardMerge(parts) }
    stopped.resumes = true
    #expect(try (stopped.run(model).resumedAt ?? 0) > 0)
    #expect(try scratch.bytes("1.jsonl") == first)
    #expect(try merge(parts).documents == 27)
    // A shard is not resumed as another.
    var other = try job("1/3", to: "3.jsonl")
    other.options.chunkBytes = 100
    other.options.syncSeconds = 0
    stops = 0
    _ = try other.run(model) {
      stops += 1
      return stops > 2
    }
    other.resumes = true
    other.reading.shard = RecordShard("2/3")
    #expect(throws: AnnotationError.otherRun(folder: scratch.path(".3.jsonl.braid-run/journal"), what: "shard")) {
      try other.run(model)
    }
  }

  @Test
  func `a shard of an input of which nothing can be read fails, and what an earlier run wrote can still be merged`()
    throws
  {
    let parts = try shards(2)
    let files = parts.flatMap { [$0, $0 + ".shard.json", $0 + ".dead-letters.jsonl"] }
    let before = files.map { FileManager.default.contents(atPath: $0) }
    for number in 1...2 {
      var wrong = try job("\(number)/2", to: "\(number).jsonl")
      wrong.reading.fields = ["text": "body"]
      let error = #expect(throws: CorpusError.self) { try wrong.run(model) }
      #expect(error?.place?.line == 1, "\(error as Any)")
    }
    #expect(files.map { FileManager.default.contents(atPath: $0) } == before)
    #expect(try merge(parts).documents == 27)
  }

  @Test(arguments: ["{\"text\":\"ann.\"}\n}\n", "{\"text\":\"ann.\"}\n"])
  func `a shard that gets nothing that can be read, or nothing at all, is empty where others get something`(
    input: String
  ) throws {
    try scratch.file("in.jsonl", input)
    try scratch.file("2.jsonl", "{\"text\":\"old\"}\n")
    let parts = try shards(3)
    #expect(try parts.map { try Data(contentsOf: URL(filePath: $0)).isEmpty } == [false, true, true])
    #expect(try merge(parts).documents == 1)
  }

  @Test func `merged shards are written in any format`() throws {
    var whole = try job(nil, to: "merged")
    whole.form = .documents(WriteOptions(format: .lines))
    _ = try whole.run(model)
    let lines = try scratch.bytes("merged")
    #expect(try merge(try shards(3), format: .lines).documents == 27)
    #expect(try scratch.bytes("merged") == lines)
  }

  @Test func `shards that are missing, changed or of another run are refused, and nothing is written`() throws {
    var parts = try shards(3)
    func problem(_ files: [String]) throws -> String {
      let error = #expect(throws: CorpusError.self) { try merge(files) }
      #expect(!FileManager.default.fileExists(atPath: scratch.path("merged")))
      return (error?.errorDescription ?? "").replacing(scratch.folder.path + "/", with: "")
    }
    #expect(try problem([parts[0], parts[2]]) == "1.jsonl: found 2 of 3 shards, expected also 2/3")
    #expect(
      try problem(parts + [parts[1]])
        == "2.jsonl: found shard 2/3, which is 2.jsonl too, expected each shard once"
        .replacing("which is 2.jsonl", with: "which is \(parts[1].replacing(scratch.folder.path + "/", with: ""))"))
    let text = try scratch.text("2.jsonl")
    for changed in [
      text.replacing("ann", with: "bob"),
      String(
        text.dropFirst(text.utf8.firstIndex(of: 10).map { text.distance(from: text.startIndex, to: $0) + 1 } ?? 0)),
      text + "{\"text\":\"x\"}\n",
    ] {
      try scratch.file("2.jsonl", changed)
      #expect(try problem(parts).hasPrefix("2.jsonl: found other documents"))
    }
    try scratch.file("2.jsonl.shard.json", "{}")
    #expect(try problem(parts).hasPrefix("2.jsonl.shard.json: found something else"))
    var job = try job("2/3", to: "2.jsonl")
    job.options.tasks = ["pos"]
    _ = try job.run(model)
    #expect(try problem(parts).hasPrefix("2.jsonl: found another command, model or set of options"))
    try scratch.file("in.jsonl", try scratch.text("in.jsonl") + "{\"text\":\"bob.\"}\n")
    _ = try self.job("2/3", to: "2.jsonl").run(model)
    #expect(try problem(parts).hasPrefix("2.jsonl: found another input"))
    parts[1] = scratch.path("in.jsonl")
    #expect(
      try problem(parts)
        == "in.jsonl.shard.json: found no such file, expected what a command with --shard writes beside JSONL, CSV and TSV"
    )
  }

  /// A table whose cells have line breaks and quotes.
  private func table(_ rows: Int) throws {
    let lines = (0..<rows).map { "\($0),\"ann sees\nbob, \"\"\($0)\"\".\",\"x\n\ny\"\n" }
    try scratch.file("in.csv", "id,text,note\n" + lines.joined())
  }

  private func tableJob(_ shard: String?, to output: String, columns: [String] = []) throws -> AnnotationJob {
    var writing = WriteOptions(format: .csv)
    writing.columns = columns
    if !columns.isEmpty { writing.header = true }
    var job = scratch.job("in.csv", to: output, from: .csv, format: .csv)
    if !columns.isEmpty { job.form = .documents(writing) }
    job.reading.shard = try shard.map { try #require(RecordShard($0)) }
    return job
  }

  @Test(arguments: [1, 2, 3, 8])
  func `merged tables are the output of one run, byte for byte, with one header`(count: Int) throws {
    try table(7)
    _ = try tableJob(nil, to: "whole.csv").run(model)
    let whole = try scratch.text("whole.csv")
    #expect(whole.hasPrefix("id,text,note,predicted_") && whole.components(separatedBy: "id,text,note").count == 2)
    let parts = try (1...count).map { number in
      _ = try tableJob("\(number)/\(count)", to: "\(number).csv").run(model)
      return scratch.path("\(number).csv")
    }
    #expect(try merge(parts, format: .csv).documents == 7)
    #expect(try scratch.text("merged") == whole)
    let error = #expect(throws: CorpusError.self) { try merge(parts, format: .jsonl) }
    #expect(error?.errorDescription?.contains("1.csv: found csv, expected JSONL, of which any format is made") == true)
  }

  @Test func `tables with other columns are not merged`() throws {
    try table(4)
    let parts = [scratch.path("1.csv"), scratch.path("2.csv")]
    _ = try tableJob("1/2", to: "1.csv", columns: ["id", "text"]).run(model)
    _ = try tableJob("2/2", to: "2.csv", columns: ["text", "id"]).run(model)
    let error = #expect(throws: CorpusError.self) { try merge(parts, format: .csv) }
    #expect(error?.errorDescription?.contains("found another command, model or set of options") == true)
    // The first document of each says what its columns are.
    try scratch.file(
      "in.jsonl",
      #"{"id":"1","text":"ann.","fields":{"a":"x"}}"# + "\n" + #"{"id":"2","text":"bob.","fields":{"b":"y"}}"# + "\n")
    for number in 1...2 {
      var job = scratch.job("in.jsonl", to: "\(number).csv", format: .csv)
      job.reading.shard = RecordShard("\(number)/2")
      _ = try job.run(model)
    }
    let other = #expect(throws: CorpusError.self) { try merge(parts, format: .csv) }
    #expect(other?.errorDescription?.contains("2.csv: found the columns `id,text,b,") == true)
  }
}
